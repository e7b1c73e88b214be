"""General licences: which part of the orders passes without an application."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.licence import renewed_from
from sim.world.licence.terms import Terms

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
    width : int
        Replications.

    Attributes
    ----------
    flows : array of int, ``[flow with general licences]``
        Flows of tests have none.
    """

    def __init__(self, terms: Terms, width: int) -> None:
        self._terms = terms
        kinds = [key.kind for key in terms.keys]
        self.flows = np.flatnonzero(np.array(kinds) == "licence")
        self._steps = STEPS if terms.spreads else 1
        shape = self._steps, len(self.flows), width
        self._from = np.full(shape, np.inf)
        self._until = np.full(shape, np.inf)
        self._left = np.zeros(shape)
        """Volume that may still pass on each licence, t."""
        self._share = np.zeros(shape)
        """Share of the orders that each licence lets pass today."""
        self._cover = np.zeros(shape[1:])
        """The same, of all together."""
        self._next = [-np.inf] * self._steps
        """First day on which a licence of a step begins or ends in some replication."""

    def look_again(self) -> None:
        """Take note that the terms are others from today on."""
        self._next = [-np.inf] * self._steps

    def renew(self, day: int, normal: F64, decision_days: I64) -> None:
        """Issue the first licences, and those that follow on licences that end today.

        Parameters
        ----------
        day : int
            Today.
        normal : array, t a day, ``[flow, 1]``
            Undisrupted flow.
        decision_days : array of int, days, ``[flow, replication]``
            To the decision on a new one.
        """
        due = [step for step, first in enumerate(self._next) if day >= first]
        for step in due:
            self._renew(step, day, normal[self.flows], decision_days[self.flows])
        if due:
            self._cover = np.asarray(np.add.reduce(self._share, axis=0))

    def _renew(self, step: int, day: int, normal: F64, decision_days: I64) -> None:
        start, applies = self._terms.general_start[self.flows], self._terms.in_force[self.flows]
        # Where the control does not apply nobody decides, whatever goes on in other replications.
        begins = applies & np.isinf(self._from[step]) & np.isfinite(start)
        ended = applies & (day >= self._until[step])
        share = self._terms.general_share[self.flows] / self._steps
        if begins.any() or ended.any():
            self._issue(step, day, begins, ended, share * normal, decision_days)
        first, last = self._from[step], self._until[step]
        self._share[step] = np.where((first <= day) & (day < last), share, 0.0)
        self._next[step] = min(
            float(days[days > day].min(initial=np.inf)) for days in (first, last)
        )

    def _issue(
        self, step: int, day: int, begins: Mask, ended: Mask, flow: F64, decision_days: I64
    ) -> None:
        """Give the licences of a step new dates and volumes where they begin or have ended.

        Parameters
        ----------
        flow : array, t a day, ``[flow, replication]``
            Undisrupted flow of the pairs.
        """
        terms, flows = self._terms, self.flows
        spread = np.ceil(step / self._steps * terms.general_spread[flows])
        ahead = terms.general_ahead[flows]
        following = np.ceil(renewed_from(self._until[step], decision_days.astype(float), ahead))
        # A licence that ended long ago, as the control did not apply, is followed from today on.
        following = np.where(ended, np.maximum(following, day), self._from[step])
        new = begins | ended
        days, volume = terms.general_days[flows], terms.general_volume[flows]
        self._from[step] = np.where(begins, terms.general_start[flows] + spread, following)
        self._until[step] = np.where(new, self._from[step] + days, self._until[step])
        limited = np.isfinite(volume)
        most = np.where(limited, np.where(limited, volume, 0.0) * flow * days, np.inf)
        self._left[step] = np.where(new, most, self._left[step])

    def admit(self, orders: F64) -> F64:
        """Give the part of today's new orders that passes, t.

        Parameters
        ----------
        orders : array, t, ``[flow with general licences, replication]``
        """
        if not self._terms.limits_volume:
            return np.asarray(orders * self._cover)
        passed = np.minimum(self._share * orders, self._left)
        self._left -= passed
        return np.asarray(np.add.reduce(passed, axis=0))
