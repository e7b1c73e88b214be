"""How long goods are on the way over a lane: one time for all, or a time for each shipment."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.scenario.origin import Path
from sim.world.chance.values import Values, whole_days
from sim.world.state.pipeline import MANY, Pipeline, Send, Straight, delay_groups
from sim.world.state.state import Index

F64 = NDArray[np.float64]

SHORTEST = 1.0
"""Shortest time on the way, days."""
MOST_CONSIGNMENTS = 64
"""Consignments into which what leaves over a lane on a day is cut at most."""

Receivers = Sequence[tuple[Pipeline, slice]]
"""Pipelines, and the rows of each, to which the same goods are sent."""


class Sends(Protocol):
    """Sends what leaves over some lanes of a seller, in the time that goods take there."""

    def sender(self, receivers: Receivers) -> Send:
        """Give what sends what leaves on a day, t, ``[lane, item, replication]``."""

    def straight(self, receivers: Receivers) -> Straight | None:
        """Give the way there, if it is one for all that leaves; else None."""

    def send_before(self, past: int, day: int, amount: F64, receivers: Receivers) -> None:
        """Send what left on a day past, as expected, if it has not arrived before a day."""


class Transit(Sends, Protocol):
    """The time that goods take over a lane."""

    def longer_than(self, days: int) -> F64:
        """Give the part of shipments that take longer, ``[1 or replication]``."""


class FixedTransit:
    """The same time for all that leaves.

    Parameters
    ----------
    days : array, days, ``[1 or replication]``
    """

    def __init__(self, days: F64) -> None:
        self._days, self._delays = days, delay_groups(days)

    def longer_than(self, days: int) -> F64:
        """Give the part of shipments that take longer, ``[1 or replication]``."""
        return np.asarray(self._days > days, dtype=float)

    def sender(self, receivers: Receivers) -> Send:
        """Give what sends what leaves on a day, t, ``[lane, item, replication]``."""
        senders = [pipeline.sender(rows, self._delays) for pipeline, rows in receivers]
        if len(senders) == 1:
            return senders[0]

        def send(day: int, amount: F64) -> None:
            for one in senders:
                one(day, amount)

        return send

    def straight(self, receivers: Receivers) -> Straight | None:
        """Give the way there, if it is one for all that leaves; else None."""
        (pipeline, rows), *more = receivers
        return None if more else pipeline.straight(rows, self._delays)

    def send_before(self, past: int, day: int, amount: F64, receivers: Receivers) -> None:
        """Send what left on a day past if it has not arrived before a day."""
        delays = [(delay, some) for delay, some in self._delays if past + delay >= day]
        for pipeline, rows in receivers if delays else ():
            pipeline.send(past, rows, delays, amount)


def differ(days: F64) -> bool:
    """Tell whether there are many times, ``[1 or replication]``, among replications."""
    return len(delay_groups(days)) > MANY


class LaneByLane:
    """Times that differ between replications, lane by lane; sent as one, as each would be.

    Parameters
    ----------
    days : array, days, ``[lane, replication]``
    buyers : array of int, ``[lane]``
        Row of each lane's buyer among those who receive; each has one lane.
    """

    def __init__(self, days: F64, buyers: Index) -> None:
        self._days, self._buyers = days.astype(np.int64), buyers
        self._lanes = [FixedTransit(of_lane) for of_lane in days]

    def sender(self, receivers: Receivers) -> Send:
        """Give what sends what leaves on a day, t, ``[lane, item, replication]``."""
        ((pipeline, _),) = receivers
        return pipeline.scatterer(self._buyers, self._days)

    def straight(self, receivers: Receivers) -> Straight | None:
        """There is no one way for all that leaves."""
        return None

    def send_before(self, past: int, day: int, amount: F64, receivers: Receivers) -> None:
        """Send what left on a day past if it has not arrived before a day."""
        ((pipeline, _),) = receivers
        for lane, buyer, part in zip(self._lanes, self._buyers.tolist(), amount, strict=True):
            lane.send_before(past, day, part[None], [(pipeline, slice(buyer, buyer + 1))])


class DrawnTransit:
    """A time of its own for each shipment; a later one may arrive before.

    Parameters
    ----------
    values : Values
    path : Path
        Where the days stand in the scenario.
    stream : str
        Name of the source of chance.
    consignment_t : float or None
        Most that travels together, t; none lets all that leaves on a day.
    """

    def __init__(
        self, values: Values, path: Path, stream: str, consignment_t: float | None
    ) -> None:
        self._days = values.distribution(*path)
        self._odds = values.day_odds(*path, at_least=SHORTEST)
        self._size = consignment_t
        chance = values.chance
        self._draws = None if chance.steady else chance.on_days(stream)

    def longer_than(self, days: int) -> F64:
        """Give the part of shipments that take longer, ``[1]``."""
        return np.add.reduce(self._odds[days + 1 :], keepdims=True)

    def sender(self, receivers: Receivers) -> Send:
        """Give what sends what leaves on a day, t, ``[lane, item, replication]``."""
        return lambda day, amount: self._send(day, amount, receivers)

    def straight(self, receivers: Receivers) -> None:
        """Give none: each shipment takes days of its own."""

    def _send(self, day: int, amount: F64, receivers: Receivers) -> None:
        if self._draws is None:
            for delay in np.flatnonzero(self._odds).tolist():
                for pipeline, rows in receivers:
                    pipeline.send(day, rows, [(delay, None)], amount * self._odds[delay])
            return
        draws, longest = self._draws(day), float(len(self._odds) - 1)
        for part in self._consignments(amount):
            days = whole_days(self._days, next(draws), SHORTEST, longest)
            for pipeline, rows in receivers:
                pipeline.send_each(day, rows, days, amount * part)

    def _consignments(self, amount: F64) -> Iterator[F64]:
        """Give the part of what leaves that each takes, ``[replication]``."""
        total = np.add.reduce(amount, axis=(0, 1))
        if self._size is None:
            yield np.ones_like(total)
            return
        size = np.maximum(self._size, total / MOST_CONSIGNMENTS)
        count = np.ceil(total / size)
        whole = np.divide(size, total, out=np.ones_like(total), where=total > 0.0)
        for number in range(int(count.max(initial=0.0))):
            yield np.clip(1.0 - number * whole, 0.0, whole)

    def send_before(self, past: int, day: int, amount: F64, receivers: Receivers) -> None:
        """Send what left on a day past, as expected, if it has not arrived before a day."""
        for delay in range(day - past, len(self._odds)):
            for pipeline, rows in receivers:
                pipeline.send(past, rows, [(delay, None)], amount * self._odds[delay])
