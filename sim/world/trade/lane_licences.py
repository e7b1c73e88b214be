"""Licences on the lanes of a good: where they are needed, and what they let leave."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]
Pairs = tuple[Index, Index]
"""Lane and item of some pairs, ``[pair]`` each."""


class LaneLicences:
    """What an authority says of the lanes of one good.

    Parameters
    ----------
    shape : tuple of int
        ``[lane, item, replication]``.
    lanes : sequence of slice
        Lanes of each seller.

    Attributes
    ----------
    limit : array, t, ``[lane, item, replication]``
        Most that may leave today; inf where no licence is needed.
    required : array of bool, ``[lane, item, replication]``
        Where one is: such a lane is judged by the decisions, and in the end by what was shipped.
    refusing : array of bool, ``[lane, item, replication]``
        Where most was refused.
    left : array of bool, ``[lane, item, replication]``
        Where buyers have turned away but for a probe, until most of it leaves.
    lead_days : array, days, ``[lane, item, replication]``
        Licence lead time that buyers have learnt to wait for.
    sellers : list of bool
        Sellers of whom some lane needs licences in some replication.
    """

    def __init__(self, shape: tuple[int, ...], lanes: Sequence[slice]) -> None:
        self._lanes = lanes
        self.limit = np.full(shape, np.inf)
        self.required = np.zeros(shape, dtype=bool)
        self.refusing = np.zeros(shape, dtype=bool)
        self._tired = np.zeros(shape, dtype=bool)
        self.left = np.zeros(shape, dtype=bool)
        self._probe = np.zeros(shape)
        """What they left, t; of no meaning where they have not turned away."""
        self.lead_days = np.zeros(shape)
        self.sellers = [False] * len(lanes)
        self._told, self._news = np.zeros((2, shape[-1]), dtype=bool)

    def require(self, asked_for: Iterable[tuple[Pairs, Mask]]) -> None:
        """Ask for licences from today on of these pairs only, where a mask is true."""
        self.limit.fill(np.inf)
        self.required.fill(False)
        for pairs, needed in asked_for:
            self.required[pairs] |= needed
        self.sellers = [bool(self.required[rows].any()) for rows in self._lanes]

    def allow(self, limits: Sequence[tuple[Pairs, F64]]) -> None:
        """Set what may leave today, t, ``[pair, replication]``; of several the least holds."""
        if len(limits) > 1:
            self.limit.fill(np.inf)  # pairs that only some of them hit
        for number, (pairs, limit) in enumerate(limits):
            self.limit[pairs] = limit if number == 0 else np.minimum(limit, self.limit[pairs])

    def awaited(self, factor: F64 | None, lanes: slice = slice(None)) -> Mask:
        """Tell where orders wait for licences alone, ``[lane, item, replication]``."""
        required = self.required[lanes]
        return required if factor is None else np.asarray(required & (factor[lanes] == 1.0))

    def waiting(self, factor: F64 | None, lanes: slice) -> tuple[Mask, Mask]:
        """Tell where orders wait for licences alone, and from where buyers have turned away."""
        return self.awaited(factor, lanes), self.left[lanes]

    def tire(self, lanes: slice, tired: Mask) -> None:
        """Note where buyers would rather have the orders of some lanes back."""
        self._tired[lanes] |= tired & ~self.left[lanes]

    @property
    def anyone_tired(self) -> bool:
        """Whether any buyer would."""
        return bool(self._tired.any())

    def leave(self, failing: Mask, elsewhere: Mask, probe: F64) -> Mask:
        """Tell, once, from which failing lanes those who are tired turn as they have others.

        They leave a probe, t, ``[lane, item, replication]``.
        """
        self._tired &= failing
        goes = self._tired & elsewhere
        self._tired &= ~goes
        self.left |= goes
        np.copyto(self._probe, probe, where=goes)
        return np.asarray(goes)

    def come_back(self, backlog: F64, below: F64) -> Mask | None:
        """Tell, once, where buyers come back as a probe has left; None if nowhere.

        Where most is refused the rest of a probe is given up, which says nothing.

        Parameters
        ----------
        backlog : array, t, ``[lane, item, replication]``
            Orders not yet shipped.
        below : array, 1, ``[1 or replication]``
            Part of a probe, with less of which a lane fails still.
        """
        if not self.left.any():
            return None
        sent = (backlog <= (1.0 - below) * self._probe) & ~self.refusing
        back = self.left & (sent | (backlog <= 0.0))
        self.left &= ~back
        return np.asarray(back)

    def refused(self, factor: F64 | None) -> Mask | None:
        """Tell from which lanes buyers turn as most was refused there; None if from none."""
        return np.asarray(self.refusing & self.awaited(factor)) if self.refusing.any() else None

    def heard_of_lead_times(self) -> Index:
        """List, once, the replications in which buyers have been told lead times."""
        told = np.flatnonzero(self._told)
        self._told.fill(False)
        return told

    def heard_of_refusals(self) -> Mask:
        """Tell, once, in which replications buyers have been told of refusals."""
        news = self._news.copy()
        self._news.fill(False)
        return news

    def tell_refusals(self, findings: Iterable[tuple[Pairs, Mask]], news: Mask) -> None:
        """Let buyers know where most was refused; it is *news* in some replications."""
        self.refusing.fill(False)
        for pairs, refusing in findings:
            self.refusing[pairs] |= refusing
        self._news |= news

    def tell_lead_times(self, findings: Iterable[tuple[Pairs, F64]], news: Mask) -> None:
        """Let buyers know by how many days to order ahead; it is *news* in some replications."""
        self.lead_days.fill(0.0)
        for pairs, days in findings:
            self.lead_days[pairs] = np.maximum(self.lead_days[pairs], days)
        self._told |= news
