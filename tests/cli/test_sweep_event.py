"""A sweep tells at each point which part of the width the event makes: as a run of it does."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call

DEMAND = "consumers.motors.demand_t_per_year={uniform: [50, 120]}"
AGAIN = "disruptions.halt.recurs={after_days: {exponential: {mean: 90}}}"
FIXED = "disruptions.halt.duration_days=100"


def swept(call: Call, tmp_path: Path, *settings: str, n: int = 64):
    asked = [word for one in settings for word in ("--set", one)]
    vary = ("--vary", "consumers.motors.stock_days=5,20", "--no-figures", "--runs", "-q")
    done = call("sweep", "two-mines", *vary, *asked, "-n", n, "--workers", 1)
    assert done.exit_code == 0, done.stderr
    (folder,) = tmp_path.glob("results/sweep-*")
    rows = list(csv.DictReader((folder / "sweep.csv").read_text().splitlines()))
    summaries = [
        json.loads((folder / "runs" / row["run"] / "summary.json").read_text())["rows"]
        for row in csv.DictReader((folder / "design.csv").read_text().splitlines())
    ]
    told = [
        next(
            row.get("event")
            for row in rows
            if (row["kind"], row["group"], row["measure"]) == ("region", "US", "shortfall_days")
        )
        for rows in summaries
    ]
    found = [[row[f"US.shortfall_days.event_{key}"] for key in KEYS] for row in rows]
    return done.stdout, found, told


KEYS = ("share", "q05", "q95")


@pytest.mark.parametrize("settings", [(DEMAND,), (DEMAND, AGAIN)])
def test_the_part_of_the_event_is_that_of_a_run_of_the_point(
    call: Call, tmp_path: Path, settings: tuple[str, ...]
) -> None:
    shown, found, told = swept(call, tmp_path, *settings)
    assert all(one is not None for one in told)
    for cells, event in zip(found, told, strict=True):
        assert float(cells[0]) == pytest.approx(event["share"], rel=1e-4)
        if event["share"]:
            assert list(map(float, cells[1:])) == pytest.approx(event["alone"], rel=1e-4)
        else:
            assert cells[1:] == ["", ""]
    assert "of the event: US" in shown
    assert f"{100 * told[0]['share']:.0f} %" in shown


def test_all_of_it_where_nothing_else_differs(call: Call, tmp_path: Path) -> None:
    shown, found, _ = swept(call, tmp_path)
    assert [cells[0] for cells in found] == ["1", "1"]
    assert all(cells[1] and cells[2] for cells in found)
    assert "100 %" in shown


def test_where_the_event_is_certain_it_makes_nothing(call: Call, tmp_path: Path) -> None:
    _, found, _ = swept(call, tmp_path, DEMAND, FIXED)
    assert found == [["0", "", ""], ["0", "", ""]]


def test_too_few_histories_tell_nothing(call: Call, tmp_path: Path) -> None:
    shown, found, _ = swept(call, tmp_path, DEMAND, n=8)
    assert found == [["", "", ""], ["", "", ""]]
    assert "of the event" not in shown
