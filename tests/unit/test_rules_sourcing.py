"""How a buyer splits its orders over its lanes."""

import numpy as np
import pytest

from sim.rules.sourcing import TRIAL, Groups, normal_weights, rerouted_weights

# Lanes 0 to 2 serve buyer 0, lanes 3 and 4 buyer 1; lane 2 is a stand-by lane.
BUYERS = Groups(np.array([0, 0, 0, 1, 1]), 2)
NORMAL = np.array([0.7, 0.3, 0.0, 0.1, 0.9]).reshape(5, 1, 1)
STANDBY = np.array([0.0, 0.0, 0.3, 0.0, 0.0]).reshape(5, 1, 1)


def flags(*lanes: int) -> np.ndarray:
    """Mark lanes, ``[lane, item, history]``."""
    marked = np.zeros((5, 1, 1), dtype=bool)
    marked[list(lanes)] = True
    return marked


def weights(closed=(), failing=(), standby=None) -> list[float]:
    """Give the weights of the five lanes."""
    bad = flags(*failing) if failing else None
    return rerouted_weights(NORMAL, flags(*closed), bad, standby, BUYERS)[0].ravel().tolist()


def test_offtake_claims_its_share_as_far_as_the_plant_runs():
    share = np.array([1.0, 0.0]).reshape(2, 1, 1)
    offtake = np.array([0.0, 0.4]).reshape(2, 1, 1)
    running = np.array([1.0, 0.5]).reshape(2, 1, 1)
    found = normal_weights(share, offtake, running, Groups(np.array([0, 0]), 1))
    assert found.ravel().tolist() == [0.8, 0.2]


def test_the_share_of_a_closed_lane_moves_to_the_buyers_others():
    assert weights(closed=[0]) == [0.0, 1.0, 0.0, 0.1, 0.9]


def test_a_buyer_without_an_open_lane_waits():
    found, reach = rerouted_weights(NORMAL, flags(0, 1, 2), None, None, BUYERS)
    assert found.ravel().tolist() == [0.0, 0.0, 0.0, 0.1, 0.9]
    assert reach.ravel().tolist() == [0.0, 1.0]


def test_a_failing_lane_keeps_a_trial_share():
    trial = 0.7 * TRIAL
    assert weights(failing=[0]) == pytest.approx(
        [trial / (0.3 + trial), 0.3 / (0.3 + trial), 0.0, 0.1, 0.9]
    )


def test_a_failing_lane_keeps_all_where_there_is_no_other():
    assert weights(closed=[1], failing=[0]) == [1.0, 0.0, 0.0, 0.1, 0.9]


def test_a_stand_by_lane_is_called_on_when_another_is_closed():
    assert weights(closed=[0], standby=STANDBY) == [0.0, 0.5, 0.5, 0.1, 0.9]


def test_a_failing_stand_by_lane_calls_on_nobody():
    assert weights(failing=[2], standby=STANDBY) == pytest.approx([0.7, 0.3, 0.0, 0.1, 0.9])


def test_a_stand_by_lane_that_fails_when_called_gets_a_trial_share():
    trial = 0.3 * TRIAL
    found = weights(closed=[0], failing=[2], standby=STANDBY)
    assert found == pytest.approx([0.0, 0.3 / (0.3 + trial), trial / (0.3 + trial), 0.1, 0.9])
    assert weights(closed=[0, 1], failing=[2], standby=STANDBY) == [0.0, 0.0, 1.0, 0.1, 0.9]


def test_a_buyer_without_trouble_keeps_its_weights_to_the_bit():
    third = np.array([0.7, 0.2, 0.1, 1 / 3, 2 / 3]).reshape(5, 1, 1)
    found, _ = rerouted_weights(third, flags(0), None, None, BUYERS)
    assert found[3:].tolist() == third[3:].tolist()


def test_what_may_be_used_in_part_counts_for_that_part():
    part = np.array([0.3, 0.7, 1.0, 1.0, 1.0]).reshape(5, 1, 1)
    found, _ = rerouted_weights(NORMAL, flags(), None, None, BUYERS, part)
    assert found.ravel().tolist() == pytest.approx([0.5, 0.5, 0.0, 0.1, 0.9])
    assert found[3:].tolist() == NORMAL[3:].tolist()
