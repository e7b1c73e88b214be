"""`shortfall sensitivity`: what drives a measure, told and written, from a run or a file."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Call

CASES = Path(__file__).resolve().parents[1] / "known_answers"
QUICK = ("--workers", 1, "-q", "--no-figures")


@pytest.fixture
def uncertain(tmp_path: Path) -> Path:
    """One lane and a halt, with a shelf that nobody knows."""
    shutil.copy(CASES / "uncertain.yaml", tmp_path)
    return tmp_path / "uncertain.yaml"


def table(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text().splitlines()))


def test_a_file_is_run_first_and_its_run_tells_the_same(
    call: Call, uncertain: Path, tmp_path: Path
) -> None:
    result = call("sensitivity", uncertain, "-n", 128, "--workers", 1, "--group", "US")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "uncertain  128 histories, 3 inputs, seed 1"
    assert lines[2].startswith("US: of the spread of shortfall days (0 to 95 in nine of ten ")
    assert lines[2].endswith("% comes from days of stock of shelf.")
    (row,) = (line for line in lines if line.startswith("days of stock of shelf "))
    assert "shelf (C)" in row
    assert "uncertain.yaml:27" in row
    (folder,) = tmp_path.glob("results/sensitivity-uncertain-*")
    assert lines[-1] == f"Results in {folder.relative_to(tmp_path)}"
    assert {f.name for f in folder.rglob("*")} == {
        "inputs.csv", "shares.csv", "sensitivity.json", "figures", "extras.json",
        "tornado.svg", "tornado.png", "tornado.csv", "tornado.txt",
    }  # fmt: skip
    before = {f: f.read_bytes() for f in folder.rglob("*.csv")}
    (run,) = tmp_path.glob("results/uncertain-*")
    again = call("sensitivity", run, "--group", "US", "-q", "--no-figures")
    assert again.exit_code == 0, again.stderr
    assert again.stdout.splitlines()[2] == lines[2]
    for file, content in before.items():
        assert [row | {"place": ""} for row in table(file)] == [
            row | {"place": ""} for row in csv.DictReader(content.decode().splitlines())
        ]


def test_json_holds_what_the_file_holds(call: Call, uncertain: Path, tmp_path: Path) -> None:
    result = call("sensitivity", uncertain, "-n", 64, "--json", *QUICK)
    content = json.loads(result.stdout)
    (file,) = tmp_path.glob("results/sensitivity-*/sensitivity.json")
    assert json.loads(file.read_text()) == content
    groups = {group["name"]: group for group in content["groups"]}
    assert set(groups) == {"US", "all"}
    first = groups["US"]["inputs"][0]
    assert first["input"] == "shelf.cover"
    assert first["numbers"] == ["magnet_makers.source.stock_days", "consumers.motors.stock_days"]
    assert first["above_noise"]
    assert first["lowest"]["mean"] > first["highest"]["mean"]
    assert first["lowest"]["input"].endswith(" times")
    assert groups["US"]["says"].startswith("US: of the spread of shortfall days")
    rows = table(file.with_name("inputs.csv"))
    assert [row["input"] for row in rows if row["group"] == "US"] == [
        one["input"] for one in groups["US"]["inputs"]
    ]
    shares = {
        (row["by"], row["name"]): row
        for row in table(file.with_name("shares.csv"))
        if row["group"] == "US"
    }
    assert float(shares["about", "data"]["index"]) > 0.3
    assert {by for by, _ in shares} == {"about", "source", "country", "stage"}


def test_numbers_can_be_looked_at_one_by_one(call: Call, uncertain: Path) -> None:
    result = call("sensitivity", uncertain, "-n", 128, "--single-numbers", "--json", *QUICK)
    first = json.loads(result.stdout)["groups"][0]["inputs"][0]
    assert first["input"] == "consumers.motors.stock_days"
    assert first["unit"] == "days"
    assert first["index"]["value"] > 0.85
    assert first["lowest"]["input"].endswith(" days")


def test_a_start_is_told_as_a_date(call: Call, uncertain: Path) -> None:
    starts = "disruptions.halt.start={uniform: [60, 200]}"
    result = call("sensitivity", uncertain, "-n", 64, "--set", starts, "--json", *QUICK)
    inputs = json.loads(result.stdout)["groups"][0]["inputs"]
    (start,) = (one for one in inputs if one["input"] == "disruptions.halt.start")
    assert "2026-03-01" < start["lowest"]["input"] < start["highest"]["input"] < "2026-07-21"


def test_where_nothing_is_random_it_says_so_and_what_helps(call: Call, tmp_path: Path) -> None:
    shutil.copy(CASES / "one_lane.yaml", tmp_path)
    result = call("sensitivity", "one_lane.yaml", *QUICK)
    assert result.exit_code == 2
    assert "one-lane: nothing is random in it" in result.stderr
    assert "--set uncertainty=from_grades" in result.stderr
    assert not (tmp_path / "results").exists()


def test_too_few_histories_say_how_many_would_do(call: Call, uncertain: Path) -> None:
    result = call("sensitivity", uncertain, "-n", 20, *QUICK)
    assert result.exit_code == 2
    assert "20 histories tell nothing; 32 are the least, and about 200 do (-n)" in result.stderr
    result = call("sensitivity", uncertain, "-n", 64, *QUICK)
    assert "would tell 3 % from it." in result.stdout


def test_one_history_is_too_few_and_not_without_chance(call: Call, uncertain: Path) -> None:
    result = call("sensitivity", uncertain, "-n", 1, *QUICK)
    assert result.exit_code == 2
    assert "1 history tells nothing; 32 are the least" in result.stderr


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--group", "USA", "There is no group 'USA'. Did you mean 'US'?"),
        ("--measure", "shortfal_days", "Did you mean 'shortfall_days'?"),
    ],
)
def test_names_that_are_none_are_refused_before_anything_is_run(
    call: Call, uncertain: Path, tmp_path: Path, option: str, value: str, says: str
) -> None:
    result = call("sensitivity", uncertain, option, value, *QUICK)
    assert result.exit_code == 2
    assert says in result.stderr.replace("\n", " ")
    assert not (tmp_path / "results").exists()


def test_another_measure_has_a_folder_of_its_own(
    call: Call, uncertain: Path, tmp_path: Path
) -> None:
    for measure in ("shortfall_days", "unmet_t"):
        assert call("sensitivity", uncertain, "-n", 64, "--measure", measure, *QUICK).exit_code == 0
    assert len(list(tmp_path.glob("results/sensitivity-*"))) == 2


def test_the_strongest_are_run_anew_from_what_is_stored(
    call: Call, uncertain: Path, tmp_path: Path
) -> None:
    assert call("run", uncertain, "-n", 256, *QUICK).exit_code == 0
    (run,) = tmp_path.glob("results/uncertain-*")
    asked = ("sensitivity", run, "--sobol", 2, "--group", "US", "--workers", 1, "--no-figures")
    result = call(*asked)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    at = lines.index("US, run anew:")
    assert lines[at + 1].split() == ["input", "alone", "95", "%", "in", "all", "95", "%"]
    assert lines[at + 2].startswith("days of stock of shelf ")
    (folder,) = tmp_path.glob("results/sensitivity-*")
    rows = table(folder / "sobol.csv")
    assert rows[0]["input"] == "shelf.cover"
    assert len(rows) == 2
    (group,) = json.loads((folder / "sensitivity.json").read_text())["groups"]
    assert [one["input"] for one in group["sobol"]] == [row["input"] for row in rows]
    assert float(rows[0]["total"]) == pytest.approx(group["sobol"][0]["total"]["value"], rel=1e-4)
    assert call(*asked).stdout == result.stdout


def test_too_few_histories_to_run_any_anew_say_how_many_would_do(
    call: Call, uncertain: Path
) -> None:
    result = call("sensitivity", uncertain, "-n", 100, "--sobol", 2, *QUICK)
    assert result.exit_code == 2
    assert "run 128 or more (-n)" in result.stderr.replace("\n", " ")


def test_histories_of_two_versions_are_not_mixed(
    call: Call, uncertain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("run", uncertain, "-n", 128, *QUICK)
    (folder,) = uncertain.parent.glob("results/uncertain-*")
    monkeypatch.setattr("sim.sensitivity.pick_freeze.package_hash", lambda: 64 * "0")
    result = call("sensitivity", folder, "--sobol", 1, *QUICK)
    assert result.exit_code == 2
    assert "was run by another version" in result.stderr
