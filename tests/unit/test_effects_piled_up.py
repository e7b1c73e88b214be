"""Orders that have piled up on one lane, where each seller's ore holds something else."""

import numpy as np

import sim
from sim.world.chance.chance import Chance
from sim.world.trade import piled_up
from sim.world.trade.piled_up import evened
from sim.world.world import World, prepare

KEPT = (
    "disruptions={halt: {kind: lane_closure, lanes: [clay_ore], start: 60, duration_days: 200, "
    "orders_when_closed: keep}}"
)


def test_what_a_plant_awaits_of_each_element_is_on_its_way_or_waits_to_leave(monkeypatch):
    """Also when it orders more over one lane, as orders have piled up on the other."""
    monkeypatch.setattr(
        piled_up, "evened", lambda some, of, need, _: evened(some, of, need, 1.3 * need)
    )
    scenario = sim.load("two-mines", [KEPT, "end=2026-12-31"])
    warm = prepare(scenario, Chance(1, 0, 64, steady=True))
    world = World(scenario, Chance(1, 0, 64), warm.plan)
    trade = world.trades["concentrate"]
    found = []
    look = trade.lanes.look_at_what_waits

    def seen(*args):
        look(*args)
        found.append(trade.lanes.piled_up.lanes is not None)

    trade.lanes.look_at_what_waits = seen
    world.run(warm)
    assert any(found)
    assert not all(found)
    waits = trade.book.backlog * trade.content[trade.layout.seller]
    expected = trade.transport.in_transit.total() + trade.layout.by_buyer.total(waits)
    np.testing.assert_allclose(trade.book.on_order, expected, atol=1e-6)
