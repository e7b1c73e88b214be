"""What of the event differs between histories: which branch, when, how long, how often.

What a state of the world sets off is left out, as it follows from the rest.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.branches import deciding
from sim.scenario.chances import waits
from sim.scenario.schema import Scenario
from sim.world.record.record import Record
from sim.world.timing.timing_recorder import BRANCH, OCCURRENCES

F64 = NDArray[np.float64]

EVENT = "event."
"""Beginning of the names of what is kept of it."""


def event_of(
    scenario: Scenario,
    names: Sequence[str],
    days: tuple[F64, F64],
    in_force: Callable[[str], NDArray[np.bool_]],
    taken: Mapping[str, NDArray[np.int32]],
) -> Iterator[F64]:
    """Give what may differ, ``[history]`` each.

    Parameters
    ----------
    scenario : Scenario
    names : sequence of str
        Of the disruptions.
    days : pair of array, day, ``[disruption, history]``
        First day of each, nan where it does not happen, and first day after it.
    in_force : function
        Tells when one that may occur more than once is in force, ``[day, history]``.
    taken : mapping of str to array of int, ``[history]``
        Branch that is taken, by branching.
    """
    decide, end = deciding(scenario), float(scenario.days)
    yield from (rows.astype(np.float64) for name, rows in taken.items() if name in decide)
    for name, begins, ends in zip(names, *days, strict=True):
        disruption = scenario.disruptions[name]
        if waits(scenario, disruption):
            continue
        begins = np.where(begins < end, begins, np.nan)
        lasts = np.minimum(ends, end) - begins
        if disruption.repeats:
            there = in_force(name)
            lasts = np.add.reduce(there, axis=0, dtype=np.float64)
            begun = np.diff(there.astype(np.int8), axis=0, prepend=0) == 1
            yield np.add.reduce(begun, axis=0, dtype=np.float64)
        yield begins
        yield lasts


def in_force(lasts: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell when something is in force by how long what begins on a day lasts.

    Both are ``[day, history]``; nan where nothing begins.
    """
    found = np.zeros(lasts.shape, dtype=bool)
    ends = np.full(lasts.shape[-1], -np.inf)
    for day, of_day in enumerate(lasts):
        ends = np.where(np.isnan(of_day), ends, day + of_day)
        found[day] = day < ends
    return found


def event_in(scenario: Scenario, record: Record) -> dict[str, F64]:
    """Keep what may differ of some histories, by names that begin with :data:`EVENT`."""
    if not record.ids("disruptions"):
        return {}
    taken, lasts = record.get(str(BRANCH.name)), record.get(str(OCCURRENCES.name))
    found = event_of(
        scenario,
        record.ids("disruptions"),
        (record.onset_day, record.end_day),
        lambda name: in_force(np.asarray(lasts)[:, record.ids("recurring").index(name)]),
        {} if taken is None else dict(zip(record.ids("branchings"), taken, strict=True)),
    )
    return {f"{EVENT}{place}": row for place, row in enumerate(found)}
