"""The shipped scenarios answer their questions the right way round."""

import datetime as dt

import numpy as np
import pytest

import sim
from sim.output.expected import judge, judged, values_of
from sim.scenario.expectation import read_expectation
from sim.scenario.locate import shipped_names
from sim.study.job import is_random
from tests.integration.runs import fill_rates, run, shortfall_days

END = "end=2027-05-31"
"""A horizon that the halt of November 2026 still falls into, and most of what follows from it."""


@pytest.mark.parametrize("name", shipped_names())
def test_a_scenario_runs_its_books_close_and_it_shows_what_was_expected(name):
    long = sim.load(name).end > dt.date(2027, 5, 31) and name != "two-mines"
    result = run(name, *([END] if long else []))
    assert result.record.histories == (64 if is_random(result.scenario) else 1)
    assert np.isfinite(result.record.served_t).all()
    assert (result.record.served_t <= result.record.demand_t * (1 + 1e-6)).all()
    assert [str(one) for one in came(result) if not one.holds] == []


def came(result):
    """Judge what a scenario expects, also against others, by runs of as short a horizon."""
    outcomes = result.tables.outcomes
    yield from judged(result.scenario, outcomes)
    for one in map(read_expectation, result.scenario.expect):
        if one.against is not None:
            other = run(one.against, f"end={result.scenario.end}").tables.outcomes
            yield judge(one, values_of(one, outcomes) - values_of(one, other))


@pytest.mark.parametrize("name", shipped_names())
def test_a_scenario_asks_a_question_and_says_what_it_covers(name):
    scenario = sim.load(name)
    assert scenario.question
    assert scenario.question.endswith("?")
    assert scenario.covers


def test_the_halt_hurts_the_us_and_nobody_without_it():
    result = run("export-halt", END)
    assert (shortfall_days(result, "US") > 1).all()
    assert min(fill_rates(result.twin).values()) >= 0.999


def test_the_halt_and_the_comparison_without_a_reserve_are_the_same_world():
    halt, comparison = run("export-halt", END), run("no-stockpile", END)
    np.testing.assert_array_equal(halt.record.served_t, comparison.record.served_t)


def test_the_reserve_never_costs_the_us_a_day_and_saves_some():
    without = shortfall_days(run("no-stockpile", END), "US")
    with_reserve = shortfall_days(run("vault-60-days", END), "US")
    assert (with_reserve <= without).all()
    assert with_reserve.mean() < without.mean() - 1


def test_late_texas_plants_change_nothing_before_the_first_was_due():
    settings = "start=2025-09-01", "end=2026-08-31"
    late, planned = run("texas-2028", *settings), run("baseline", *settings, n=1)
    projects = {name for slip in late.scenario.disruptions.values() for name in slip.projects}
    due = min(late.scenario.projects[name].first_product for name in projects)
    assert due == dt.date(2025, 12, 1)
    for series, before in {"served_t": 91, "on_hand_t": 91, "supply_t": 3}.items():
        found, expected = (getattr(result.record, series) for result in (late, planned))
        assert (found[:before] == expected[:before]).all(), series
    assert (late.record.supply_t[3:] != planned.record.supply_t[3:]).any()
