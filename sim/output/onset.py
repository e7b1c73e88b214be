"""The onset and end that time to survive and time to recover count from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.branches import may_happen, start_day
from sim.scenario.schema import Scenario
from sim.scenario.schema.branching import branching_of
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

    It is the one the scenario's measures name, of a branching the first of its disruptions, else
    the one that starts first in the history. Where no disruption of the branching happens, its
    start counts, and there is nothing to recover from. A scenario in which nothing can happen, and
    an undisrupted twin, count from day 0 and have nothing to recover from. (Whether something does
    happen in another history must not matter.)
    """
    return window_of(scenario, record.disruptions, record.onset_day, record.end_day)


def window_of(
    scenario: Scenario, disruptions: Sequence[str], onset_day: F64, end_day: F64
) -> Window:
    """Find it from the days of each disruption, ``[disruption, history]``.

    Parameters
    ----------
    scenario : Scenario
    disruptions : sequence of str
        Their ids.
    onset_day, end_day : array, ``[disruption, history]``
        First day, ``nan`` where it does not happen; first day after it, ``inf`` if it does not end.
    """
    name = scenario.measures.reference
    if name in disruptions:
        at = disruptions.index(name)
        return Window(onset_day[at], end_day[at])
    places = {key: at for at, key in enumerate(disruptions) if key in scenario.disruptions}
    there = {at: scenario.disruptions[key] for key, at in places.items()}
    own = {at: one for at, one in there.items() if name and branching_of(one.branch) == name}
    considered = own or there
    if not any(may_happen(scenario, one) for one in considered.values()):
        histories = onset_day.shape[-1]
        return Window(np.zeros(histories), np.full(histories, np.nan))
    rows = list(considered)
    responses = np.array([one.is_response for one in considered.values()])
    left_out = responses[:, None] & ~np.all(responses)
    onset, end = (np.where(left_out, np.nan, days[rows]) for days in (onset_day, end_day))
    first = np.where(np.isnan(onset), np.inf, onset).argmin(axis=0)[None]
    onset, end = (np.take_along_axis(days, first, axis=0)[0] for days in (onset, end))
    start = start_day(scenario, str(name)) if own else None
    return Window(onset if start is None else np.where(np.isnan(onset), start, onset), end)
