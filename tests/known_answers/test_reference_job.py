"""Known answer E: the serial chain under normal demand for 3,650 days.

The steady state without the outage is exact, by convolution of the demand; the mean number of
backlog days with it comes from long runs of independent simulations.
"""

import numpy as np
import pytest

from sim.measures import backlog_days
from tests.known_answers.cases import run, standard_errors

HISTORIES = 1024
SETTLED = 500
"""Day from which the chain has forgotten that it started with mean demand."""


@pytest.fixture(scope="module")
def undisrupted():
    return run("reference_job", n=HISTORIES).twin


def test_an_outage_of_180_days_leaves_the_consumer_behind_on_606_days():
    days = backlog_days(run("reference_job", n=HISTORIES).record.backlog_t[:, 0])
    assert standard_errors(days, 606.5) < 4
    assert np.std(days) == pytest.approx(68.7, rel=0.08)


def test_without_an_outage_the_fill_rate_is_that_of_the_base_stocks(undisrupted):
    served = undisrupted.served_t[SETTLED:, 0].sum(axis=0, dtype=float)
    demand = undisrupted.demand_t[SETTLED:, 0].sum(axis=0, dtype=float)
    assert standard_errors(served / demand, 0.9574) < 4


def test_without_an_outage_one_day_in_eight_ends_with_a_backlog(undisrupted):
    behind = undisrupted.backlog_t[SETTLED:, 0] > 1e-9
    assert standard_errors(behind.mean(axis=0), 0.1241) < 4


def test_without_an_outage_stock_and_backlog_are_those_of_the_steady_state(undisrupted):
    backlog = undisrupted.backlog_t[SETTLED:, 0].mean(axis=0, dtype=float)
    on_hand = undisrupted.on_hand_t[SETTLED:, 0].mean(axis=0, dtype=float)
    assert standard_errors(backlog, 4.432) < 4
    assert standard_errors(on_hand, 79.78) < 4
