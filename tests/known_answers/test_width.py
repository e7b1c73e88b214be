"""How much of the spread of days lost comes from a halt's length, where it can be reckoned."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.measures.width import EACH

LONG = "disruptions.halt.duration_days={uniform: [200, 400]}"
"""Mean 300.5 days, as each is rounded up, of a variance of 200^2 / 12."""
SHELF = "uncertainty.widths.cover.C=0.5"
QUOTA = "disruptions.halt.mode=quota", "disruptions.halt.quota_share={uniform: [0, 0.6]}"
"""What passes of the halted flow is unknown: mean 0.3, of a variance of 0.03."""
N = 512


@cache
def tables(case, *settings, n=N):
    return sim.run(sim.load(Path(__file__).with_name(f"{case}.yaml"), settings), n=n).tables


def days(found):
    """Days that the consumer goes without."""
    return next(one for one in found.outcomes if one.measure == "shortfall_days")


def recorded(found):
    """How long the halt is in each history."""
    return (found.histories.end_day - found.histories.onset_day)[0]


def test_of_a_sum_each_summand_has_its_variance():
    """Short are halt - shelf days: the part of the halt is its variance over the sum of both."""
    found = tables("uncertain", LONG, SHELF)
    shelf = recorded(found) - days(found).values
    parts, length = found.width.parts(days(found)), recorded(found)
    assert parts.share == pytest.approx(length.var() / (length.var() + shelf.var()), abs=0.01)
    assert parts.alone == pytest.approx((210 - shelf.mean(), 390 - shelf.mean()), abs=6)
    assert np.subtract(*parts.known) == pytest.approx(
        np.subtract(*np.quantile(shelf, (0.05, 0.95))), rel=0.05
    )


def test_of_a_product_the_halt_has_its_variance_times_the_squared_mean():
    """Short are halt x (1 - quota) - 14 days; the quota, a number, is with all else."""
    found = tables("one_lane", LONG, *QUOTA)
    of_halt, left = 200**2 / 12 * 0.7**2, (300.5**2 + 200**2 / 12) * 0.6**2 / 12
    parts = found.width.parts(days(found))
    wide = np.ptp(parts.ci95)
    assert abs(parts.share - of_halt / (of_halt + left)) < 0.75 * wide < 0.1


def test_every_day_of_a_fan_is_taken_apart_alike():
    """Until the first halt can end nothing of the fan is of the event; at the end its part is."""
    found = tables("uncertain", LONG, SHELF)
    (group,) = found.of_kind("all")
    fan = found.series[group].cumulative
    before = 250
    low, high = fan.event[before]
    assert high == pytest.approx(low, abs=1e-9)
    assert np.ptp(fan.quantiles[before, [0, -1]]) > 10.0
    assert tuple(fan.event[-1]) == pytest.approx(found.width.parts(days(found)).alone, abs=0.01)


def test_without_uncertain_numbers_all_is_the_event():
    found = tables("one_lane", LONG)
    parts = found.width.parts(days(found))
    assert (parts.share, parts.ci95) == (1.0, (1.0, 1.0))
    assert parts.alone == pytest.approx(tuple(np.quantile(days(found).values, (0.05, 0.95))))
    assert found.width.chances.rest == ()


def test_without_a_random_event_all_is_data():
    found = tables("uncertain")
    parts = found.width.parts(days(found))
    assert (parts.share, parts.ci95) == (0.0, (0.0, 0.0))
    assert found.width.chances.event == ()
    assert found.width.chances.rest == ("4 uncertain numbers",)


def test_whether_it_happens_is_of_the_event():
    """Short are 120 - shelf days in the histories in which it happens: odds p make p (1 - p)."""
    found = tables("uncertain", "disruptions.halt.probability=0.5", SHELF)
    halts = ~np.isnan(found.histories.onset_day[0])
    short = days(found).values[halts]
    between = halts.mean() * (1 - halts.mean()) * short.mean() ** 2
    within = halts.mean() * short.var()
    parts = found.width.parts(days(found))
    assert parts.share == pytest.approx(between / (between + within), abs=0.01)
    assert found.width.chances.event == ("halt (whether)",)


def test_what_varies_from_day_to_day_is_with_all_else():
    found = tables("one_lane", LONG, "consumers.motors.daily_variation={normal: [1, 0.2]}")
    assert found.width.chances.rest == ("chance by day or week (demand)",)
    assert 0.9 < found.width.parts(days(found)).share < 1.0


def test_too_few_histories_make_up_no_number():
    found = tables("uncertain", LONG, SHELF, n=16)
    assert found.width.parts(days(found)) is None
    assert not found.width.is_split
    assert found.width.needed == 3 * EACH
    (group,) = found.of_kind("all")
    assert found.series[group].cumulative.event is None
