"""A forecast beside what came: how good its bands were, and whether it beat what knows nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.forecast.forecast import BANDS, MEDIAN, FlowForecast, Forecast, StopForecast
from sim.forecast.observed import Observed, Seen
from sim.hindcast.month import span
from sim.measures.naive import climatology, persistence
from sim.measures.proportion import binomial_interval
from sim.measures.scores import coverage, interval_score, mean_where_known, mean_width, skill

F64 = NDArray[np.float64]
Verdict = Literal["inside", "outside", "open"]

NAIVE = {"persistence": persistence, "climatology": climatology}
"""Forecasts that know the recorded months alone; the first is what skill is told against."""
FEW = 30
"""Months below which it is said that they prove little."""


@dataclass(frozen=True)
class Bands:
    """Quantiles of some months, and what came; nothing counts where nothing is known yet."""

    spread: F64
    """Quantiles, t, ``[month, probability]``."""
    observed: F64
    """t, ``[month]``; nan where not known."""

    @property
    def judged(self) -> int:
        """How many months are known."""
        return int((~np.isnan(self.observed)).sum())

    def inside(self, band: float) -> int:
        """How many of them lie in a band."""
        share = coverage(*self._ends(band), self.observed)
        return round(share * self.judged) if self.judged else 0

    def width(self, band: float) -> float:
        """Mean width of a band where something is known, t."""
        return mean_width(*self._ends(band), self.observed)

    def score(self, band: float) -> float:
        """Mean interval score of a band, t."""
        found = interval_score(*self._ends(band), self.observed, band)
        return mean_where_known(found, self.observed)

    @property
    def error(self) -> float:
        """Mean absolute error of the median, t."""
        return mean_where_known(np.abs(self.observed - self.spread[:, MEDIAN]), self.observed)

    def _ends(self, band: float) -> tuple[F64, F64]:
        low, high = BANDS[band]
        return self.spread[:, low], self.spread[:, high]


@dataclass(frozen=True)
class SeriesScore:
    """A flow, scored."""

    name: str
    flow: FlowForecast
    bands: Bands
    """Of the forecast."""
    naive: dict[str, Bands]
    """Of forecasts that know the recorded months alone, by name; none without such months."""

    def skill(self, band: float, against: str) -> float:
        """Give the part of the interval score that is saved against another; nan without it."""
        if against not in self.naive:
            return np.nan
        return float(skill(self.bands.score(band), self.naive[against].score(band)))

    @property
    def scale(self) -> float:
        """Mean of the recorded months before the forecast, t: what makes flows comparable."""
        return float(np.mean(list(self.flow.past.values())))


@dataclass(frozen=True)
class StopScore:
    """A first stop, judged."""

    name: str
    stop: StopForecast
    seen: Seen
    verdict: Verdict
    """Whether its date lies in the 5 to 95 % band, or may still."""


@dataclass(frozen=True)
class Scored:
    """A forecast, scored by what is known so far."""

    forecast: Forecast
    observed: Observed

    @cached_property
    def series(self) -> tuple[SeriesScore, ...]:
        """Every flow, in the order of the forecast."""
        return tuple(
            _series(name, flow, self.observed.months.get(name, {}))
            for name, flow in self.forecast.flows.items()
        )

    @cached_property
    def stops(self) -> tuple[StopScore, ...]:
        """First stops of which something is known, in the order of the forecast."""
        return tuple(
            StopScore(name, stop, seen, _judged(stop, seen, self.forecast.last))
            for name, stop in self.forecast.stops.items()
            if (seen := self.observed.stops.get(name)) is not None
        )

    @property
    def months(self) -> list[str]:
        """Months of which at least one flow is known, ascending."""
        return sorted({month for of in self.observed.months.values() for month in of})

    @property
    def judged(self) -> int:
        """How many months of flows are known, all flows together."""
        return sum(one.bands.judged for one in self.series)

    def inside(self, band: float) -> int:
        """How many of these lie in a band."""
        return sum(one.bands.inside(band) for one in self.series)

    def sure(self, band: float) -> tuple[float, float]:
        """Give the exact 95 % interval of the coverage, as if months and flows were independent."""
        return binomial_interval(self.inside(band), self.judged)

    def skill(self, band: float, against: str) -> float:
        """Give the skill over all flows with recorded months, each in parts of their mean."""
        known = [one for one in self.series if against in one.naive and one.bands.judged]
        own = sum(one.bands.judged * one.bands.score(band) / one.scale for one in known)
        other = sum(one.bands.judged * one.naive[against].score(band) / one.scale for one in known)
        return float(skill(own, other)) if known else np.nan

    def count(self, verdict: Verdict) -> int:
        """Count first stops by verdict."""
        return sum(one.verdict == verdict for one in self.stops)


def _series(name: str, flow: FlowForecast, came: dict[str, float]) -> SeriesScore:
    observed = np.array([came.get(month, np.nan) for month in flow.t])
    return SeriesScore(
        name,
        flow,
        Bands(np.array(list(flow.t.values())), observed),
        {name: Bands(spread, observed) for name, spread in naive(flow).items()},
    )


def naive(flow: FlowForecast) -> dict[str, F64]:
    """Forecast a flow by its recorded months alone; nothing where fewer than two are known.

    Their bands are of tonnes, cut off at 0. Those of logarithms reach so far up where the record
    swings, as in 2025, that nothing would be easier to beat.

    Parameters
    ----------
    flow : FlowForecast

    Returns
    -------
    dict of str to array
        t, ``[month, probability]``, by name.
    """
    if len(flow.past) < 2 or max(flow.past.values()) <= 0.0:
        return {}
    past = _in_a_row(flow.past, first=next(iter(flow.t)))
    return {
        name: np.maximum(method(past, len(flow.t), log=False), 0.0)
        for name, method in NAIVE.items()
    }


def _in_a_row(past: dict[str, float], first: str) -> Sequence[float]:
    """Give the recorded months up to the forecast, nan where one is not known."""
    return [past.get(month, np.nan) for month in span(min(past), first)[:-1]]


def _judged(stop: StopForecast, seen: Seen, last: dt.date) -> Verdict:
    """Judge a first stop by the 5 to 95 % band of its date, in which never comes last."""
    low, high = (stop.dates[end] for end in BANDS[0.9])
    if seen.date is not None:
        early = low is None or seen.date < low
        return "outside" if early or (high is not None and seen.date > high) else "inside"
    if high is None:
        return "inside" if seen.until >= last else "open"
    return "outside" if seen.until >= high else "open"
