"""What it is worth to know something before one chooses; pure functions of arrays.

Utilities are turned so that more is better, in units of the measure. One who chooses now takes the
option of the largest mean; one who knows an input first takes that of the largest mean given it.
"""

import numpy as np
from numpy.typing import NDArray

from sim.decide.regression import Fits

F64 = NDArray[np.float64]

ROUNDING = 1e-9
"""Part of the largest utility below which a difference is none."""
DRAWS = 400
"""Sets of curves that an interval is of."""
PLACES = 500
"""Most places at which these are looked at."""


def perfect(utilities: F64) -> float:
    """Give the expected value of perfect information, of everything that differs (EVPI).

    ``E[max_d U(d)] - max_d E[U(d)]`` (Raiffa and Schlaifer 1961): what one would gain who knew
    which history comes. No input, nor all of them, can be worth more.

    Parameters
    ----------
    utilities : array, measure's unit, ``[history, option]``

    Examples
    --------
    >>> perfect(np.array([[1.0, 0.0], [0.0, 3.0]]))
    0.5
    """
    found = float(utilities.max(axis=1).mean() - utilities.mean(axis=0).max())
    return found if found > ROUNDING * float(np.abs(utilities).max(initial=0.0)) else 0.0


def partial(curves: F64) -> F64:
    """Give the expected value of partial perfect information, of one input each (EVPPI).

    ``E_X[max_d E(U(d) | X)] - max_d E[U(d)]`` with the inner mean by regression on the sample that
    is there: Strong, Oakley and Brennan 2014, "Estimating multiparameter partial expected value of
    perfect information from a probabilistic sensitivity analysis sample", Medical Decision Making
    34; Heath et al. 2020.

    Parameters
    ----------
    curves : array, measure's unit, ``[place, input, option]``
        Utility that is expected given the input, at places that are equally likely.

    Returns
    -------
    array, measure's unit, ``[input]``
    """
    found = curves.max(axis=2).mean(axis=0) - curves.mean(axis=0).max(axis=1)
    return np.where(found > ROUNDING * np.abs(curves).max(initial=0.0), found, 0.0)


def flips(curves: F64, chosen: int) -> F64:
    """Give the chance that knowing an input would make one choose something else, ``[input]``.

    Parameters
    ----------
    curves : array, measure's unit, ``[place, input, option]``
    chosen : int
        What is chosen without knowing it.
    """
    gain = curves.max(axis=2) - curves[:, :, chosen]
    return np.asarray((gain > ROUNDING * np.abs(curves).max(initial=0.0)).mean(axis=0))


def interval(
    fits: Fits, response: int, rows: NDArray[np.intp], chance: np.random.Generator
) -> tuple[float, float]:
    """Give how far below and above what is found the 95 % interval of a worth reaches.

    The weights of the columns are drawn from their normal distribution given the histories, of
    covariance ``left x shrink`` around what is found, and the means from theirs; the worth of each
    set of curves is taken (Strong, Oakley and Brennan 2014, on standard errors). How these spread
    around their mean is how the estimate does.

    Parameters
    ----------
    fits : Fits
    response : int
        Which input.
    rows : array of int
        Places of the columns to look at.
    chance : Generator

    Returns
    -------
    float, float
        Measure's unit; neither the first above 0 nor the second below.
    """
    options, shrink = fits.mean.size, fits.shrink[:, response]
    few = fits.histories / fits.independent
    noise = chance.standard_normal((shrink.size, DRAWS, options))
    noise = noise @ _root(fits.left(response) * few).T
    means = chance.standard_normal((DRAWS, options)) @ _root(fits.spread / fits.independent).T
    found = fits.stretch[response] * shrink[:, None] * fits.found[:, response]
    drawn = found[:, None] + np.sqrt(shrink)[:, None, None] * noise
    worths = partial(fits.smoother.curves(drawn, rows) + fits.mean + means)
    low, high = np.quantile(worths, (0.025, 0.975)) - worths.mean()
    return min(float(low), 0.0), max(float(high), 0.0)


def _root(covariance: F64) -> F64:
    """Give a matrix that, times its transpose, is a covariance."""
    size, turn = np.linalg.eigh(covariance)
    return np.asarray(turn * np.sqrt(np.maximum(size, 0.0)))


def shrunk_width(width: float, share: float) -> float:
    """Give the width of a band that is left when an input is known that accounts for a share of it.

    ``w sqrt(1 - S)`` with ``S`` the part of the variance that the input accounts for, its
    first-order index: the width shrinks as the standard deviation does, which is exact for normal
    bands.

    Parameters
    ----------
    width : float, measure's unit
        From the 5 % to the 95 % quantile.
    share : float, 1

    Examples
    --------
    >>> shrunk_width(60.0, 0.36)
    48.0
    """
    return width * float(np.sqrt(1.0 - share))
