"""Known answers of buyers who take time to accept more from a seller that they know."""

import numpy as np
import pytest

from tests.known_answers.cases import run

SHUT = 40
CLOSED = (
    "disruptions.shut={kind: lane_closure, lanes: [from_east], start: 2026-02-10, "
    "duration_days: 9999}"
)
"""The lane of half of what the motors take, 1 t a day in all, never opens again."""
SHELF, TRANSIT = 14.0, 35
READY = "magnet_makers.west.stock_days=500"
"""The other has all that may ever be ordered of it."""


def served(days: float, above: float, *settings: str) -> np.ndarray:
    """Give what the builders of motors get in time, t by day."""
    slow = f"consumers.motors.qualification={{days: {days}, above: {above}}}"
    record = run("two_makers", CLOSED, slow, *settings).record
    return np.asarray(record.served_t[:, record.consumers.index("motors"), 0])


@pytest.mark.parametrize(("days", "above"), [(60, 0), (60, 0.2), (150, 0.5), (20, 0.1)])
def test_what_is_lost_is_what_the_other_seller_may_not_send_less_the_shelf(days, above):
    """Each day lacks half a ton but for the allowance, as long as qualification takes."""
    lacks = 0.5 - 0.5 * above
    got = served(days, above, READY)
    assert (1.0 - got).sum() == pytest.approx(max(lacks * days - SHELF, 0.0), abs=1e-3)
    if lacks * days > SHELF:
        first = SHUT + TRANSIT + int(SHELF / lacks)
        short = np.flatnonzero(got < 1 - 1e-6)
        assert short[0] == pytest.approx(first, abs=1)
        assert short[-1] == SHUT + TRANSIT + days - 1
        assert got[first + 1 : short[-1] + 1] == pytest.approx(1.0 - lacks, abs=1e-6)


def test_who_never_accepts_more_gets_what_was_planned():
    assert served(1e6, 0)[-200:] == pytest.approx(0.5)


def test_no_time_at_all_changes_nothing():
    at_once = run("two_makers", CLOSED).record
    assert np.array_equal(served(0, 0), at_once.served_t[:, at_once.consumers.index("motors"), 0])


def test_a_shelf_is_filled_again_over_the_lanes_of_old():
    """More than planned that is not moved from elsewhere is nothing new: a rush passes as ever."""
    rush = "disruptions.rush={kind: demand_shock, consumers: [motors], factor: 3, start: 2026-03-01, duration_days: 20}"
    calm = "disruptions.shut=null"
    slow, without = (
        run("two_makers", rush, *more).record.served_t[:, 0, 0]
        for more in (["consumers.motors.qualification={days: 99}"], [])
    )
    assert np.array_equal(slow, without)
    assert np.array_equal(served(99, 0, calm), run("two_makers").record.served_t[:, 0, 0])


def test_what_has_begun_goes_on():
    """A second closure after qualification costs what it costs those who need none."""
    opens = "disruptions.shut.duration_days=50"
    again = "disruptions.again={kind: lane_closure, lanes: [from_east], start: 2026-08-01, duration_days: 60}"
    once, twice = served(40, 0, opens), served(40, 0, opens, again)
    free = run("two_makers", again).record.served_t[:, 0, 0]
    assert np.array_equal(once[:212], twice[:212])
    assert twice[212:] == pytest.approx(free[212:], abs=1e-6)


OPENS = "disruptions.shut.duration_days=100"


@pytest.mark.parametrize(("unmet", "kept"), [("lost", 1e-3), ("backlog", 5.0)])
def test_a_longer_qualification_saves_little_where_orders_pile_up_at_a_slow_maker(unmet, kept):
    """The other lane opens again while orders wait; they stay until the maker is judged."""
    slow = f"consumers.motors.unmet={unmet}", "magnet_makers.west.capacity_t_blanks_per_year=400"
    lost = [(1.0 - served(days, 0, OPENS, *slow)).sum() for days in (0, 30, 60, 90, 120, 200)]
    assert np.diff(lost).min() >= -kept
    assert lost[-1] > lost[0] + 30.0
