"""Output: what consumers lose of it for good, as they lack what they build with."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.measures.shortfall import fill_rate, lost_days, total

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Produces:
    """What one consumer builds."""

    product: str | None = None
    """What it is called."""
    products_per_t: float = 0.0
    """Number of it that a tonne of normal demand goes into."""
    musd_per_t: float | None = None
    """Worth of what is built with such a tonne, million USD."""


class LostOutput:
    """What consumers do not build, and do not make up for later, in every history.

    With an emergency more is built of the same tonnes, which need not be more: who needs less is
    given less where sellers share out by what is asked for, and what it saves comes late.

    Parameters
    ----------
    produces : mapping of int to Produces
        By position on the consumer axis.
    idle : array, 0 to 1, ``[day, consumer, history]``
        Part of the day's output that is not built.
    normal : array, t, ``[day, consumer, history*]``
        Demand, with what they have learned to do without.
    unmet, caught_up : array, t, ``[consumer, history]``
        Demand not served on its day over the run, and the part of it served later.
    parts_days, built_late : array, days, ``[consumer, history]``, optional
        Days of output that parts bridge, and output that was built later, once they were complete;
        None if nobody has any.
    """

    def __init__(
        self,
        produces: Mapping[int, Produces],
        idle: ArrayLike,
        normal: ArrayLike,
        unmet: F64,
        caught_up: F64,
        parts_days: F64 | None = None,
        built_late: F64 | None = None,
    ) -> None:
        self._produces = produces
        self._idle, self._normal = np.asarray(idle), np.asarray(normal)
        self._unmet, self._caught_up = unmet, caught_up
        self._parts_days, self._built_late = parts_days, built_late
        self._lost: dict[int, F64] = {}

    def t_by_day(self, consumer: int) -> F64:
        """Give what it does not build, in tonnes of its normal demand, ``[day, history]``.

        What is made up for later is taken off each day by the same share: without parts by that of
        demand that is served later, with them by that of output that is built later.
        """
        if consumer not in self._lost:
            missed, later = self._unmet[consumer], self._caught_up[consumer]
            if self._parts_days is not None and self._built_late is not None:
                bridges = self._parts_days[consumer] > 0.0
                missed = np.where(bridges, total(self._idle[:, consumer].astype(float)), missed)
                later = np.where(bridges, self._built_late[consumer], later)
            self._lost[consumer] = lost_days(self._idle_t(consumer), missed, later)
        return self._lost[consumer]

    def t(self, consumer: int) -> F64:
        """Give the same over the run, ``[history]``."""
        return np.asarray(np.add.reduce(self.t_by_day(consumer), axis=0))

    def built(self, members: tuple[int, ...]) -> F64 | None:
        """Give the part of their output that some build on its day, ``[day, history]``.

        Of those who say what they build; None if nobody does.
        """
        found = self._summed(members, self._idle_t)
        return None if found is None else fill_rate(found[1], found[1] - found[0])

    def days(self, members: tuple[int, ...]) -> F64 | None:
        """Give the days of their output that some consumers lose together, ``[history]``.

        Of those who say what they build; None if nobody does.
        """
        found = self._summed(members, self.t_by_day)
        if found is None:
            return None
        lost, whole = found
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

    def _idle_t(self, consumer: int) -> F64:
        """Give what it does not build on its day, t of normal demand, ``[day, history]``."""
        idle, normal = (one[:, consumer].astype(float) for one in (self._idle, self._normal))
        return np.asarray(idle * normal)

    def _summed(
        self, members: tuple[int, ...], tonnes: Callable[[int], F64]
    ) -> tuple[F64, F64] | None:
        """Sum tonnes of those who say what they build, and their normal demand, by day.

        None if nobody says it.
        """
        some = [member for member, _ in self._those(members)]
        if not some:
            return None
        found, whole = np.zeros(1), np.zeros(1)
        for member in some:
            found = found + tonnes(member)
            whole = whole + self._normal[:, member].astype(float)
        return found, whole

    def _those(self, members: tuple[int, ...]) -> Iterator[tuple[int, Produces]]:
        return ((member, self._produces[member]) for member in members if member in self._produces)
