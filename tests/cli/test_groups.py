"""Groups of consumers in tables and files, asked for alike by every command."""

import csv
import json
from pathlib import Path

import pytest

from tests.chain import write
from tests.cli.conftest import Call
from tests.unit.test_scenario_groups import WORLD

QUICK = ("--workers", 1, "--no-figures", "--set", "warm_up_days=30", "--set", "end=2026-07-31")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A scenario with a group of its own."""
    return write(tmp_path, f"{WORLD}groups: {{my_plants: [us_arms, de_wind]}}\n", "chain.yaml")


def rows(file: Path) -> list[dict[str, str]]:
    """Read a table."""
    with file.open(newline="") as text:
        return list(csv.DictReader(text))


def test_a_run_shows_the_groups_that_are_asked_for(call: Call, file: Path) -> None:
    """By default its own beside regions; a consumer, a region's end use, or all of a kind."""
    usual = call("run", file, *QUICK)
    assert usual.exit_code == 0, usual.stderr
    first = usual.stdout.split("\n\n")[2]
    assert {"US", "DE", "Defence", "my plants", "All consumers"} <= {
        line.partition("  ")[0] for line in first.splitlines()
    }
    assert "us_ev" not in first
    asked = call("run", file, *QUICK, "--group", "us_ev", "--group", "US defence").stdout
    first = asked.split("\n\n")[2]
    assert [line.partition("  ")[0] for line in first.splitlines()[3:5]] == [
        "us_ev", "All US defence",
    ]  # fmt: skip
    every = call("run", file, *QUICK, "--group", "consumer").stdout
    assert all(f"\n{name}  " in every for name in ("us_ev", "us_arms", "de_wind"))


def test_who_loses_nothing_is_told_in_a_line(call: Call, file: Path) -> None:
    spare = ("--set", "disruptions.halt.destinations=[US]")
    shown = call("run", file, *QUICK, *spare).stdout
    assert "\nNobody else loses a day: DE.\n" in shown
    assert "\nDE  " not in shown
    calm = call("run", file, *QUICK, "--set", "disruptions.halt=null").stdout
    assert "\nNobody loses a day: DE; US; Defence; my plants; All consumers.\n" in calm


def test_a_plant_is_found_in_every_table(call: Call, file: Path, tmp_path: Path) -> None:
    """With the dates of days beside them."""
    call("run", file, *QUICK)
    (folder,) = (tmp_path / "results").iterdir()
    (one,) = rows(folder / "histories.csv")
    first = one["consumer.us_ev.first_stop_1pct"]
    assert one["consumer.us_ev.first_stop_1pct_date"].startswith("2026-06-")
    assert {"my_plants.shortfall_days", "region_end_use.US defence.unmet_t", "sector.arms.unmet_t"} <= {
        *one
    }  # fmt: skip
    (stop,) = [
        row
        for row in rows(folder / "summary.csv")
        if (row["group"], row["measure"]) == ("us_ev", "first_stop_1pct")
    ]
    assert stop["q50"] == first
    assert stop["q50_date"] == one["consumer.us_ev.first_stop_1pct_date"]
    summary = json.loads((folder / "summary.json").read_text())
    (row,) = [
        row
        for row in summary["rows"]
        if (row["group"], row["measure"]) == ("us_ev", "first_stop_1pct")
    ]
    assert row["dates"]["q50"] == stop["q50_date"]
    assert "my_plants" in {row["group"] for row in rows(folder / "series.csv")}


def test_a_sweep_and_a_comparison_have_the_same_groups(
    call: Call, file: Path, tmp_path: Path
) -> None:
    vary = ("--vary", "disruptions.halt.duration_days=60,90", "--measure", "first_short_day")
    swept = call("sweep", file, *QUICK, *vary, "--group", "US defence", "--group", "my_plants")
    assert swept.exit_code == 0, swept.stderr
    assert "US defence" in swept.stdout
    (folder,) = (tmp_path / "results").glob("sweep-*")
    (first, _) = rows(folder / "sweep.csv")
    assert first["my_plants.first_short_day.q50_date"].startswith("2026-0")
    assert "my_plants.shortfall_days.q50_date" not in first
    other = f"{file}@disruptions.halt.duration_days=60"
    compared = call("compare", file, other, *QUICK, "--group", "consumer", "--csv")
    assert compared.exit_code == 0, compared.stderr
    found = list(csv.DictReader(compared.stdout.splitlines()))
    assert {row["kind"] for row in found} == {"consumer"}
    day = next(row for row in found if row["measure"] == "first_short_day")
    assert day["median_date"].startswith("2026-0")


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("sweep", "--vary", "consumers.us_ev.stock_days=1,2"),
        ("compare", "two-mines"),
        ("sensitivity",),
        ("attribute",),
        ("stress",),
    ],
)
def test_an_unknown_group_is_told_alike(call: Call, file: Path, arguments: tuple[str, ...]) -> None:
    command, *others = arguments
    found = call(command, file, *others, "--group", "my_plant")
    assert found.exit_code == 2
    says = " ".join(found.stderr.split())
    assert "There is no group 'my_plant'. Did you mean 'my_plants'? Groups: all; region" in says
    assert "group my_plants; region_end_use DE civil, US civil, US defence; sector" in says
