"""The scores of a replayed episode, line by line."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.hindcast import score
from sim.hindcast.line import Line
from sim.hindcast.month import span
from sim.hindcast.replay import Replay, Replayed, Stop
from sim.measures.scores import coverage

F64 = NDArray[np.float64]


def lines_of(replay: Replay) -> Iterator[Line]:
    """Score every series, then every recorded stop."""
    for series in replay.series:
        yield from _of_series(series)
    for stop in replay.stops:
        yield of_stop(stop)


def _of_series(one: Replayed) -> Iterator[Line]:
    limits, mean = one.series.limits, one.mean
    scored = one.of_sample("in", "out")
    for kind, name, limit in (
        ("in", "wape_in_sample", limits.wape_in_sample),
        ("out", "wape_out_of_sample", limits.wape_out_of_sample),
    ):
        recorded = one.of_sample(kind)
        if not np.isnan(recorded).all():
            known = ~np.isnan(recorded)
            when = _between([m for m, there in zip(one.months, known, strict=True) if there])
            sums = _tonnes(recorded[known].sum()), _tonnes(mean[known].sum())
            value = score.wape(mean, recorded)
            yield Line(one.name, one.label, name, when, "t", *sums, value, limit, "1")
    if not np.isnan(scored).all():
        yield from _extremes(one)
        yield from _lost(one)
        low, _, high = one.band.T
        share, limit = coverage(low, high, scored), limits.coverage_90
        yield Line(
            one.name, one.label, "coverage_90", "", "", "", "", share, limit, "1", at_least=True
        )
        yield from _width(one, scored)
    for total in one.series.totals:
        months = np.isin(one.months, span(total.first, total.last))
        simulated = float(mean[months].sum())
        error = simulated / total.t - 1.0 if total.t > 0 else math.nan
        when = _between([total.first, total.last])
        sums = _tonnes(total.t), _tonnes(simulated)
        yield Line(one.name, one.label, "total", when, "t", *sums, error, limits.totals, "1")


def _width(one: Replayed, scored: F64) -> Iterator[Line]:
    """Tell how wide the band is over the months scored, and how wide the event alone makes it.

    Means over the months of what lies between 5 and 95 %, in % of normal flow; their ratio.
    """
    if one.event_band is None:
        return
    known = ~np.isnan(scored)
    low, _, high = one.band[known].T
    first, last = one.event_band[known].T
    whole, event = float((high - low).mean()), float((last - first).mean())
    if whole == 0.0:
        return
    part, normal = event / whole, one.simulated_normal.mean()
    shown = f"{100.0 * event / normal:.0f} of {100.0 * whole / normal:.0f}"
    when = _between([month for month, there in zip(one.months, known, strict=True) if there])
    yield Line(one.name, one.label, "event_width", when, "%", "", shown, part, None, "1")


def _extremes(one: Replayed) -> Iterator[Line]:
    """Score the lowest month, and the highest after it: of those fitted to, if there are such."""
    limits = one.series.limits
    low = score.trough(one.of_sample("in", "out"))
    fitted = one.of_sample("in")
    high = None if np.isnan(fitted).all() else score.rebound(fitted, low)
    if high is None:
        high = score.rebound(one.of_sample("in", "out"), low)
    for at, name, limit in (
        (low, "trough", limits.trough_points),
        (high, "rebound", limits.rebound_points),
    ):
        if at is not None:
            recorded = 100.0 * one.recorded[at] / one.normal
            simulated = 100.0 * one.mean[at] / one.simulated_normal.mean()
            shown = f"{recorded:.0f}", f"{simulated:.0f}"
            error = float(simulated - recorded)
            yield Line(
                one.name, one.label, name, one.months[at], "%", *shown, error, limit, "points"
            )


def _lost(one: Replayed) -> Iterator[Line]:
    """Score the lost days at the month that has a limit, and at the last that is known."""
    limit = one.series.limits.lost_days
    known = np.flatnonzero(~np.isnan(one.lost))
    months = [one.months[known[-1]]] if one.sample[known[-1]] != "normal" else []
    if limit is not None:
        months = [limit.month, *(month for month in months if month != limit.month)]
    for month in months:
        at = one.months.index(month)
        recorded, simulated = float(one.lost[at]), float(one.simulated_lost[at])
        within = limit.within if limit is not None and limit.month == month else None
        shown = f"{recorded:.1f}", f"{simulated:.1f}"
        error = simulated - recorded
        yield Line(one.name, one.label, "lost_days", month, "d", *shown, error, within, "d")


def of_stop(stop: Stop) -> Line:
    """Score a stop by the days between what it is judged by and the recorded window."""
    first, last = stop.stop.days
    low, middle, high = (float(day) for day in stop.days)
    early, late = (low, high) if stop.stop.judged_by == "band" else (middle, middle)
    miss = min(late - first, 0.0) + max(early - last, 0.0)
    recorded = f"{first:g} to {last:g}" if first < last else f"{first:g}"
    simulated = f"{_day(middle)} ({_day(low)} to {_day(high)})"
    return Line(
        stop.name, stop.label, "first_stop", "", "d", recorded, simulated, miss,
        stop.stop.within, "d",
    )  # fmt: skip


def _between(months: list[str]) -> str:
    return months[0] if months[0] == months[-1] else f"{months[0]} to {months[-1]}"


def _tonnes(value: float) -> str:
    return f"{value:,.0f}" if math.isfinite(value) else "-"


def _day(day: float) -> str:
    return f"{day:.0f}" if math.isfinite(day) else "never"
