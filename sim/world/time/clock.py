"""The calendar: days, and the fixed order of what happens within a day."""

import datetime as dt
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Any

import numpy as np
import simpy
from simpy.events import Event

from sim.scenario.chain import (
    CONCENTRATE,
    CONSUMERS,
    DEPOTS,
    MAGNET_MAKERS,
    MAGNETS,
    METAL,
    METAL_MAKERS,
    MOTOR_MAKERS,
    OXIDE,
    SEPARATION_PLANTS,
    STAGE,
    TURNS,
    Good,
)

DAYS_PER_YEAR = 365.25
"""Days in a mean year: rates a year become rates a day by this."""
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
PLANNING_DAYS = 7
"""Days between two reviews of targets and prices; production has the scenario's own rhythm."""
RANKS = 1 << 16
"""Processes that may share a phase."""
BUFFER = 512
"""Numbers that numpy copies at a time where operands do not lie side by side; with its own, larger
number it copies long rows of histories that it could take where they are (measured)."""


_ORDERS = 50
"""Phase in which the first turn of the chain orders; the others follow."""


@unique
class Phase(IntEnum):
    """What happens within a day, first to last.

    Day *d* is the interval [d, d+1). Phase and rank of a process make the priority of its SimPy
    events, so the order never depends on the order in which events were scheduled. Lanes are judged
    before arrivals. Orders run from the consumers up the chain, so that an order travels the whole
    chain on its day.
    """

    POLICY = 0
    PRICES = 5
    ARRIVALS = 10
    COMPLETION = 20
    DEMAND = 30
    PRODUCTION = 40
    ORDERS_CONSUMERS = _ORDERS + TURNS[CONSUMERS, MAGNETS]
    ORDERS_MOTOR_MAKERS = _ORDERS + TURNS[MOTOR_MAKERS, MAGNETS]
    ORDERS_MAGNETS_DEPOTS = _ORDERS + TURNS[DEPOTS, MAGNETS]
    ORDERS_MAGNET_MAKERS = _ORDERS + TURNS[MAGNET_MAKERS, METAL]
    ORDERS_METAL_DEPOTS = _ORDERS + TURNS[DEPOTS, METAL]
    ORDERS_METAL_MAKERS = _ORDERS + TURNS[METAL_MAKERS, OXIDE]
    ORDERS_OXIDE_DEPOTS = _ORDERS + TURNS[DEPOTS, OXIDE]
    ORDERS_SEPARATION = _ORDERS + TURNS[SEPARATION_PLANTS, CONCENTRATE]
    LICENCES = 100
    SHIPPING = 110
    CUSTOMS = 120
    RELIEF = 130
    CONSUMPTION = 140
    RECORDING = 150


def orders_phase(block: str, good: Good | None = None) -> Phase | None:
    """Give the phase in which a block orders a good, what it takes in if not given.

    None for those that order nothing.
    """
    takes = good or STAGE[block].takes
    turn = None if takes is None else TURNS.get((block, takes))
    return None if turn is None else Phase(_ORDERS + turn)


class _Tick(Event):
    """An event at a phase of a day (a SimPy Timeout with a priority)."""

    def __init__(self, env: simpy.Environment, delay: float, priority: int) -> None:
        # As SimPy's Timeout does, written out: millions of these are made in a study.
        self.env = env
        self.callbacks: Any = []
        self._ok = True
        self._value: Any = None
        env.schedule(self, priority, delay)  # type: ignore[arg-type]


class Turn:
    """A process's own view of the clock: every wait of it is made here.

    Of the processes that share a phase, the one with the lower rank has its turn first.

    Parameters
    ----------
    clock : Clock
    rank : int
        Place of the process among all processes of its world.
    """

    def __init__(self, clock: "Clock", rank: int = 0) -> None:
        self._env, self._rank = clock.env, rank
        self._day, self._phase = clock.day, -1

    @property
    def day(self) -> int:
        """Today."""
        return int(self._env.now)

    @property
    def phase(self) -> Phase | None:
        """The phase that the process is in, or waits for; None before its first."""
        return None if self._phase < 0 else Phase(self._phase)

    def today(self, phase: Phase) -> Event:
        """Wait for a later phase of today.

        Raises
        ------
        ValueError
            If that phase is past, or is now.
        """
        return self.on(int(self._env.now), phase)

    def tomorrow(self, phase: Phase) -> Event:
        """Wait for a phase of tomorrow."""
        return self.on(int(self._env.now) + 1, phase)

    def on(self, day: int, phase: Phase) -> Event:
        """Wait for a phase of a day.

        Raises
        ------
        ValueError
            If that is past, or is now.
        """
        today = int(self._env.now)
        if day < today or (day == today == self._day and phase <= self._phase):
            now = "the start" if self._phase < 0 or self._day != today else Phase(self._phase).name
            raise ValueError(f"{phase.name} of day {day} is past: it is day {today}, {now}")
        self._day, self._phase = day, phase
        return _Tick(self._env, day - self._env.now, phase * RANKS + self._rank)


Run = Callable[[Turn], Generator[Event, Any, Any]]
"""A process function of SimPy: a generator that yields the turns it waits for."""


@dataclass(frozen=True)
class Process:
    """A process of a world: what it is called, when in a day it acts, how often, what it does."""

    name: str
    """What it carries, as ``magnet_makers``."""
    phases: tuple[Phase, ...]
    """Phases of a day in which it may act, first to last."""
    rhythm: str
    """On which days it acts."""
    run: Run
    """The process function."""


def by_name(processes: Iterable[Process]) -> dict[str, Process]:
    """Name processes, in their order.

    Raises
    ------
    ValueError
        If two have the same name.
    """
    found: dict[str, Process] = {}
    for process in processes:
        if process.name in found:
            raise ValueError(f"two processes are called {process.name}")
        found[process.name] = process
    return found


class Clock:
    """SimPy's calendar, in whole days from the scenario's start date.

    Parameters
    ----------
    start : date
        Date of day 0.
    first_day : int
        Day on which the run begins; negative for a warm-up.
    """

    def __init__(self, start: dt.date, first_day: int = 0) -> None:
        self.start = start
        self.env = simpy.Environment(initial_time=first_day)

    @property
    def day(self) -> int:
        """Today."""
        return int(self.env.now)

    def begin(self, processes: Iterable[Process]) -> None:
        """Start processes; their places are their ranks within a phase."""
        for rank, process in enumerate(processes):
            self.env.process(process.run(Turn(self, rank)))

    def move_to(self, day: int) -> None:
        """Go to a day on which nothing has begun yet."""
        self.env = simpy.Environment(initial_time=day)

    def run(self, until: int) -> None:
        """Let all processes act up to the beginning of a day."""
        if until > self.day:
            usual = np.setbufsize(BUFFER)
            try:
                self.env.run(until=until)
            finally:
                np.setbufsize(usual)

    def number(self, date: dt.date) -> int:
        """Count the days from the start to a date."""
        return (date - self.start).days

    def date(self, day: int) -> dt.date:
        """Give the date of a day."""
        return self.start + dt.timedelta(days=day)
