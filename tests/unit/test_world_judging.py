"""Over which time a lane is judged, and by what."""

import numpy as np
import pytest

import sim
from sim.world.chance.chance import Chance
from sim.world.trade.judging import Judging
from sim.world.world import World

ORDERED = 10.0
"""t a day."""
DAYS, PATIENCE = 28, 182


@pytest.fixture
def judging() -> Judging:
    """That of a world whose first seller of magnets has one lane, of one item."""
    world = World(sim.load("two-mines"), Chance(1, 0, 64))
    return world.trades["magnets"].lanes.judging


def day(judging: Judging, number: int, backlog: float, placed: float = ORDERED) -> None:
    """Let the first seller close a day."""
    judging.note(0, number, table(judging, placed), table(judging, backlog))


def table(judging: Judging, value: float) -> np.ndarray:
    """Give the same for every lane of the first seller."""
    lanes = judging._lanes[0]
    return np.full((lanes.stop - lanes.start, *judging.failing.shape[1:]), value)


def judged(
    judging: Judging, number: int, backlog: float, planned: float = ORDERED
) -> tuple[float, bool]:
    """Judge the first seller on a morning; give what is withdrawn, and whether it fails."""
    may_fail, flow = table(judging, 1.0) > 0.0, table(judging, planned)
    found = judging.judge(0, number, table(judging, backlog), flow, may_fail, None)
    withdrawn = 0.0 if found is None else float(found.withdrawn[0, 0, 0])
    return withdrawn, bool(judging.failing[0, 0, 0])


@pytest.mark.parametrize("first", [3, 4, 100])
def test_nothing_is_due_before_its_time(judging, first):
    day(judging, first - 1, backlog=0.0)
    day(judging, first, backlog=ORDERED)
    assert 0 not in judging.due(first + DAYS - 1) or not judged(judging, first + DAYS - 1, 10)[1]
    assert 0 in judging.due(first + DAYS)
    assert judged(judging, first + DAYS, ORDERED) == (ORDERED, True)


@pytest.mark.parametrize(("kept_back", "fails"), [(0.5, False), (0.5 + 1e-9, True)])
def test_a_lane_that_ships_just_the_share_that_is_asked_for_does_not_fail(
    judging, kept_back, fails
):
    for number in range(DAYS):
        day(judging, number, backlog=kept_back * ORDERED * (number + 1))
    waiting = kept_back * ORDERED * DAYS
    assert judged(judging, DAYS, waiting) == (waiting if fails else 0.0, fails)


@pytest.mark.parametrize(("planned", "fails"), [(3.0, False), (9.0, True), (0.0, True)])
def test_who_ships_as_planned_does_not_fail_of_more_that_is_asked(judging, planned, fails):
    """It ships 2 t of 10 a day; what waits is taken back all the same."""
    for number in range(DAYS):
        day(judging, number, backlog=0.8 * ORDERED * (number + 1))
    waiting = 0.8 * ORDERED * DAYS
    assert judged(judging, DAYS, waiting, planned) == (waiting, fails)


def test_a_seller_that_has_caught_up_begins_with_a_clean_sheet(judging):
    day(judging, 0, backlog=ORDERED)
    day(judging, 20, backlog=0.0)
    day(judging, 21, backlog=ORDERED)
    assert judged(judging, DAYS, ORDERED) == (0.0, False)
    assert judged(judging, 21 + DAYS, ORDERED) == (ORDERED, True)


def test_a_lane_that_fails_is_judged_by_its_trial_orders(judging):
    """After the same time again; one that ships them all is trusted anew."""
    day(judging, 0, backlog=ORDERED)
    assert judged(judging, DAYS, ORDERED)[1]
    for number in range(DAYS, 2 * DAYS):
        day(judging, number, backlog=0.0, placed=1.0)
    assert 0 in judging.due(2 * DAYS)
    assert judged(judging, 2 * DAYS, 0.0) == (0.0, False)
    assert judging.watched[0] == np.inf


def test_who_waits_by_choice_does_not_fail(judging):
    day(judging, 0, backlog=ORDERED)
    waiting = table(judging, ORDERED)
    found = judging.judge(0, DAYS, waiting, waiting, np.zeros(waiting.shape, dtype=bool), None)
    assert not found.withdrawn.any()
    assert not found.changed.any()


def test_where_orders_wait_for_licences_patience_is_longer(judging):
    """And orders are not taken back by the judge: who has no other lane goes on waiting."""
    day(judging, 0, backlog=ORDERED)
    may_fail = table(judging, 1.0) > 0.0
    waiting = table(judging, ORDERED)
    judging.judge(0, DAYS, waiting, waiting, may_fail, may_fail)
    assert not judging.failing.any()
    judging.judge(0, PATIENCE - 1, waiting, waiting, may_fail, may_fail)
    assert not judging.failing.any()
    found = judging.judge(0, PATIENCE, waiting, waiting, may_fail, may_fail)
    assert judging.failing[0, 0, 0]
    assert found.changed.all()
    assert not found.withdrawn.any()


def test_where_orders_wait_for_licences_no_more_is_seen_on_the_day(judging):
    """Else it would be seen only once another history is due, and so hang on who shares a block."""
    day(judging, 0, backlog=ORDERED)
    may_fail, waiting = table(judging, 1.0) > 0.0, table(judging, ORDERED)
    judging.judge(0, DAYS, waiting, waiting, may_fail, may_fail)
    assert 0 in judging.due(DAYS + 5)
    judging.judge(0, DAYS + 5, waiting, waiting, may_fail, None)
    assert judging.failing[0, 0, 0]
