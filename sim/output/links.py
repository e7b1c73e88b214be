"""What places send each other in some months: before a disruption, and while it lasts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.histories import Histories
from sim.output.monthly import Months
from sim.output.onset import window_of
from sim.scenario.chain import BY_GRADE, CONCENTRATE, MAGNETS
from sim.world.trade.supply_recorder import SUPPLY
from sim.world.trade.trade_recorder import SHIPPED

F64 = NDArray[np.float64]
Link = tuple[str, str, str]
"""Good, place of the seller, place of the buyer."""

BEFORE = 12
"""Most months before the onset that count as before."""


@dataclass(frozen=True)
class Span:
    """Some months of a run."""

    name: str
    """``before`` or ``during`` the disruption, or ``run``."""
    months: slice
    first: dt.date
    last: dt.date
    """First and last day."""

    @property
    def said(self) -> str:
        """Its months, as ``Feb 2027 to Aug 2027``."""
        first, last = f"{self.first:%b %Y}", f"{self.last:%b %Y}"
        return first if first == last else f"{first} to {last}"


def spans(histories: Histories) -> tuple[Span, ...]:
    """Find the whole months before the reference disruption, and those while it lasts.

    It lasts from its median onset to its median end. Where none begins a month or more after the
    start there is the run alone.
    """
    months = Months.of(histories.scenario)
    ids = histories.axes["disruptions"]
    window = window_of(histories.scenario, ids, histories.onset_day, histories.end_day)
    happens = np.isfinite(window.onset)
    if ids and happens.any():
        onset = float(np.median(window.onset[happens]))
        ends = np.where(np.isnan(window.end), np.inf, window.end)[happens]
        end = min(float(np.quantile(ends, 0.5, method="lower")), float(histories.days))
        inside = np.flatnonzero((months.first_day >= onset) & (months.ends <= end))
        first = int(np.searchsorted(months.ends, onset, side="right"))
        during = inside if len(inside) else np.array([first])
        before = np.flatnonzero(months.ends <= onset)[-BEFORE:]
        if len(before) and during[-1] < len(months.days):
            return tuple(
                _span(histories, months, name, int(some[0]), int(some[-1]))
                for name, some in (("before", before), ("during", during))
            )
    return (_span(histories, months, "run", 0, len(months.days) - 1),)


def _span(histories: Histories, months: Months, name: str, first: int, last: int) -> Span:
    days = int(months.first_day[first]), int(months.ends[last]) - 1
    dates = [histories.start + dt.timedelta(days=day) for day in days]
    return Span(name, slice(first, last + 1), *dates)


def links(histories: Histories) -> dict[Link, F64]:
    """Give what places send each other, mean over histories, t, ``[month]``.

    Of every good where the run has kept that (`measures.trade`); else magnets that consumers get,
    in motors too. Of oxide and metal the elements that magnets hold count.
    """
    found: dict[Link, F64] = {}
    if histories.ids("trade_flows"):
        some = _elements(histories)
        for flow in histories.ids("trade_flows"):
            good, item, seller, buyer = flow.split(".")
            if item in some or good in BY_GRADE or good == CONCENTRATE:
                mean = histories.mean(SHIPPED.key(flow))
                found[good, seller, buyer] = found.get((good, seller, buyer), 0.0) + mean
        return found
    supply = histories.mean(str(SUPPLY.kept))
    return {
        (MAGNETS, origin, region): supply[:, o, r]
        for o, origin in enumerate(histories.ids("origins"))
        for r, region in enumerate(histories.ids("regions"))
        if supply[:, o, r].any()
    }


def a_month(found: Mapping[Link, F64], span: Span) -> dict[Link, float]:
    """Give the mean of each link over the months of a span, t a month."""
    return {link: float(tonnes[span.months].mean()) for link, tonnes in found.items()}


def _elements(histories: Histories) -> set[str]:
    """Give the elements that any grade of magnets holds."""
    grades = histories.scenario.grades.values()
    return {element for grade in grades for element in grade.recipe}
