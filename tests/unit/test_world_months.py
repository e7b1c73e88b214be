"""Months by the calendar: dates that are some months apart, and disruptions that last so long."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.world.time.months import months_later

START = dt.date(2025, 12, 31)
"""Day 0; so day 1 is the first of January."""


def later(date: dt.date, months: float) -> dt.date:
    """Give the date some months after another."""
    day = np.array([float((date - START).days)])
    return START + dt.timedelta(days=float(months_later(START, day, np.array([months]))[0]))


@pytest.mark.parametrize(
    ("date", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-04-11", 4, "2026-08-11"),
        ("2026-11-30", 15, "2028-02-29"),
        ("2026-04-11", 0, "2026-04-11"),
        ("2026-02-01", 0.5, "2026-02-15"),  # half of 28 days
        ("2026-03-01", 0.5, "2026-03-17"),  # half of 31 days, rounded up
        ("2026-01-15", 1.25, "2026-02-22"),  # a month, and a quarter of 28 days
        ("2025-12-15", 1, "2026-01-15"),  # before day 0
    ],
)
def test_months_are_those_of_the_calendar(date, months, then):
    assert later(dt.date.fromisoformat(date), months) == dt.date.fromisoformat(then)


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)),
    st.floats(0, 60),
    st.floats(0, 3),
)
def test_more_months_never_end_earlier(date, months, more):
    assert date <= later(date, months) <= later(date, months + more)


def test_what_never_begins_never_ends_and_what_lasts_for_ever_is_far_off():
    day = np.array([np.nan, np.inf, 3.0])
    found = months_later(START, day, np.array([1e300]))
    np.testing.assert_array_equal(found[:2], day[:2])
    assert found[2] > 36_525


def window(*settings: str, n: int = 1) -> list[tuple[float, float]]:
    """Give first day and first day after the halt of a scenario, history by history."""
    base = ["end=2026-12-31", "disruptions.halt.duration_days=null"]
    record = sim.run(sim.load("two-mines", [*base, *settings]), n=n).record
    at = record.disruptions.index("halt")
    return list(zip(record.onset_day[at], record.end_day[at], strict=True))


def test_a_disruption_lasts_months_from_its_date_or_its_day():
    """The scenario begins on 1 January 2026."""
    lasts = "disruptions.halt.duration_months=3"
    assert window("disruptions.halt.start=2026-01-31", lasts) == [(30, 119)]  # to 30 April
    assert window("disruptions.halt.start=30", lasts) == [(30, 119)]
    assert window("disruptions.halt.start=null", lasts) == [(0, 90)]


def test_a_disruption_that_is_set_off_lasts_months_from_that_day():
    fire = "{kind: outage, facilities: [smelter], start: 2026-01-21, duration_days: 10}"
    found = window(
        f"disruptions.fire={fire}",
        "disruptions.halt.start=null",
        "disruptions.halt.trigger={after: fire, of: end, lag_days: 0}",
        "disruptions.halt.duration_months=1",
    )
    assert found == [(30, 58)]  # 31 January to 28 February


def test_months_that_are_drawn_are_counted_from_the_day_that_is_drawn():
    found = window(
        "disruptions.halt.start={choice: {30: 0.5, 59: 0.5}}",
        "disruptions.halt.duration_months={choice: {1: 0.5, 2: 0.5}}",
        n=64,
    )
    assert set(found) == {(30, 58), (30, 89), (59, 90), (59, 120)}
