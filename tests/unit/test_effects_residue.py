"""Heavy concentrate stays in the chain only where a plant can part it."""

import numpy as np
import pytest

import sim
from sim.world.chance.chance import Chance
from sim.world.time.clock import DAYS_PER_YEAR
from sim.world.world import World, prepare

LIGHT = [
    "separation_plants.separator={recovery: {dy: null}, residue: {dy: 0.8}}",
    "grades.traction.recipe.dy=null", "disruptions=null", "end=2026-06-30",
]  # fmt: skip
CIRCUIT = [
    *LIGHT,
    "separation_plants.circuit={country: CN, mode: push, recovery: {dy: 0.5}, feed_days: 0}",
    "separation_plants.circuit.feed_surplus_above_days=90",
    "lanes.heavies={good: concentrate, from: separator, to: circuit, push: true, transit_days: 1}",
    "lanes.dysprosia={good: oxide, from: circuit, to: smelter, standby: 1}",
]
BULK, DY = 0, 1
OXIDE = 1.15
"""t of dysprosia in which there is a tonne of dysprosium: all there is in the concentrate."""


class Ran:
    """A world that was run, whose balance closed, seen from the plant that parts heavies."""

    def __init__(self, settings: list[str]) -> None:
        scenario = sim.load("two-mines", settings)
        warm = prepare(scenario, Chance(1, 0, 64, steady=True))
        world = World(scenario, Chance(1, 0, 64), warm.plan)
        world.run(warm)
        plants, trade = world.facilities.separation, world.trades["concentrate"]
        separator = plants.names.index("separator")
        self.kept = 0.8 * plants.used[separator, DY]
        """Dysprosium in the heavy concentrate of the separator."""
        self.unsent = trade.stock[trade.layout.sellers.index("separator")]
        self.residue_left = plants.residue_left[separator]
        if "circuit" in plants.names:
            row = plants.names.index("circuit")
            self.came = trade.received[trade.layout.buyers.index("circuit"), DY]
            self.feed, self.used = plants.input[row], plants.used[row]
            self.feed_left = plants.feed_left[row]


def with_capacity(capacity: str, *more: str) -> Ran:
    return Ran([*CIRCUIT, f"separation_plants.circuit.capacity_t_reo_per_year={capacity}", *more])


def test_heavy_concentrate_that_no_lane_takes_leaves_the_chain():
    light = Ran(LIGHT)
    assert (light.kept > 0.5).all()
    assert (light.unsent == 0.0).all()
    np.testing.assert_allclose(light.residue_left[DY], light.kept)
    np.testing.assert_allclose(light.residue_left[BULK], OXIDE * light.kept)


def test_what_a_lane_takes_does_not_leave_at_its_seller():
    assert (with_capacity("0").residue_left == 0.0).all()


def test_a_circuit_that_is_not_built_keeps_no_feed():
    """Nothing but what has come since the last review."""
    idle = with_capacity("0")
    assert (idle.came > 0.5).all()
    assert (idle.used == 0.0).all()
    np.testing.assert_allclose(idle.feed_left[DY], idle.came, rtol=0.05)


@pytest.mark.parametrize(("opens", "month"), [("2026-03-01", 2), ("2026-05-01", 4)])
def test_a_circuit_begins_with_what_comes_to_it_once_it_is_open(opens, month):
    """A month brings a sixth of all."""
    late = with_capacity(f"{{{opens}: 0, {opens[:-1]}2: 100}}")
    np.testing.assert_allclose(late.feed_left[DY] / late.came, month / 6, atol=0.05)
    np.testing.assert_allclose(late.used[DY] / late.came, 1 - month / 6, atol=0.05)


def test_a_circuit_that_comes_late_loses_what_came_to_it_until_then():
    on_time = [
        "projects.opening={facility: circuit, adds_per_year: 100, first_product: 2026-03-01}"
    ]
    slip = "disruptions={late: {kind: project_slip, projects: [opening], months: 2}}"
    late = with_capacity("0", *on_time, slip)
    np.testing.assert_allclose(late.feed_left[DY] / late.came, 4 / 6, atol=0.05)
    np.testing.assert_allclose(late.used[DY] / late.came, 2 / 6, atol=0.05)


def test_a_small_circuit_keeps_feed_for_its_days_and_lets_the_rest_go():
    small = with_capacity("0.4")
    a_week = OXIDE * small.kept / 26
    most = 0.4 * 90 / DAYS_PER_YEAR
    assert (small.feed_left[BULK] > 0.1).all()
    assert (most <= small.feed[BULK]).all()
    assert (small.feed[BULK] <= most + 1.1 * a_week).all()


def test_without_a_limit_a_circuit_that_is_not_built_keeps_all():
    hoard = with_capacity("0", "separation_plants.circuit.feed_surplus_above_days=null")
    assert (hoard.feed_left == 0.0).all()
    assert (hoard.feed[DY] >= hoard.came).all()
