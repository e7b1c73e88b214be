"""Known answer: a quota of 10 t a month on the one lane, which carries a tonne a day.

The control begins on day 100, 11 April. In every month 10 t leave: until then as ordered, day by
day; from May on all on the first, for by then more than 10 t are wanting.
"""

import numpy as np
import pytest

from tests.known_answers.cases import run, shortage

BUFFER, LANE, START, DAYS = 14, 35, 100, 640
FLOW = "measures.flows={exports: {good: magnets, from: CN}}"
FIRSTS = (120, 151, 181, 212, 243, 273, 304, 334, 365, 396, 424, 455, 485, 516, 546, 577, 608, 638)
"""Days of the first of each month, May 2026 to October 2027."""


def quota(tonnes: object, more: str = "") -> tuple[str, str]:
    keys = f"mode: quota, quota_t: {tonnes}, quota_period: month, start: 100, duration_days: null"
    return FLOW, f"disruptions.halt={{{keys}{more}}}"


def exports(*settings: str) -> np.ndarray:
    return run("one_lane", *settings).record.flow_t[:, 0, 0]


def test_ten_days_are_served_and_then_ten_tonnes_on_the_first_of_each_month():
    left = exports(*quota(10))
    np.testing.assert_allclose(left[:110], 1.0, rtol=1e-6)
    assert np.flatnonzero(left[110:]).tolist() == [first - 110 for first in FIRSTS]
    np.testing.assert_allclose(left[list(FIRSTS)], 10.0, rtol=1e-6)


def test_the_loss_is_demand_less_what_may_leave_less_the_buffer():
    """The last shipment that arrives, on day 612, left on day 577."""
    arrive = [first for first in FIRSTS if first + LANE < DAYS]
    lost = DAYS - START - LANE - 10 * (1 + len(arrive)) - BUFFER
    assert shortage(run("one_lane", *quota(10))).shortfall == pytest.approx(lost, rel=1e-6)


def test_a_shelf_that_is_longer_than_the_gap_bridges_it():
    """Ten days in April and nine in May; the control ends before the buffer does."""
    month = *quota(10), "disruptions.halt.duration_days=30"
    left = exports(*month)
    closed = [*range(110, 120), *range(121, 130)]
    assert np.flatnonzero(left[:150] == 0.0).tolist() == closed
    assert left[[120, 130]] == pytest.approx([10.0, 11.0])
    assert shortage(run("one_lane", *month)).shortfall == 0.0


@pytest.mark.parametrize(
    ("period", "opens"),
    [("month", 120), ("quarter", 181), ("half_year", 181), ("year", 365)],
)
def test_periods_are_those_of_the_calendar(period, opens):
    left = exports(*quota(10), f"disruptions.halt.quota_period={period}")
    assert np.flatnonzero(left[110:])[0] == opens - 110


def test_what_a_month_leaves_lapses():
    """Nothing is used, and so nothing ordered, in June and July; August has its 10 t."""
    idle = "disruptions.idle={kind: demand_shock, consumers: [motors], factor: 0, start: 120, end: 212}"
    left = exports(*quota(10), idle)
    assert left[151:212].sum() == 0.0
    np.testing.assert_allclose(left[212:222], 1.0, rtol=1e-6)
    assert left[222:243].sum() == 0.0


@pytest.mark.parametrize("rule", ["keep", "cancel"])
def test_a_quota_of_nothing_is_a_halt(rule):
    keys = f", orders_when_closed: {rule}"
    policy = "policy={hoarding: 1.5, front_load: 2}"
    announced = ", announced: 2026-03-01"
    halted = run(
        "one_lane", FLOW, policy, f"disruptions.halt={{duration_days: 120{keys}{announced}}}"
    )
    none = run(
        "one_lane", *quota(0, keys + announced), policy, "disruptions.halt.duration_days=120"
    )
    for name in ("flow_t", "served_t", "on_hand_t", "unmet_t"):
        found, expected = (getattr(one.record, name) for one in (none, halted))
        np.testing.assert_array_equal(found, expected)


def test_a_quota_without_end_is_none():
    policy = "policy={hoarding: 1.5, front_load: 2}"
    free = run("one_lane", FLOW, policy, "disruptions.halt.probability=0").record
    wide = run("one_lane", *quota(1e12, ", announced: 2026-03-01"), policy).record
    for name in ("flow_t", "served_t", "on_hand_t", "unmet_t"):
        np.testing.assert_array_equal(getattr(wide, name), getattr(free, name))
