"""When groups stop first from some day on, in every history of a run."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.measures import first_stop_day
from sim.output.groups import Group
from sim.output.histories import Histories
from sim.output.lot import STEPS

F64 = NDArray[np.float64]

PARTS = {"first_stop_1pct": 0.01, "first_stop_10pct": 0.10, "first_stop_50pct": 0.50}
"""Measures of a first stop, and the part of demand that stands still by them."""
KINDS = frozenset({"consumer", "region"})
"""Groups of which reports of stops tell; a consumer that is all of its region is told as that."""


def first_stops(histories: Histories, first: int, end: int) -> Iterator[tuple[str, Group, F64]]:
    """Find when each group stops first within some days.

    Parameters
    ----------
    histories : Histories
    first, end : int, day
        First day that counts, and the first after those that do.

    Yields
    ------
    str, Group, array
        The measure, the group, and the day in every history, ``inf`` where it does not stop,
        ``[history]``. As measures of a run it goes by what stands still beyond the day before.
    """
    before = max(first - 1, 0)
    regions = {group.members for group in histories.groups if group.kind == "region"}
    for group in histories.groups:
        is_region = group.kind == "consumer" and group.members in regions
        if group.kind in KINDS and not is_region:
            fill = 1.0 - histories.daily(group, "shortfall")[before:end]
            for measure, part in PARTS.items():
                # Days are kept in whole steps: a stop of just the part may read as one less.
                yield (
                    measure,
                    group,
                    first_stop_day(fill, first - before, part - 1 / STEPS) + before,
                )
