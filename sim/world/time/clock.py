"""The calendar: days, and the fixed order of what happens within a day."""

import datetime as dt
from enum import IntEnum
from typing import Any

import simpy
from simpy.events import Event

DAYS_PER_YEAR = 365.25
"""Days in a mean year: rates a year become rates a day by this."""
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
PLANNING_DAYS = 7
"""Days between two reviews of targets and lanes; production has the scenario's own rhythm."""


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
    ORDERS_CONSUMERS = 50
    ORDERS_MAGNET_DEPOTS = 51
    ORDERS_MAGNET_MAKERS = 52
    ORDERS_METAL_DEPOTS = 53
    ORDERS_METAL_MAKERS = 54
    ORDERS_OXIDE_DEPOTS = 55
    ORDERS_SEPARATION = 56
    LICENCES = 58
    SHIPPING = 60
    CUSTOMS = 65
    RELIEF = 70
    CONSUMPTION = 80
    RECORDING = 90


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
