"""How a price follows scarcity, and how demand, supply and the state's budget follow a price.

A price is moved by stocks, not by flows: by the theory of competitive storage (Gustafson 1958;
Deaton and Laroque 1992) it rises the steeper the less is held, and stays near cost while stocks
are ample. So what is aimed at is ``normal * (wanted / held)^k``, with a small k where more is held
than wanted, and the price goes there quickly upwards and slowly downwards.
"""

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

MOST = 20.0
"""Most that wanted and held may differ, as a factor: beyond, nothing is traded that has a price
(assumption)."""


def scarcity(wanted: F64, held: F64) -> F64:
    """Give ln(wanted / held), at most ln 20 either way; 0 where nothing is wanted or held.

    Parameters
    ----------
    wanted, held : array, t
        What would be held in normal times and all orders that wait; what is held.

    Examples
    --------
    >>> scarcity(np.array([60.0, 30.0, 60.0, 0.0]), np.array([30.0, 30.0, 0.0, 0.0])).round(3)
    array([0.693, 0.   , 2.996, 0.   ])
    """
    least = np.maximum(held, wanted / MOST)
    most = np.minimum(least, wanted * MOST)
    ratio = np.divide(wanted, most, out=np.ones_like(most), where=most > 0.0)
    found: F64 = np.log(np.maximum(ratio, 1.0 / MOST))
    return found


def aimed(scarce: F64, flexibility: F64, excess_flexibility: F64) -> F64:
    """Give the logarithm of price over normal price that a scarcity calls for.

    Parameters
    ----------
    scarce : array, 1
        From :func:`scarcity`.
    flexibility, excess_flexibility : array, 1
        Elasticity where less, and where more is held than wanted.
    """
    found: F64 = np.where(scarce > 0.0, flexibility, excess_flexibility) * scarce
    return found


def no_cheaper_abroad(aim: F64) -> F64:
    """Let nobody sell outside for less, against normal, than in China, where all can be sold.

    Controls hold goods back in China, never outside: scarcity in China is felt everywhere, that
    outside only there.

    Parameters
    ----------
    aim : array, ``[bloc, ...]``
        Logarithms of the price aimed at over the normal price, China first.

    Examples
    --------
    >>> no_cheaper_abroad(np.array([[0.5, -0.5], [0.0, 0.0]])).tolist()
    [[0.5, -0.5], [0.5, 0.0]]
    """
    least = np.stack([np.full_like(aim[0], -np.inf), aim[0]])
    return np.asarray(np.maximum(aim, least))


def moved(now: F64, aim: F64, days: float, rise_days: F64, fall_days: F64) -> F64:
    """Go towards an aim: ``1 - exp(-days / lag)`` of the way, with a lag for either direction.

    Parameters
    ----------
    now, aim : array
        Logarithms, as of price over normal price.
    days : float, days
        Time that has passed.
    rise_days, fall_days : array, days
        Lag upwards and downwards.

    Examples
    --------
    >>> lag = np.array([7.0])
    >>> moved(np.array([0.0, 1.0]), np.array([1.0, 0.0]), 7.0, lag, np.inf * lag).round(3)
    array([0.632, 1.   ])
    """
    lag = np.where(aim > now, rise_days, fall_days)
    found: F64 = now + (aim - now) * -np.expm1(-days / lag)
    return found


def response(index: F64, elasticity: F64) -> F64:
    """Give the factor by which a quantity responds: ``index ** elasticity``.

    Parameters
    ----------
    index : array, 1
        Price over normal price.
    elasticity : array, 1
        Negative for demand.

    Examples
    --------
    >>> response(np.array([1.0, 4.0]), np.array([-0.5])).tolist()
    [1.0, 0.5]
    """
    found: F64 = index**elasticity
    return found


def support(price: F64, strike: F64, upside_share: F64) -> F64:
    """Give what a contract for difference costs the state, USD per kg; negative if it earns.

    Parameters
    ----------
    price, strike : array, USD per kg
    upside_share : array, 0 to 1
        Share of the price above the strike that the state gets.

    Examples
    --------
    >>> support(np.array([60.0, 110.0, 130.0]), np.array([110.0]), np.array([0.3])).tolist()
    [50.0, 0.0, -6.0]
    """
    found: F64 = np.maximum(strike - price, 0.0) - upside_share * np.maximum(price - strike, 0.0)
    return found
