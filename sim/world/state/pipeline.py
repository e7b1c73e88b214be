"""Goods on their way: shipped but not arrived, or drawn but not finished."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.world.state.state import Index, State

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
Send = Callable[[int, F64], None]
"""Takes the day, and what leaves on it, ``[row, item, replication]``."""
MANY = 3
"""Delays beyond which goods are put one by one (measured)."""
DelayGroups = list[tuple[int, F64 | None]]
"""Delays in whole days, each with 1 for the replications that have it, else 0, ``[replication]``;
None stands for all. To multiply by it and add is many times faster than to add where it is so."""


class Straight(NamedTuple):
    """A way to some rows of a pipeline on which all takes the same days."""

    delay: int
    by_place: list[F64]
    """What is sent to these rows, by the slot that it is in, ``[row, item, replication]``."""


class Pipeline:
    """A ring of days to come; what is sent today over d days is in the slot of day + d.

    Parameters
    ----------
    state : State
        Where the ring is kept.
    name : str
        Name of the ring in the state.
    rows, items : int
        Receivers, and what they receive.
    longest : int
        Longest delay, days.
    """

    def __init__(self, state: State, name: str, rows: int, items: int, longest: int) -> None:
        self.slots = longest + 1
        self.ring = state.array(name, self.slots, rows, items)
        self._filled = [True] * self.slots

    def due(self, day: int) -> F64 | None:
        """Give what is due on a day, ``[row, item, replication]``, if anything; to be cleared."""
        slot = day % self.slots
        if not self._filled[slot]:
            return None
        self._filled[slot] = False
        due: F64 = self.ring[slot]
        return due

    def straight(self, rows: slice, delays: DelayGroups) -> "Straight | None":
        """Give the way to some rows where one delay holds for all replications; None elsewhere."""
        (delay, some), *more = delays
        if more or some is not None:
            return None
        return Straight(delay, [self.ring[place, rows] for place in range(self.slots)])

    def sender(self, rows: slice, delays: DelayGroups) -> Send:
        """Give what does as :meth:`send` with these rows and delays, only faster."""
        way = self.straight(rows, delays)
        if way is None and len(delays) > MANY:
            of_each = np.zeros((1, self.ring.shape[-1]), dtype=np.int64)
            for delay, replications in delays:
                of_each[0, replications == 1.0] = delay
            return self.scatterer(rows, of_each)
        if way is None:
            return lambda day, amount: self.send(day, rows, delays, amount)
        return lambda day, amount: self.send_straight(day, [(*way, amount)])

    def send_straight(self, day: int, parts: Iterable[tuple[int, list[F64], F64]]) -> None:
        """Send over ways of :meth:`straight` an amount each, ``[row, item, replication]``."""
        filled, slots = self._filled, self.slots
        for delay, by_place, amount in parts:
            place = (day + delay) % slots
            filled[place] = True
            slot = by_place[place]
            slot += amount

    def row_by_row(self, delays: F64) -> Send:
        """Give what sends to each row over its own *delays*, ``[row, 1 or replication]``."""
        of_rows = [delay_groups(of_row) for of_row in delays]
        if any(len(groups) > MANY for groups in of_rows):
            wide = np.broadcast_to(delays, (len(delays), self.ring.shape[-1]))
            return self.scatterer(slice(None), wide.astype(np.int64))

        def send(day: int, amount: F64) -> None:
            for row, groups in enumerate(of_rows):
                self.send(day, slice(row, row + 1), groups, amount[row : row + 1])

        return send

    def scatterer(self, rows: slice | Index, delays: NDArray[np.int64]) -> Send:
        """Give what sends to some rows where many delays differ: each number is put at once.

        Parameters
        ----------
        rows : slice or array of int
            Each once.
        delays : array, days, ``[1 or row, replication]``
        """
        ring, slots, filled = self.ring.reshape(-1), self.slots, self._filled
        size = len(ring) // slots
        within = np.arange(size).reshape(self.ring.shape[1:])[rows]
        of_each, distinct = delays[:, None], np.unique(delays).tolist()

        def send(day: int, amount: F64) -> None:
            for delay in distinct:
                filled[(day + delay) % slots] = True
            places = (day + of_each) % slots * size + within
            ring[places] += amount

        return send

    def send(self, day: int, rows: slice, delays: DelayGroups, amount: F64) -> None:
        """Send *amount*, ``[row, item, replication]``, to rows over the delay of each."""
        for delay, replications in delays:
            place = (day + delay) % self.slots
            self._filled[place] = True
            slot = self.ring[place, rows]
            if replications is None:
                slot += amount
            else:
                slot += amount * replications

    def send_each(self, day: int, rows: slice, delays: NDArray[np.int64], amount: F64) -> None:
        """Send *amount*, ``[row, item, replication]``, over a delay for each replication."""
        places = (day + delays) % self.slots
        for place in np.unique(places).tolist():
            self._filled[place] = True
        every = np.arange(len(places))
        for row, part in zip(range(rows.start, rows.stop), amount, strict=True):
            self.ring[places, row, :, every] += part.T

    def open(self, place: int) -> F64:
        """Give a slot to be changed, ``[row, item, replication]``."""
        self._filled[place] = True
        slot: F64 = self.ring[place]
        return slot

    def lose(self, row: int, part: F64) -> None:
        """Take away a part of all that is on its way to a row, ``[1 or replication]``."""
        self.ring[:, row] *= 1.0 - part

    def postpone(self, row: int, replications: Mask) -> None:
        """Let all that is on its way to a row come a day later in some replications.

        Nothing may have been sent on the day yet.
        """
        part = self.ring[:, row]
        np.copyto(part, np.roll(part, 1, axis=0), where=replications)
        self._filled[:] = [True] * self.slots

    def total(self, day: int = 0) -> F64:
        """Give all that is on its way, ``[row, item, replication]``.

        Given the day, it is added up in the order of arrival, however long the ring is.
        """
        total = np.zeros(self.ring.shape[1:])
        for ahead in range(self.slots):  # a copy of the whole ring in that order takes longer
            total += self.ring[(day + ahead) % self.slots]
        return total


def delay_groups(delays: F64) -> DelayGroups:
    """Group the replications by their whole-day delay: all at once where it is the same for all.

    Parameters
    ----------
    delays : array, days, ``[1 or replication]``
    """
    distinct = np.unique(delays)
    if len(distinct) == 1:
        return [(int(distinct[0]), None)]
    return [(int(delay), (delays == delay).astype(float)) for delay in distinct]
