"""Cells of a good: each item with each element that it may hold."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import BY_GRADE, CONCENTRATE
from sim.scenario.schema import Good
from sim.world.network.context import Context

Index = NDArray[np.intp]
Rows = Index | slice


@dataclass(frozen=True)
class Cells:
    """Of every cell of a good, ``[cell]``; goods by grade have one for the tonnes of each, too."""

    count: int
    item: Rows
    """Place of its item among all that the trade in the good carries."""
    ordered: Index
    """Place of its item among those that are ordered."""
    element: Index
    """Its element; the number of elements where it counts the tonnes of the item."""
    whole: Rows
    """Cell that counts the tonnes of its item."""
    of_elements: Index
    """Cells that count an element."""


def cells_of(context: Context, good: Good) -> Cells:
    """Give the cells of a good."""
    elements = context.coefficients.elements
    each = np.arange(len(elements))
    if good == CONCENTRATE:  # ordered in bulk, it carries its elements behind the bulk
        behind = slice(1, len(each) + 1)
        return Cells(len(each), behind, np.zeros_like(each), each, slice(None), each)
    if good not in BY_GRADE:
        return Cells(len(each), slice(None), each, each, slice(None), each)
    item: list[int] = []
    element: list[int] = []
    whole: list[int] = []
    for grade, name in enumerate(context.layouts[good].items):
        recipe = context.scenario.grades[name].recipe
        first = len(item)
        for at in (len(elements), *(at for at, e in enumerate(elements) if recipe.get(e, 0.0))):
            item.append(grade)
            element.append(at)
            whole.append(first)
    places = np.array(element)
    items = np.array(item)
    counting = np.flatnonzero(places < len(elements))
    return Cells(len(items), items, items, places, np.array(whole), counting)
