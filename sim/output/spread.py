"""A recorded series over the histories of a run: mean and quantiles, id by id."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.histories import Histories
from sim.world.record.series import Series

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Spread:
    """What a series is over the histories, for an id along each of its axes."""

    ids: tuple[str, ...]
    """Whose."""
    mean: F64
    """Mean over histories, in the series' unit, ``[time, entry]``; a single entry if the series
    has none."""
    quantiles: F64
    """At :data:`sim.measures.QUANTILES`, ``[time, entry, probability]``."""


def spreads(histories: Histories, series: Series) -> Iterator[Spread]:
    """Summarise a series of a run, a stretch at a time; none if it has not recorded it."""
    found = dict[tuple[str, ...], list[tuple[F64, F64]]]()
    for ids, values in histories.each(series):
        by_entry = values if series.entries else values[:, None]
        summary = by_entry.mean(axis=-1), measures.quantiles(by_entry)
        found.setdefault(ids, []).append(summary)
    for ids, summaries in found.items():
        yield Spread(ids, *(np.concatenate(part) for part in zip(*summaries, strict=True)))


def with_shares(ids: tuple[str, ...], tonnes: F64, wholes: Sequence[F64]) -> Spread:
    """Summarise tonnes, and their share of several wholes.

    Parameters
    ----------
    ids : tuple of str
        Whose.
    tonnes : array, t, ``[time, history]``
    wholes : sequence of array, t, ``[time, history]``
        A share is over the histories in which its whole is anything; nan where it never is.

    Returns
    -------
    Spread
        Entries are the tonnes, then the shares.
    """
    entries = [tonnes]
    for whole in wholes:
        share = np.full(tonnes.shape, np.nan)
        entries.append(np.divide(tonnes, whole, out=share, where=whole > 0.0))
    found = [of_defined(one) for one in entries]
    return Spread(ids, *(np.stack(part, axis=1) for part in zip(*found, strict=True)))


def of_defined(
    values: F64, probabilities: tuple[float, ...] = measures.QUANTILES
) -> tuple[F64, F64]:
    """Give mean and quantiles over the histories that are not nan; nan where all are.

    Parameters
    ----------
    values : array, ``[..., history]``
    probabilities : tuple of float, optional

    Returns
    -------
    array, array
        ``[...]``, and ``[..., probability]``.
    """
    some = np.isnan(values).any(axis=-1)
    mean = np.full(values.shape[:-1], np.nan)
    quantiles = np.full((*mean.shape, len(probabilities)), np.nan)
    mean[~some] = values[~some].mean(axis=-1)
    quantiles[~some] = measures.quantiles(values[~some], probabilities)
    for at in map(tuple, np.argwhere(some)):
        defined = values[at][~np.isnan(values[at])]
        if defined.size:
            mean[at] = defined.mean()
            quantiles[at] = measures.quantiles(defined, probabilities)
    return mean, quantiles
