"""A halt of T days costs a consumer T - S days; where nobody knows S, its spread follows from S's."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from sim.measures import fill_rate
from sim.world.network.input_recorder import FACTORS, NUMBERS
from tests.known_answers.cases import run, standard_errors

HALT, SHELF = 120, 60
SIGMA = math.log1p(1.5) / NormalDist().inv_cdf(0.95)
"""Nine of ten shelves are between 60 / 2.5 and 60 * 2.5 days."""
HISTORIES = 1024


def drawn(path):
    """What histories have at a path."""
    found = run("uncertain", n=HISTORIES).record.series[NUMBERS.name]
    return found.values[found.ids["numbers"].index(path)]


def shortfall():
    """Days of demand that each history goes without."""
    record = run("uncertain", n=HISTORIES).record
    fill = fill_rate(record.demand_t, record.served_t)[:, 0]
    return np.add.reduce(1.0 - fill)


def test_each_history_goes_without_its_halt_less_its_own_shelf():
    expected = np.maximum(HALT - drawn("consumers.motors.stock_days"), 0.0)
    np.testing.assert_allclose(shortfall(), expected, atol=1e-4)


def test_the_mean_shortfall_is_that_of_a_lognormal_shelf():
    """The formula is that of an option to sell at T what is worth S."""
    normal, far = NormalDist(), math.log(HALT / SHELF) / SIGMA
    mean = SHELF * math.exp(SIGMA**2 / 2)
    expected = HALT * normal.cdf(far) - mean * normal.cdf(far - SIGMA)
    assert standard_errors(shortfall(), expected) < 3


def test_as_many_histories_are_never_short_as_shelves_outlast_the_halt():
    outlasting = 1.0 - NormalDist().cdf(math.log(HALT / SHELF) / SIGMA)
    assert standard_errors((shortfall() < 1e-3).astype(float), outlasting) < 3


def test_nine_tenths_of_histories_lie_within_the_width():
    shelf = drawn("consumers.motors.stock_days")
    inside = (shelf >= SHELF / 2.5) & (shelf <= SHELF * 2.5)
    assert standard_errors(inside.astype(float), 0.9) < 3


def test_days_on_the_way_are_whole():
    days = drawn("lanes.sea.transit_days")
    assert len(set(days.tolist())) > 3
    assert (days == np.rint(days)).all()


def test_what_is_written_is_the_middle():
    median = np.median(drawn("consumers.motors.demand_t_per_year"))
    assert median == pytest.approx(365.25, rel=0.01)


def test_every_source_and_kind_is_a_factor():
    factors = run("uncertain", n=HISTORIES).record.series[FACTORS.name]
    assert factors.ids["factors"] == ("shelf.cover", "ships.time", "survey.tonnes")
    assert standard_errors(factors.values[0], 0.0) < 3
