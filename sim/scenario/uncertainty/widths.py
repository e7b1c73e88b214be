"""Kinds of number, and how far each may be off by the grade of its source.

The widths are assumptions (grade C). Those of amounts are what moved the published numbers when the
balance of 2024 was made: A stays, B within 10 %, C within 40 %. Nobody publishes the error of days
of stock, the least known of all; shares and yields are widened by their odds. Growth is given in
points a year: two forecasts of the world's magnets to 2030 and 2040 are two points apart, which is
what three points a sector come to, half of their variance in common.
"""

import math
from collections.abc import Mapping
from statistics import NormalDist

from sim.scenario.schema.bounds import Bounds
from sim.scenario.schema.quantity import LONGEST_COVER
from sim.scenario.schema.uncertainty import Kind, SourceGrade

Grades = Mapping[SourceGrade, float]

_ABOUT_RIGHT: Grades = {"A": 0.05, "B": 0.15, "C": 0.4}
_AMOUNTS: Grades = {"A": 0.03, "B": 0.1, "C": 0.4}
_LOOSE: Grades = {"A": 0.1, "B": 0.25, "C": 0.6}
WIDTHS: Mapping[Kind, Grades] = {
    "tonnes": _AMOUNTS,
    "capacity": _AMOUNTS,
    "share": _ABOUT_RIGHT,
    "yield": _ABOUT_RIGHT,
    "cover": _LOOSE,
    "time": _ABOUT_RIGHT,
    "price": _ABOUT_RIGHT,
    "growth": {"A": 0.01, "B": 0.02, "C": 0.03},
    "factor": _LOOSE,
}
"""Half the width of the band that holds nine tenths of histories, part of the number; of a growth,
part of what a year multiplies by."""
NINE_TENTHS = NormalDist().inv_cdf(0.95)
"""Standard deviations from the middle to the end of that band."""


def kind_of(key: str, bounds: Bounds) -> Kind | None:
    """Tell of which kind a number is by its key and bounds; none if it is of none."""
    unit = bounds.unit
    if unit == "days":
        return "cover" if bounds.high == LONGEST_COVER else "time"
    if unit == "months":
        return "time"
    if unit == "t a year" and key.startswith(("capacity", "adds")):
        return "capacity"
    if unit in {"t", "t a day", "t a year"}:
        return "tonnes"
    if "USD" in unit:
        return "price"
    if unit == "a year":
        return "growth"
    if unit:
        return None
    if bounds.high == 1.0:
        return "yield" if bounds.above else "share"
    return "factor"


def sigma(width: float) -> float:
    """Give the standard deviation of the logarithm: of the number, its odds, or 1 and a growth."""
    return math.log1p(width) / NINE_TENTHS
