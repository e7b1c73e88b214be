"""`shortfall compare`: from runs or files to tables, figures and an exit status."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.unit.compare_runs import two_mines

MINES = Path(__file__).resolve().parents[2] / "scenarios" / "two-mines.yaml"
QUICK = ("-n", 4, "--workers", 1)
MORE = """\
extends: two-mines.yaml
schema: 1
name: more-stock
consumers:
  motors: {stock_days: 40}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """The two mines, and the same with ten more days of stock."""
    (tmp_path / "two-mines.yaml").write_text(MINES.read_text())
    (tmp_path / "more.yaml").write_text(MORE)
    return "two-mines.yaml", "more.yaml"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    """The folders of two runs of the two mines, one with more stock, and names for them."""
    out = tmp_path_factory.mktemp("ready")
    runs = two_mines(out, n=4), two_mines(out, "consumers.motors.stock_days=40", n=4)
    return (*(run.folder for run in runs), "--label", "two-mines", "--label", "more-stock")


def folders(tmp_path: Path, form: str = "*") -> list[Path]:
    return sorted(path for path in (tmp_path / "results").glob(form) if path.is_dir())


def test_files_are_run_first_and_compared(
    call: Call, files: tuple[str, str], tmp_path: Path
) -> None:
    """The difference is known; progress is on stderr only; nothing is run twice."""
    result = call("compare", *files, *QUICK, "--no-figures")
    assert result.exit_code == 0, result.stderr
    assert re.search(r"US .* -10\.0 +exact .* better", result.stdout)
    assert "consumers.motors.stock_days" in result.stdout
    assert "more.yaml:5" in result.stdout
    assert "two-mines.yaml:54" in result.stdout
    assert "2 runs in one world" in result.stderr
    assert "100 %  8/8" in result.stderr
    assert "%  " not in result.stdout.partition("What differs")[0]
    again = call("compare", *files, *QUICK, "--no-figures")
    assert "100 %" not in again.stderr
    assert again.stdout == result.stdout
    assert again.stderr.splitlines()[-1].startswith("Tables in results/compare-")
    names = [path.name.rpartition("-")[0] for path in folders(tmp_path)]
    assert names == ["compare", "more-stock", "two-mines"]


def test_variants_of_a_file_are_runs_of_their_own(call: Call, tmp_path: Path) -> None:
    """Named by what is changed, after what is set for all; run in one world, kept as any other."""
    more = "two-mines@consumers.motors.stock_days=40, disruptions.halt.duration_days=90"
    settings = ("--set", "end=2026-09-30")
    result = call("compare", "two-mines", more, *settings, *QUICK, "--no-figures")
    assert result.exit_code == 0, result.stderr
    assert "2 runs in one world" in result.stderr
    assert "two-mines@motors.stock_days=40,halt.duration_days=90: 1 history" in result.stdout
    assert "Set in all of them: end=2026-09-30\n" in result.stdout
    assert re.search(r"consumers.motors.stock_days +two-mines +30 .*two-mines.yaml", result.stdout)
    changes = [f"--set={one.strip()}" for one in more.partition("@")[2].split(",")]
    alone = call("run", "two-mines", *settings, *changes, *QUICK, "--no-figures")
    assert "This run is complete already" in alone.stderr
    assert len(folders(tmp_path, "two-mines-*")) == 2


@pytest.mark.parametrize(
    ("run", "says"),
    [
        ("two-mines@", "come changes as PATH=VALUE"),
        ("two-mines@consumers.motors", "come changes as PATH=VALUE"),
        ("two-mines@consumers.motors.stock_days=45,5", "parts two changes. Write 45.5."),
        ("two-mines@consumers.motors.stock_days=45,5,end=2026-09-30", "Write 45.5."),
        ("two-mines@consumers.motors.stock_days=45,end=2026-09-30,5", "come changes as PATH"),
        ("@end=2026-09-30", "come changes as PATH=VALUE"),
        ("results@end=2026-09-30", "results is the folder of a run"),
        ("two-mines@consumers.motorz.stock_days=3", "Did you mean 'motors'?"),
        ("two-mines@consumers.motors.stock_days=-3", "must be at least 0"),
    ],
)
def test_a_variant_that_is_none_is_refused(call: Call, tmp_path: Path, run: str, says: str) -> None:
    """With what to write instead; nothing is run."""
    (tmp_path / "results").mkdir()
    result = call("compare", "two-mines", run, *QUICK, "-q")
    assert result.exit_code == 2
    assert says in result.stderr
    assert folders(tmp_path) == []


def test_a_file_with_the_mark_in_its_name_is_that_file(call: Call, tmp_path: Path) -> None:
    """And no variant of another."""
    (tmp_path / "a@b=c.yaml").write_text(MINES.read_text())
    result = call("compare", "two-mines", "a@b=c.yaml", *QUICK, "-q", "--no-figures")
    assert result.exit_code == 0, result.stderr
    assert "What differs in the scenarios\n  nothing" in result.stdout


