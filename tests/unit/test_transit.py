"""Lanes whose times differ are sent as one, as each would be by itself."""

import numpy as np
import pytest

from sim.world.state.pipeline import Pipeline
from sim.world.state.state import BATCH, State
from sim.world.trade.transit import FixedTransit, LaneByLane, differ

LANES, ITEMS = 3, 2
BUYERS = np.array([1, 2, 4])
DAYS = np.random.default_rng(1).integers(1, 9, (LANES, BATCH)).astype(float)
SOME = slice(1, 5)


def pipeline():
    return Pipeline(State(BATCH), "way", 6, ITEMS, 8)


def amount(day):
    return np.random.default_rng(day).random((LANES, ITEMS, BATCH))


@pytest.mark.parametrize("before", [True, False], ids=["before", "from the start on"])
def test_lanes_sent_as_one_arrive_as_each_would(before):
    one, each = pipeline(), pipeline()
    together = LaneByLane(DAYS, BUYERS)
    lanes = [FixedTransit(days) for days in DAYS]
    rows = [slice(row, row + 1) for row in BUYERS.tolist()]
    for day in range(5):
        if before:
            together.send_before(day, 6, amount(day), [(one, SOME)])
            for lane, row, part in zip(lanes, rows, amount(day), strict=True):
                lane.send_before(day, 6, part[None], [(each, row)])
        else:
            together.sender([(one, SOME)])(day, amount(day))
            for lane, row, part in zip(lanes, rows, amount(day), strict=True):
                lane.sender([(each, row)])(day, part[None])
    np.testing.assert_array_equal(one.ring, each.ring)
    assert one.ring.sum() > 0.0
    for day in range(14):
        due, expected = one.due(day), each.due(day)
        assert (due is None) == (expected is None)
        if due is not None:
            np.testing.assert_array_equal(due, expected)


def test_times_differ_if_there_are_more_than_a_few():
    assert differ(DAYS[0])
    assert not differ(np.full(BATCH, 4.0))
    assert not differ(np.where(np.arange(BATCH) < 9, 4.0, 5.0))
