"""Ramps that are on record, and which form of curve holds them: a half time and a shape.

Mountain Pass, NdPr oxide of each quarter since the first (MP's quarterly reports; 2024 adds up to
1,294 t), of a design of 6,075 t a year. The heavy circuit at Kuantan, dysprosium and terbium oxide
of the quarters of 2025 (Argus, Lynas' reports), of 114 t a year that its 1,900 t of feed hold.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.rules.ramp import ramp, rising
from sim.scenario.schema import Rise
from sim.scenario.schema.described import descriptions

F64 = NDArray[np.float64]

QUARTER = 365.25 / 4


class Recorded(NamedTuple):
    """Output of quarters as parts of nameplate, and when the first product came."""

    shares: F64
    since: float
    """Quarters from the beginning of the first to first product."""


MOUNTAIN_PASS = Recorded(
    np.array([50, 150, 131, 272, 478, 413, 563, 597, 721, 718, 917]) / (6075 / 4), 0.5
)
KUANTAN = Recorded(np.array([2, 9, 26]) / (114 / 4), 0.5)

Form = Callable[[F64, F64, F64], F64]
"""Share by days, half time and shape."""


def _logistic(days: F64, half: F64, shape: F64) -> F64:
    share = 1.0 / (1.0 + np.exp(np.minimum(4.0 * shape * (1.0 - days / half), 700.0)))
    return np.where(days > 0.0, share, 0.0)


def _hill(days: F64, half: F64, shape: F64) -> F64:
    return 1.0 / (1.0 + (half / np.maximum(days, 1e-9)) ** shape)


def _to_its_end(curve, days: F64, half: F64, shape: F64) -> F64:
    return ramp(days, 2.0 * half, curve)


FORMS: dict[str, Form] = {
    "rising": rising,
    "exponential": lambda days, half, shape: rising(days, half, 1.0),
    "linear": partial(_to_its_end, "linear"),
    "s_curve": partial(_to_its_end, "s_curve"),
    "logistic": _logistic,
    "log-logistic": _hill,
}
HALVES = np.arange(2.0, 40.0, 0.25)
SHAPES = np.arange(0.5, 4.0, 0.05)


def of_quarters(form: Form, record: Recorded, half_months: F64, shape: F64) -> F64:
    """Give the mean share of each quarter, ``[quarter, ...]``."""
    count = len(record.shares)
    days = (np.arange(count * 30) / 30 + 1 / 60 - record.since) * QUARTER
    days = days.reshape(-1, *np.ones(np.ndim(half_months), dtype=int))
    found = form(days, half_months * 365.25 / 12, shape)
    return found.reshape(count, 30, *found.shape[1:]).mean(axis=1)


def fitted(name: str, record: Recorded) -> tuple[float, float, float]:
    """Give the error (root of the mean square, of nameplate), half time and shape that fit best."""
    half, shape = np.meshgrid(HALVES, SHAPES)
    found = of_quarters(FORMS[name], record, half, shape)
    away = found - record.shares.reshape(-1, 1, 1)
    error = np.sqrt((away**2).mean(axis=0))
    best = np.unravel_index(np.argmin(error), error.shape)
    return float(error[best]), float(half[best]), float(shape[best])


def test_mountain_pass_took_26_months_to_half_of_its_design():
    """It may have begun on any day of its first quarter: so the half time is known to a month."""
    error, half, shape = fitted("rising", MOUNTAIN_PASS)
    assert (half, shape) == (pytest.approx(26, abs=0.26), pytest.approx(1.15, abs=0.06))
    assert error < 0.037
    early, late = (fitted("rising", MOUNTAIN_PASS._replace(since=since)) for since in (0.0, 0.9))
    assert 25.0 <= late[1] <= half <= early[1] <= 27.5


def test_what_the_format_says_of_mountain_pass_holds_every_quarter():
    """The sum of eleven to 2 %, and each to a tenth of design."""
    assert Rise.model_fields["shape"].default == 1.15
    assert "whose half took 26\nmonths" in descriptions(Rise)["shape"]
    found = of_quarters(rising, MOUNTAIN_PASS, np.array(26.0), np.array(1.15))
    assert np.abs(found - MOUNTAIN_PASS.shares).max() < 0.1
    assert found.sum() == pytest.approx(MOUNTAIN_PASS.shares.sum(), rel=0.02)


def test_the_heavy_circuit_at_kuantan_came_within_months():
    """Beside a plant that runs, with oxalate made before: half after four months, all at once."""
    error, half, shape = fitted("rising", KUANTAN)
    assert (half, shape) == (pytest.approx(3.75, abs=0.26), pytest.approx(3.0, abs=0.11))
    assert error < 0.04


@pytest.mark.parametrize(
    ("name", "record", "times"),
    [
        ("s_curve", MOUNTAIN_PASS, 2.0),
        ("log-logistic", MOUNTAIN_PASS, 1.05),
        ("log-logistic", KUANTAN, 1.3),
        ("exponential", MOUNTAIN_PASS, 1.05),
        ("exponential", KUANTAN, 3.5),
        ("linear", KUANTAN, 1.9),
    ],
)
def test_other_forms_hold_the_records_worse(name, record, times):
    assert fitted(name, record)[0] > times * fitted("rising", record)[0]


def test_a_line_holds_mountain_pass_as_well():
    """No quarter on record is beyond 60 % of its design: the end of its ramp is not known."""
    assert MOUNTAIN_PASS.shares.max() < 0.61
    errors = (fitted(name, MOUNTAIN_PASS)[0] for name in ("linear", "rising"))
    assert next(errors) == pytest.approx(next(errors), rel=0.01)


def test_a_logistic_holds_both_but_begins_with_a_leap():
    """A tenth of the design of Mountain Pass would run from the first day on."""
    error, half, shape = fitted("logistic", MOUNTAIN_PASS)
    assert error < 1.1 * fitted("rising", MOUNTAIN_PASS)[0]
    assert fitted("logistic", KUANTAN)[0] < fitted("rising", KUANTAN)[0]
    first_day = np.array([1e-6])
    assert FORMS["logistic"](first_day, np.array(half), np.array(shape))[0] > 0.09
