"""Numbers, dates and intervals as people read them."""

import datetime as dt
import math

from sim.compare.contrast import NOTHING
from sim.compare.row import Contrast, Value
from sim.output.text import date_of


def amount(value: float, unit: str, more: int = 0) -> str:
    """Write a number of a unit: shares with three digits, others with one, none where large.

    Parameters
    ----------
    value : float, in *unit*
    unit : str
    more : int
        Digits to write besides.

    Examples
    --------
    >>> amount(127.66, "d"), amount(8621.2, "t"), amount(0.9534, "1"), amount(0.031, "t")
    ('127.7', '8,621', '0.953', '0.031')
    """
    if value == 0.0:
        return "0"
    if unit == "1":
        return f"{value:.{3 + more}f}" if abs(value) >= 0.001 else f"{value:.{1 + more}g}"
    if abs(value) < 0.1:
        return f"{value:.{2 + more}g}"
    return f"{value:,.{(0 if abs(value) >= 1000 else 1) + more}f}"


def signed(value: float, unit: str, more: int = 0) -> str:
    """Write a difference with its sign."""
    return f"{'+' if value > 0 else ''}{amount(value, unit, more)}"


def mean_text(value: Value | None, unit: str, start: dt.date) -> str:
    """Write a mean with the half-width of its interval; days of the run as dates."""
    if value is None:
        return "-"
    if not math.isfinite(value.mean):
        return "never"
    if unit == "day":
        text = str(date_of(start, value.mean) or "-")
    else:
        text = amount(value.mean, unit)
        if math.isfinite(value.half_width95) and value.half_width95 > 0:
            text += f" ± {amount(value.half_width95, unit)}"
    return f"{text} (never in {100 * value.share_never:.2g} %)" if value.share_never else text


def difference_text(contrast: Contrast, unit: str) -> str:
    """Write a mean difference, ``-`` if there is none; dates differ by days."""
    if contrast.difference is None:
        return "-"
    return "0" if _is_nothing(contrast) else signed(contrast.difference, unit)


def _is_nothing(contrast: Contrast) -> bool:
    """Tell whether a difference is none in proportion, whatever its interval."""
    return contrast.share is not None and abs(contrast.share) < NOTHING


def interval_text(contrast: Contrast, unit: str) -> str:
    """Write the 95 % interval of a difference."""
    if contrast.low is None or contrast.high is None:
        return "-"
    if contrast.low == contrast.high:
        return "exact"
    for more in range(6):
        low, high = signed(contrast.low, unit, more), signed(contrast.high, unit, more)
        if low != high:
            return f"{low} to {high}"
    return "exact"


def share_text(contrast: Contrast, unit: str) -> str:
    """Write a difference in per cent of the baseline; nothing for dates."""
    if contrast.share is None or unit == "day":
        return "-"
    if math.isinf(contrast.share):
        return "from 0"
    if _is_nothing(contrast):
        return "0 %"
    percent = 100 * contrast.share
    if abs(percent) < 0.1:
        return f"{percent:+.1g} %"
    return f"{percent:+.{0 if abs(percent) >= 100 else 1}f} %"
