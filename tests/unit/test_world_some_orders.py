"""Orders that are given up leave the books as if less had been ordered."""

import numpy as np
import pytest

from sim.scenario.load import load
from sim.world.chance.chance import Chance
from sim.world.trade.trade import Trade
from sim.world.trade.withdrawal import Withdrawals
from sim.world.world import World
from tests.chain import CHAIN, write

WIDTH = 64


def ordered(folder, good: str, share: float) -> Trade:
    """Give the trade in a good in which each buyer has ordered a share of 10 t of each item."""
    world = World(load(write(folder, CHAIN)).scenario, Chance(1, 0, WIDTH))
    trade = world.trades[good]
    trade.fill_at_start()
    buyers = len(trade.layout.buyers)
    trade.book.place(slice(0, buyers), np.full((buyers, trade.ordered_items, WIDTH), 10.0 * share))
    trade.book.count(slice(0, len(trade.layout.sellers)))
    return trade


@pytest.mark.parametrize("good", ["concentrate", "magnets"])
def test_a_part_that_is_given_up_might_as_well_not_have_been_ordered(tmp_path, good):
    """In what the buyer awaits, and what the seller owes."""
    trade, less = ordered(tmp_path, good, 1.0), ordered(tmp_path, good, 0.7)
    lane, item = np.nonzero(trade.book.all_today()[..., 0] > 0.0)
    assert len(lane)
    orders = Withdrawals(trade.book, trade.layout, lane, item)
    orders.give_up(0.3 * trade.book.all_today()[lane, item])
    for name, found, expected in (
        ("orders", trade.book.all_today(), less.book.all_today()),
        ("owed", trade.book.backorders, less.book.backorders),
        ("on order", trade.book.on_order, less.book.on_order),
    ):
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12, err_msg=name)
        assert found.any(), name
