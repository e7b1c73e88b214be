"""Known answer A with perfect foresight: what no policy could have saved, and what one could."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.foresight.bound import Bound, bound_of, bounds
from sim.foresight.past import Past, run_lot
from sim.study.job import Job

CASES = Path(__file__).parent
TIGHT = (
    "magnet_makers.source.capacity_t_blanks_per_year=365.25",
    "magnet_makers.source.stock_days=0",
)
"""The source makes what is used and no more: nothing can be bought ahead."""
QUOTA = ("disruptions.halt.mode=quota", "disruptions.halt.quota_share={}")


def bound(case: str, *settings: str) -> Bound:
    (found,) = bounds(Job(sim.load(CASES / f"{case}.yaml", settings), seed=1), [0])
    return found


@pytest.mark.parametrize(
    ("case", "settings", "least"),
    [
        ("one_lane", (), 106),
        ("one_lane", (QUOTA[0], QUOTA[1].format(0.5)), 46),
        ("one_lane", (QUOTA[0], QUOTA[1].format(0.25)), 76),
        ("one_lane", ("disruptions.halt.duration_days=14",), 0),
        ("one_lane_with_reserve", (), 46),
        ("one_lane_with_reserve", ("stockpiles.reserve.fill_days=106",), 0),
    ],
)
def test_where_nothing_can_be_bought_ahead_foresight_saves_nothing(case, settings, least):
    """The bound is the closed form, and the run reaches it, given time to release."""
    found = bound(case, *TIGHT, *settings)
    assert found.least_t == pytest.approx(least, abs=1e-3)
    assert found.least_unhoarded_t == pytest.approx(least, abs=1e-3)


def test_of_a_quota_in_tonnes_no_more_leaves_whoever_plans():
    """From April 2026 to August 2027, in 17 months, 10 t each arrive in time."""
    month = "mode: quota, quota_t: 10, quota_period: month, duration_days: null"
    found = bound("one_lane", *TIGHT, f"disruptions.halt={{{month}}}")
    assert found.least_t == pytest.approx(640 - 135 - 170 - 14, abs=1e-3)
    assert found.unmet_t == pytest.approx(640 - 135 - 170 - 14, abs=1e-3)


def test_what_is_bought_ahead_saves_all():
    """500 days of stock at the source, and 100 days to ship them in."""
    found = bound("one_lane")
    assert found.unmet_t == pytest.approx(106)
    assert found.least_t == pytest.approx(0, abs=1e-6)
    assert found.by_buying_ahead_t == pytest.approx(106, abs=1e-3)
    assert found.by_the_rest_t == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize(("lag", "saved"), [(0, 0), (30, 0), (80, 34), (120, 60)])
def test_the_regret_of_a_late_release(lag, saved):
    """Of 106 days of need from day 149 on, a lag takes the first: the rest fits or does not."""
    found = bound("one_lane_with_reserve", *TIGHT, f"stockpiles.reserve.lag_days={lag}")
    assert found.least_t == pytest.approx(46, abs=1e-3)
    assert found.unmet_t == pytest.approx(46 + saved, abs=1e-3)
    assert found.by_release_t == pytest.approx(saved, abs=0.02)
    assert found.by_buying_ahead_t == pytest.approx(0, abs=1e-3)


def test_a_release_can_be_too_slow_for_any_policy():
    """A quarter of the use a day over the 120 days in which nothing arrives: 120 - 14 - 30."""
    slow = "stockpiles.reserve.release_t_per_day=0.25"
    found = bound("one_lane_with_reserve", *TIGHT, slow)
    assert found.unmet_t == pytest.approx(106 - 0.25 * 106, abs=0.3)
    assert found.least_unhoarded_t == pytest.approx(120 - 14 - 30, abs=1e-3)
    assert found.least_t == pytest.approx(46, abs=1e-3)


def test_two_mines_are_bounded_history_by_history():
    """A longer halt costs more in either; what the buffer of 30 days holds is not lost."""
    found = list(bounds(Job(sim.load("two-mines"), seed=1), [0, 1, 2]))
    assert [one.history for one in found] == [0, 1, 2]
    for one in found:
        assert 0 < one.least_t < one.least_unhoarded_t <= one.unmet_t + 1e-4
    assert found[0].least_t < found[2].least_t < found[1].least_t
    assert found[0].unmet_t < found[2].unmet_t < found[1].unmet_t


def test_when_the_mines_stop_what_is_in_the_chain_is_all_there_is():
    """Both shut from the first day: magnets of what is on hand and on its way, and no more."""
    shut = "disruptions.shut={kind: outage, facilities: [rock, clay], start: 0}"
    scenario = sim.load("two-mines", ["disruptions.halt=null", shut])
    past = Past(run_lot(Job(scenario, seed=1).study(), 0), 0)

    def there(*names: str) -> np.ndarray:
        found = [past.at_start(name) for name in names]
        return sum(part.reshape(-1, part.shape[-1]).sum(axis=0) for part in found)

    ore = there("concentrate.stock", "concentrate.input", "concentrate.in_transit")[1:]
    # On day 0 the mines dig for the week that ends with it, six days of which they were open.
    dug = past.made_in("mines")
    assert dug[0] == pytest.approx(np.array([150, 250]) * 6 / 365.25)  # clay, rock
    assert not dug[1:].any()
    ore += dug[0] @ past.of(past.coefficients.content.on(0))
    oxide = ore * [0.85, 0.90]  # dy, ndpr
    oxide += there("separation_plants.in_process", "oxide.stock", "oxide.input", "oxide.in_transit")
    metal = 0.95 * oxide
    metal += there("metal_makers.in_process", "metal.stock", "metal.input", "metal.in_transit")
    made = there("magnet_makers.in_process", "magnets.stock", "magnets.input", "magnets.in_transit")
    drawn = past.coefficients.metal_drawn.on(0).item()
    magnets = made + (metal / ([0.02, 0.28] * np.array(drawn))).min()
    demand = past.demand("magnets").sum()
    assert 0 < magnets.item() < 0.8 * demand
    assert bound_of(past).least_t == pytest.approx(demand - magnets.item(), rel=1e-6)


def test_users_of_oxide_beside_them_change_nothing_for_users_of_magnets():
    shut = "disruptions.shut={kind: lane_closure, lanes: [%s], start: 100, duration_days: 100}"
    tight = shut % "magnets", "magnet_makers.maker.capacity_t_blanks_per_year=4000"
    alone = bound("oxide_consumer", *tight, "consumers.coater=null", "lanes.yttrium=null")
    beside = bound("oxide_consumer", shut % "magnets, yttrium", *tight[1:])
    assert alone.unmet_t == beside.unmet_t > alone.least_t > 0.0
    assert beside.least_t == pytest.approx(alone.least_t, rel=1e-6)


def test_what_emergencies_save_is_normal_demand_that_is_not_served():
    """A quarter less from the second of 106 short days on, and in the 385 days after them."""
    found = bound("one_lane", *TIGHT, "consumers.motors.emergency={after_days: 0, saves: 0.25}")
    assert found.unmet_t == pytest.approx(106 + 0.25 * 385, abs=1e-3)
    assert found.least_t == pytest.approx(106, abs=1e-3)
