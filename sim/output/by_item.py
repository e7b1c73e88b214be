"""Tonnes of goods item by item, and of all items of a good together."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from sim.output.histories import Histories
from sim.output.years import with_years
from sim.world.record.series import Series

F64 = NDArray[np.float64]
Ids = tuple[str, ...]
ALL = "all"
"""Name of all items of a good together."""


def by_item(
    histories: Histories, series: Series, parts: Callable[[str], tuple[str, str, Ids]]
) -> Iterator[tuple[str, str, dict[Ids, F64]]]:
    """Go through the items of each good, then all of them together where there are several.

    Parameters
    ----------
    histories : Histories
    series : Series
        In tonnes by month, with one axis of ids, each of which has an array of its own.
    parts : callable
        Gives good, item, and whose it is, for an id.

    Yields
    ------
    str, str, dict of tuple of str to array
        Good, item, and by whose it is t, ``[month and year, history]``; an item at a time is held.
    """
    (axis,) = series.id_axes
    goods: dict[str, dict[str, dict[Ids, str]]] = {}
    for one in histories.ids(axis):
        good, item, whose = parts(one)
        goods.setdefault(good, {}).setdefault(item, {})[whose] = series.key(one)
    for good, items in goods.items():
        together: dict[Ids, F64] = {}
        for item, keys in items.items():
            monthly = {whose: histories.read(key).astype(float) for whose, key in keys.items()}
            tonnes = {whose: with_years(histories.start, t) for whose, t in monthly.items()}
            for whose, t in tonnes.items():
                together[whose] = together[whose] + t if whose in together else t
            yield good, item, tonnes
        if len(items) > 1:
            yield good, ALL, together
