"""Output: what consumers build of what they are served, and what they lose of it for good."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.measures.shortfall import lost_days

F64 = NDArray[np.float64]


def built(served: ArrayLike, curve: tuple[tuple[float, float], ...]) -> F64:
    """Give the part of output that is built with a part of demand.

    Parameters
    ----------
    served : array, 0 to 1
        Part of demand that is served.
    curve : tuple of (float, float)
        Parts served and built, between nothing for nothing and all for all; straight lines between.

    Returns
    -------
    array, 0 to 1

    Examples
    --------
    >>> built([0.0, 0.25, 0.5, 0.75, 1.0], ((0.5, 0.8),)).round(3).tolist()
    [0.0, 0.4, 0.8, 0.9, 1.0]
    """
    points = np.array([(0.0, 0.0), *curve, (1.0, 1.0)])
    return np.asarray(np.interp(np.asarray(served), points[:, 0], points[:, 1]))


@dataclass(frozen=True)
class Produces:
    """What one consumer builds."""

    curve: tuple[tuple[float, float], ...] = ()
    """Parts of demand served and of output built; empty where they are the same."""
    product: str | None = None
    """What it is called."""
    products_per_t: float = 0.0
    """Number of it that a tonne of demand goes into."""
    musd_per_t: float | None = None
    """Worth of what is built with a tonne of demand, million USD."""


class LostOutput:
    """What consumers do not build, and do not make up for later, in every history.

    Parameters
    ----------
    produces : mapping of int to Produces
        By position on the consumer axis; whoever is not in it builds so much as is served.
    demand, served : array, t, ``[day, consumer, history*]``
    unmet, caught_up : array, t, ``[consumer, history]``
        Demand not served on its day over the run, and the part of it served later.
    """

    def __init__(
        self,
        produces: Mapping[int, Produces],
        demand: ArrayLike,
        served: ArrayLike,
        unmet: F64,
        caught_up: F64,
    ) -> None:
        self._produces = produces
        self._demand, self._served = np.asarray(demand), np.asarray(served)
        self._unmet, self._caught_up = unmet, caught_up
        self._lost: dict[int, F64] = {}

    def t_by_day(self, consumer: int) -> F64:
        """Give what it does not build, in tonnes of its demand, ``[day, history]``.

        What is made up for later is taken off each day by the same share.
        """
        if consumer not in self._lost:
            demand, got = (x[:, consumer].astype(float) for x in (self._demand, self._served))
            served = np.divide(got, demand, out=np.ones(got.shape), where=demand > 0.0)
            part = built(np.minimum(served, 1.0), self._of(consumer).curve)
            lost = (1.0 - part) * demand
            self._lost[consumer] = lost_days(lost, self._unmet[consumer], self._caught_up[consumer])
        return self._lost[consumer]

    def t(self, consumer: int) -> F64:
        """Give the same over the run, ``[history]``."""
        return np.asarray(np.add.reduce(self.t_by_day(consumer), axis=0))

    def days(self, members: tuple[int, ...]) -> F64:
        """Give the days of their output that some consumers lose together, ``[history]``."""
        lost, whole = np.zeros(1), np.zeros(1)
        for member in members:
            lost = lost + self.t_by_day(member)
            whole = whole + self._demand[:, member].astype(float)
        share = np.divide(lost, whole, out=np.zeros(lost.shape), where=whole > 0.0)
        return np.asarray(np.add.reduce(share, axis=0))

    def products(self, members: tuple[int, ...]) -> dict[str, F64]:
        """Give what is not built, in numbers of each product, ``[history]``."""
        found: dict[str, F64] = {}
        for member, one in self._those(members):
            if one.product is not None:
                lost = one.products_per_t * self.t(member)
                found[one.product] = found.get(one.product, 0.0) + lost
        return found

    def musd(self, members: tuple[int, ...]) -> F64 | None:
        """Give what it is worth, million USD, ``[history]``; None if nobody says."""
        worth = [
            one.musd_per_t * self.t(member)
            for member, one in self._those(members)
            if one.musd_per_t is not None
        ]
        return np.asarray(np.add.reduce(worth, axis=0)) if worth else None

    def _of(self, consumer: int) -> Produces:
        return self._produces.get(consumer, Produces())

    def _those(self, members: tuple[int, ...]) -> Iterator[tuple[int, Produces]]:
        return ((member, self._produces[member]) for member in members if member in self._produces)
