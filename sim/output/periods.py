"""A ledger of licences over months or quarters, from the first month of the control on."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.output.histories import Histories
from sim.output.ledger import AT, LEAST_T, Ledger, ledger
from sim.output.licence_flow import LicenceFlow
from sim.output.month import first_of_month, last_of_month, month_text
from sim.output.text import rounded
from sim.world.time.months import month_of

MOST_MONTHS = 24
"""Most months that are shown one by one; more are put together as quarters."""


@dataclass(frozen=True)
class Period:
    """A month or a quarter of a ledger: means over histories, t unless the name says otherwise."""

    period: str
    """``2026-11``, or ``2026 Q4`` of a quarter, which may be cut at both ends."""
    filed_t: float
    passed_t: float
    """Ordered without an application."""
    granted_t: float
    refused_t: float
    withdrawn_t: float
    shipped_t: float
    """Shipped on a licence."""
    expired_t: float
    pending_t: float
    """Waiting for a decision at the end."""
    pending_q05_t: float
    pending_q95_t: float
    valid_t: float
    """Granted and not shipped at the end."""
    age_days: float
    """Mean age at the end of what is pending; nan where nothing is."""
    share_granted: float
    """Granted over decided, 1; nan where nothing is decided."""

    def as_dict(self) -> dict[str, Any]:
        """Give the fields for JSON, rounded; what is not defined is none."""
        return _plain(self)


@dataclass(frozen=True)
class Peak:
    """When most is pending for a destination, in the mean over histories."""

    destination: str
    date: dt.date
    """Last date of the month."""
    pending_t: float
    pending_q05_t: float
    pending_q95_t: float
    age_days: float
    """Mean age of what is pending; nan where nothing is."""

    def as_dict(self) -> dict[str, Any]:
        """Give the fields for JSON, rounded; what is not defined is none."""
        return _plain(self)


def periods(histories: Histories, of: Ledger) -> list[Period]:
    """Give the months of a ledger, from the first in which its control is in force on.

    The last is that in which the control ends, or the last in which anything is left.
    """
    start, months = histories.start, _months(histories, of)
    if len(months) <= MOST_MONTHS:
        return [_period(of, month_text(start, month), [month]) for month in months]
    quarters: dict[str, list[int]] = {}
    for month in months:
        date = first_of_month(start, month)
        quarters.setdefault(f"{date.year} Q{(date.month + 2) // 3}", []).append(month)
    return [_period(of, name, members) for name, members in quarters.items()]


def peaks(histories: Histories, flows: Iterable[LicenceFlow]) -> Iterator[Peak]:
    """Give the peak of each destination, all its end uses together, in the order of the names."""
    flows = list(flows)
    for destination in sorted({flow.destination for flow in flows}):
        members = [flow for flow in flows if flow.destination == destination]
        found = ledger(histories, members[0].to_destination, members)
        low, high = found.band("pending")
        at = found.peak
        yield Peak(
            destination=destination,
            date=last_of_month(histories.start, at, histories.scenario.end),
            pending_t=float(found.of_entry("pending")[at]),
            pending_q05_t=float(low[at]),
            pending_q95_t=float(high[at]),
            age_days=float(found.of_entry("age_days")[at]),
        )


def _months(histories: Histories, of: Ledger) -> range:
    """Find the months from the control's first day on to its end, or to the last that has any."""
    busy = np.flatnonzero(np.delete(of.mean, AT["age_days"], axis=1).any(axis=1))
    at = histories.axes["disruptions"].index(of.flow.control)
    happens = ~np.isnan(histories.onset_day[at])
    if not happens.any():
        return range(busy[0], busy[-1] + 1) if busy.size else range(0)
    first, end = histories.onset_day[at][happens].min(), histories.end_day[at][happens].max()
    last_day = max(min(end, histories.days) - 1, 0)
    first_month, last_month = (
        month_of(histories.start, histories.start + dt.timedelta(days=int(np.floor(day))))
        for day in (min(max(first, 0.0), histories.days - 1), last_day)
    )
    return range(first_month, max(last_month, int(busy[-1]) if busy.size else 0) + 1)


def _period(of: Ledger, name: str, months: list[int]) -> Period:
    low, high = of.band("pending")

    def total(entry: str) -> float:
        return float(of.of_entry(entry)[months].sum())

    def at_end(entry: str) -> float:
        return float(of.of_entry(entry)[months[-1]])

    granted, refused = total("granted"), total("refused")
    decided = granted + refused
    return Period(
        period=name,
        filed_t=total("filed"),
        passed_t=total("passed"),
        granted_t=granted,
        refused_t=refused,
        withdrawn_t=total("withdrawn"),
        shipped_t=total("used"),
        expired_t=total("expired"),
        pending_t=at_end("pending"),
        pending_q05_t=float(low[months[-1]]),
        pending_q95_t=float(high[months[-1]]),
        valid_t=at_end("valid"),
        age_days=at_end("age_days"),
        share_granted=granted / decided if decided > LEAST_T else float("nan"),
    )


def _plain(row: Period | Peak) -> dict[str, Any]:
    """Give the fields of a row for JSON."""
    return {
        name: rounded(value)
        if isinstance(value, float)
        else value.isoformat()
        if isinstance(value, dt.date)
        else value
        for name, value in asdict(row).items()
    }
