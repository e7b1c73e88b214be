"""Changes of export controls, in the order in which they are said."""

import datetime as dt

from sim.scenario.schema import ControlChange
from sim.world.clock import Clock
from sim.world.disruption import Timing
from sim.world.timeline import typical


def changes_of(timings: list[Timing], control: str, clock: Clock) -> list[Timing]:
    """List the changes of a control in the order in which they are said; the last one counts.

    Those for named destinations or end uses come after those for all, and those that typically
    start later after the others; what a trigger sets off counts as later than what has a date.
    The order follows from the scenario alone: it is the same in every history.
    """
    changes = [
        timing
        for timing in timings
        if isinstance(timing.disruption, ControlChange) and timing.disruption.control == control
    ]
    return sorted(
        changes, key=lambda change: (_is_narrow(change), _typical_start(change, clock), change.name)
    )


def _is_narrow(change: Timing) -> bool:
    assert isinstance(change.disruption, ControlChange)
    return (change.disruption.destinations, change.disruption.end_uses) != ("all", "all")


def _typical_start(timing: Timing, clock: Clock) -> float:
    start = timing.disruption.start
    if timing.disruption.trigger is not None:
        return float("inf")
    return float(clock.number(start)) if isinstance(start, dt.date) else typical(start)
