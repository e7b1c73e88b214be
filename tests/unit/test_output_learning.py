"""The files that tell how far plants have come that learn, and what is not to grade."""

import csv
import io

import pytest

from sim.output.spread_rows import spread_csv
from sim.world.facility.off_spec_recorder import OFF_SPEC
from sim.world.network.learning_recorder import LEARNING
from tests.known_answers.cases import run
from tests.unit.test_output_surplus import OVER_NEW_YEAR

LEARNS = (
    "separation_plants.plant={on_spec: 0.75, surplus_above_days: 1, "
    "learning: {on_spec_at_first: 0.8, t_to_half: 585, made_before_t: 0}}"
)
"""Ten tonnes a day of which at first 6 are to grade; half of what lacks is learned in ten days."""


@pytest.fixture(scope="module")
def tables():
    return run("push_plant", *OVER_NEW_YEAR, LEARNS).tables


def found(tables, series, key):
    rows = list(csv.DictReader(io.StringIO(spread_csv(tables, series))))
    assert {row[key] for row in rows} == {"plant"}
    return {(row["year"], row["entry"]): float(row["mean"]) for row in rows}


def test_a_plant_that_learns_has_a_row_for_what_it_made_and_for_what_it_reaches(tables):
    rows = found(tables, LEARNING, "plant")
    assert rows == pytest.approx(
        {
            ("2025", "made"): 585,
            ("2025", "yield"): 1,
            ("2025", "on_spec"): 1 - 0.2 / 2,
            ("2026", "made"): 585,
            ("2026", "yield"): 1,
            ("2026", "on_spec"): 1 - 0.2 / 4,
        }
    )


def test_what_is_not_to_grade_is_booked_by_year(tables):
    """Nobody takes it: what is above a day of sales, six tonnes, leaves for other uses."""
    rows = found(tables, OFF_SPEC, "holder")
    reached = [1 - 0.2 * 2 ** -(day / 10) for day in range(20)]
    off = [10 * (1 - 0.75 * one) for one in reached]
    assert rows["2025", "made"] == pytest.approx(100)
    assert rows["2025", "off_spec"] == pytest.approx(sum(off[:10]), abs=1e-3)
    assert rows["2026", "off_spec"] == pytest.approx(sum(off[10:]), abs=1e-3)
    assert rows["2025", "sold"] == rows["2026", "sold"] == 0
    assert rows["2025", "held"] == rows["2026", "held"] == pytest.approx(6)
    assert rows["2026", "left"] == pytest.approx(sum(off[10:]), abs=1e-3)
