"""`shortfall sweep`: known answers, resuming, failures, interrupts, and what is refused."""

import csv
import io
import json
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.design.design import Design
from sim.design.run_design import run_design
from sim.output.errors import OutputError
from sim.sweep.runner import text_of
from tests.cli.conftest import Call

ROOT = Path(__file__).resolve().parents[2]
HALTS = ("--vary", "disruptions.halt.duration_days=50,100,150")
BUFFERS = ("--vary", "consumers.motors.stock_days=10:50:3")
QUICK = ("-n", 2, "--workers", 1, "--no-figures", "--set", "warm_up_days=30")


def table(folder: Path) -> list[dict[str, str]]:
    (file,) = folder.glob("sweep-*/sweep.csv")
    return list(csv.DictReader(io.StringIO(file.read_text())))


def contents(folder: Path) -> dict[str, bytes]:
    """Everything that is there, but for the logs."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.log"
    }


def test_a_grid_gives_the_known_shortfall(call: Call, tmp_path: Path) -> None:
    """The goods at sea go on arriving: what the halt costs is its length less the buffer."""
    result = call("sweep", "two-mines", *HALTS, *BUFFERS, *QUICK)
    assert result.exit_code == 0, result.stderr
    rows = table(tmp_path / "results")
    inputs = [
        (float(row["disruptions.halt.duration_days"]), float(row["consumers.motors.stock_days"]))
        for row in rows
    ]
    assert inputs == [(halt, stock) for halt in (50, 100, 150) for stock in (10, 30, 50)]
    for (halt, stock), row in zip(inputs, rows, strict=True):
        assert float(row["US.shortfall_days.mean"]) == pytest.approx(halt - stock, abs=1e-3)
        assert float(row["US.shortfall_days.q95"]) == pytest.approx(halt - stock, abs=1e-3)
        difference = float(row["US.shortfall_days.diff_mean"])
        assert difference == pytest.approx(halt - stock - 40, abs=1e-3)
        assert row["status"] == "complete"
        assert row["histories"] == "1"
    last = [line.split() for line in result.stdout.splitlines() if line.lstrip().startswith("8 ")]
    assert last == [["8", "150", "50", "100.0"]]
    said = "two-mines  9 points, one history at each, as nothing is random, seed 1"
    assert result.stdout.startswith(f"{said}, warm_up_days=30: shortfall_days\n")
    assert said in result.stderr


def test_the_design_holds_the_command_of_a_whole_run(call: Call, tmp_path: Path) -> None:
    """It comes to the same run as --runs makes of the point."""
    call("sweep", "two-mines", *BUFFERS, *QUICK, "--runs")
    (folder,) = (tmp_path / "results").iterdir()
    assert folder.name.startswith("sweep-two-mines-")
    design = list(csv.DictReader(io.StringIO((folder / "design.csv").read_text())))
    assert [row["consumers.motors.stock_days"] for row in design] == ["10", "30", "50"]
    made = contents(folder / "runs" / design[2]["run"])
    rows = json.loads(made["summary.json"])["rows"]
    joined = table(tmp_path / "results")[2]
    for row in rows:
        if (row["kind"], row["measure"]) == ("region", "shortfall_days_caused"):
            found = joined[f"{row['group']}.shortfall_days_caused.mean"]
            assert float(found) == row["mean"], "the table is that of the run"
    again = call(*shlex.split(design[2]["command"])[1:], "--no-figures")
    assert again.exit_code == 0, again.stderr
    assert contents(tmp_path / "results" / design[2]["run"]) == made
    manifest = json.loads((folder / "sweep.json").read_text())
    assert (manifest["points"], manifest["histories"], manifest["seed"]) == (3, 2, 1)


def test_workers_change_no_byte_and_neither_does_repeating(call: Call, tmp_path: Path) -> None:
    """Figures included."""
    arguments = ("sweep", "two-mines", *BUFFERS, "-n", 65, "--set", "warm_up_days=30")
    first = call(*arguments, "--workers", 1, "--out", "one")
    second = call(*arguments, "--workers", 2, "--out", "two")
    assert (first.exit_code, second.exit_code) == (0, 0), first.stderr + second.stderr
    before = contents(tmp_path / "one")
    assert contents(tmp_path / "two") == before
    assert any(name.endswith("figures/shortfall_days.svg") for name in before)
    again = call(*arguments, "--workers", 1, "--out", "one")
    assert again.stdout == first.stdout
    assert contents(tmp_path / "one") == before


@pytest.mark.parametrize(
    ("error", "said", "status"),
    [
        (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero", 1),
        (OutputError("results: no room"), "results: no room", 2),
    ],
    ids=["ours", "theirs"],
)
def test_a_failed_point_is_recorded_with_the_command_that_runs_it(
    call: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    said: str,
    status: int,
) -> None:
    """Once the cause is gone, the same sweep completes it; the status tells whose fault it is."""
    arguments = ("sweep", "two-mines", *BUFFERS, *QUICK, "--out", "my results")

    def broken(design: Design, *arguments: object) -> object:
        if any(point.consumers["motors"].stock_days == 30 for point in design.points):
            raise error
        return run_design(design, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr("sim.design.group_measures.run_design", broken)
        failed = call(*arguments)
    assert failed.exit_code == status
    assert "1 point of 3 failed" in failed.stderr
    (folder,) = (tmp_path / "my results").iterdir()
    assert [row["status"] for row in table(folder.parent)] == ["complete", "failed", "complete"]
    (failure,) = csv.DictReader(io.StringIO((folder / "failures.csv").read_text()))
    assert failure["consumers.motors.stock_days"] == "30"
    assert failure["error"] == said
    words = shlex.split(failure["command"])
    assert words[0] == "shortfall"
    assert call(*words[1:], "--no-figures").exit_code == 0
    assert call(*arguments).exit_code == 0
    assert [row["status"] for row in table(folder.parent)] == ["complete"] * 3


def test_points_that_break_a_rule_are_refused_before_anything_is_run(
    call: Call, tmp_path: Path
) -> None:
    """With point, value, rule and remedy, each rule once; a dry run ends alike."""
    varied = (*BUFFERS, "--vary", "disruptions.halt.duration_days=-5,100")
    for more in ((), ("--dry-run",)):
        result = call("sweep", "two-mines", *varied, *QUICK, *more)
        assert result.exit_code == 2
        said = result.stderr
        assert "point 0 (consumers.motors.stock_days=10, disruptions.halt.duration_days=-5)" in said
        assert "; also of 2, 4\n" in said
        assert said.count("-5 must be") == 1
        assert "3 points of 6 are invalid. Nothing was run. Vary" in said
        assert "--skip-invalid" in said
        assert not (tmp_path / "results").exists()


def test_points_that_break_a_rule_can_be_left_out(call: Call, tmp_path: Path) -> None:
    """The others run as ever."""
    varied = ("--vary", "disruptions.halt.duration_days=-5,100")
    result = call("sweep", "two-mines", *varied, *QUICK, "--skip-invalid")
    assert result.exit_code == 0
    said = result.stderr
    assert said.index("1 point of 2 is invalid: left out.") < said.index("100 %")
    bad, good = table(tmp_path / "results")
    assert (bad["status"], good["status"]) == ("invalid", "complete")
    assert float(good["US.shortfall_days.mean"]) == pytest.approx(70, abs=1e-3)
    assert good["US.shortfall_days.diff_mean"] == ""
    (failure,) = (tmp_path / "results").glob("*/failures.csv")
    assert "-5 must be" in failure.read_text()
    quiet = call("sweep", "two-mines", *varied, *QUICK, "--skip-invalid", "-q")
    assert (quiet.exit_code, quiet.stderr) == (0, "")


def test_where_no_point_can_be_run_each_error_says_at_which(call: Call) -> None:
    varied = ("--vary", "consumers.motors.stock_days=10,20")
    varied += ("--vary", "disruptions.halt.duration_days=-5,-6")
    said = call("sweep", "two-mines", *varied, *QUICK, "--skip-invalid")
    assert said.exit_code == 2
    for point, days in ((0, -5), (1, -6)):
        at = f"consumers.motors.stock_days=10, disruptions.halt.duration_days={days}"
        assert f"At point {point} ({at}); also at {point + 2}." in said.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_keeps_what_is_finished(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """Ctrl-C ends it with 130; repeating goes on, and comes to the same in the end."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    varied = ("--vary", "consumers.motors.stock_days=0:45:10", "--set", "warm_up_days=30")
    words = ["sweep", "two-mines", *varied, "-n", "64", "--workers", str(workers), "--no-figures"]
    done = subprocess.Popen(
        [sys.executable, "-m", "sim", *words], stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("results/*/points/*.npz")):
        assert time.monotonic() < deadline
        assert done.poll() is None, done.communicate()
        time.sleep(0.02)
    done.send_signal(signal.SIGINT)
    _, told = done.communicate(timeout=60)
    assert done.returncode == 130, told
    assert "Finished points are kept" in told
    assert "Traceback" not in told
    states = [row["status"] for row in table(tmp_path / "results")]
    assert set(states) == {"pending"}
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.glob("results/*/points/*.npz")}
    again = call(*words)
    assert again.exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    call(*words, "--out", "whole")
    assert contents(tmp_path / "results") == contents(tmp_path / "whole")


