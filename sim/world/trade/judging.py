"""Which lanes fail: those that, once late, ship too little of what is ordered over them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Policy
from sim.world.network.layout import Layout
from sim.world.state.state import State

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Verdict:
    """What is found of the lanes of a seller whose time is over."""

    bad: Mask
    """Where a lane fails, ``[lane of the seller, item, replication]``."""
    withdrawn: F64
    """Orders that wait in vain there, and are placed again elsewhere, t, shaped likewise."""
    changed: Mask
    """Where a lane begins to fail, or does so no more, ``[replication]``."""


class Judging:
    """Judges each lane over a time of its own, item by item and replication by replication.

    The time begins on the first day on which orders are left unshipped, and is over after
    ``policy.failing_days``, or before when nothing is left; where orders wait for licences, after
    ``policy.licence_patience_days``. So it does not matter on which day of the calendar a seller
    falls short. A lane that fails is judged again after the same time.

    Parameters
    ----------
    layout : Layout
    state : State
    policy : Policy
    failing_below : array, 1, ``[1 or replication]``
        Share of what is requested, with less than which a lane fails.

    Attributes
    ----------
    failing : array, ``[lane, item, replication]``
        1 where a lane is failing.
    watched : list of float
        Day on which something of a seller may be due, at the earliest; inf if it is not watched,
        -inf as long as that is not known.
    """

    def __init__(self, layout: Layout, state: State, policy: Policy, failing_below: F64) -> None:
        good, shape = layout.good, (len(layout.routes), len(layout.items))
        self.failing = state.array(f"{good}.failing", *shape)
        self._since = state.array(f"{good}.late_since", *shape)
        """First day of the time over which a lane is judged; inf where it is not late."""
        self._since.fill(np.inf)
        self._requested = state.array(f"{good}.late_requested", *shape)
        """What was asked of it since then, t; of no meaning where it is not late."""
        self._days, self._below = policy.failing_days, failing_below
        self._patience = policy.licence_patience_days
        self._lanes = [layout.lanes_of(row) for row in range(len(layout.sellers))]
        pushed = [(layout.push_split[lanes] > 0.0)[:, None, None] for lanes in self._lanes]
        self._ordered = [~lanes if lanes.any() else None for lanes in pushed]
        self.watched = [-np.inf] * len(self._lanes)
        self._any_failing: bool | None = None

    @property
    def any_failing(self) -> bool:
        """Whether any lane is failing in any replication."""
        if self._any_failing is None:
            self._any_failing = bool(self.failing.any())
        return self._any_failing

    def note(self, row: int, day: int, placed: F64, backlog: F64) -> None:
        """Take note of a day of a seller that is watched, or late.

        Parameters
        ----------
        row : int
            The seller.
        day : int
        placed : array, t, ``[lane of the seller, item, replication]``
            Ordered today.
        backlog : array, t, shaped likewise
            Not shipped.
        """
        lanes = self._lanes[row]
        since, requested = self._since[lanes], self._requested[lanes]
        late, runs = backlog > 0.0, since < np.inf
        ordered = self._ordered[row]
        if ordered is not None:
            late &= ordered
        requested += placed  # what was there before a time begins is forgotten then
        changes = late != runs
        if not changes.any():
            return
        begins = changes & late
        if begins.any():
            np.copyto(since, day, where=begins)
            np.copyto(requested, placed, where=begins)
            self.watched[row] = min(self.watched[row], day + min(self._days, self._patience))
        np.copyto(since, np.inf, where=changes & runs & (self.failing[lanes] == 0.0))

    def due(self, day: int) -> list[int]:
        """List the sellers of whom something may be due."""
        return [row for row, first in enumerate(self.watched) if first <= day]

    def trust(self, lanes: Mask) -> None:
        """Let some lanes fail no more, ``[lane, item, replication]``."""
        self.failing[lanes] = 0.0
        self._since[lanes] = np.inf
        self._any_failing = None

    def begin_anew(self, lanes: Mask, day: int, waiting: F64) -> None:
        """Begin the time of some lanes anew, ``[lane, item, replication]``.

        Parameters
        ----------
        lanes : array of bool
        day : int
        waiting : array, t, shaped likewise
            Orders that wait there now.
        """
        self._since[lanes] = day
        self._requested[lanes] = waiting[lanes]

    def judge(
        self,
        row: int,
        day: int,
        backlog: F64,
        planned: F64,
        may_fail: Mask,
        licensed: Mask | None,
        left: Mask | None = None,
    ) -> Verdict | None:
        """Judge the lanes of a seller whose time is over; None where it is nowhere.

        Parameters
        ----------
        row : int
            The seller.
        day : int
        backlog : array, t, ``[lane of the seller, item, replication]``
            Orders not yet shipped.
        planned : array, t a day, ``[lane of the seller, item, 1 or replication]``
            Undisrupted flow of the date.
        may_fail : array of bool, shaped likewise
            Where orders do not wait by choice.
        licensed : array of bool, shaped likewise, or None
            Where they wait for licences, and are not withdrawn; None where none do.
        left : array of bool, shaped likewise, or None
            From where buyers have turned away, tired of waiting for licences: while nothing may
            pass there, that is as it was.
        """
        lanes = self._lanes[row]
        since, requested, failing = (
            table[lanes] for table in (self._since, self._requested, self.failing)
        )
        days: F64 | int = self._days
        if licensed is not None:
            days = np.where(licensed, float(self._patience), float(self._days))
        due = since <= day - days
        if left is not None:
            due &= may_fail | ~left
        if not due.any():
            self._watch(row, since)
            return None
        shipped = np.maximum(requested - backlog, 0.0)
        late = due & may_fail & (requested > 0.0) & (shipped < self._below * requested)
        withdrawn = np.where(late if licensed is None else late & ~licensed, backlog, 0.0)
        # Who ships as was planned is not to blame for what was moved to it, or rushed.
        asked = np.minimum(requested, planned * np.where(due, day - since, 0.0))
        keeps = (planned > 0.0) & (shipped >= self._below * asked)
        bad = late & ~keeps if licensed is None else late & (licensed | ~keeps)
        waits = backlog - withdrawn
        changed = np.logical_or.reduce(due & ((failing > 0.0) != bad), axis=(0, 1))
        np.copyto(failing, bad, where=due)
        self._any_failing = None
        np.copyto(since, np.where(bad | (waits > 0.0), day, np.inf), where=due)
        np.copyto(requested, waits, where=due)
        self._watch(row, since)
        return Verdict(bad, withdrawn, changed)

    def _watch(self, row: int, since: F64) -> None:
        """Set when something of a seller may be due: for what orders wait may change on any day."""
        self.watched[row] = float(since.min(initial=np.inf)) + min(self._days, self._patience)

    def forget(self, orders: Mask, replications: NDArray[np.intp] | slice) -> None:
        """Begin anew where orders were taken back, ``[lane, item, one of some replications]``."""
        since = self._since[..., replications]
        stays = ~orders | (self.failing[..., replications] > 0.0)
        self._since[..., replications] = np.where(stays, since, np.inf)
