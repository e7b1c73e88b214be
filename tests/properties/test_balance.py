"""Matter is neither made nor lost: a run checks its own books, and stops where they do not close."""

import numpy as np
import pytest
from hypothesis import given

from sim.world.state.account import BalanceError
from sim.world.trade.trade import Trade
from tests.examples import few
from tests.known_answers import cases
from tests.properties.networks import chains, chains_to_all_users, run


@few
@given(chains())
def test_the_books_of_every_network_close(network):
    assert_the_books_close(network)


@few
@given(chains_to_all_users())
def test_they_close_with_motors_and_with_users_of_every_good(network):
    assert_the_books_close(network)


def assert_the_books_close(network):
    record = run(network, n=3)
    asked = np.broadcast_to(record.demand_t, record.served_t.shape).sum(axis=0, dtype=float)
    served = record.served_t.sum(axis=0, dtype=float)
    np.testing.assert_allclose(asked - served, record.unmet_t.sum(axis=1), atol=1e-3)


@pytest.mark.usefixtures("nothing_shared")
@pytest.mark.parametrize(
    ("good", "facility"), [("concentrate", "separator"), ("oxide", "smelter"), ("metal", "maker")]
)
def test_a_run_that_loses_a_millionth_stops_and_names_where(monkeypatch, good, facility):
    receive = Trade.receive

    def receive_and_lose(trade):
        receive(trade)
        if trade.good == good:
            trade.input *= 1 - 1e-6

    monkeypatch.setattr(Trade, "receive", receive_and_lose)
    with pytest.raises(BalanceError, match=f"input of {good} of {facility}"):
        cases.run.__wrapped__("stoichiometry")