def test_a_dry_run_writes_nothing(call: Call, tmp_path: Path) -> None:
    """It shows the design and about how long it takes."""
    arguments = ("sweep", "two-mines", *HALTS, *BUFFERS, *QUICK)
    result = call(*arguments, "--dry-run")
    assert result.exit_code == 0, result.stderr
    assert list(tmp_path.iterdir()) == []
    assert len([line for line in result.stdout.splitlines() if line[:5].strip().isdigit()]) == 9
    assert "9 points of 1 history each, 0 invalid" in result.stdout
    assert "Estimated time: about" in result.stdout
    told = json.loads(call(*arguments, "--dry-run", "--json").stdout)
    assert (len(told["points"]), told["histories"], told["invalid"]) == (9, 9, 0)
    assert told["seconds"] >= 0


def test_json_is_the_joined_table(call: Call, tmp_path: Path) -> None:
    """And nothing else on stdout; with -q nothing on stderr."""
    result = call("sweep", "two-mines", *HALTS, *QUICK, "--json", "-q")
    assert result.stderr == ""
    rows = json.loads(result.stdout)
    assert [row["inputs"]["disruptions.halt.duration_days"] for row in rows] == [50, 100, 150]
    found = [row["measures"]["US.shortfall_days"] for row in rows]
    assert [round(one["mean"]) for one in found] == [20, 70, 120]
    assert {one["unit"] for one in found} == {"d"}
    assert [row["status"] for row in rows] == ["complete"] * 3


