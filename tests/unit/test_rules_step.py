"""A step of a project takes longer by what hits it while it is under way."""

import numpy as np
import pytest

from sim.rules.step import Hold, done

STANDS = np.nan


def hold(start: float, end: float, days: float) -> Hold:
    return Hold(np.array([start]), np.array([end]), np.array([days]))


@pytest.mark.parametrize(
    ("holds", "ends"),
    [
        ([], 200),
        ([hold(150, 160, 30)], 230),
        ([hold(0, 100, 30)], 200),  # over on the day on which it begins
        ([hold(0, 101, 30)], 230),
        ([hold(199, 300, 30)], 230),
        ([hold(200, 300, 30)], 200),  # done on that day
        ([hold(150, np.inf, 30)], 230),
        ([hold(np.nan, np.nan, 30)], 200),
        ([hold(150, 160, 30), hold(210, 220, 5)], 235),  # the first keeps it under way
        ([hold(210, 220, 5), hold(150, 160, 30)], 235),
        ([hold(210, 220, 5)], 200),
        ([hold(150, 160, STANDS)], 210),
        ([hold(50, 160, STANDS)], 260),
        ([hold(150, np.inf, STANDS)], np.inf),
        ([hold(150, 170, STANDS), hold(160, 180, STANDS)], 230),  # it stands still once
        ([hold(150, 170, STANDS), hold(160, 165, 7)], 227),
    ],
)
def test_what_is_in_force_while_a_step_is_under_way_lengthens_it(holds, ends):
    assert done(np.array([100.0]), np.array([100.0]), holds).tolist() == [ends]


@pytest.mark.parametrize(("start", "ends"), [(99, 100), (100, 130), (101, 100)])
def test_a_step_of_no_days_is_hit_where_it_begins_while_it_is_in_force(start, ends):
    found = done(np.array([100.0]), np.zeros(1), [hold(start, start + 1, 30)])
    assert found.tolist() == [ends]


def test_a_history_is_hit_by_its_own_windows():
    """What comes first in one comes last in another."""
    one = Hold(np.array([150.0, 210.0]), np.array([160.0, 220.0]), np.array([30.0]))
    other = Hold(np.array([210.0, 150.0]), np.array([220.0, 160.0]), np.array([5.0]))
    found = done(np.array([100.0]), np.array([100.0]), [one, other])
    assert found.tolist() == [235.0, 205.0]