def test_folders_are_compared_as_they_are(
    call: Call, files: tuple[str, str], tmp_path: Path
) -> None:
    """With the places in their own scenarios; options for runs are refused."""
    call("compare", *files, *QUICK, "--no-figures", "-q")
    runs = folders(tmp_path, "two-*") + folders(tmp_path, "more-*")
    result = call("compare", *runs, "-q", "--no-figures", "--label", "before", "--label", "after")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    assert "before (baseline): 4 histories" in result.stdout
    assert f"results/{runs[1].name}/scenario.yaml:" in result.stdout
    refused = call("compare", *runs, "--set", "histories=3")
    assert refused.exit_code == 2
    assert "--set: every RUN is a folder" in refused.stderr


def test_the_folder_holds_tables_and_figures_the_same_each_time(
    call: Call, ready: tuple[object, ...], tmp_path: Path
) -> None:
    """Byte for byte, in all formats."""
    options = ("-q", "--figure-format", "pdf,svg,png", "--width-mm", 120)
    call("compare", *ready, *options, "--figures", "one")
    call("compare", *ready, *options, "--figures", "two")
    names = {path.name for path in (tmp_path / "one").iterdir()}
    stems = ("storylines", "overlay", "difference", "consumers", "totals")
    figures = {f"{stem}.{form}" for stem in stems for form in ("svg", "pdf", "png", "csv", "txt")}
    assert names == figures | {"compare.csv", "compare.json", "compare.md"}
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    svg = (tmp_path / "one" / "totals.svg").read_text()
    assert re.search(r'width="340\.1\d+pt"', svg), "120 mm are 340.16 points"


def test_of_which_figures_an_option_changes_nothing_is_told(
    call: Call, ready: tuple[object, ...]
) -> None:
    """Of those drawn."""
    options = ("--figure-format", "svg", "--align", "onset")
    told = "--align: it changes nothing in totals\n"
    assert told in call("compare", *ready, *options).stderr
    result = call("compare", *ready, *options, "--no-figures")
    assert result.exit_code == 2
    says = "--align, --format: how figures are drawn, which --no-figures leaves out"
    assert says in " ".join(result.stderr.split())


def test_that_a_page_has_its_figures_as_usual_is_told(
    call: Call, ready: tuple[object, ...]
) -> None:
    """What is asked of figures counts for those in the folder."""
    given = "compare", *ready, "--html", "--figure-format", "svg"
    told = call(*given, "--align", "onset", "--title", "Mine").stderr
    assert "--title, --align: of the figures in results/compare-" in told
    assert "those of the page are as usual" in told
    assert "as usual" not in call(*given).stderr


@pytest.mark.parametrize("form", ["csv", "json", "md", "html"])
def test_forms_on_stdout(call: Call, ready: tuple[object, ...], form: str, tmp_path: Path) -> None:
    """Nothing else is there; CSV and JSON are those of the folder."""
    result = call("compare", *ready, f"--{form}", "--figure-format", "svg", "-q")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    (folder,) = folders(tmp_path, "compare-*")
    if form == "html":
        assert result.stdout.startswith("<!DOCTYPE html>")
        assert result.stdout.count("<img ") == len([*folder.glob("*.svg")]) > 3
        assert not re.search(r'(?:src|href)="(?!#|data:)', result.stdout)
    else:
        assert result.stdout == (folder / f"compare.{form}").read_text()
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert {row["kind"] for row in rows} == {
            "consumer", "region", "sector", "end_use", "region_end_use", "all",
        }  # fmt: skip
    if form == "json":
        assert json.loads(result.stdout)["baseline"] == "two-mines"


def test_filters_narrow_what_is_shown_and_not_what_is_stored(
    call: Call, ready: tuple[object, ...], tmp_path: Path
) -> None:
    """Also of CSV."""
    result = call(
        "compare", *ready, "-q", "--no-figures", "--csv",
        "--group", "motors", "--measure", "lost_t",
    )  # fmt: skip
    assert len(result.stdout.splitlines()) == 3
    (folder,) = folders(tmp_path, "compare-*")
    assert len((folder / "compare.csv").read_text().splitlines()) > 100
    everything = call("compare", *ready, "-q", "--no-figures", "--all")
    assert "unmet_element_t[dy]" in everything.stdout


