"""What is missing of the planned flows, and what holds it up, in chains where both are plain.

Demand is 1 t a day in all of them.
"""

import numpy as np
import pytest

from sim.rules.bottleneck import CONSTRAINTS
from sim.world.facility.bottleneck_recorder import HELD_UP
from tests.unit.effects import BARE_CHAIN, run
from tests.unit.licensed import licensed

FIRE = """
disruptions:
  fire: {kind: outage, facilities: [smelter], start: 2026-05-01, duration_days: 61}
"""


def entries(outcome, inflow):
    """Give the entries of an inflow in the first history, t, by name, ``[month]``."""
    at = outcome.record.inflows.index(inflow)
    values = outcome.record.held_up_t[:, at, :, 0]
    return {entry: values[:, place] for entry, place in HELD_UP.at.items()}


def bound(found):
    """Give what binds, with the tonnes missing over the run."""
    return {name: float(found[name].sum()) for name in CONSTRAINTS if found[name].any()}


def test_a_halt_closes_the_lane_and_all_that_was_planned_is_missing(tmp_path):
    """It lasts from day 100 to 220, 2026-04-11 to 08-08; orders of its last days come at once."""
    found = entries(run(tmp_path, "one_lane"), "magnets.consumers.US")
    assert found["planned"][:4] == pytest.approx([31, 28, 31, 30], rel=1e-5)
    assert bound(found).keys() == {"lane"}
    assert found["lane"][3:7] == pytest.approx([20, 31, 30, 31], rel=1e-5)
    assert found["lane"][7] == 0, "in August more is shipped than was planned"


def test_without_a_disruption_nothing_is_missing(tmp_path):
    found = entries(
        run(tmp_path, "one_lane", "disruptions: {halt: null}\n"), "magnets.consumers.US"
    )
    assert found["shipped"] == pytest.approx(found["planned"], rel=1e-5)
    assert bound(found) == {}


def test_of_a_plant_that_burns_capacity_binds_and_feed_binds_whom_it_feeds(tmp_path):
    """61 days of metal are missing; of magnets 30 days' less, which the maker's feed stock makes,
    and two that are under way. What comes before is not ordered meanwhile, and so not missing."""
    outcome = run(tmp_path, "stoichiometry", BARE_CHAIN, FIRE)
    metal = entries(outcome, "metal.magnet_makers.CN")
    assert bound(metal) == pytest.approx({"capacity": 0.3 * 61}, rel=1e-5)
    magnets = entries(outcome, "magnets.consumers.CN")
    assert bound(magnets) == pytest.approx({"feed": 29.0}, rel=1e-5)
    assert np.flatnonzero(magnets["feed"]).tolist() == [5]
    for inflow in ("oxide.metal_makers.CN", "concentrate.separation_plants.CN"):
        assert bound(entries(outcome, inflow)) == {}


def test_where_licences_take_long_they_bind(tmp_path):
    """Decisions take 50 days from day 100 on: that much is missing, in April and May."""
    outcome = licensed(tmp_path, "licence: {decision_days: 50}", buffer=120)
    found = entries(outcome, "magnets.consumers.US")
    assert bound(found).keys() == {"licence"}
    assert found["licence"][3] == pytest.approx(20.0, abs=1.0)
    assert found["licence"].sum() == pytest.approx(50.0, abs=2.0)


def test_no_more_is_held_up_than_is_missing(tmp_path):
    found = entries(run(tmp_path, "one_lane"), "magnets.consumers.US")
    held = np.add.reduce([found[name] for name in CONSTRAINTS])
    assert (held <= np.maximum(found["planned"] - found["shipped"], 0) + 1e-5).all()
