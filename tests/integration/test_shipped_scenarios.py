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

EVE = dt.date(2027, 1, 1)
"""First day of short runs of outlooks, unless a stockpile buys before it."""
AHEAD = dt.timedelta(days=184)
"""Time before a rule of origin in which makers order by it."""
LAST = dt.date(2027, 8, 31)
"""Last day of short runs of outlooks, at the earliest."""
END = "end=2027-05-31"


@pytest.mark.parametrize("name", shipped_names())
def test_a_scenario_runs_its_books_close_and_it_shows_what_was_expected(name):
    result = short(name)
    assert (result.record.histories > 1) == is_random(result.scenario)
    assert np.isfinite(result.record.served_t).all()
    assert np.isfinite(result.twin.served_t).all()
    assert (result.record.served_t <= result.record.demand_t * (1 + 1e-6)).all()
    assert [str(one) for one in came(result) if not one.holds] == []


def short(name, start=None):
    """Run a scenario over a part of its horizon in which what it is about happens."""
    scenario = sim.load(name)
    if scenario.outlook:
        start = start or first_day(scenario)
        end = start + dt.timedelta(days=(LAST - EVE).days)
        return run(name, f"start={start}", f"end={max(end, LAST)}", "warm_up_days=60", n=16)
    return run(name, *([END] if scenario.end > dt.date(2027, 5, 31) else []))


def first_day(scenario):
    """Give the day before the halt from which what answers to it is at work."""
    halt = scenario.disruptions.get("halt")
    if halt is not None and isinstance(halt.start, dt.date) and halt.start > LAST:
        return halt.start - dt.timedelta(days=31)
    forms = [form for one in scenario.stockpiles.values() for form in one.forms.values()]
    starts = [form.fill.start for form in forms if form.fill and form.fill.start]
    rules = [one.origin_rule.start for one in scenario.consumers.values() if one.origin_rule]
    return min([EVE, *starts, *(start - AHEAD for start in rules if start is not None)])


def came(result):
    """Judge what a scenario expects, also against others, by runs of as short a horizon."""
    outcomes = result.tables.outcomes
    yield from judged(result.scenario, outcomes)
    for one in map(read_expectation, result.scenario.expect):
        if one.against is not None:
            other = short(one.against, result.scenario.start).tables.outcomes
            yield judge(one, values_of(one, outcomes) - values_of(one, other))


@pytest.mark.parametrize("name", shipped_names())
def test_a_scenario_asks_a_question_and_says_what_it_covers(name):
    scenario = sim.load(name)
    assert scenario.question
    assert scenario.question.endswith("?")
    assert scenario.covers


def test_the_halt_hurts_the_us_and_nobody_without_it():
    result = short("export-halt")
    assert (shortfall_days(result, "US") > 1).all()
    assert min(fill_rates(result.twin).values()) >= 0.999


def test_the_halt_and_the_comparison_without_a_reserve_are_the_same_world():
    halt, comparison = short("export-halt"), short("no-stockpile")
    np.testing.assert_array_equal(halt.record.served_t, comparison.record.served_t)


def test_the_reserve_never_costs_the_us_a_day_and_saves_some():
    without = shortfall_days(short("no-stockpile"), "US")
    with_reserve = shortfall_days(short("vault-60-days"), "US")
    assert (with_reserve <= without).all()
    assert with_reserve.mean() < without.mean() - 1


def test_late_texas_plants_change_nothing_before_the_first_was_due():
    settings = "start=2027-01-01", "end=2027-06-30", "warm_up_days=60"
    punctual = "disruptions.growth_late=null", "disruptions.northlake_cancelled=null"
    late, planned = (
        run("texas-2028", *settings, n=16),
        run("texas-2028", *settings, *punctual, n=16),
    )
    projects = {project for one in late.scenario.disruptions.values() for project in late_of(one)}
    due = min(late.scenario.projects[name].first_product for name in projects)
    assert due == dt.date(2027, 4, 1)
    for series, before in {"served_t": 90, "on_hand_t": 90, "supply_t": 3}.items():
        found, expected = (getattr(result.record, series) for result in (late, planned))
        assert (found[:before] == expected[:before]).all(), series
    assert (late.record.supply_t[3:] != planned.record.supply_t[3:]).any()


def late_of(disruption):
    """Name the projects that a disruption delays."""
    return disruption.delays.projects if disruption.delays else ()
