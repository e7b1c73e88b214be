"""How new capacity comes up: from nothing to nameplate, along a line or an S."""

import numpy as np
import pytest

from sim.rules.ramp import ramp

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
