"""`shortfall measure-first`: from runs or files to a sentence, tables and a figure.

The known answer is the consumer with a shelf of S days, S lognormal around 60, in a halt of 120:
max(120 - S, 0) days. The other option is a halt of 60 days without any shelf: 60 days for sure.
"""

import csv
import json
import math
from pathlib import Path
from statistics import NormalDist

import pytest

from tests.cli.conftest import Call
from tests.plots.studies import files_of
from tests.unit.compare_runs import two_mines

WORLD = Path(__file__).resolve().parents[1] / "known_answers" / "uncertain.yaml"
SURE = f"{WORLD}@consumers.motors.stock_days=0,disruptions.halt.duration_days=60"
HALT, SHELF, SURE_DAYS = 120, 60, 60
SIGMA = math.log1p(1.5) / NormalDist().inv_cdf(0.95)
RUN = ("-n", 1024, "--workers", 1, "-q")


def expected_days(halt: float) -> float:
    """Give E[max(halt - S, 0)]: the worth of an option to sell at *halt* what is worth S."""
    normal, far = NormalDist(), math.log(halt / SHELF) / SIGMA
    mean = SHELF * math.exp(SIGMA**2 / 2)
    return halt * normal.cdf(far) - mean * normal.cdf(far - SIGMA)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where runs are kept."""
    return tmp_path_factory.mktemp("results")


def asked(call: Call, folder: Path, *options: object) -> dict[str, object]:
    """Give what the JSON of the choice says."""
    given = (WORLD, SURE, "--label", "shelf", "--label", "sure", "--out", folder, *RUN)
    result = call("measure-first", *given, "--no-figures", "--json", *options)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_knowing_the_shelf_is_worth_what_the_formula_says(call: Call, folder: Path) -> None:
    found = asked(call, folder, "--single-numbers")
    shelf = found["inputs"][0]
    unsure = expected_days(HALT)
    # min(max(120 - S, 0), 60) is max(120 - S, 0) less what is above 60: max(60 - S, 0).
    worth = min(unsure, SURE_DAYS) - (unsure - expected_days(HALT - SURE_DAYS))
    assert shelf["input"] == "consumers.motors.stock_days"
    assert shelf["worth_low95"] < worth < shelf["worth_high95"]
    assert shelf["worth"] == pytest.approx(worth, rel=0.06)
    assert shelf["worth"] == pytest.approx(found["perfect"], rel=0.01)
    assert shelf["flips"] == pytest.approx(0.5, abs=0.04)
    assert shelf["share"] > 0.98
    assert (found["chosen"], found["next_best"]) == ("shelf", "sure")
    assert found["says"][1].startswith("Measure motors: stock days")


def test_a_day_may_be_given_a_price(call: Call, folder: Path) -> None:
    plain = asked(call, folder)
    assert plain["perfect_musd"] is None
    assert "--worth USD says what a day is" in plain["no_money"]
    paid = asked(call, folder, "--worth", "2e6")
    assert paid["perfect_musd"] == pytest.approx(2.0 * paid["perfect"], rel=1e-4)
    assert paid["inputs"][0]["worth_musd"] == pytest.approx(
        2.0 * paid["inputs"][0]["worth"], rel=1e-4
    )
    assert paid["money_is"] == "days at USD 2,000,000"
    assert plain["inputs"][0]["worth"] == paid["inputs"][0]["worth"]


def test_the_folder_holds_tables_a_figure_and_the_answer(call: Call, folder: Path) -> None:
    given = ("measure-first", WORLD, SURE, "--out", folder, *RUN)
    result = call(*given)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    assert "Measure days of stock of shelf (" in result.stdout
    assert "off the band of the difference; it would flip the choice in" in result.stdout
    into = Path(result.stdout.splitlines()[-1].removeprefix("Results in "))
    answer = json.loads((into / "measure-first.json").read_text())
    assert all(sentence in result.stdout for sentence in answer["says"])
    for name in ("inputs", "groups"):
        rows = list(csv.DictReader((into / f"{name}.csv").read_text().splitlines()))
        assert len(rows) == len(answer[name])
        assert float(rows[0]["worth"]) == answer[name][0]["worth"]
    assert {file.name for file in (into / "figures").iterdir()} == set(files_of("measure-first"))
    files = {file: file.read_bytes() for file in into.rglob("*") if file.is_file()}
    assert call(*given).stdout == result.stdout
    assert {file: file.read_bytes() for file in into.rglob("*") if file.is_file()} == files


def test_one_run_alone_tells_what_narrows_its_band(call: Call, folder: Path) -> None:
    result = call("measure-first", WORLD, "--out", folder, *RUN, "--no-figures", "--group", "US")
    assert result.exit_code == 0, result.stderr
    assert "US, shortfall_days, 1,024 histories: the band" in result.stdout
    assert "worth" not in result.stdout
    assert "flip" not in result.stdout


def test_runs_are_chosen_by_name_folder_or_digest(call: Call, tmp_path: Path) -> None:
    days = "disruptions.halt.duration_days={uniform: [60, 200]}"
    runs = [
        two_mines(tmp_path, days, f"consumers.motors.stock_days={stock}", n=64)
        for stock in (20, 30, 40)
    ]
    given = ("measure-first", *(run.folder for run in runs), "-q", "--json", "--no-figures")
    labels = ("--label", "a", "--label", "b", "--label", "c")
    for names in ("a,c", f"{runs[0].folder.name},{runs[2].digest}"):
        result = call(*given, *labels, "--choose", names)
        assert result.exit_code == 0, result.stderr
        assert [one["run"] for one in json.loads(result.stdout)["options"]] == ["a", "c"]
    for names, says in (
        ("a,d", "'d' is none of the runs: a, b, c"),
        ("a,two-mines", "'two-mines' is several of the runs"),
        ("b", "a choice is between two runs or more"),
    ):
        result = call(*given, *labels, "--choose", names)
        assert result.exit_code == 2
        assert says in result.stderr
    result = call(*given, *labels, "--measure", "first_short_day", "--group", "US")
    assert result.exit_code == 0, result.stderr


def test_only_what_is_chosen_is_run(call: Call, tmp_path: Path) -> None:
    """By names of variants, which have commas in them; a wrong name is refused before any run."""
    one, two, three = (
        f"two-mines@motors.stock_days={stock},halt.duration_days={halt}"
        for stock, halt in ((20, "{uniform: [60, 200]}"), (30, 90), (40, 90))
    )
    asked = [text.replace("motors", "consumers.motors").replace("halt", "disruptions.halt")
             for text in (one, two, three)]  # fmt: skip
    given = ("measure-first", *asked, "-n", 64, "--workers", 1, "-q", "--no-figures", "--json")
    result = call(*given, "--choose", "two-mines@motors.stock_days=99")
    assert result.exit_code == 2
    assert not (tmp_path / "results").exists()
    result = call(*given, "--choose", f"{one},{three}")
    assert result.exit_code == 0, result.stderr
    assert [run["run"] for run in json.loads(result.stdout)["options"]] == [one, three]
    assert len([*(tmp_path / "results").glob("two-mines-*")]) == 2
    result = call("measure-first", "two-mines", "two-mines", "-q")
    assert result.exit_code == 2
    assert "is given twice" in result.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("two-mines@disruptions.halt.duration_days=90",), "there is nothing to learn"),
        (("two-mines", "--group", "USA"), "There is no group 'USA'"),
        (("two-mines", "--measure", "shortfall_dayz"), "Did you mean 'shortfall_days'?"),
        (("two-mines", "--worth", 0), "0.0 is not in the range 0.0<x"),
    ],
)
def test_what_cannot_be_told_is_refused(
    call: Call, folder: Path, options: tuple[object, ...], says: str
) -> None:
    result = call("measure-first", *options, "-n", 64, "--workers", 1, "-q", "--out", folder)
    assert result.exit_code == 2
    assert says in result.stderr


def test_too_few_histories_are_refused_before_any_is_run(call: Call, tmp_path: Path) -> None:
    result = call("measure-first", "two-mines", "-n", 63, "--out", tmp_path)
    assert result.exit_code == 2
    assert "63 histories are too few to learn from. Run 64 or more" in result.stderr
    assert not list(tmp_path.iterdir())


def test_too_few_histories_and_other_seeds_are_refused(call: Call, tmp_path: Path) -> None:
    few = two_mines(tmp_path, n=20).folder
    result = call("measure-first", few, "-q")
    assert result.exit_code == 2
    assert "20 histories are too few to learn from. Run 64 or more" in result.stderr
    result = call("measure-first", few, two_mines(tmp_path, n=20, seed=2).folder, "-q")
    assert result.exit_code == 2
    assert "has not met the histories of" in result.stderr
