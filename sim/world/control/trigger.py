"""Watches the states that set disruptions off, and tells what follows from those set off."""

from collections.abc import Generator, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.scenario.network import consumers_named
from sim.world.control.project_watch import ProjectWatch
from sim.world.facility.all_consumers import AllConsumers
from sim.world.facility.consumer import Consumers
from sim.world.network.context import Context
from sim.world.state.state import added
from sim.world.time.clock import Phase, Process, Turn
from sim.world.timing.onset import in_order
from sim.world.timing.timing import Timing

Watched = tuple[Consumers, NDArray[np.intp]]


class Watch:
    """One disruption that waits until some consumers run low.

    What has set it off must be over before it is set off again: they have had enough meanwhile.

    Parameters
    ----------
    timing : Timing
        Windows are added to it where it is set off.
    watched : list of (Consumers, array of int)
        Of whom which rows are watched.
    width : int
        Number of replications.
    """

    def __init__(self, timing: Timing, watched: list[Watched], width: int) -> None:
        assert timing.onset is not None
        self.timing, self._onset = timing, timing.onset
        self._watched = watched
        self._is_ready: NDArray[np.bool_] = np.ones(width, dtype=bool)
        """Where cover has been up since it was last set off, ``[replication]``."""

    def look(self, day: int) -> NDArray[np.bool_]:
        """Compare what is on hand with the day's expected demand; tell where it is set off.

        What is on hand at the first moment of a day is what the last one left.
        """
        demand = sum(added(added(of.expected(day)[rows])) for of, rows in self._watched)
        on_hand = sum(np.add.reduce(of.on_hand[rows], axis=(0, 1)) for of, rows in self._watched)
        low = on_hand < self._onset.cover_days * demand
        new = self.timing.note(np.where(low & self._is_ready, float(day), np.nan))
        self._is_ready = ~new & (self._is_ready | ~low)
        return new


class Triggers:
    """All disruptions of a world whose start is not known before the run."""

    def __init__(self, context: Context, consumers: AllConsumers) -> None:
        self._capacities = context.capacities
        timings = {timing.name: timing for timing in context.timings}
        paths = context.projects
        self._watches: list[Watch | ProjectWatch] = []
        self._followers: list[tuple[Timing, Timing]] = []
        for name in in_order(context.scenario):
            timing, trigger = timings[name], timings[name].disruption.trigger
            if not timing.waits or trigger is None:
                continue
            if trigger.after is not None:
                self._followers.append((timing, timings[trigger.after]))
                continue
            if trigger.of_project is not None:
                self._watches.append(ProjectWatch(timing, paths[trigger.of_project], context))
                continue
            named = consumers_named(context.scenario, trigger.consumers or [])
            watched = [
                (kind, np.array([r for r, c in enumerate(kind.names) if c in named], np.intp))
                for kind in consumers.kinds
            ]
            some = [(kind, rows) for kind, rows in watched if len(rows)]
            self._watches.append(Watch(timing, some, context.state.width))

    def processes(self) -> Iterator[Process]:
        """Give the process that carries all triggers."""
        rhythm = "daily, while something may be set off"
        yield Process("triggers", (Phase.POLICY,), rhythm, self.run)

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Look every day before anything else happens (a SimPy process).

        What is set off starts tomorrow at the earliest, so it is always known in time.
        """
        if self._watches:
            yield turn.today(Phase.POLICY)
        while any(watch.timing.is_pending for watch in self._watches):
            looks = [self._set_off(one.timing, one.look(turn.day)) for one in self._watches]
            if any(looks):
                self._follow()
            yield turn.tomorrow(Phase.POLICY)

    def _follow(self) -> None:
        """Date what follows from the disruptions set off so far."""
        for timing, after in self._followers:
            self._set_off(timing, timing.follow(after))

    def _set_off(self, timing: Timing, new: NDArray[np.bool_]) -> bool:
        """Put off projects where a disruption that delays them is new; tell if it is anywhere."""
        if not new.any():
            return False
        delay, longer = timing.delay, timing.longer
        for capacity in self._capacities.values():
            for path in capacity.paths.values():
                if longer is not None and longer.of(path.name):
                    path.reckon()
                    capacity.redo(path.facility)
                elif delay is not None and path.name in delay.projects:
                    hit = new & timing.delays(path.due)
                    if not hit.any():
                        continue
                    if delay.months is None:
                        path.give_up(hit)
                    else:
                        path.put_off(hit, delay.months, timing.set_off)
                    capacity.redo(path.facility)
        return True
