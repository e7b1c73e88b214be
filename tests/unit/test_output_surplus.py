"""What reports say of surplus: its file, the summary and the screen."""

import csv
import io
import json

import pytest

from sim.cli.screen import screen
from sim.output.spread_rows import header, spread_csv
from sim.output.summary import summary_json
from sim.world.facility.surplus_recorder import SURPLUS
from tests.known_answers.cases import run

OVER_NEW_YEAR = "start=2025-12-22", "end=2026-01-10", "disruptions=null", "measures=null"
"""Ten days of either year: ten tonnes are made, and four are surplus."""


@pytest.fixture(scope="module")
def tables():
    return run("push_plant", *OVER_NEW_YEAR, "separation_plants.plant.surplus_kept=0.25").tables


def test_the_file_has_a_row_for_each_plant_element_year_and_entry(tables):
    rows = list(csv.DictReader(io.StringIO(spread_csv(tables, SURPLUS))))
    assert list(rows[0]) == header(SURPLUS)
    whose = {(r["holder"], r["country"], r["good"], r["element"], r["unit"]) for r in rows}
    assert whose == {("plant", "MY", "oxide", "ndpr", "t")}
    found = {(r["year"], r["entry"]): float(r["mean"]) for r in rows}
    assert len(found) == len(rows)
    for year, held in (("2025", 10), ("2026", 20)):
        left = {"made": 100, "left": 30, "bought": 0, "drawn": 0, "held": held}
        assert {entry: found[year, entry] for entry in left} == left


def test_the_summary_has_the_sums_and_the_screen_a_line(tables):
    summary = json.loads(summary_json(tables))
    assert summary["surplus"] == {
        "made_t": 200.0,
        "left_t": 60.0,
        "bought_t": 0.0,
        "drawn_t": 0.0,
        "held_t": 20.0,
        "most_of": "plant",
        "most_left_t": 60.0,
    }
    assert screen(summary).splitlines()[-1] == (
        "Surplus of oxide, by element contained: 60 t of the 200 t that plants with surplus make "
        "leaves unused, most of it plant's (60 t), 20 t held at the end"
    )


def test_little_surplus_needs_no_line(tables):
    summary = json.loads(summary_json(tables))
    summary["surplus"] |= {"left_t": 5.0, "held_t": 4.9}
    assert "Surplus" not in screen(summary)
