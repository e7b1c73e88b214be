"""How new capacity comes up: from nothing to nameplate, along a line or an S."""

import numpy as np
import pytest

from sim.rules.ramp import ramp, rising

DAYS = np.array([-1.0, 0.0, 25.0, 50.0, 75.0, 100.0, 400.0])


@pytest.mark.parametrize(
    ("curve", "share"),
    [
        ("linear", [0, 0, 0.25, 0.5, 0.75, 1, 1]),
        ("s_curve", [0, 0, 5 / 32, 0.5, 27 / 32, 1, 1]),
    ],
)
def test_a_ramp_of_a_hundred_days_by_hand(curve, share):
    """A quarter of the way up an S are 3 / 4^2 - 2 / 4^3 = 5 / 32, and as much is left at three."""
    assert ramp(DAYS, 100.0, curve).tolist() == pytest.approx(share)


@pytest.mark.parametrize("curve", ["linear", "s_curve"])
def test_without_a_ramp_all_is_there_from_the_first_day(curve):
    assert ramp(DAYS, 0.0, curve).tolist() == [0, 1, 1, 1, 1, 1, 1]


@pytest.mark.parametrize("shape", [0.5, 1.0, 1.15, 3.0])
def test_a_rise_stands_at_half_after_its_half_time_whatever_its_shape(shape):
    assert rising(np.array([-9.0, 0.0, 26.0]), 26.0, shape).tolist() == [0.0, 0.0, 0.5]


def test_a_rise_by_hand():
    """Of what is missing, 2^-(2^3) after double the time with the shape 3."""
    assert rising(np.array([2.0, 4.0]), 2.0, 3.0).tolist() == [0.5, 1 - 2.0**-8]
    assert rising(np.array([2.0, 4.0, 6.0]), 2.0, 1.0).tolist() == [0.5, 0.75, 0.875]
