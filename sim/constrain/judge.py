"""How good bands are where nothing was learned from: months after those fitted to."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.constrain.constrained import Constrained
from sim.constrain.implausibility import weighted_quantiles
from sim.constrain.observation import Observation
from sim.constrain.predictive import mixture_quantile
from sim.constrain.trial import Trial
from sim.hindcast.month import number_of, span
from sim.hindcast.replay import normal_of
from sim.measures.naive import persistence
from sim.measures.scores import coverage, interval_score, mean_width

F64 = NDArray[np.float64]

ENDS = 0.05, 0.95
CONFIDENCE = 0.9
PRIOR = "prior"
ANYTHING = "constrained, whatever happens"
AS_IT_WENT = "constrained, as it went"
LAST = "persistence"
KINDS = {
    PRIOR: "all worlds that the grades allow, whatever happens in them",
    ANYTHING: "worlds that agree with the months fitted to, whatever happens in them",
    AS_IT_WENT: "the same worlds, with what happened in them when they agreed",
    LAST: "the last month known, with the spread of monthly changes up to then",
}
"""What bands are of."""
OBSERVED = ", as observed"
"""Added to a kind whose bands hold errors of observation and model, too."""


@dataclass(frozen=True)
class Kind:
    """Bands of one kind, and how good they are."""

    name: str
    band: F64
    """Ends of each month's band, t, ``[month, end]``."""
    coverage: float
    """Share of the months recorded that lie within, 1."""
    width: float
    """Mean width, part of normal flow."""
    score: float
    """Mean interval score, part of normal flow; less is better."""


@dataclass(frozen=True)
class Judged:
    """Bands of months after those fitted to."""

    months: tuple[Observation, ...]
    kinds: tuple[Kind, ...]
    stops: tuple[Observation, ...]
    """Stops that nothing was learned from."""
    stop_bands: Mapping[str, F64]
    """Their first days, by kind, days after the onset, ``[stop, end]``."""


def constrained_numbers(found: Constrained, count: int) -> tuple[int, ...]:
    """Give so many numbers of worlds, each as often as its weight says."""
    numbers, weight = found.kept
    at = np.searchsorted(np.cumsum(weight), (np.arange(count) + 0.5) / count)
    # A history's number is also that of what happens: neighbours must not share a world.
    order = np.argsort(np.arange(count) * 0.6180339887498949 % 1.0, kind="stable")
    return tuple(int(n) for n in numbers[np.minimum(at, len(numbers) - 1)][order])


def judged(found: Constrained, own: F64, anything: F64) -> Judged:
    """Judge bands.

    Parameters
    ----------
    found : Constrained
    own : array, ``[observation, history]``
        What the first worlds tried give outside, each with what happened in it.
    anything : array, ``[observation, history]``
        What histories in constrained worlds give, whatever happens.
    """
    trial = found.trial
    agreed = found.weight_of_all[: own.shape[1]]
    weights = {
        PRIOR: (own, np.full(own.shape[1], 1.0 / own.shape[1])),
        ANYTHING: (anything, np.full(anything.shape[1], 1.0 / anything.shape[1])),
        AS_IT_WENT: (own, agreed / max(agreed.sum(), 1e-300)),
    }
    monthly = [at for at, one in enumerate(trial.outside) if one.months]
    stops = [at for at, one in enumerate(trial.outside) if not one.months]
    months = tuple(trial.outside[at] for at in monthly)
    normal = np.array([normal_of(trial.episode, trial.episode.series[o.of]) for o in months])
    recorded = np.array([one.recorded[0] for one in months])
    spread = np.array([one.spread for one in months])
    kinds = []
    for name, (values, weight) in weights.items():
        band = np.stack([weighted_quantiles(values[at], weight, ENDS) for at in monthly])
        kinds.append(_kind(name, band, recorded, normal))
    for name, (values, weight) in weights.items():
        rows = zip(values[monthly], spread, strict=True)
        band = np.array([[mixture_quantile(v, weight, s, p) for p in ENDS] for v, s in rows])
        kinds.append(_kind(name + OBSERVED, band, recorded, normal))
    last = _persistent(trial, months)
    return Judged(
        months,
        (*kinds, _kind(LAST, last, recorded, normal)),
        tuple(trial.outside[at] for at in stops),
        {
            name: np.array([weighted_quantiles(values[at], weight, ENDS) for at in stops])
            for name, (values, weight) in weights.items()
        },
    )


def _kind(name: str, band: F64, recorded: F64, normal: F64) -> Kind:
    low, high = (band / normal[:, None]).T
    part = recorded / normal
    score = interval_score(low, high, part, CONFIDENCE)
    return Kind(
        name, band, coverage(low, high, part), mean_width(low, high, part), float(score.mean())
    )


def _persistent(trial: Trial, months: tuple[Observation, ...]) -> F64:
    """Give bands of a forecast that knows only what was recorded up to the last month fitted to."""
    episode = trial.episode
    assert episode.in_sample is not None
    past, last = span(episode.normal[0], episode.in_sample[1]), number_of(episode.in_sample[1])
    found = []
    for one in months:
        series = episode.series[one.of]
        known = np.array([series.observed.get(month, np.nan) for month in past])
        ahead = number_of(one.months[0]) - last
        # In tonnes: bands of logarithms after a stop are so wide that anything beats them.
        found.append(np.maximum(persistence(known, ahead, ENDS, log=False)[-1], 0.0))
    return np.array(found)
