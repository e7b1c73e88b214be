"""Why nobody goes short is said where nobody does, from the lanes of the scenario."""

import pytest

from sim.output.calm import why_calm
from sim.scenario.load import load


def summary(reference, days=0.0):
    row = {"kind": "all", "group": "all", "measure": "shortfall_days", "mean": days, "q95": days}
    return {"reference": reference, "rows": [row]}


@pytest.fixture(scope="module")
def listing():
    return load("us-listing-2026")


def test_the_lanes_that_are_narrowed_and_the_others_are_counted(listing):
    (said,) = why_calm(summary("listing"), listing)
    assert "listing narrows 1 lane, to fort_worth_metal, us_metal; each may buy" in said


def test_nothing_is_said_where_somebody_is_short_or_nothing_is_narrowed(listing):
    assert [*why_calm(summary("listing", 0.1), listing)] == []
    assert [*why_calm(summary("equipment"), listing)] == []
    assert [*why_calm(summary(None), listing)] == []


def test_who_has_no_other_seller_lives_on_what_is_held():
    (said,) = why_calm(summary("halt"), load("two-mines"))
    assert "halt narrows 1 lane, to motors; nobody else sells them the same" in said


def test_nothing_is_said_where_a_consumer_is_short_that_moves_no_region(listing):
    found = summary("listing")
    row = {**found["rows"][0], "kind": "consumer", "group": "us_ev", "mean": 3.0}
    assert [*why_calm({**found, "rows": [*found["rows"], row]}, listing)] == []
