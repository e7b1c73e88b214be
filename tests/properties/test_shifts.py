"""A date bites on its day: what happens some days later has the same effect, so many days later."""

import datetime as dt

import numpy as np
import pytest

import sim
from sim.world.record.record import Record
from tests import late_twin
from tests.chain import CHAIN, write

START = dt.date(2026, 4, 13)
"""Day 102: neither a month nor a week begins."""

WORLD = """
schema: 1
extends: chain.yaml
name: case
end: 2027-06-30
policy: {review_days: 1, failing_days: 20, hoarding: 1.3, front_load: 1.5, licence_learning_days: 0}
metal_makers: {smelter: {capacity_t_metal_per_year: 60}}
magnet_makers:
  maker: {stock_days: 3, feed_days: 10, processing_days: 9}
  spare: {country: JP, capacity_t_blanks_per_year: 60, stock_days: 3, feed_days: 10}
consumers:
  us_ev: {unmet: {share: 0.5, overtime: 0.2}}
  de_wind: {unmet: backlog, stock_days: 25}
lanes:
  metal: {to: [maker, spare]}
  aside:
    good: magnets
    from: spare
    to: [us_ev, de_wind]
    standby: 0.5
    qualification_days: 23
    transit_days: 12
stockpiles: {reserve: {fill_days: 8, release: {trigger: {cover_days_below: 8}, lag_days: 5}}}
projects: PROJECTS
disruptions:
  halt: null
"""

EVENTS = {
    "a halt": "{kind: export_control, exporter: CN, goods: [magnets], start: DAY, duration_days: 90}",
    "a halt that is announced": (
        "{kind: export_control, exporter: CN, goods: [magnets], announced: NOTICE, start: DAY, "
        "duration_days: 70}"
    ),
    "a quota": (
        "{kind: export_control, exporter: CN, goods: [magnets], mode: quota, quota_share: 0.4, "
        "start: DAY, duration_days: 150}"
    ),
    "a closure that keeps orders": (
        "{kind: lane_closure, lanes: [sea], start: DAY, duration_days: 60, "
        "orders_when_closed: keep}"
    ),
    "an outage": (
        "{kind: outage, facilities: [maker], start: DAY, duration_days: 100, "
        "recovery: {days: 40, curve: convex}}"
    ),
    "an outage of a plant up the chain": (
        "{kind: outage, facilities: [smelter], start: DAY, duration_days: 120, capacity_factor: 0.1}"
    ),
    "an outage that recurs": (
        "{kind: outage, facilities: [maker], start: DAY, duration_days: 25, "
        "recovery: {days: 30}, recurs: {after_days: 40, times: 3}}"
    ),
    "a loss of feed": (
        "{kind: feed_loss, plants: [maker], start: DAY, duration_days: 70, share_lost: 0.8}"
    ),
    "a shock of demand": (
        "{kind: demand_shock, consumers: [us_ev], start: DAY, duration_days: 120, factor: 1.8}"
    ),
    "a stopped port": (
        "{kind: lane_closure, lanes: [sea, metal], stops: arrivals, start: DAY, duration_days: 60}"
    ),
    "goods that stand still": (
        "{kind: lane_closure, lanes: [sea, metal], stops: transit, start: DAY, duration_days: 60}"
    ),
    "licences through a desk that never decides": (
        "{kind: export_control, exporter: CN, goods: [magnets, metal], mode: licence, start: DAY, "
        "duration_days: 120, licence: {decision_days: 33, capacity_of_normal: 0}}"
    ),
    "licences": (
        "{kind: export_control, exporter: CN, goods: [magnets], mode: licence, start: DAY, "
        "duration_days: 120, licence: {decision_days: 33, granted: 0.4, refile_days: 20}}"
    ),
}


def ran(folder, event: str, later: int, extra: str = "", projects: str = "null") -> Record:
    """Run the world with an event so many days later."""
    start = START + dt.timedelta(days=later)
    written = event.replace("DAY", str(start)).replace("NOTICE", str(start - dt.timedelta(days=30)))
    write(folder, CHAIN, "chain.yaml")
    text = WORLD.replace("PROJECTS", projects).replace("DAY", str(start))
    after = extra.replace("DAY", str(start))
    case = write(folder, f"{text}  event: {written}\n{after}")
    return late_twin.run(sim.load(case), 1).record


def assert_shifted(now: Record, then: Record, days: int) -> None:
    """Make sure that all series are the same, so many days later; before, all is quiet."""
    for name in ("served_t", "on_hand_t", "backlog_t"):
        one, other = getattr(now, name), getattr(then, name)
        np.testing.assert_allclose(other[days:], one[:-days], rtol=1e-5, atol=1e-5, err_msg=name)
    # What lacks on the last days comes after the end of the later run.
    lacking = np.maximum(now.demand_t - now.served_t, 0.0)[-days:].sum(axis=0)
    one, other = now.unmet_t.sum(axis=1), then.unmet_t.sum(axis=1)
    np.testing.assert_allclose(other + lacking, one, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("event", EVENTS)
def test_what_happens_later_has_the_same_effect_later(tmp_path, event):
    now = ran(tmp_path, EVENTS[event], 0)
    assert now.unmet_t.sum() > 1.0
    for days in (1, 6):
        assert_shifted(now, ran(tmp_path, EVENTS[event], days), days)


def test_what_follows_an_event_follows_it_by_the_day(tmp_path):
    """A second closure, set off by the first, that ends on a day of its own."""
    extra = """\
  after: {kind: lane_closure, lanes: [metal], duration_days: 40,
          trigger: {after: event, of: end, lag_days: 11}}
"""
    now, then = (ran(tmp_path, EVENTS["a halt"], later, extra) for later in (0, 4))
    assert_shifted(now, then, 4)


COMES = """
  more:
    facility: spare
    adds_per_year: 200
    first_product: DAY
    ramp_months: 4
    qualification_months: 2
"""
STEPS = """
  more:
    facility: spare
    adds_per_year: 200
    first_product: null
    ramp_months: 4
    milestones:
      build: {start: DAY, months: 0, late_months: 0.7, cause: labour}
      approved: {months: 0, late_months: 2, after: first_product}
"""
LATER = """
  later: {kind: project_slip, causes: [labour], months: 0.5, start: DAY, duration_days: 9}
"""
HOME = """
measures: {flows: {home: {good: magnets, from: JP}}}
"""


@pytest.mark.parametrize(("projects", "extra"), [(COMES, ""), (STEPS, LATER)])
def test_a_plant_that_comes_later_serves_its_customers_later(projects, extra, tmp_path):
    """It ramps up by the day, and counts from the day on which it is qualified."""
    closure = "{kind: lane_closure, lanes: [sea], start: 2026-02-01, duration_days: 400}"
    now, then = (ran(tmp_path, closure, later, extra + HOME, projects) for later in (0, 5))
    sold = now.flow_t[:, 0, 0], then.flow_t[:, 0, 0]
    grown = [int(np.flatnonzero(one > 1.2 * 60 / 365.25)[0]) for one in sold]
    assert grown[1] == grown[0] + 5
