"""Known answers of makers whose output rises only as fast as they take on people."""

from pathlib import Path

import numpy as np
import pytest

import sim
from tests.known_answers.test_stoichiometry import CHAIN

SURGE = Path(__file__).with_name("surge.yaml")
RUSH, CAPACITY, MONTH = 31, 3.0, 365.25 / 12
"""First day on which customers want 2 t and not 1; t a day; days."""


def delivered(*settings: str) -> np.ndarray:
    """Give what customers get, at once or later, t by day."""
    record = sim.run(sim.load(SURGE, settings), n=1, workers=1).record
    waiting = record.backlog_t[:, 0, 0].astype(float)
    return np.asarray(record.demand_t[:, 0, 0] - np.diff(waiting, prepend=0.0))


def climbing(at_once: float, per_month: float) -> np.ndarray:
    """Give what a maker makes that is not up with its orders, t by day of the rush."""
    days = 1 + np.arange(365 - RUSH)
    return np.minimum(1.0 + CAPACITY * (at_once + per_month / MONTH * days), CAPACITY)


@pytest.mark.parametrize(("at_once", "per_month"), [(0.1, 0.05), (0, 0.02), (0.2, 0), (0, 0)])
def test_output_rises_by_a_step_and_then_in_a_straight_line(at_once, per_month):
    """As long as orders wait it makes all it can; what it makes is there two days later."""
    got = delivered(f"magnet_makers.maker.surge={{at_once: {at_once}, per_month: {per_month}}}")
    made = climbing(at_once, per_month)[:-2]
    behind = np.cumsum(made - 2.0) < 0.0
    assert got[: RUSH + 2] == pytest.approx(1.0)
    assert got[RUSH + 2 :][behind] == pytest.approx(made[behind], abs=1e-4)


def test_who_is_up_with_its_orders_makes_what_is_ordered():
    assert delivered("magnet_makers.maker.surge={at_once: 0.1, per_month: 0.2}")[
        -30:
    ] == pytest.approx(2.0)


def test_whom_it_has_taken_on_stays():
    """After a pause of orders it goes on where it was, and what it was planned for it can make."""
    rush = "disruptions.rush.duration_days=90"
    again = "disruptions.again={kind: demand_shock, consumers: [motors], factor: 2.6, start: 2026-09-01}"
    got = delivered("magnet_makers.maker.surge={at_once: 0, per_month: 0.1}", rush, again)
    reached, after = got[:243].max(), got[243 + 2 :]
    assert 1.8 < reached < 2.5
    assert got[230:243] == pytest.approx(1.0)
    assert after[0] == pytest.approx(reached, abs=0.02)
    assert (np.diff(after[:30]) > 0.0).all()


@pytest.mark.parametrize(
    ("maker", "capacity"),
    [
        ("metal_makers.smelter", "capacity_t_metal_per_year"),
        ("magnet_makers.maker", "capacity_t_blanks_per_year"),
    ],
)
def test_what_is_planned_is_never_out_of_reach(maker, capacity):
    """Where nothing but the plan is wanted, who can take on nobody delivers as others do."""
    calm = ("end=2024-12-31", "warm_up_days=60", f"{maker}.{capacity}=30000")
    limited = sim.load(CHAIN, (*calm, f"{maker}.surge={{per_month: 0}}"))
    served = [
        sim.run(one, n=1, workers=1).record.served_t for one in (sim.load(CHAIN, calm), limited)
    ]
    assert served[1] == pytest.approx(served[0], rel=1e-6)


def test_a_slow_maker_never_serves_more():
    slow, fast = (
        delivered(f"magnet_makers.maker.surge={{at_once: 0.05, per_month: {rate}}}").cumsum()
        for rate in (0.02, 0.04)
    )
    assert (slow <= fast + 1e-4).all()
