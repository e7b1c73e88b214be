"""Known answer: an alternating renewal process, alone and against a full buffer.

With exponential times a pass that is open closes at the rate 1/40 a day, and a closed one opens at
1/10; on a day it is as at the moment at which the day begins. So it is closed on day t with
MTTR / (MTTF + MTTR) * (1 - exp(-(1/40 + 1/10) t)), in the long run with MTTR / (MTTF + MTTR). A
consumer with a buffer of B days, full again whenever the pass opens, goes without on a day on which
it has been closed for more than B days. (If it opens for one day only, after a day without, an order
for that day comes on top: 0.1 % of all.)
"""

import numpy as np
import pytest

from sim.measures import fill_rate, shortfall_days
from tests.known_answers.cases import run, standard_errors

HISTORIES = 1024
FAILURES, REPAIRS = 1 / 40, 1 / 10
"""A day."""
DOWN = FAILURES / (FAILURES + REPAIRS)
LANE_DAYS = 1


@pytest.fixture(scope="module")
def record():
    return run("recurring_outage", n=HISTORIES).record


def closed(record):
    """Tell when it is closed, ``[day, history]``."""
    lasts = record.occurrence_days[:, 0]
    days = np.zeros((len(lasts) + 1, lasts.shape[1]))
    for day, history in np.argwhere(~np.isnan(lasts)):
        days[day, history] += 1
        days[min(int(day + lasts[day, history]), len(lasts)), history] -= 1
    return np.cumsum(days[:-1], axis=0)


def likely_closed(days):
    """Give the chance that it is closed on some days."""
    return DOWN * (1 - np.exp(-(FAILURES + REPAIRS) * np.maximum(days, 0)))


@pytest.mark.parametrize("day", [1, 5, 20, 60, 2000])
def test_it_is_closed_on_a_day_as_often_as_the_process_of_two_states_says(record, day):
    assert standard_errors(closed(record)[day], likely_closed(day)) < 4


def test_in_the_long_run_it_is_open_for_the_time_to_failure_over_that_and_the_time_to_repair(
    record,
):
    share = 1 - closed(record).mean(axis=0)
    days = np.arange(len(closed(record)))
    assert standard_errors(share, 1 - likely_closed(days).mean()) < 4
    assert share.mean() == pytest.approx(40 / (40 + 10), abs=0.002)


def test_it_closes_as_often_as_days_open_come_before(record):
    times = np.count_nonzero(~np.isnan(record.occurrence_days[:, 0]), axis=0)
    open_before = 1 - likely_closed(np.arange(len(record.occurrence_days) - 1))
    assert standard_errors(times, FAILURES * open_before.sum()) < 4


@pytest.mark.parametrize(("consumer", "buffer"), [("buffer_10", 10), ("buffer_20", 20)])
def test_who_has_a_buffer_goes_without_when_it_has_been_closed_for_longer(record, consumer, buffer):
    at = record.consumers.index(consumer)
    short = shortfall_days(fill_rate(record.demand_t, record.served_t))[at]
    days = np.arange(len(record.demand_t)) - LANE_DAYS - buffer
    stays = DOWN + (1 - DOWN) * np.exp(-(FAILURES + REPAIRS))
    expected = np.where(days >= 0, likely_closed(days) * stays**buffer, 0.0).sum()
    assert standard_errors(short, expected) < 4


def test_every_history_loses_what_each_closure_outlasts_the_buffer():
    opens = "disruptions.closed.recurs.after_days={uniform: [2, 60]}"
    record = run("recurring_outage", opens, n=HISTORIES).record
    at = record.consumers.index("buffer_10")
    short = shortfall_days(fill_rate(record.demand_t, record.served_t))[at]
    shut, age, lost = closed(record), np.zeros(HISTORIES), np.zeros(HISTORIES)
    for of_day in shut[: len(shut) - LANE_DAYS]:
        age = (age + 1) * of_day
        lost += age > 10
    np.testing.assert_allclose(short, lost, atol=1e-3)


def test_failures_that_are_repaired_at_once_are_a_poisson_process():
    record = run("recurring_outage", "disruptions.closed.duration_days=0", n=HISTORIES).record
    times = np.count_nonzero(~np.isnan(record.occurrence_days[:, 0]), axis=0)
    expected = FAILURES * (len(record.occurrence_days) - 1)
    assert standard_errors(times, expected) < 4
    assert times.var() == pytest.approx(expected, rel=0.2)


def test_fixed_times_give_the_ratio_itself():
    settings = [
        "disruptions.closed.duration_days=15",
        "disruptions.closed.recurs.after_days=25",
        "end=2026-10-07",
    ]
    record = run("recurring_outage", *settings).record
    assert len(record.occurrence_days) == 7 * 40
    assert closed(record).mean() == 15 / 40
