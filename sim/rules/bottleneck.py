"""What keeps goods from coming over a lane: the constraint that binds, one at a time.

Nearest to the buyer first: a closed lane holds up goods whatever its seller has, and a seller that
has none of them does so whatever it could make of more.
"""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Codes = NDArray[np.int8]

CONSTRAINTS = ("lane", "licence", "stock", "feed", "capacity", "conversion")
"""What may bind, by code from 0 on."""
LANE, LICENCE, STOCK, FEED, CAPACITY, CONVERSION = range(len(CONSTRAINTS))
NOTHING = -1
"""Code where nothing does: less is ordered."""


def binds_maker(wants: Mask, is_dry: Mask) -> Codes:
    """Tell what binds plants that have nothing to ship.

    Parameters
    ----------
    wants : array of bool
        Where they would have put more into process than they did.
    is_dry : array of bool
        Where they have no more to make it of.

    Returns
    -------
    array
        Feed or capacity; else conversion, as all that is wanted is in process.

    Examples
    --------
    >>> found = binds_maker(np.array([True, True, False]), np.array([True, False, True]))
    >>> [CONSTRAINTS[code] for code in found]
    ['feed', 'capacity', 'conversion']
    """
    return np.where(wants, np.where(is_dry, FEED, CAPACITY), CONVERSION).astype(np.int8)


def binds_lane(narrowed: Mask, licensed: Mask, waits: Mask, has_some: Mask, seller: Codes) -> Codes:
    """Tell what binds lanes, all arrays ``[lane, item, replication]``.

    Parameters
    ----------
    narrowed : array of bool
        Where a control or a closure lets nothing or not all pass.
    licensed : array of bool
        Where orders wait for a licence, or buyers have turned away for want of one.
    waits : array of bool
        Where orders wait.
    has_some : array of bool
        Where the seller has goods, but may not ship them: rules of a lane stand against it.
    seller : array
        What binds the seller where it has none.

    Examples
    --------
    >>> yes, no = np.array([True]), np.array([False])
    >>> found = [
    ...     binds_lane(no, no, yes, no, np.array([FEED])),
    ...     binds_lane(yes, yes, yes, yes, np.array([FEED])),
    ...     binds_lane(no, no, no, no, np.array([FEED])),
    ... ]
    >>> [int(one[0]) for one in found] == [FEED, LANE, NOTHING]
    True
    """
    found = np.where(has_some, LANE, seller)
    found = np.where(waits, found, NOTHING)
    found = np.where(licensed, LICENCE, found)
    return np.where(narrowed, LANE, found).astype(np.int8)
