"""Slopes as a file and for JSON: a row a slope."""

from collections.abc import Sequence
from typing import Any

from sim.output.disk import write
from sim.output.text import csv_text, number, rounded
from sim.sweep.chosen import in_words
from sim.sweep.results import Results
from sim.sweep.slopes import Slope
from sim.sweep.tables import plain_value
from sim.sweep.unit import per_unit

SLOPES = "slopes.csv"
POINTS = "points of %"
"""Unit of what is told of a share that changes."""
ABOUT = (
    *("per", "over", "from", "to", "points"),
    *("kind", "group", "label", "measure", "unit", "histories"),
)
"""Columns that say what a slope is of."""
SIZE = "mean", "half_width95", "q05", "q50", "q95"
"""Columns of a slope's size."""


def slope_unit(results: Results, per: int, measure: str) -> str:
    """Say what a slope of a measure counts, ``shortfall days per month of slip``."""
    axis = results.sweep.design.axes[per]
    return f"{in_words(measure)} {per_unit(axis.path, axis.values)}"


def told_unit(results: Results, per: int, measure: str) -> str:
    """Say what slopes count as they are told to people: those of shares in points of %."""
    return slope_unit(results, per, measure).replace("(share)", f"({POINTS})")


def write_slopes(results: Results, per: int, found: Sequence[Slope]) -> None:
    """Write the slopes along an input.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write(results.sweep.folder / SLOPES, slopes_csv(results, per, found).encode())


def slopes_csv(results: Results, per: int, found: Sequence[Slope]) -> str:
    """Write a row a slope: the other inputs, between which values, whose, of what, how large."""
    rows = [
        [*one.others, *map(str, _about(results, per, one).values()), *map(number, _size(one))]
        for one in found
    ]
    return csv_text([*_others(results, per), *ABOUT, *SIZE], rows)


def slope_rows(results: Results, per: int, found: Sequence[Slope]) -> list[dict[str, Any]]:
    """Give a row a slope for JSON."""
    others = _others(results, per)
    return [
        {
            "inputs": dict(zip(others, map(plain_value, one.others), strict=True)),
            **_about(results, per, one),
            "from": plain_value(one.first),
            "to": plain_value(one.last),
            **dict(zip(SIZE, map(rounded, _size(one)), strict=True)),
        }
        for one in found
    ]


def _others(results: Results, per: int) -> list[str]:
    """Name the inputs that are held."""
    return [path for number, path in enumerate(results.sweep.design.inputs) if number != per]


def _about(results: Results, per: int, found: Slope) -> dict[str, str | int]:
    """Say what a slope is of."""
    kind, group, measure = found.key
    over = "all" if found.is_whole else "step"
    values = (
        *(results.sweep.design.inputs[per], over, found.first, found.last, found.points),
        *(kind, group, found.label, measure, slope_unit(results, per, measure)),
        found.statistics.n,
    )
    return dict(zip(ABOUT, values, strict=True))


def _size(found: Slope) -> tuple[float, ...]:
    given = found.statistics
    q05, _, q50, _, q95 = given.quantiles
    return given.mean, given.half_width95, q05, q50, q95
