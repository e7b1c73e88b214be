"""`shortfall attribute`: which cause each day comes from, told and written."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Call

CASES = Path(__file__).resolve().parents[1] / "known_answers"
QUICK = ("--workers", 1, "-q", "--no-figures")


@pytest.fixture
def halted(tmp_path: Path) -> Path:
    """One lane with a reserve of 60 days, a halt of 120 and a closure of 30 days after it."""
    for name in ("one_lane", "one_lane_with_reserve"):
        shutil.copy(CASES / f"{name}.yaml", tmp_path)
    file = tmp_path / "storm.yaml"
    file.write_text(
        "schema: 1\nextends: one_lane_with_reserve.yaml\nname: storm\nend: 2026-12-31\n"
        "disruptions:\n"
        "  storm: {kind: lane_closure, lanes: [sea], start: 220, duration_days: 30}\n"
    )
    return file


def table(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text().splitlines()))


def test_the_answer_is_told_and_written(call: Call, halted: Path, tmp_path: Path) -> None:
    """A halt costs 46 days beyond buffer and reserve, the closure all of its 30."""
    result = call("attribute", halted, "--workers", 1)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == (
        "storm  2 causes, 4 points; one history at each, as nothing is random, seed 1."
    )
    assert [line.split() for line in lines[3:8]] == [
        ["US"], ["halt", "61.0"], ["storm", "15.0"], ["none", "of", "these", "0.0"],
        ["all", "76.0"],
    ]  # fmt: skip
    assert "US: of 76 shortfall days halt alone 46, the two together 30." in lines
    assert "100 %" in result.stderr
    (folder,) = tmp_path.glob("results/attribute-storm-*")
    assert lines[-1] == f"Results in {folder.relative_to(tmp_path)}"
    assert {f.name for f in folder.rglob("*") if f.suffix != ".npz"} == {
        "attribution.json", "attribution.csv", "interactions.csv", "figures", "attribution.svg",
        "attribution.png", "attribution.txt", "points", "extras.json",
    }  # fmt: skip


def test_rows_sum_to_the_whole_in_each_month_and_over_the_run(
    call: Call, halted: Path, tmp_path: Path
) -> None:
    assert call("attribute", halted, "--with-stockpiles", *QUICK).exit_code == 0
    (folder,) = tmp_path.glob("results/attribute-storm-*")
    rows = table(folder / "attribution.csv")
    pairs = table(folder / "interactions.csv")
    months = [f"2026-{month:02}" for month in range(1, 13)]
    assert list(dict.fromkeys(row["month"] for row in rows)) == [*months, "total"]
    assert {row["cause"] for row in rows} == {"halt", "storm", "reserve", "(none)", "(total)"}
    for month in (*months, "total"):
        mean = {row["cause"]: float(row["mean"]) for row in rows if row["month"] == month}
        whole = mean.pop("(total)")
        assert sum(mean.values()) == pytest.approx(whole, abs=1e-3)
        parts = [float(row["mean"]) for row in pairs if row["month"] == month]
        assert sum(parts) == pytest.approx(whole, abs=1e-3)
    run = {(row["cause"], row["with"]): float(row["mean"]) for row in pairs[12::13]}
    assert run["halt", ""] == pytest.approx(106, abs=1e-3)
    assert run["reserve", ""] == 0


def test_json_holds_what_the_file_holds_and_says_it_in_a_sentence(
    call: Call, halted: Path, tmp_path: Path
) -> None:
    result = call("attribute", halted, "--group", "us", "--json", *QUICK)
    assert result.exit_code == 2
    assert "--group" in result.stderr
    assert "There is no group 'us'" in result.stderr
    result = call("attribute", halted, "--group", "US", "--measure", "unmet_t", "--json", *QUICK)
    content = json.loads(result.stdout)
    (file,) = tmp_path.glob("results/attribute-storm-*/attribution.json")
    assert json.loads(file.read_text()) == content
    (group,) = content["groups"]
    assert group["total"]["mean"] == pytest.approx(76, abs=1e-3)
    assert group["says"] == "US: of 76 t unmet halt alone 46, the two together 30."
    assert [cause["no_share_because"] for cause in content["causes"]] == [None, None]


def test_a_repeated_command_writes_the_same_bytes(call: Call, halted: Path, tmp_path: Path) -> None:
    arguments = ("attribute", halted, "--set", "disruptions.halt.duration_days={uniform: [9, 99]}")
    arguments += ("-n", 5, "--workers", 1, "-q")
    first = call(*arguments)
    (folder,) = tmp_path.glob("results/attribute-*")
    before = {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    again = call(*arguments)  # from what is kept of the points
    assert again.stdout == first.stdout
    assert {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()} == before


def test_causes_count_as_one_if_asked_for(call: Call, halted: Path) -> None:
    result = call("attribute", halted, "--together", "halt, storm", *QUICK)
    assert "US: of 76 shortfall days halt+storm alone 76." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--set", "disruptions.halt=null", "--set", "disruptions.storm=null"),
         "storm has no disruptions: all its shortfall is there anyway"),
        (("--together", "halt,sturm"), "There is no cause 'sturm'. Did you mean 'storm'?"),
        (("--orders", 7), "7 is odd"),
        (("--measure", "cover"), "'cover' is not one of 'shortfall_days', 'unmet_t'"),
        (("-n", 8, "--sampling", "latin", "--set", "disruptions.storm.probability=0.5"),
         "a Latin hypercube needs at least"),
        (("-n", 1_000_000, "--set", "disruptions.storm.probability=0.5", "--set", "end=2036-12-31"),
         "this is 4 points, together 4,000,000 histories"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_before_anything_is_run(
    arguments: tuple[object, ...], says: str, call: Call, halted: Path, tmp_path: Path
) -> None:
    result = call("attribute", halted, *arguments, *QUICK)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())
    assert not (tmp_path / "results").exists()
