"""Forecasts that know of nothing but the past of a series: what a model has to beat.

Both are those of Hyndman and Athanasopoulos, Forecasting: Principles and Practice (3rd ed. 2021,
sections 5.2 and 5.5), with normal bands of logarithms, or of the values as they are where there are
noughts. A month that is not known is ``nan``.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.measures.statistics import QUANTILES

F64 = NDArray[np.float64]


def persistence(
    past: ArrayLike, ahead: int, probabilities: tuple[float, ...] = QUANTILES, *, log: bool = True
) -> F64:
    """Forecast that it stays as it last was, with the band of a random walk.

    ``ln x_last + z_p s sqrt(h)``, ``h`` months after the last one known, where ``s`` is the root
    mean square of the monthly changes of ``ln x``. There is no drift. A change over ``g`` months,
    where some between are not known, counts as ``g`` steps of a random walk do: by ``sqrt(g)``.

    Parameters
    ----------
    past : array, any unit, ``[month]``
        Months up to the first that is forecast.
    ahead : int, months
        How many months are forecast.
    probabilities : tuple of float, 1
    log : bool
        Whether logarithms are taken; without, the band may reach below 0.

    Returns
    -------
    array, same unit, ``[month, probability]``

    Raises
    ------
    ValueError
        If fewer than two months are known, or logarithms are taken of a value that is not positive.

    Examples
    --------
    >>> persistence([4.0, 5.0, 4.0, np.nan], 2, (0.16, 0.5), log=False).round(2).tolist()
    [[2.59, 4.0], [2.28, 4.0]]
    """
    values = _scaled(past, log)
    known = np.flatnonzero(~np.isnan(values))
    steps = np.diff(values[known]) / np.sqrt(np.diff(known))
    spread = np.sqrt(np.mean(steps**2))
    distance = np.arange(ahead) + float(values.size - known[-1])
    return _quantiles(values[known[-1]], spread * np.sqrt(distance), probabilities, log)


def climatology(
    past: ArrayLike, ahead: int, probabilities: tuple[float, ...] = QUANTILES, *, log: bool = True
) -> F64:
    """Forecast that any month is as likely to be as any known one was.

    ``m + z_p s sqrt(1 + 1/T)`` with mean and standard deviation of the ``ln x`` of the ``T`` months
    known: the mean method.

    Parameters
    ----------
    past : array, any unit, ``[month]``
        Months up to the first that is forecast.
    ahead : int, months
        How many months are forecast.
    probabilities : tuple of float, 1
    log : bool
        Whether logarithms are taken; without, the band may reach below 0.

    Returns
    -------
    array, same unit, ``[month, probability]``

    Raises
    ------
    ValueError
        If fewer than two months are known, or logarithms are taken of a value that is not positive.

    Examples
    --------
    >>> climatology([4.0, 5.0, 6.0], 1, (0.16, 0.5), log=False).round(2).tolist()
    [[3.85, 5.0]]
    """
    values = _scaled(past, log)
    known = values[~np.isnan(values)]
    spread = known.std(ddof=1) * np.sqrt(1.0 + 1.0 / known.size)
    return _quantiles(known.mean(), np.full(ahead, spread), probabilities, log)


def _scaled(past: ArrayLike, log: bool) -> F64:
    """Take logarithms, if they are to be taken."""
    values = np.asarray(past, dtype=np.float64)
    known = values[~np.isnan(values)]
    if known.size < 2:
        raise ValueError(f"{known.size} months are known; a band takes two or more")
    if log and known.min() <= 0.0:
        raise ValueError(f"{known.min():g} has no logarithm")
    return np.asarray(np.log(values)) if log else values


def _quantiles(middle: float, spread: F64, probabilities: tuple[float, ...], log: bool) -> F64:
    """Give normal quantiles, ``[month, probability]``."""
    z = np.array([NormalDist().inv_cdf(p) for p in probabilities])
    found = middle + spread[:, np.newaxis] * z
    return np.asarray(np.exp(found)) if log else found
