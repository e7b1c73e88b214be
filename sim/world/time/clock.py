"""The calendar: days, and the fixed order of what happens within a day."""

import datetime as dt
from enum import IntEnum
from typing import Any

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
"""Days between two reviews of targets and lanes; production has the scenario's own rhythm."""


_ORDERS = 50
"""Phase in which the first turn of the chain orders; the others follow."""


class Phase(IntEnum):
    """What happens within a day, first to last.

    Day *d* is the interval [d, d+1). The numbers are SimPy event priorities, so the order never
    depends on the order in which events were scheduled. Lanes are judged before arrivals. Orders
    run from the consumers up the chain, so that an order travels the whole chain on its day.
    """

    POLICY = 0
    PRICES = 5
    ARRIVALS = 10
    COMPLETION = 20
    DEMAND = 30
    PRODUCTION = 40
    ORDERS_CONSUMERS = _ORDERS + TURNS[CONSUMERS, MAGNETS]
    ORDERS_MAGNET_DEPOTS = _ORDERS + TURNS[DEPOTS, MAGNETS]
    ORDERS_MAGNET_MAKERS = _ORDERS + TURNS[MAGNET_MAKERS, METAL]
    ORDERS_METAL_DEPOTS = _ORDERS + TURNS[DEPOTS, METAL]
    ORDERS_METAL_MAKERS = _ORDERS + TURNS[METAL_MAKERS, OXIDE]
    ORDERS_OXIDE_DEPOTS = _ORDERS + TURNS[DEPOTS, OXIDE]
    ORDERS_SEPARATION = _ORDERS + TURNS[SEPARATION_PLANTS, CONCENTRATE]
    LICENCES = 58
    SHIPPING = 60
    CUSTOMS = 65
    RELIEF = 70
    CONSUMPTION = 80
    RECORDING = 90


def orders_phase(block: str, good: Good | None = None) -> Phase | None:
    """Give the phase in which a block orders a good, what it takes in if not given.

    None for those that order nothing.
    """
    takes = good or STAGE[block].takes
    turn = None if takes is None else TURNS.get((block, takes))
    return None if turn is None else Phase(_ORDERS + turn)


class _Tick(Event):
    """An event at a phase of a day (a SimPy Timeout with a priority)."""

    def __init__(self, env: simpy.Environment, delay: float, phase: Phase) -> None:
        # As SimPy's Timeout does, written out: millions of these are made in a study.
        self.env = env
        self.callbacks: Any = []
        self._ok = True
        self._value: Any = None
        env.schedule(self, phase, delay)  # type: ignore[arg-type]


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

    def today(self, phase: Phase) -> Event:
        """Wait for a later phase of today."""
        return _Tick(self.env, 0, phase)

    def tomorrow(self, phase: Phase) -> Event:
        """Wait for a phase of tomorrow."""
        return _Tick(self.env, 1, phase)

    def on(self, day: float, phase: Phase) -> Event:
        """Wait for a phase of a day; a day that is past counts as today."""
        return _Tick(self.env, max(day - self.env.now, 0), phase)

    def number(self, date: dt.date) -> int:
        """Count the days from the start to a date."""
        return (date - self.start).days

    def date(self, day: int) -> dt.date:
        """Give the date of a day."""
        return self.start + dt.timedelta(days=day)
