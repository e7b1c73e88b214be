"""How long a disruption is in force once it has begun: some days, or months by the calendar."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Disruption
from sim.world.chance.anew import Anew
from sim.world.chance.values import Values
from sim.world.time.clock import Clock
from sim.world.time.months import months_later

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


@dataclass(frozen=True)
class Duration:
    """How long a disruption is in force, drawn anew each time that it occurs."""

    origin: dt.date
    """Date of day 0."""
    days: Anew | None = None
    months: Anew | None = None
    """Counted from the day on which it begins; without both it stays."""

    def end(self, moment: F64, numbers: int | Index = 0) -> F64:
        """Give the moment at which it is over.

        Parameters
        ----------
        moment : array, days, ``[1 or replication]``
            Moment at which it begins; nan or inf where it does not.
        numbers : int, or array of int ``[replication]``
            How often it occurred before.

        Returns
        -------
        array, days, ``[1 or replication]``
            inf where it stays.
        """
        if self.months is not None:
            return months_later(self.origin, np.ceil(moment), _drawn(self.months, numbers))
        return moment + (np.inf if self.days is None else _drawn(self.days, numbers))


def _drawn(number: Anew, numbers: int | Index) -> F64:
    return number.of(numbers) if isinstance(numbers, int) else number.at(numbers)


def duration_of(name: str, d: Disruption, clock: Clock, values: Values) -> Duration:
    """Draw how long a disruption is in force if it is given no end."""
    path = "disruptions", name
    if d.duration_months is not None:
        return Duration(clock.start, months=values.anew(*path, "duration_months"))
    if d.duration_days is not None:
        return Duration(clock.start, days=values.anew(*path, "duration_days"))
    return Duration(clock.start)
