"""`shortfall run`: from the file to the folder of results."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim.output.manifest import Manifest
from sim.scenario.locate import shipped_folder
from tests.chain import CHAIN, spoilt, write
from tests.cli.conftest import Call

QUICK = ("-n", 2, "--workers", 1, "--no-figures", "--set", "warm_up_days=30")
RANDOM = ("--set", "disruptions.halt.duration_days={uniform: [80, 100]}")


def test_a_run_leaves_a_folder_and_a_summary(call: Call, chain: Path, tmp_path: Path) -> None:
    """The summary goes to stdout, the progress to stderr."""
    result = call("run", chain, *QUICK, *RANDOM)
    assert result.exit_code == 0, result.stderr
    (folder,) = (tmp_path / "results").iterdir()
    assert folder.name.startswith("chain-")
    assert (folder / "summary.json").is_file()
    assert (folder / "scenario.yaml").is_file()
    assert "chain  2 histories, 2026-01-01 to 2026-12-31, seed 1" in result.stdout
    assert "All consumers" in result.stdout
    assert f"results/{folder.name}" in result.stdout
    assert result.stderr.startswith("Reading chain.yaml ...\n")
    assert "chain  2 histories x 365 days  seed 1" in result.stderr
    assert " 100 %  2/2" in result.stderr


def test_what_is_run_to_make_a_lot_whole_is_told_once(call: Call, chain: Path) -> None:
    """It is kept: a larger number takes it from there, and the help says why few take as long."""
    more = "62 more are run and kept: lots are of 64"
    assert more in call("run", chain, *QUICK, *RANDOM).stderr
    again = call("run", chain, *QUICK, *RANDOM, "-n", 10)
    assert "chain  10 histories x 365 days  seed 1\n" in again.stderr
    assert more not in call("run", chain, *QUICK, *RANDOM, "-n", 64, "--force").stderr
    assert more not in call("run", chain, *QUICK, "--seed", 2).stderr  # nothing is random
    for command in ("run", "compare"):
        assert "lots of 64" in " ".join(call(command, "--help").stdout.split())


def test_the_first_line_names_the_file_that_is_run(call: Call, tmp_path: Path) -> None:
    """The one in the folder, also where a scenario of that name is shipped."""
    (tmp_path / "scenarios").mkdir()
    write(tmp_path / "scenarios", CHAIN, "two-mines.yaml")
    for command in (("run", "two-mines", *QUICK), ("compare", "two-mines", "two-mines", *QUICK)):
        result = call(*command)
        assert result.exit_code == 0, result.stderr
        assert result.stderr.startswith("Reading scenarios/two-mines.yaml")
        assert "de_wind" in result.stdout or "DE" in result.stdout
    shipped = call("sweep", "export-halt", "--vary", "seed=1,2", "--dry-run")
    assert shipped.stderr.startswith(f"Reading {shipped_folder() / 'export-halt.yaml'} ...\n")
    checked = call("validate", "two-mines", "scenarios/two-mines.yaml")
    assert checked.stderr == "Reading scenarios/two-mines.yaml ...\n"


def test_the_folder_of_a_run_is_no_scenario(call: Call, chain: Path, tmp_path: Path) -> None:
    """The scenario in it is named; of another folder, that it is one."""
    call("run", chain, *QUICK)
    (folder,) = (tmp_path / "results").iterdir()
    shown = folder.relative_to(tmp_path)
    says = call("explain", shown).stderr
    assert "It is a directory." in says
    assert f"Its scenario is {shown}/scenario.yaml" in says
    assert call("validate", f"{shown}/scenario.yaml").exit_code == 0
    assert "Name a YAML file in it." in call("explain", "results").stderr


def test_a_complete_run_is_not_run_again(call: Call, chain: Path) -> None:
    """Unless more histories are asked for, or --force is given."""
    first = call("run", chain, *QUICK, *RANDOM)
    again = call("run", chain, *QUICK, *RANDOM)
    assert "complete already" in again.stderr
    assert again.stdout == first.stdout
    assert "complete already" not in call("run", chain, *QUICK, *RANDOM, "-n", 3).stderr
    assert "complete already" in call("run", chain, *QUICK, *RANDOM).stderr
    assert "complete already" not in call("run", chain, *QUICK, *RANDOM, "--force").stderr


def test_json_is_the_stored_summary(call: Call, chain: Path, tmp_path: Path) -> None:
    """And nothing else on stdout; with -q nothing on stderr."""
    result = call("run", chain, *QUICK, "--json", "-q", "--seed", 5)
    (stored,) = tmp_path.glob("results/*/summary.json")
    assert json.loads(result.stdout) == json.loads(stored.read_text())
    assert result.stderr == ""


def test_the_stored_scenario_gives_the_same_run(call: Call, chain: Path, tmp_path: Path) -> None:
    """It runs by itself, to the same folder name."""
    call("run", chain, *QUICK, "--out", "one")
    (one,) = (tmp_path / "one").iterdir()
    call("run", one / "scenario.yaml", "-n", 2, "--no-figures", "--out", "two")
    (two,) = (tmp_path / "two").iterdir()
    assert two.name == one.name
    assert (two / "summary.json").read_bytes() == (one / "summary.json").read_bytes()


def test_another_run_is_not_overwritten(call: Call, chain: Path, tmp_path: Path) -> None:
    """A folder of that name which holds something else is left alone."""
    call("run", chain, *QUICK)
    (folder,) = (tmp_path / "results").iterdir()
    manifest = Manifest.read(folder)
    assert manifest is not None
    manifest.with_changes(digest="other").save(folder)
    result = call("run", chain, *QUICK, "--force")
    assert result.exit_code == 2
    assert "holds another run (other)" in result.stderr


def test_a_bad_scenario_runs_nothing(call: Call, chain: Path, tmp_path: Path) -> None:
    """Not even the good one before it."""
    bad = write(tmp_path, spoilt("from: smelter", "from: smeltr"), "bad.yaml")
    result = call("run", chain, bad, *QUICK)
    assert result.exit_code == 2
    assert "lanes.metal.from" in result.stderr
    assert "Nothing was run." in result.stderr
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize("arguments", [("-n", 0), ("--seed", -1), ("--workers", 0), ()])
def test_wrong_use_exits_with_2(call: Call, chain: Path, arguments: tuple[object, ...]) -> None:
    """Before anything is read."""
    assert call("run", *((chain, *arguments) if arguments else ())).exit_code == 2


def test_a_failing_model_is_told_in_a_line(
    call: Call, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With exit status 1, and the traceback only on request."""
    import sim.output.ensure_run

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of something")

    monkeypatch.setattr(sim.output.ensure_run, "replicate", fails)
    result = call("run", chain, *QUICK)
    assert result.exit_code == 1
    assert "ZeroDivisionError: of something" in result.stderr
    assert "Traceback" not in result.stderr
    assert isinstance(call("--debug", "run", chain, *QUICK).exception, ZeroDivisionError)


