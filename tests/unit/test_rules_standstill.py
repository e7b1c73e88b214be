"""Time in which a project stands still, there and back."""

import numpy as np
import pytest

from sim.rules.standstill import Standstill

DAYS = np.array([-5.0, 0.0, 9.0, 10.0, 10.5, 12.0, 16.0, 40.0])


def lost(*slips: tuple[float, float]) -> Standstill:
    return Standstill.of([(np.array([day]), np.array([days])) for day, days in slips])


@pytest.mark.parametrize(
    "slips", [[(10.0, 5.0)], [(10.0, 5.0), (12.0, 3.0)], [(0.0, 4.0), (10.0, -2.0)], [(0.0, 0.0)]]
)
def test_a_day_comes_back_from_where_it_went(slips):
    for day in (DAYS[DAYS != 12.0] if len(slips) > 1 else DAYS).reshape(-1, 1):
        there = lost(*slips).later(day)
        assert lost(*slips).without(there) == day


def test_of_two_slips_the_earlier_strikes_first_however_they_are_told():
    """What the first moves past the second is hit by it, too."""
    for slips in ([(10.0, 5.0), (14.0, 3.0)], [(14.0, 3.0), (10.0, 5.0)]):
        found = [lost(*slips).later(np.array([day])).item() for day in (10, 11, 14, 15)]
        assert found == [10, 19, 22, 23]


def test_what_is_gained_makes_up_for_what_was_lost_and_brings_nothing_forward():
    (early,) = lost((10.0, -5.0)).later(np.array([30.0]))
    (less,) = lost((10.0, 8.0), (20.0, -5.0)).later(np.array([30.0]))
    (at_least,) = lost((10.0, 8.0), (20.0, -5.0)).later(np.array([12.5]))
    assert (early, less, at_least) == (30, 33, 20)


def test_each_history_has_its_own_order():
    day, first, second = np.array([12.0, 12.0]), np.array([10.0, 20.0]), np.array([14.0, np.nan])
    found = Standstill.of([(first, np.array([3.0])), (second, np.array([4.0]))]).later(day)
    assert found.tolist() == [19.0, 12.0]
