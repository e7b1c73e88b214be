"""When a disruption with a trigger begins and ends, once it is set off."""

import datetime as dt
from dataclasses import dataclass
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Disruption, Scenario
from sim.world.chance.values import Values
from sim.world.time.clock import DAYS_PER_MONTH
from sim.world.time.months import months_later
from sim.world.time.timeline import expected_value

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Onset:
    """What is drawn of a trigger."""

    waits: bool
    """Whether the start is not known before the run: it follows, directly or not, from a state."""
    cover_days: F64
    """Cover below which it is set off, days, ``[1 or replication]``; nan if it waits for
    something else."""
    lag_days: F64
    """From then to the first day in force, whole days, ``[1 or replication]``."""
    times: float
    """How often it may be set off; inf for no limit."""


def drawn(name: str, d: Disruption, following: Onset | None, values: Values) -> Onset | None:
    """Draw what a disruption's trigger leaves open; None if it has no trigger.

    Parameters
    ----------
    name : str
        Its id.
    d : Disruption
    following : Onset or None
        That of the disruption which it follows, if that has one.
    """
    trigger = d.trigger
    if trigger is None:
        return None
    path, cover = ("disruptions", name, "trigger"), np.array([np.nan])
    if trigger.cover_days_below is not None:
        cover = values.at(*path, "cover_days_below")
    # What a project misses it misses once.
    once = d.delays is not None or trigger.of_project is not None
    times = 1.0 if once else trigger.most_times
    return Onset(
        waits=trigger.after is None or (following is not None and following.waits),
        cover_days=cover,
        lag_days=np.ceil(values.at(*path, "lag_days")),
        times=times,
    )


def in_order(scenario: Scenario) -> list[str]:
    """List the disruptions, each after the one that it follows."""
    follows = {
        name: [d.trigger.after] if d.trigger is not None and d.trigger.after is not None else []
        for name, d in sorted(scenario.disruptions.items())
    }
    return list(TopologicalSorter(follows).static_order())


def expected_start(scenario: Scenario, d: Disruption) -> float:
    """Give the day on which a disruption is expected to start; 0 if it waits for a state."""
    if d.delays is not None:
        first = min(scenario.projects[p].first_product for p in d.delays.projects)
        return float(max((first - scenario.start).days, 0))
    if d.trigger is not None:
        if d.trigger.after is None:
            return 0.0
        other = scenario.disruptions[d.trigger.after]
        day = expected_start(scenario, other)
        if d.trigger.of == "end":
            day = _expected_end(scenario, other, day)
        return day + expected_value(d.trigger.lag_days)
    if d.start is None and d.recurs is not None:
        return expected_value(d.recurs.after_days)
    return _day(scenario, d.start)


def _expected_end(scenario: Scenario, d: Disruption, start: float) -> float:
    if d.delays is not None and d.delays.months is not None:
        return start + DAYS_PER_MONTH * expected_value(d.delays.months)
    if d.duration_days is not None:  # an end besides is that of all occurrences
        return start + expected_value(d.duration_days)
    if d.duration_months is not None:
        months = np.array([expected_value(d.duration_months)])
        return float(months_later(scenario.start, np.array([np.ceil(start)]), months)[0])
    return _day(scenario, d.end)


def _day(scenario: Scenario, when: object) -> float:
    if isinstance(when, dt.date):
        return float((when - scenario.start).days)
    return expected_value(when)  # type: ignore[arg-type]