def test_an_interrupt_exits_with_130(
    call: Call, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As shells expect."""
    import sim.output.ensure_run

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sim.output.ensure_run, "replicate", interrupted)
    result = call("run", chain, *QUICK)
    assert result.exit_code == 130
    assert "Interrupted" in result.stderr


def test_the_first_sign_of_life_comes_before_the_imports(chain: Path) -> None:
    """ "Reading" is written before numpy is loaded."""
    code = (
        "import sys, click; from sim.cli import main; echo = click.echo\n"
        "def first(*a, **k): print('numpy' in sys.modules, 'pydantic' in sys.modules, a[0]); sys.exit()\n"
        f"click.echo = first; main(['run', {str(chain)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("False False Reading")


def test_figures_can_be_put_where_a_report_wants_them(
    call: Call, chain: Path, tmp_path: Path
) -> None:
    """A copy of every figure, also of a run that is complete already."""
    call("run", chain, "-n", 2, "-q")
    result = call("run", chain, "-n", 2, "--figures-in", "report")
    assert result.exit_code == 0, result.stderr
    stored = {f.name: f.read_bytes() for f in tmp_path.glob("results/*/figures/*")}
    (folder,) = tmp_path.glob("results/*/figures")
    (folder / "of the user's own").mkdir()
    assert call("run", chain, "-n", 2, "--figures-in", "report").exit_code == 0
    assert {f.name: f.read_bytes() for f in (tmp_path / "report").iterdir()} == stored
    assert "shortfall.svg" in stored


def test_figures_in_which_an_option_changes_nothing_are_named(call: Call, chain: Path) -> None:
    """Those that are drawn, also of a run that is complete already; without figures it is refused."""
    given = "run", chain, "-n", 2, "--groups", "all"
    for result in (call(*given), call(*given)):
        assert result.exit_code == 0, result.stderr
        assert "--groups: it changes nothing in cover, supply\n" in result.stderr
    result = call(*given, "--no-figures")
    assert result.exit_code == 2
    says = "--groups: how figures are drawn, which --no-figures leaves out"
    assert says in " ".join(result.stderr.split())
    assert "it changes nothing" not in call("run", chain, "-n", 2).stderr


def test_figures_cannot_be_copied_and_left_out(call: Call, chain: Path) -> None:
    """Both at once is wrong use."""
    result = call("run", chain, *QUICK, "--figures-in", "report")
    assert result.exit_code == 2
    assert "--no-figures" in result.stderr


def test_what_sobol_points_need_is_told_before_anything_is_written(
    call: Call, chain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SciPy is an extra."""
    monkeypatch.setattr("sim.study.job.find_spec", lambda _: None)
    result = call("run", chain, *QUICK, "--sampling", "sobol")
    assert result.exit_code == 2
    assert "needs SciPy: pip install 'shortfall[sobol]'" in result.stderr
    assert not (tmp_path / "results").exists()


def test_tables_are_written_for_spreadsheets_on_request(
    call: Call, chain: Path, tmp_path: Path
) -> None:
    """Besides the files of the run, which stay as they are."""
    assert call("run", chain, *QUICK).exit_code == 0
    again = call("run", chain, *QUICK, "--xlsx", "--european-csv")
    assert again.exit_code == 0, again.stderr
    (folder,) = (tmp_path / "results").iterdir()
    assert f"Wrote results/{folder.name}/tables.xlsx" in again.stderr
    assert (folder / "tables.xlsx").stat().st_size > 0
    assert (folder / "european" / "histories.csv").is_file()
    assert call("verify", folder).exit_code == 0


def test_a_history_is_written_day_by_day_on_request(
    call: Call, chain: Path, tmp_path: Path
) -> None:
    """What left over every lane, and what everybody held; it adds up with the tables."""
    done = call("run", chain, *QUICK, "--daily", 0)
    assert done.exit_code == 0, done.stderr
    (folder,) = (tmp_path / "results").iterdir()
    with (folder / "daily" / "0000000-flows.csv").open(newline="") as file:
        flows = list(csv.DictReader(file))
    with (folder / "daily" / "0000000-stocks.csv").open(newline="") as file:
        stocks = list(csv.DictReader(file))
    sea = [row for row in flows if row["lane"] == "sea" and row["buyer"] == "us_ev"]
    before = sum(float(row["t"]) for row in sea if row["date"] == "2026-02-10")
    assert before == pytest.approx(100 / 365.25, rel=1e-4)
    closed = [row for row in sea if "2026-03-01" <= row["date"] < "2026-05-30"]
    assert closed
    assert sum(float(row["t"]) for row in closed) == 0.0
    assert sum(float(row["planned_t"]) for row in closed) > 20.0
    assert {row["holder"] for row in stocks} >= {"pit", "separator", "smelter", "maker", "us_ev"}
    shelf = [row for row in stocks if (row["holder"], row["date"]) == ("us_ev", "2026-01-15")]
    assert sum(float(row["t"]) for row in shelf) == pytest.approx(14 * 100 / 365.25, rel=1e-3)
    assert call("verify", folder).exit_code == 0
    wrong = call("run", chain, *QUICK, "--daily", 7)
    assert wrong.exit_code == 2
    assert "the run has no history 7" in wrong.stderr


def test_what_is_set_stands_in_the_summary_on_the_screen_and_in_the_manifest(
    call: Call, chain: Path, tmp_path: Path
) -> None:
    """Files of results are those of the same scenario written as a file."""
    result = call("run", chain, *QUICK, "--set", "consumers.us_ev.stock_days=30")
    assert "seed 1, warm_up_days=30, us_ev.stock_days=30\n" in result.stdout
    (folder,) = (tmp_path / "results").iterdir()
    told = json.loads((folder / "manifest.json").read_text())
    assert told["settings"] == ["warm_up_days=30", "consumers.us_ev.stock_days=30"]
