"""Which days of a run are drawn: all, those around the event, or those that a reader asks for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.output.tables import Tables
from sim.plots.strip import Bar, bars_of
from sim.plots.view import View

BEFORE, AFTER = 60, 60
"""Days that are drawn before anything is announced, and after all is over."""
NEARLY_ALL = 0.85
"""Part of a run from which on all of it is drawn: cutting so little only hides."""
SHORT = 0.01
"""Part of all demand that is unmet in one history of twenty on a day that is not over."""


@dataclass(frozen=True)
class Span:
    """Days that are drawn, counted from the start of the run."""

    first: int
    end: int
    """First day after them."""
    whole: int
    """Days of the run."""

    @property
    def is_whole(self) -> bool:
        """Whether all of the run is drawn."""
        return (self.first, self.end) == (0, self.whole)


def span_of(tables: Tables, view: View) -> Span:
    """Give the days of a run that a view shows."""
    days = tables.histories.days
    if view.window == "all":
        return Span(0, days, days)
    if view.window == "event":
        return event_span(tables)
    return asked_span(view.window, tables.histories.start, days)


def asked_span(window: str, start: dt.date, days: int) -> Span:
    """Read days that are asked for by their dates, cut to the run.

    Raises
    ------
    ValueError
        If no day of the run is in them.
    """
    low, high = (dt.date.fromisoformat(one) if one else None for one in window.split(":"))
    first = 0 if low is None else max((low - start).days, 0)
    end = days if high is None else min((high - start).days + 1, days)
    if end - first < 2:
        last = start + dt.timedelta(days=days - 1)
        raise ValueError(f"window {window} has no two days of the run, {start} to {last}")
    return Span(first, end, days)


def event_span(tables: Tables) -> Span:
    """Give the days from the first announcement to the last shortage that is due to it.

    All days where nothing happens, or where it is nearly all of them anyway.
    """
    every, *_ = tables.of_kind("all")
    unmet = tables.series[every].shortfall.quantiles[:, -1]
    return spanned(bars_of(tables.histories), np.flatnonzero(unmet > SHORT), len(unmet))


def spanned(bars: Sequence[Bar], unmet: "np.ndarray[tuple[int], np.dtype[np.intp]]",
            days: int) -> Span:  # fmt: skip
    """Give the days around disruptions, and around the days of shortage that follow.

    Parameters
    ----------
    bars : sequence of Bar
    unmet : array of int, ``[day*]``
        Days on which demand is not met.
    days : int
        Of the run.
    """
    bars = [bar for bar in bars if not bar.slips and bar.first < days]
    if not bars:
        return Span(0, days, days)
    begins = min(min(bar.first, bar.first if bar.announced is None else bar.announced)
                 for bar in bars)  # fmt: skip
    ends = [bar.last for bar in bars if bar.last < days]
    ends += [float(day) for day in unmet[unmet >= begins][-1:]]
    first = max(int(begins) - BEFORE, 0)
    end = min(int(max(ends)) + AFTER, days) if ends else days
    return Span(first, end, days) if end - first < NEARLY_ALL * days else Span(0, days, days)
