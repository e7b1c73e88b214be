"""Goods of one kind on their way over the lanes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.origin import Path, dotted
from sim.scenario.schema.disruption.effect import Stop
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.state.pipeline import Pipeline, Send, Straight
from sim.world.state.state import stacked
from sim.world.state.tally import Tally
from sim.world.trade.lanes_apart import LanesApart, lanes_apart
from sim.world.trade.transit import (
    DrawnTransit,
    FixedTransit,
    LaneByLane,
    Receivers,
    Sends,
    Transit,
    differ,
)

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class LaneSpan:
    """Neighbouring lanes of a seller whose goods are sent as one.

    Buyers are neighbours, too, unless times differ lane by lane.
    """

    lanes: slice
    part: slice
    """The same lanes, counted from the seller's first."""
    transit: Sends
    receivers: Receivers
    straight: Straight | None
    """The way over which what leaves is sent with all else that takes one; None elsewhere."""
    send: Send
    """Sends what leaves over them."""


class Transport:
    """All goods of a kind on their way.

    Attributes
    ----------
    in_transit : Pipeline
        By buyer.
    apart : LanesApart or None
        Lanes whose goods are told apart, if there are any.
    spans : list of list of LaneSpan
        Of each seller.
    sent : Tally
        Put on its way over each lane, ``[lane, item, replication]``.
    """

    DERIVED: ClassVar = {"_days", "spans", "_drawn", "_parts"}

    def __init__(self, context: Context, layout: Layout, items: int) -> None:
        good, coefficients = layout.good, context.coefficients
        longest = coefficients.longest_transit[good]
        self.in_transit = Pipeline(
            context.state, f"{good}.in_transit", len(layout.buyers), items, longest
        )
        self.apart: LanesApart | None = None
        if len(lanes := lanes_apart(context.scenario, layout)):
            self.apart = LanesApart(context, layout, lanes, self.in_transit)
        self._context, self._layout = context, layout
        self._course = coefficients.transit[good]
        self._days = self._course.on(context.clock.day)
        self._drawn: dict[int, DrawnTransit] = {}
        self._lanes = [layout.lanes_of(row) for row in range(len(layout.sellers))]
        self.spans = self._cut()
        self._parts: dict[int, _Parts] = {}
        """What last left each seller, as it was sent: most days the same array."""
        self.sent = Tally((len(layout.routes), items, context.state.width))

    def _follow(self, day: int) -> None:
        """Let what leaves take the days of that day."""
        if self._course.changes and not np.array_equal(days := self._course.on(day), self._days):
            self._days = days
            self.spans = self._cut()
            self._parts.clear()

    def _cut(self) -> list[list[LaneSpan]]:
        return [list(self._spans(lanes)) for lanes in self._lanes]

    def _spans(self, lanes: slice) -> Iterator[LaneSpan]:
        """Cut the lanes of a seller into spans."""
        layout, first = self._layout, lanes.start
        for lane in range(lanes.start, lanes.stop):
            after = lane + 1
            ends = after == lanes.stop or (
                not self._go_together(lane, after)
                or self._stands_alone(lane)
                or self._stands_alone(after)
            )
            if ends:
                buyers = slice(int(layout.buyer[first]), int(layout.buyer[lane]) + 1)
                receivers = [(self.in_transit, buyers), *self._besides(lane)]
                part = slice(first - lanes.start, after - lanes.start)
                span = slice(first, after)
                transit = self._transit_of(span)
                way, send = transit.straight(receivers), transit.sender(receivers)
                yield LaneSpan(span, part, transit, receivers, way, send)
                first = after

    def _go_together(self, lane: int, after: int) -> bool:
        """Tell whether goods take as long to neighbours, or many times over either lane."""
        days, (buyer, next_) = self._days, self._layout.buyer[[lane, after]]
        if next_ == buyer + 1 and np.array_equal(days[after], days[lane]):
            return True
        return bool(next_ > buyer) and differ(days[lane]) and differ(days[after])

    def _transit_of(self, span: slice) -> Sends:
        days, buyers = self._days[span], self._layout.buyer[span]
        if (days == days[0]).all() and buyers[-1] - buyers[0] == len(buyers) - 1:
            return self._transit(span.start)
        return LaneByLane(days, buyers)

    def _stands_alone(self, lane: int) -> bool:
        return bool(self._besides(lane)) or self._is_drawn(lane)

    def _besides(self, lane: int) -> Receivers:
        return () if self.apart is None else self.apart.receivers(lane)

    def _is_drawn(self, lane: int) -> bool:
        return self._context.scenario.lanes[self._layout.routes[lane].lane].each_shipment

    def _transit(self, lane: int) -> Transit:
        if not self._is_drawn(lane):
            return FixedTransit(self._days[lane])
        if lane not in self._drawn:
            route = self._layout.routes[lane]
            path: Path = ("lanes", route.lane, "transit_days")
            stream = f"{dotted(path)}.{route.seller}.{route.buyer}"
            size = self._context.scenario.lanes[route.lane].consignment_t
            self._drawn[lane] = DrawnTransit(self._context.values, path, stream, size)
        return self._drawn[lane]

    def fill_at_start(self, day: int, flow: F64) -> F64:
        """Put a flow, t a day, ``[lane, item, replication]``, on its way for all days past.

        Returns
        -------
        array, t, ``[buyer, item, replication]``
            All that is on its way then.
        """
        for past in range(day - self.in_transit.slots + 1, day):
            self._follow(past)
            for span in (span for several in self.spans for span in several):
                span.transit.send_before(past, day, flow[span.lanes], span.receivers)
        self._follow(day)
        return self.in_transit.total(day)

    def begin(self, day: int, flow: F64) -> None:
        """Take over what is on its way at the start; *flow* as in :meth:`fill_at_start`."""
        if self.apart is None:
            return
        transits = {lane: self._transit(lane) for lane in range(len(flow))}

        def arriving(ahead: int) -> F64:
            part = [transits[lane].longer_than(ahead) for lane in range(len(flow))]
            return flow * stacked(part, len(part))[:, None]

        self.apart.begin(day, arriving)

    def due(self, day: int) -> F64 | None:
        """Give what arrives on a day, t, ``[buyer, item, replication]``, to be cleared."""
        if self.apart is not None:
            self.apart.hold_at_port(day)
        return self.in_transit.due(day)

    def stop(self, what: Stop, lanes: Mask) -> None:
        """Stop goods on some lanes, ``[lane, 1, replication]``, on their way or at the port."""
        if self.apart is not None:
            self.apart.stop(what, lanes)

    def end_day(self) -> None:
        """Let what stands still stand still, once all has been sent."""
        if self.apart is not None:
            self.apart.stand_still()

    def send(self, day: int, seller: int, leaving: F64) -> None:
        """Send what leaves a seller on a day, t, ``[its lane, item, replication]``."""
        self._follow(day)
        self.sent.note(self._lanes[seller], leaving)
        known = self._parts.get(seller)
        if known is None or known.of is not leaving:
            self._parts[seller] = known = _Parts.of_spans(self.spans[seller], leaving)
        self.in_transit.send_straight(day, known.straight)
        for send, amount in known.others:
            send(day, amount)


class _Parts(NamedTuple):
    """What leaves a seller, ``[its lane, item, replication]``, cut for its spans."""

    of: F64
    straight: list[tuple[int, list[F64], F64]]
    others: list[tuple[Send, F64]]

    @classmethod
    def of_spans(cls, spans: list[LaneSpan], leaving: F64) -> "_Parts":
        cut = [(span, leaving[span.part]) for span in spans]
        return cls(
            leaving,
            [(*span.straight, amount) for span, amount in cut if span.straight is not None],
            [(span.send, amount) for span, amount in cut if span.straight is None],
        )
