"""Where histories begin, kept from one block to the next: points and rounds of a study share it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.design.empty_stockpiles import may_stand_empty
from sim.scenario.membership import without_stockpiles
from sim.scenario.schema import Scenario
from sim.scenario.undisrupted import undisrupted
from sim.world.supply_chain import WarmState

Index = NDArray[np.intp]

_kept: list[tuple[object, Index, WarmState]] = []
"""What that which was made last follows from, the replications that begin so, and where."""


def calm_start(
    cause: object, numbers: Index, make: Callable[[], WarmState]
) -> tuple[WarmState, Index]:
    """Give where replications begin, and the place there of each.

    What is kept is of one cause, and large: another takes its place.

    Parameters
    ----------
    cause
        All that it follows from but the replications.
    numbers : array of int
        Replications, ascending.
    make : function
        Runs the warm-up of these.
    """
    if not (_kept and _kept[0][0] == cause and np.isin(numbers, _kept[0][1]).all()):
        _kept.clear()
        _kept.append((cause, numbers, make()))
    _, known, warm = _kept[0]
    return warm, np.searchsorted(known, numbers)


def calm_world(scenario: Scenario) -> Scenario:
    """Give what of a scenario a warm-up hangs on: no stockpile that nothing leads to."""
    calm = undisrupted(scenario)
    if all(may_stand_empty(calm, name) for name in calm.stockpiles):
        return without_stockpiles(calm)
    return calm
