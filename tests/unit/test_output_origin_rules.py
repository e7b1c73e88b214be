"""What reports say of rules of origin: their file, the events, the summary and the screen."""

import csv
import io
import json

import pytest

from sim.cli.screen import screen
from sim.output.rows import events_csv
from sim.output.spread_rows import header, spread_csv
from sim.output.summary import summary_json
from sim.world.control.origin_recorder import USABLE
from tests.known_answers.cases import run
from tests.known_answers.test_origin_rule import rule

LANES = {"east": 0.0, "west": 1.0, "both": 0.5}
"""What of the goods of each seller may be used."""


@pytest.fixture(scope="module")
def tables():
    return run("origin_rule", rule(), "consumers.arms.label=US arms").tables


def test_the_file_tells_what_of_each_lane_may_be_used_before_the_rule_holds_too(tables):
    rows = list(csv.DictReader(io.StringIO(spread_csv(tables, USABLE))))
    assert list(rows[0]) == header(USABLE)
    assert {(r["consumer"], r["not_from"], r["unit"]) for r in rows} == {("arms", "CN", "share")}
    found = {(r["month"], r["lane"], r["seller"]): float(r["mean"]) for r in rows}
    assert found == pytest.approx(
        {
            (f"2026-{month:02}", f"arms_{seller}", seller): part
            for month in range(1, 7)
            for seller, part in LANES.items()
        }
    )


def test_the_first_day_stands_among_the_events(tables):
    (row,) = csv.DictReader(io.StringIO("".join(events_csv(tables))))
    assert row["disruption"] == "consumers.arms.origin_rule"
    assert (row["start_day"], row["start_date"]) == ("100", "2026-04-11")
    assert (row["happened"], row["end_day"], row["end_date"]) == ("1", "inf", "")


def test_the_summary_lists_the_lanes_and_the_screen_counts_them(tables):
    summary = json.loads(summary_json(tables))
    (found,) = summary["origin_rules"]
    assert {one["seller"]: one["usable"] for one in found["lanes"]} == pytest.approx(LANES)
    assert {key: one for key, one in found.items() if key != "lanes"} == {
        "consumer": "arms",
        "label": "US arms",
        "not_from": "CN",
        "stages": ["mined", "separated", "reduced", "made"],
        "start": "2026-04-11",
        "month": "2026-04",
    }
    assert screen(summary).splitlines()[-1] == (
        "US arms may use nothing that was in CN from 2026-04-11 on: of its lanes 1 closed, "
        "1 open for a part, 1 open in 2026-04 (without it: --set consumers.arms.origin_rule=null)"
    )


@pytest.mark.parametrize(("days", "explained"), [(-3.0, True), (-0.01, False), (2.0, False)])
def test_days_caused_below_nought_are_explained_where_a_rule_holds(tables, days, explained):
    summary = json.loads(summary_json(tables))
    for row in summary["rows"]:
        if row["measure"] == "shortfall_days_caused":
            row["q50"] = days
    assert ("Days caused below 0" in screen(summary)) is explained
    del summary["origin_rules"]
    assert "Days caused below 0" not in screen(summary)


def test_lanes_of_plants_that_are_not_built_when_the_rule_begins_are_counted_by_themselves():
    new = "projects.new={facility: west, adds_per_year: 9, first_product: 2026-05-01}"
    none = "magnet_makers.west.capacity_t_blanks_per_year=0"
    summary = json.loads(summary_json(run("origin_rule", rule(), none, new).tables))
    lanes = summary["origin_rules"][0]["lanes"]
    assert {one["seller"]: one.get("opens") for one in lanes} == {
        "east": None, "west": "2026-05-01", "both": None,
    }  # fmt: skip
    says = "1 closed, 1 open for a part, 1 of plants not built yet in 2026-04"
    assert says in screen(summary)


def test_a_rule_that_always_held_is_no_event_and_counts_from_the_first_month():
    tables = run("origin_rule", "consumers.arms.origin_rule={not_from: CN}").tables
    assert len(list(events_csv(tables))) == 1
    (found,) = json.loads(summary_json(tables))["origin_rules"]
    assert (found["start"], found["month"]) == (None, "2026-01")
    assert "in the whole run" in screen(json.loads(summary_json(tables)))