@pytest.mark.parametrize(
    ("rules", "status"),
    [
        ((), 0),
        (("shortfall_days>+5%",), 0),
        (("shortfall_days<-5%",), 3),
        (("US.time_to_survive>9", "shortfall_days>0"), 3),
        (("US.time_to_survive>10",), 0),
    ],
)
def test_fail_on(
    call: Call, ready: tuple[object, ...], rules: tuple[str, ...], status: int
) -> None:
    """Status 3 with the rule, the run and the value on stderr."""
    options = [part for rule in rules for part in ("--fail-on", rule)]
    result = call("compare", *ready, "-q", "--no-figures", *options)
    assert result.exit_code == status, result.stderr
    if status:
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"Failed: {rules[0]}: more-stock differs by ")
        assert "exact" in line
    assert "better" in result.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--fail-on", "shortfall_dys>5"), "Did you mean 'shortfall_days'"),
        (("--fail-on", "shortfall_days>>5"), "is no rule"),
        (("--fail-on", "UK.shortfall_days>5"), "There is no group 'UK'"),
        (("--group", "motor"), "Did you mean 'motors'"),
        (("--measure", "unmet"), "There is no measure 'unmet'"),
        (("--figure-format", "svg,jpg"), "'jpg' is not one of svg, pdf, png"),
        (("--width-mm", 20), "80<=x<=400"),
        (("--md", "--json"), "only one of them"),
        (("--label", "one"), "as many names"),
    ],
)
def test_wrong_use_is_refused_before_anything_is_run(
    call: Call, files: tuple[str, str], tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    """With status 2 and what to do instead."""
    result = call("compare", *files, *QUICK, *options)
    assert result.exit_code == 2
    assert says in result.stderr
    assert not (tmp_path / "results").exists()


def test_a_lone_run_and_an_incomplete_one_are_refused(
    call: Call, files: tuple[str, str], tmp_path: Path
) -> None:
    """The remedy is named."""
    assert "two runs or more" in call("compare", files[0]).stderr
    (tmp_path / "empty").mkdir()
    result = call("compare", files[0], "empty", *QUICK)
    assert result.exit_code == 2
    assert "empty: no complete run; run its scenario first" in result.stderr


def test_a_bad_file_is_told_with_its_place(
    call: Call, files: tuple[str, str], tmp_path: Path
) -> None:
    """As everywhere, with status 2."""
    (tmp_path / "more.yaml").write_text(MORE.replace("stock_days", "stok_days"))
    result = call("compare", *files, *QUICK)
    assert result.exit_code == 2
    assert "more.yaml:5" in result.stderr


def test_an_unpaired_comparison_says_so_and_draws_no_difference(
    call: Call, files: tuple[str, str], tmp_path: Path
) -> None:
    """Another seed is other luck."""
    call("compare", *files, *QUICK, "--no-figures", "-q")
    (other,) = folders(tmp_path, "more-*")
    result = call("compare", files[0], other, *QUICK, "--seed", 2, "--figure-format", "svg")
    assert result.exit_code == 0, result.stderr
    assert "not paired with the baseline (seed 1, the baseline has 2)" in result.stdout
    newest = max(folders(tmp_path, "compare-*"), key=lambda path: path.stat().st_mtime)
    assert {path.stem for path in newest.glob("*.svg")} == {"overlay", "consumers", "totals"}
    assert "No figure of differences" in result.stderr


def test_the_same_run_twice_is_allowed(call: Call, files: tuple[str, str]) -> None:
    """It is all the same."""
    result = call("compare", files[0], files[0], *QUICK, "-q", "--no-figures")
    assert result.exit_code == 0, result.stderr
    assert "The same in every run" in result.stdout
    assert "worse" not in result.stdout.replace("better or worse", "")


def test_runs_are_judged_by_other_criteria_too(
    call: Call, ready: tuple[object, ...], tmp_path: Path
) -> None:
    """With a target; the files are there, and without --robust nothing is said of it."""
    target = "shortfall_days[US] <= 60"
    asked = ("compare", *ready, "-q", "--no-figures", "--figures", "found")
    result = call(*asked, "--robust", "--target", target)
    assert result.exit_code == 0, result.stderr
    assert re.search(r"US +two-mines .*\n +95 % interval .*\n +more-stock .* all\n", result.stdout)
    assert f"{target}  two-mines" in result.stdout
    content = json.loads((tmp_path / "found" / "compare.json").read_text())
    assert {row["best_by"] for row in content["robust"] if row["measure"] == "unmet_t"} == {
        "", "mean; worst_tenth; regret_mean; regret_q90; regret_max"
    }  # fmt: skip
    assert (tmp_path / "found" / "robust.csv").is_file()
    printed = call(*asked, "--robust", "--csv").stdout.splitlines()
    assert printed[0].endswith(",robust_best_by,robust_tied_by")
    assert len(printed) > len(content["robust"])
    plain = call(*asked)
    assert "across histories" not in plain.stdout
    assert "robust" not in call(*asked, "--csv").stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--target", "shortfall_days[US] <= 60"), "--target counts histories for --robust"),
        (("--robust", "--target", "shortfall_days[USA] <= 60"), "There is no group 'USA'"),
        (("--robust", "--target", "shortfall_days[US] >= 60"), "Write shortfall_days[US] <= 60."),
        (("--robust", "--target", "dependence[CN][US] <= 1"), "dependence is of no place 'CN'"),
    ],
)
def test_targets_that_cannot_be_meant_are_refused(
    call: Call, ready: tuple[object, ...], options: tuple[str, ...], says: str
) -> None:
    """Before anything is run."""
    result = call("compare", *ready, "-q", *options)
    assert result.exit_code == 2
    assert says in result.stderr


def test_other_seeds_are_not_judged_by_regret(call: Call, tmp_path: Path) -> None:
    """As no history of one is a history of the other."""
    runs = [two_mines(tmp_path, n=4, seed=seed).folder for seed in (1, 2)]
    result = call("compare", *runs, "-q", "--no-figures", "--robust")
    assert result.exit_code == 2
    assert "has not met the histories of" in result.stderr
    assert "Run them with the same --seed" in result.stderr
