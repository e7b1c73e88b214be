"""Known answer C: a halt whose length is exponential, against a full buffer.

With a mean of m days and a buffer of B, P(short) = exp(-B/m). A length in whole days, rounded up,
leaves the probability as it is and makes the mean shortfall exp(-B/m) / (1 - exp(-1/m)).
"""

import numpy as np
import pytest

from sim.measures import fill_rate, shortfall_days
from tests.known_answers.cases import run, standard_errors

HISTORIES = 4096


@pytest.fixture(scope="module")
def record():
    return run("random_outage", n=HISTORIES).record


@pytest.fixture(scope="module")
def shortfall(record):
    """Shortfall days of each history, by consumer."""
    days = shortfall_days(fill_rate(record.demand_t, record.served_t))
    return dict(zip(record.consumers, days, strict=True))


@pytest.mark.parametrize(("consumer", "likely"), [("buffer_30", 0.7165), ("buffer_60", 0.5134)])
def test_the_chance_of_a_shortage_falls_exponentially_with_the_buffer(shortfall, consumer, likely):
    short = (shortfall[consumer] > 1e-3).astype(float)
    assert standard_errors(short, likely) < 4


@pytest.mark.parametrize(("consumer", "days"), [("buffer_30", 64.85), ("buffer_60", 46.46)])
def test_the_mean_shortfall_falls_exponentially_with_the_buffer(shortfall, consumer, days):
    assert standard_errors(shortfall[consumer], days) < 4


@pytest.mark.parametrize(("consumer", "buffer"), [("buffer_30", 30), ("buffer_60", 60)])
def test_every_history_loses_the_whole_days_that_its_halt_outlasts_the_buffer(
    record, shortfall, consumer, buffer
):
    halt = record.end_day[0] - record.onset_day[0]
    assert (halt % 1 == 0).all()
    np.testing.assert_allclose(shortfall[consumer], np.maximum(halt - buffer, 0), atol=1e-3)
