"""General licences: which part of the orders passes without an application."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.licence import renewed_from
from sim.world.licence_terms import Terms

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Mask = NDArray[np.bool_]

STEPS = 12
"""Steps in which general licences are issued if that takes a time."""


class GeneralLicences:
    """The pairs of suppliers and customers of some flows that have a general licence.

    They stand in steps of equal size, each with the dates of its own licence. When that ends the
    orders go case by case until the next one is decided.

    Parameters
    ----------
    terms : Terms
    shape : tuple of int
        Flows and histories.
    """

    def __init__(self, terms: Terms, shape: tuple[int, int]) -> None:
        self._terms = terms
        steps = STEPS if terms.spreads else 1
        self._from = np.full((steps, *shape), np.inf)
        self._until = np.full((steps, *shape), np.inf)
        self._left = np.zeros((steps, *shape))
        """Volume that may still pass on each licence, t."""
        self._lag = (np.arange(steps) / steps)[:, None, None]
        self._share = np.zeros((steps, *shape))
        """Share of the orders that each licence lets pass today."""
        self._cover = np.zeros(shape)
        """The same, of all together."""
        self._next = -np.inf
        """First day on which a licence begins or ends in some history."""

    def look_again(self) -> None:
        """Take note that the terms are others from today on."""
        self._next = -np.inf

    def renew(self, day: int, normal: F64, decision_days: I64) -> None:
        """Issue the first licences, and those that follow on licences that end today.

        Parameters
        ----------
        day : int
            Today.
        normal : array, t a day, ``[flow, 1]``
            Undisrupted flow.
        decision_days : array of int, days, ``[flow, history]``
            To the decision on a new one.
        """
        if day < self._next:
            return
        terms = self._terms
        begins = np.isinf(self._from) & np.isfinite(terms.general_start)
        ended = day >= self._until
        if begins.any() or ended.any():
            self._issue(day, normal, decision_days, begins, ended)
        valid = (self._from <= day) & (day < self._until)
        self._share = np.where(valid, terms.general_share / len(self._from), 0.0)
        self._cover = np.asarray(np.add.reduce(self._share, axis=0))
        ahead = [days[days > day] for days in (self._from, self._until)]
        self._next = min(float(days.min(initial=np.inf)) for days in ahead)

    def _issue(self, day: int, normal: F64, decision_days: I64, begins: Mask, ended: Mask) -> None:
        terms = self._terms
        first = terms.general_start + np.ceil(self._lag * terms.general_spread)
        following = np.ceil(
            renewed_from(self._until, decision_days.astype(float), terms.general_ahead)
        )
        # A licence that ended long ago, as the control did not apply, is followed from today on.
        following = np.maximum(following, day)
        self._from = np.where(begins, first, np.where(ended, following, self._from))
        self._until = np.where(begins | ended, self._from + terms.general_days, self._until)
        share = terms.general_share / len(self._from)
        most = np.where(np.isinf(terms.general_volume), 0.0, terms.general_volume)
        volume = most * share * normal * terms.general_days
        volume = np.where(np.isinf(terms.general_volume), np.inf, volume)
        self._left = np.where(begins | ended, volume, self._left)

    def admit(self, orders: F64) -> F64:
        """Give the part of today's new orders that passes, t, ``[flow, history]``."""
        if not self._terms.limits_volume:
            return np.asarray(orders * self._cover)
        passed = np.minimum(self._share * orders, self._left)
        self._left -= passed
        return np.asarray(np.add.reduce(passed, axis=0))
