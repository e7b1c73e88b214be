"""The queue of applications: filed, decided, used, expired, filed again.

All is in tonnes and an array ``[flow, replication]``. Decision times are those of the week of
filing, so what is filed on one day comes up on one day; a ring of days to come holds it. Of what is
granted the oldest is used first, so that cumulated totals tell what expires.
"""

import numpy as np
from numpy.typing import NDArray

from sim.rules.licence import decided_share, expired
from sim.rules.sourcing import Groups

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]

TOLERANCE = 1e-9
"""Part of what is on order, t/t, below which a difference is rounding."""


class LicenceQueue:
    """What became of the orders of some flows.

    Parameters
    ----------
    flows, width : int
        Flows, and replications.
    longest_decision, longest_refile : int
        Longest times, days.
    longest_validity : int
        Longest validity, days; 0 where no licence ever expires.

    Attributes
    ----------
    passed, filed, granted, refused, withdrawn, used, expired : array, t, ``[flow, replication]``
        Totals since the start: passed without an application, filed, granted, refused, withdrawn
        before a decision, shipped on a licence, granted and no longer valid.
    pending, to_refile, clear : array, t, ``[flow, replication]``
        Waiting for a decision, waiting to be filed again, and passed but not shipped.
    """

    def __init__(
        self,
        flows: int,
        width: int,
        longest_decision: int,
        longest_refile: int,
        longest_validity: int,
    ) -> None:
        shape = flows, width
        totals = ("passed", "filed", "granted", "refused", "withdrawn", "used", "expired")
        for name in totals:
            setattr(self, name, np.zeros(shape))
        self.passed: F64
        self.filed: F64
        self.granted: F64
        self.refused: F64
        self.withdrawn: F64
        self.used: F64
        self.expired: F64
        self.pending, self.to_refile, self.exempt = (np.zeros(shape) for _ in range(3))
        self._ready, self._ready_moment = np.zeros(shape), np.zeros(shape)
        self._moment = np.zeros(shape)
        """Tonnes pending times the day of filing."""
        # Tonnes, and tonnes times the day of filing, by the day on which they come up.
        self._coming = np.zeros((longest_decision + 1, *shape))
        self._coming_moment = np.zeros_like(self._coming)
        self._again = np.zeros((longest_refile + 1, *shape))
        self._deadline = np.zeros((longest_validity + 1, *shape)) if longest_validity else None
        self._flow = np.arange(flows)[:, None]
        self._history = np.arange(width)
        self._cell = np.arange(flows * width).reshape(shape)
        """Place of each flow and replication in a slot of a ring."""

    @property
    def valid(self) -> F64:
        """Granted, not shipped and not expired, t, ``[flow, replication]``."""
        return np.maximum(self.granted - self.used - self.expired, 0.0)

    @property
    def usable(self) -> F64:
        """What may be shipped now, t, ``[flow, replication]``."""
        return self.exempt + self.valid

    @property
    def known(self) -> F64:
        """All orders that the queue knows of, t, ``[flow, replication]``."""
        return self.pending + self.to_refile + self.usable

    @property
    def in_rings(self) -> F64:
        """What is pending, counted by the days on which it comes up, t, ``[flow, replication]``."""
        return np.asarray(np.add.reduce(self._coming, axis=0) + self._ready)

    def age_days(self, day: float) -> F64:
        """Give the mean age of what is pending at a day's end, ``[flow, replication]``; else 0."""
        some = self.pending > 0.0
        age = np.divide(self._moment, self.pending, out=np.full_like(self.pending, day), where=some)
        return np.maximum(day - age, 0.0)

    def expire(self, day: int, refile_days: I64) -> None:
        """Let licences lapse whose validity ends today; their orders wait to be filed again.

        Parameters
        ----------
        day : int
            Today.
        refile_days : array of int, days, ``[flow or 1, replication or 1]``
            From the expiry to the new application.
        """
        if self._deadline is not None:
            due = self._deadline[day % len(self._deadline)]
            ended = expired(due, self.used + self.expired)
            due.fill(0.0)
            self.expired += ended
            self.to_refile += ended
            self._wait_to_refile(day, ended, refile_days)

    def due_again(self, day: int) -> F64:
        """Take out what is filed again today, t, ``[flow, replication]``."""
        slot = self._again[day % len(self._again)]
        again: F64 = slot.copy()
        slot.fill(0.0)
        self.to_refile -= again
        np.maximum(self.to_refile, 0.0, out=self.to_refile)
        return again

    def pass_through(self, amount: F64) -> None:
        """Take orders that need no application, t, ``[flow, replication]``."""
        self.passed += amount
        self.exempt += amount

    def file(self, day: int, amount: F64, decision_days: I64) -> None:
        """File applications, t, ``[flow, replication]``; today's come up after *decision_days*."""
        if not amount.any():
            return
        self.filed += amount
        self.pending += amount
        self._moment += amount * day
        self._add(day, decision_days, (self._coming, amount), (self._coming_moment, amount * day))

    def decide(
        self,
        day: int,
        capacity_pools: Groups,
        capacity: F64,
        granted: F64,
        refiled: F64,
        refile_days: I64,
        validity_days: F64,
    ) -> tuple[F64, F64]:
        """Decide what has come up, as far as the capacity goes.

        Parameters
        ----------
        day : int
            Today.
        capacity_pools : Groups
            Capacity pool of each flow.
        capacity : array, t a day, ``[pool, replication]``
            Most that each decides.
        granted, refiled : array, 0 to 1, ``[flow, replication]``
            Share that is granted, and share of the refused that is filed again.
        refile_days : array of int, days, ``[flow or 1, replication or 1]``
            From the refusal to the new application.
        validity_days : array, days, ``[flow, replication]``
            How long a licence holds; inf for ever.

        Returns
        -------
        decided, given up : array, t, ``[flow, replication]``
            What was decided, and what of it was refused and is not filed again.
        """
        place = day % len(self._coming)
        self._ready += self._coming[place]
        self._ready_moment += self._coming_moment[place]
        self._coming[place] = self._coming_moment[place] = 0.0
        share = decided_share(capacity_pools.total(self._ready), capacity)[capacity_pools.of]
        decided = self._ready * share
        left = 1.0 - share
        self._moment -= self._ready_moment * share
        self._ready *= left
        self._ready_moment *= left
        self.pending -= decided
        np.maximum(self.pending, 0.0, out=self.pending)
        yes = decided * granted
        no = decided - yes
        self.granted += yes
        self.refused += no
        again = no * refiled
        self.to_refile += again
        self._wait_to_refile(day, again, refile_days)
        if self._deadline is not None:
            self._set_deadline(day, validity_days)
        return decided, no - again

    def use(self, shipped: F64) -> None:
        """Take off what was shipped, t, ``[flow, replication]``: first what needed no licence."""
        free = np.minimum(self.exempt, shipped)
        self.exempt -= free
        self.used += shipped - free

    def withdraw(self, keep: F64) -> None:
        """Take back part of everything; 1 keeps all, 0 nothing, ``[flow, replication]``.

        Applications are withdrawn, licences lapse (and count as expired).
        """
        lost = 1.0 - keep
        self.withdrawn += self.pending * lost
        self.expired += self.valid * lost
        flow, history = np.nonzero(lost > 0.0)  # all else is kept as it is
        part = keep[flow, history]
        for held in (
            self._coming,
            self._coming_moment,
            self._again,
            self.pending,
            self.to_refile,
            self.exempt,
            self._ready,
            self._ready_moment,
            self._moment,
        ):
            held[..., flow, history] *= part

    def _wait_to_refile(self, day: int, amount: F64, refile_days: I64) -> None:
        if amount.any():
            self._add(day, np.maximum(refile_days, 1), (self._again, amount))

    def _set_deadline(self, day: int, validity_days: F64) -> None:
        """Note that all that is granted so far must be used before its validity ends."""
        assert self._deadline is not None
        ends = np.isfinite(validity_days)
        days = np.where(ends, validity_days, 0.0).astype(np.int64)
        slot = (day + days) % len(self._deadline), self._flow, self._history
        self._deadline[slot] = np.where(
            ends, np.maximum(self._deadline[slot], self.granted), self._deadline[slot]
        )

    def _add(self, day: int, days: I64, *amounts: tuple[F64, F64]) -> None:
        """Add amounts to the slots of their rings, all as long, that come up after some days."""
        slot = (day + days) % len(amounts[0][0])
        for ring, amount in amounts:
            if slot.size == 1:
                ring[int(slot.flat[0])] += amount
            else:
                ring.reshape(-1)[slot * self._cell.size + self._cell] += amount
