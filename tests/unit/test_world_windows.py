"""Windows of several replications, of which each has its own number; and what is drawn anew."""

from itertools import count

import numpy as np
import pytest

from sim.world.chance.anew import Anew
from sim.world.timing.windows import Windows

NAN = np.nan


@pytest.fixture
def windows():
    """Three, one and no window, put in as they become known."""
    found = Windows(3)
    found.add([(np.array([10.0, 50.0, NAN]), np.array([20.0, np.inf, NAN]))])
    for start in (30.0, 40.0):
        found.add([(np.array([start, NAN, NAN]), np.array([start + 5, NAN, NAN]))])
    return found


def test_each_is_in_force_from_its_start_until_the_day_before_its_end(windows):
    days = [day for day in range(60) if windows.active(day)[0]]
    assert days == [*range(10, 20), *range(30, 35), *range(40, 45)]
    assert [day for day in range(60) if windows.active(day)[1]] == list(range(50, 60))
    assert not any(windows.active(day)[2] for day in range(60))


def test_a_day_knows_what_begins_what_was_last_and_what_is_over(windows):
    assert [day for day in range(60) if windows.begins(day)[0]] == [10, 30, 40]
    np.testing.assert_array_equal(windows.latest(39), [30, NAN, NAN])
    np.testing.assert_array_equal(windows.latest(99), [40, 50, NAN])
    over = [day for day in range(60) if windows.is_over(day)[0]]
    assert over == [*range(20, 30), *range(35, 40), *range(45, 60)]
    np.testing.assert_array_equal(windows.closed, [45, np.inf, NAN])
    assert windows.change_days() == [10, 20, 30, 35, 40, 45, 50]


def test_only_what_may_matter_on_a_day_is_looked_at(windows):
    starts, _ = windows.near(32.0)
    assert len(starts) == 1 + 1  # the second of the first, and what never ends elsewhere
    starts, _ = windows.near(46.0, after=5.0)
    np.testing.assert_array_equal(starts[:, 0], [10, 40])


def test_a_draw_depends_on_its_number_alone():
    def draws():
        for number in count(1):
            yield np.full(2, 10.0 * number)

    one_by_one, at_once = Anew(np.zeros(2), draws()), Anew(np.zeros(2), draws())
    np.testing.assert_array_equal(at_once.at(np.array([3, 1])), [30, 10])
    assert [one_by_one.of(number)[0] for number in range(4)] == [0, 10, 20, 30]
    np.testing.assert_array_equal(one_by_one.at(np.array([0, 2])), [0, 20])


def test_many_days_are_asked_at_once_whether_any_is_near(windows):
    """As if each was asked."""
    for first in range(60):
        for last in range(first, min(first + 9, 60)):
            found = any(len(windows.near(float(day), 2.5)[0]) for day in range(first, last + 1))
            assert windows.are_near(first, last, 2.5) == found
