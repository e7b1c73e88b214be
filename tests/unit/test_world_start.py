"""How a world begins, before the warm-up: by the plan."""

import numpy as np
import pytest

import sim
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.network.demand import PlannedDemand
from sim.world.network.layout import layouts
from sim.world.world import World


def test_work_in_process_is_there_on_the_first_day():
    """What is drawn in a week and takes thirty days: five weeks' batches, the last one done today."""
    scenario = sim.load("two-mines", ["warm_up_days=0", "magnet_makers.maker.processing_days=30"])
    world = World(scenario, Chance(1, 0, 64, expected_value=True))
    for trade in world.trades.values():
        trade.fill_at_start()
    world.facilities.fill_at_start()
    makers = world.facilities.by_block["magnet_makers"]
    a_day = scenario.consumers["motors"].demand_t_per_year / 365.25
    assert makers.in_process[0, 0, 0] == pytest.approx(28 * a_day, rel=0.05)


def test_thrift_with_heavies_begins_in_the_middle_of_2024():
    """Before it there is none; a year later they are used by that share less."""
    settings = [
        "consumers.motors.thrift_per_year=0.1", "consumers.motors.growth_per_year=0",
        "grades.plain={recipe: {ndpr: 0.3}}", "consumers.motors.grades={plain: 0.5, traction: 0.5}",
        "start=2023-07-01", "end=2026-12-31",
    ]  # fmt: skip
    scenario = sim.load("two-mines", settings)
    days = np.array([0.0, 90.0, 366.0, 366 + 365.25, 366 + 2 * 365.25])
    demand = PlannedDemand(scenario, Values(scenario, Chance(1, 0, 64))).over(days)[:, 0, :, 0]
    heavy = 1  # the first grade takes what the others give up
    shares = demand[:, heavy] / demand.sum(axis=1)
    assert shares == pytest.approx([0.5, 0.5, 0.5, 0.45, 0.405], rel=1e-3)


def test_separation_plants_come_after_those_that_send_them_their_heavies():
    layout = layouts(sim.load("baseline"))["concentrate"]
    order, first = layout.residue_order, layout.seller_rows["separation_plants"].start
    assert sorted(order) == list(range(len(layout.buyers)))
    sent = [
        (int(layout.seller[lane]) - first, int(layout.buyer[lane]))
        for lane in np.flatnonzero(layout.push_split > 0.0)
        if layout.seller[lane] >= first
    ]
    assert sent
    assert all(order.index(sender) < order.index(receiver) for sender, receiver in sent)
