"""Monthly means over histories, for figures."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.world.record import Record

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Months:
    """The calendar months that a run touches."""

    first_day: NDArray[np.intp]
    """First simulated day of each month, ``[month]``."""
    days: NDArray[np.intp]
    """Simulated days in each month, ``[month]``."""

    @classmethod
    def of(cls, record: Record) -> "Months":
        """Find the months of a record; the first and the last may be incomplete."""
        days = record.served_t.shape[0]
        dates = [record.start + dt.timedelta(days=day) for day in range(days)]
        first = np.array([d for d, date in enumerate(dates) if d == 0 or date.day == 1])
        return cls(first, np.diff(np.append(first, days)))


def monthly_fill(record: Record) -> F64:
    """Give each consumer's fill rate by month, mean over histories, ``[month, consumer]``."""
    months = Months.of(record).first_day
    demand = np.add.reduceat(record.demand_t, months, axis=0, dtype=np.float64)
    served = np.add.reduceat(record.served_t, months, axis=0, dtype=np.float64)
    fill: F64 = measures.fill_rate(demand, served).mean(axis=-1)
    return fill


def monthly_demand(record: Record) -> F64:
    """Give each consumer's mean demand by month, t a day, ``[month, consumer]``."""
    months = Months.of(record)
    total = np.add.reduceat(record.demand_t.mean(axis=-1, dtype=np.float64), months.first_day)
    demand: F64 = total / months.days[:, None]
    return demand


def monthly_supply(record: Record) -> F64:
    """Give the mean magnets shipped to consumers, t a day, ``[month, origin, region]``."""
    days = Months.of(record).days[:, None, None]
    supply: F64 = record.supply_t.mean(axis=-1, dtype=np.float64) / days
    return supply
