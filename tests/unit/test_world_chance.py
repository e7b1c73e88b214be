"""What is read from a draw: the quantiles of every form of distribution, against SciPy's."""

from itertools import islice

import numpy as np
import pytest

from sim.scenario.schema import Distribution
from sim.world.chance.chance import Chance
from sim.world.chance.quantile import mean_within, quantile, quantile_within

stats = pytest.importorskip("scipy.stats")

P = np.linspace(0.0, 0.999, 1000)
FORMS = {
    "triangular": ([90.0, 180.0, 365.0], stats.triang(90 / 275, 90, 275)),
    "uniform": ([90.0, 365.0], stats.uniform(90, 275)),
    "normal": ([90.0, 20.0], stats.norm(90, 20)),
    "lognormal": ({"median": 50.0, "sigma": 0.77}, stats.lognorm(0.77, scale=50)),
    "exponential": ({"mean": 90.0}, stats.expon(scale=90)),
}


@pytest.mark.parametrize("form", FORMS)
def test_quantiles_are_those_of_scipy(form):
    value, known = FORMS[form]
    p = P[1:]  # a normal has no least value
    assert quantile(Distribution(**{form: value}), p) == pytest.approx(known.ppf(p), rel=1e-9)


@pytest.mark.parametrize("low_mode_high", [(5, 5, 9), (5, 9, 9), (-3, -1, 2), (4, 4, 4)])
def test_a_triangle_runs_from_its_lowest_to_its_highest_value(low_mode_high):
    """Of the values up to the mode there is the share (mode - low) / (high - low)."""
    low, mode, high = low_mode_high
    triangle = Distribution(triangular=[low, mode, high])
    assert quantile(triangle, np.array([0.0, 1.0])).tolist() == [low, high]
    if low < high:
        at_mode = np.array([(mode - low) / (high - low)])
        assert quantile(triangle, at_mode).item() == pytest.approx(mode)


def test_observed_values_are_all_as_likely_and_the_highest_is_the_last():
    seen = Distribution(empirical=[7.0, 3.0, 5.0, 3.0])
    p = np.array([0.0, 0.249, 0.25, 0.49, 0.5, 0.74, 0.75, 0.999, 1.0])
    assert quantile(seen, p).tolist() == [3, 3, 3, 3, 5, 5, 7, 7, 7]


def test_outcomes_are_chosen_by_their_chances():
    chosen = Distribution(choice={30.0: 0.2, 5.0: 0.5, 90.0: 0.3})
    p = np.array([0.0, 0.49, 0.5, 0.69, 0.71, 0.999, 1.0])
    assert quantile(chosen, p).tolist() == [5, 5, 30, 30, 90, 90, 90]


@pytest.mark.parametrize(
    ("form", "low", "high", "like"),
    [
        ({"normal": [2.0, 1.5]}, 0.0, np.inf, stats.truncnorm(-2 / 1.5, np.inf, 2, 1.5)),
        ({"normal": [0.9, 0.1]}, 0.0, 1.0, stats.truncnorm(-9, 1, 0.9, 0.1)),
    ],
)
def test_what_lies_beyond_a_bound_is_left_out_and_the_rest_scaled_up(form, low, high, like):
    """Nothing piles up on the bound, and the mean is that of what is left."""
    distribution, p = Distribution(**form), np.linspace(0.001, 0.999, 101)
    found = quantile_within(distribution, p, low, high)
    np.testing.assert_allclose(found, like.ppf(p), rtol=1e-6)
    assert mean_within(distribution, low, high) == pytest.approx(like.mean(), rel=1e-4)
    drawn = Chance(1, 0, 640).draw("a.number", distribution, low, high)
    assert len(np.unique(drawn)) == 640
    assert abs(drawn.mean() - like.mean()) < 4 * like.std() / np.sqrt(640)


def test_daily_and_weekly_draws_leave_out_what_lies_below_nothing():
    distribution = Distribution(normal=[1.0, 0.7])
    chance = Chance(1, 0, 64)
    days = np.array([day.copy() for day in islice(chance.daily("a", distribution), 40)])
    weeks = np.array([week.read(distribution) for week in islice(chance.weekly("b"), 40)])
    like = stats.truncnorm(-1 / 0.7, np.inf, 1, 0.7)
    for drawn in (days, weeks):
        assert drawn.min() > 0.0
        assert abs(drawn.mean() - like.mean()) < 4 * like.std() / np.sqrt(drawn.size)
