"""How much of the width of results comes from the event, and how much from all else.

The event of each history is read from what a run keeps: when each disruption began and how long
it lasted within the run, and which branch was taken. What a state of the world sets off is left
out, as it follows from the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.width import EACH, Basis, Everything, Explaining, Parts, TooFewError
from sim.output.event import event_of
from sim.output.histories import Histories
from sim.output.outcomes import Outcome
from sim.scenario.branches import deciding
from sim.scenario.chances import Chances, chances_of, waits
from sim.scenario.schema import Scenario
from sim.world.timing.timing_recorder import BRANCH

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Width:
    """What makes the histories of a run differ, and what tells the parts of it apart."""

    chances: Chances
    """What differs, in words."""
    event: Explaining | None
    """Gives the part of the event; none where there are too few histories to tell."""
    needed: int | None = None
    """Histories that would do, where there are too few."""
    since: int = 0
    """First day on which the event may differ; what differs before is no part of it."""

    @property
    def is_split(self) -> bool:
        """Whether there are two parts, and it is known how large they are."""
        return self.event is not None and bool(self.chances.event and self.chances.rest)

    def as_dict(self) -> dict[str, Any]:
        """Give the fields for JSON."""
        return {
            "event": [*self.chances.event],
            "rest": [*self.chances.rest],
            "histories_needed": self.needed,
        }

    def parts(self, outcome: Outcome) -> Parts | None:
        """Take the width of a measure apart; none where it has none, or is not always finite."""
        values = outcome.values
        if self.event is None or not np.isfinite(values).all() or np.ptp(values) == 0.0:
            return None
        return self.event.parts(values)


def width_of(histories: Histories) -> Width:
    """Find out what makes the histories of a run differ."""
    width = width_by(histories.scenario, _event(histories), histories.count)
    return replace(width, since=_since(histories)) if isinstance(width.event, Basis) else width


def width_by(scenario: Scenario, event: Iterable[F64], histories: int) -> Width:
    """Find out the same from what of the event may differ, ``[history]`` each."""
    chances = chances_of(scenario)
    if not chances.rest:
        return Width(chances, Everything())
    try:
        basis = Basis.of([*event], histories)
    except TooFewError as found:
        return Width(chances, None, found.needed)
    if chances.event and histories < 2 * EACH:  # the event may be the same in so few
        return Width(chances, None, 2 * EACH)
    return Width(chances, basis)


def _since(histories: Histories) -> int:
    """Find the first day on which the event may differ; 0 where something of it is known ahead."""
    if deciding(histories.scenario):
        return 0
    first, end = histories.days, float(histories.days)
    for at, name in enumerate(histories.axes["disruptions"]):
        disruption = histories.scenario.disruptions[name]
        if waits(histories.scenario, disruption):
            continue
        begins, ends = (np.fmin(days[at], end) for days in (histories.onset_day, histories.end_day))
        known = disruption.is_announced or disruption.delays is not None
        if disruption.repeats:
            in_force = histories.in_force(name)
            differ = in_force.any(axis=1) & ~in_force.all(axis=1)
            first = min(first, 0 if known else int(differ.argmax())) if differ.any() else first
        elif np.ptp(begins) > 0.0:
            first = min(first, 0 if known else int(begins.min()))
        elif np.ptp(ends) > 0.0:
            first = min(first, 0 if disruption.delays is not None else int(ends.min()))
    return first


def _event(histories: Histories) -> Iterator[F64]:
    """Give what of the event may differ."""
    branch = str(BRANCH.kept)
    taken = histories.read(branch) if histories.has(branch) else ()
    yield from event_of(
        histories.scenario,
        histories.axes["disruptions"],
        (histories.onset_day, histories.end_day),
        histories.in_force,
        dict(zip(histories.ids("branchings"), taken, strict=True)) if len(taken) else {},
    )