def test_points_can_be_drawn(call: Call, tmp_path: Path) -> None:
    """From a range and from a list; the shortfall is still the length less the buffer."""
    varied = ("--vary", "disruptions.halt.duration_days=50:150", *BUFFERS, "--lhs", 6)
    result = call("sweep", "two-mines", *varied, *QUICK)
    assert result.exit_code == 0, result.stderr
    rows = table(tmp_path / "results")
    assert sorted(row["consumers.motors.stock_days"] for row in rows) == sorted(
        ["10", "30", "50"] * 2
    )
    for row in rows:
        halt = -(-float(row["disruptions.halt.duration_days"]) // 1)  # a part of a day counts
        expected = halt - float(row["consumers.motors.stock_days"])
        assert float(row["US.shortfall_days.mean"]) == pytest.approx(expected, abs=1.0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Missing option '--vary'"),
        (("--vary", "stock"), "is not path=values"),
        (("--vary", "a=1", "--vary", "b="), "--vary b="),
        (("--vary", "policy.hoarding=1:2"), "a grid needs values"),
        (("--vary", "policy.review_days=1:10:3"), "5.5 is not a whole number"),
        (("--vary", "seed=1,2"), "Use --seed"),
        (("--vary", "policy.hoarding=1,2", "--lhs", 1), "'--lhs'"),
        (("--vary", "policy.hoarding=1,2", "--group", "USA"), "Did you mean 'US'?"),
        (("--vary", "policy.hoarding=1,2", "--measure", "pain"), "There is no measure 'pain'."),
        (
            ("--vary", "policy.hoarding=1,2", "--measure", "unmet_grade_t"),
            "It has a value for each grade: unmet_grade_t[traction].",
        ),
        (
            ("--vary", "policy.hoarding=1,2", "--measure", "unmet_t[traction]"),
            "unmet_t has one value for all. Write unmet_t.",
        ),
        (("--vary", "policy.hoarding=1,2", "--measure", "cost_musd"), "no measure of consumers"),
        (("--vary", "policy.hoarding=1,2", "--per", "stock_days"), "None of the inputs that are"),
        (
            ("--vary", "lanes.sea.transit_days=1,{uniform: [1, 2]}", "--per", "transit_days"),
            "not all values of lanes.sea.transit_days are numbers",
        ),
        (
            ("--vary", "policy.hoarding=1:2", "--lhs", "3", "--per", "hoarding"),
            "slopes are along the rows of a grid. Leave --lhs out.",
        ),
        (
            ("--vary", "policy.hoarding+policy.hoarding=1,2"),
            "--vary policy.hoarding and --vary policy.hoarding change the same value.",
        ),
        (("--vary", "policy.hoarding+=1,2"), "this is not path=values"),
        (("--vary", "policy.hording=1,2"), "Did you mean 'hoarding'?"),
        (("--vary", "policy.hoarding=x,y"), "'x' is not a number"),
        (("--vary", "policy.hoarding=1,2", "--set", "policy.review_days=0"), "must be at least 1"),
        (("--vary", "policy.hoarding=1,2", "-n", 8, "--sampling", "latin"), "at least 16"),
        (("--vary", "policy.hoarding=1,2", "--branch-at", "2027-01-01"), "not after the end"),
        (("--vary", "policy.hoarding=1,2", "--branch-at", "2026-03-01"), "policy: what differs"),
        (
            ("--vary", "disruptions.halt.duration_days=50,90", "--branch-at", "2026-04-21"),
            "may end then.\nVary only disruptions that begin, are announced and end later, or "
            "branch on 2026-04-20.",
        ),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_run(
    call: Call, tmp_path: Path, arguments: tuple[object, ...], says: str
) -> None:
    """With exit status 2, and nothing written."""
    result = call("sweep", "two-mines", *arguments)
    assert result.exit_code == 2, result.output
    assert says in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_points_may_be_asked_to_have_one_past(call: Call) -> None:
    """They may, if none of them differs before the date."""
    vary = "--vary", "disruptions.halt.duration_days=50,90"
    result = call("sweep", "two-mines", *vary, "--branch-at", "2026-04-20", "--dry-run")
    assert result.exit_code == 0, result.stderr


def test_help_is_quick() -> None:
    """It imports nothing heavy."""
    code = (
        "import sys; from sim.cli import main\n"
        "try: main(['sweep', '--help'])\n"
        "except SystemExit: pass\n"
        "print({'numpy', 'matplotlib', 'pydantic', 'rich'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_errors_of_others_are_named() -> None:
    """A bare message of theirs would say too little."""
    assert text_of(ZeroDivisionError("by zero")) == "ZeroDivisionError: by zero"
    assert text_of(KeyError()) == "KeyError: no message"
