"""The onset and end that time to survive and time to recover count from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.numbers import highest
from sim.scenario.schema import Scenario
from sim.world.record.record import Record

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """Onset and end of the reference disruption in each history."""

    onset: F64
    """First day, ``nan`` where it does not happen, ``[history]``."""
    end: F64
    """First day after it, ``inf`` where it does not end, ``[history]``."""


def reference_window(scenario: Scenario, record: Record) -> Window:
    """Find the reference disruption's onset and end in each history.

    It is the one the scenario's measures name, else the one that starts first in the history. A
    scenario in which nothing can happen, and an undisrupted twin, count from day 0 and have nothing
    to recover from. (Whether something does happen in another history must not matter.)
    """
    onset, end = record.onset_day, record.end_day
    name = scenario.measures.reference
    if name in record.disruptions:
        at = record.disruptions.index(name)
        return Window(onset[at], end[at])
    happening = [one for key, one in scenario.disruptions.items() if key in record.disruptions]
    if not any(highest(one.probability) for one in happening):
        histories = record.histories
        return Window(np.zeros(histories), np.full(histories, np.nan))
    responses = np.array([scenario.disruptions[name].is_response for name in record.disruptions])
    left_out = responses[:, None] & ~np.all(responses)
    first = np.where(np.isnan(onset) | left_out, np.inf, onset).argmin(axis=0)[None]
    return Window(
        np.take_along_axis(onset, first, axis=0)[0], np.take_along_axis(end, first, axis=0)[0]
    )
