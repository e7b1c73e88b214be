"""A replayed episode: every recorded series beside the simulated one."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.hindcast import score
from sim.hindcast.episode import Episode, PlantStop, Series
from sim.hindcast.month import month_of, number_of, span
from sim.measures import quantiles
from sim.output.flow import MonthlyFlow, monthly_flows
from sim.output.histories import Histories
from sim.output.label import label_of
from sim.output.text import date_of
from sim.output.width import Width, width_of

F64 = NDArray[np.float64]

BAND = (0.05, 0.5, 0.95)
"""Probabilities of the quantiles that are compared."""


@dataclass(frozen=True)
class Replayed:
    """A recorded series beside the simulated one, by month from the first normal one on."""

    name: str
    """Id of the series."""
    label: str
    """How reports call it."""
    series: Series
    """What is recorded."""
    months: tuple[str, ...]
    """The months."""
    sample: tuple[str, ...]
    """What each month is: normal, in (fitted to), or out (of the sample)."""
    recorded: F64
    """t a month, nan where it is not recorded, ``[month]``."""
    simulated: F64
    """t a month, ``[month, history]``."""
    normal: float
    """Recorded normal flow, t a month; nan if it is not known."""
    simulated_normal: F64
    """Simulated normal flow, t a month, ``[history]``."""
    lost: F64
    """Days of normal flow lost by the end of the month as recorded, ``[month]``; nan where that is
    not known, 0 in normal months."""
    simulated_lost: F64
    """The same as simulated, mean flow against mean normal, ``[month]``."""
    simulated_lost_band: F64
    """The same in each history against its own normal, quantiles, ``[month, probability]``."""
    event_band: F64 | None
    """What the event alone makes of the simulated flow, 5 and 95 %, t a month, ``[month, 2]``; none
    where there are too few histories to tell."""

    @property
    def mean(self) -> F64:
        """Mean of the simulated flow over histories, t a month, ``[month]``."""
        mean: F64 = self.simulated.mean(axis=1)
        return mean

    @property
    def band(self) -> F64:
        """Quantiles of the simulated flow at :data:`BAND`, t a month, ``[month, probability]``."""
        return quantiles(self.simulated, BAND)

    def of_sample(self, *kinds: str) -> F64:
        """Give the recorded series with the other months left out, t a month, ``[month]``."""
        return np.where(np.isin(self.sample, kinds), self.recorded, np.nan)


@dataclass(frozen=True)
class Stop:
    """A recorded stop of a plant beside the first stop that was simulated."""

    name: str
    """Id of the stop."""
    label: str
    """How reports call it."""
    stop: PlantStop
    """What is recorded."""
    days: F64
    """Quantiles over histories at :data:`BAND`, days after the onset; inf for never."""


@dataclass(frozen=True)
class Replay:
    """An episode, replayed."""

    name: str
    """Name of the episode."""
    episode: Episode
    """What was recorded."""
    histories: Histories
    """What was run."""
    series: tuple[Replayed, ...]
    """The series in the order of the file."""
    stops: tuple[Stop, ...]
    """The recorded stops in the order of the file."""

    @property
    def onset(self) -> dt.date | None:
        """Date from which days of stops are counted; none where histories differ in it."""
        names = self.histories.ids("disruptions")
        named = self.histories.scenario.measures.reference
        at = [row for row, name in enumerate(names) if named in (None, name)]
        days = {float(day) for day in self.histories.onset_day[at].ravel()}
        return date_of(self.histories.start, days.pop()) if len(days) == 1 else None


def replay(name: str, episode: Episode, histories: Histories) -> Replay:
    """Compare an episode with the run of its scenario.

    Parameters
    ----------
    name : str
        Name of the episode.
    episode : Episode
        Checked against the scenario.
    histories : Histories
        Of the run.
    """
    flows, width = monthly_flows(histories), width_of(histories)
    series = tuple(
        _replayed(episode, name, one, flows[one.flow], width)
        for name, one in episode.series.items()
    )
    stops = tuple(
        Stop(name, label_of(stop.label, stop.who), stop, _first_stop(histories, stop))
        for name, stop in episode.plant_stops.items()
    )
    return Replay(name, episode, histories, series, stops)


def _replayed(
    episode: Episode, name: str, series: Series, flow: MonthlyFlow, width: Width
) -> Replayed:
    first, usual_end = map(number_of, episode.normal)
    ends = [number_of(month) for month in series.observed]
    ends += [number_of(total.last) for total in series.totals]
    months = span(month_of(first), month_of(max([usual_end, *ends])))
    recorded = np.array([series.observed.get(month, np.nan) for month in months])
    usual = np.array([number_of(month) <= usual_end for month in months])
    at = [flow.months.index(month) for month in months]
    simulated = flow.flow_t[at]
    counted = usual & (~np.isnan(recorded) | (series.normal_t is not None))
    counted = counted if counted.any() else usual
    simulated_normal = simulated[counted].mean(axis=0)
    normal = normal_of(episode, series)
    if series.compared_as == "share_of_normal" and simulated_normal.mean() > 0.0:
        scale = normal / float(simulated_normal.mean())
        simulated, simulated_normal = simulated * scale, simulated_normal * scale
    later = int(usual.sum())
    lost = np.concatenate([np.zeros(later), _recorded_lost(series, months[later:], normal)])
    mean_lost = score.lost_days(simulated[later:].mean(axis=1), simulated_normal.mean())
    each = quantiles(score.lost_days(simulated[later:], simulated_normal), BAND)
    return Replayed(
        name=name,
        label=label_of(series.label, name.replace("_", " ")),
        series=series,
        months=tuple(months),
        sample=tuple(_sample(episode, month) for month in months),
        recorded=recorded,
        simulated=simulated,
        normal=normal,
        simulated_normal=simulated_normal,
        lost=lost,
        simulated_lost=np.concatenate([np.zeros(later), mean_lost]),
        simulated_lost_band=np.concatenate([np.zeros((later, len(BAND))), each]),
        event_band=_event_band(simulated, width),
    )


def _event_band(simulated: F64, width: Width) -> F64 | None:
    """Give what the event alone makes of a flow: all of it, a part, or nothing but its mean."""
    if width.event is None:
        return None
    if not width.chances.event:
        return np.repeat(simulated.mean(axis=1)[:, None], 2, axis=1)
    return quantiles(width.event.expected(simulated), (BAND[0], BAND[-1]))


def normal_of(episode: Episode, series: Series) -> float:
    """Give the recorded normal flow, t a month; nan if it is not known."""
    usual = [series.observed[month] for month in span(*episode.normal) if month in series.observed]
    return series.normal_t or (float(np.mean(usual)) if usual else np.nan)


def _recorded_lost(series: Series, months: list[str], normal: float) -> F64:
    """Give the days lost by the end of each month as far as they are known, ``[month]``."""
    if not months or np.isnan(normal):
        return np.full(len(months), np.nan)
    recorded = np.array([series.observed.get(month, np.nan) for month in months])
    first = number_of(months[0])
    totals = [(number_of(t.first) - first, number_of(t.last) - first, t.t) for t in series.totals]
    filled, inside = score.bridged(recorded, totals)
    return np.where(inside, np.nan, score.lost_days(filled, normal))


def _sample(episode: Episode, month: str) -> str:
    if number_of(month) <= number_of(episode.normal[1]):
        return "normal"
    fitted = episode.in_sample
    return "in" if fitted is not None and month in span(*fitted) else "out"


def _first_stop(histories: Histories, stop: PlantStop) -> F64:
    """Give quantiles of the days from the onset to the first stop."""
    (values,) = (
        outcome.values
        for outcome in histories.outcomes
        if (outcome.group.name, outcome.measure) == (stop.who, stop.measure)
        and outcome.group.kind in {"consumer", "region"}
    )
    if stop.measure != "time_to_survive":
        at = histories.ids("disruptions").index(str(histories.scenario.measures.reference))
        values = values - histories.onset_day[at]
    return quantiles(values, BAND)
