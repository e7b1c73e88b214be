"""Rules of origin: over which lanes consumers may order, and what of their stocks they lose."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.rules.origin import allowed_part
from sim.scenario.chain import CONSUMERS, MAGNETS
from sim.scenario.provenance import Origin, forbidden, loses
from sim.scenario.schema import OriginRule
from sim.world.control.bound_orders import BoundOrders
from sim.world.control.bound_trade import Whereabouts
from sim.world.control.kept_up import KeptUp
from sim.world.facility.consumer import Consumers
from sim.world.network.context import Context
from sim.world.network.layout import keeps_apart
from sim.world.time.clock import Phase, Process, Turn
from sim.world.trade.ruled_lots import RuledLots
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]
ROUNDING = 1e-9
"""Part of a day that is no day more."""


@dataclass(frozen=True)
class _Ruled:
    """One consumer with a rule."""

    rule: OriginRule
    row: int
    """Its row among the consumers."""
    lanes: Index
    """The lanes that lead to it."""
    start: float
    """First day on which it must use nothing of the place; -inf if it always must."""
    loses: bool
    """Whether it loses what it has on that day."""


class OriginRules:
    """All consumers with rules of origin.

    What sellers hold is looked at on the first day of each month. Over a lane whose goods its buyer
    may not use nothing is ordered from the first day of the rule on; where stocks are lost then,
    from so long before that what is ordered would not be used by then.

    Parameters
    ----------
    context : Context
    trades : mapping of Good to Trade
    consumers : Consumers
        Of magnets.
    whereabouts : Whereabouts
    """

    def __init__(
        self, context: Context, trades: Trades, consumers: Consumers, whereabouts: Whereabouts
    ) -> None:
        trade = trades[MAGNETS]
        scenario, layout = context.scenario, trade.layout
        self._clock, self._trade, self._consumers, self._whereabouts = (
            context.clock, trade, consumers, whereabouts,
        )  # fmt: skip
        self.good = trade.good
        self._apart = keeps_apart(scenario, layout)
        self.ruled = [
            _Ruled(
                rule,
                consumers.names.index(name),
                np.flatnonzero([route.buyer == name for route in layout.routes]),
                -np.inf if rule.start is None else float(context.clock.number(rule.start)),
                loses(scenario, rule),
            )
            for name, one in sorted(scenario.consumers.items())
            if (rule := one.origin_rule) is not None
        ]
        self._kinds: dict[tuple[Origin, float], list[_Ruled]] = {}
        for one in self.ruled:
            kind = forbidden(one.rule), one.rule.content_threshold
            self._kinds.setdefault(kind, []).append(one)
        self._bound = BoundOrders(
            context, trades, whereabouts, list({one: None for one, _ in self._kinds})
        )
        self._needs = self._needed()
        self._kept_up = KeptUp(context, trade, whereabouts)
        self._passed_on = self._made = np.ones(0)
        shape = len(layout.routes), len(layout.items), context.state.width
        self.usable = np.ones(shape)
        """Part of what comes over a lane that its buyer may use under its rule,
        ``[lane, item, replication]``."""
        self._from = np.full((shape[0], 1), np.inf)
        """First day on which a rule counts for what is ordered, ``[lane, 1 or replication]``."""
        self._days: frozenset[int] = frozenset()
        self._losing = [one for one in self.ruled if one.loses]
        name = f"{consumers.block}.unusable"
        self._unusable = context.state.array(name, len(self._losing), shape[1])
        """What is on hand and may not be used once the rule holds, t."""
        self._used = np.zeros(self._unusable.shape)
        """What had been used by yesterday, t."""

    def processes(self) -> Iterator[Process]:
        """Give the process that carries all rules of origin."""
        rhythm = "daily, if consumers have any"
        if self.ruled:
            yield Process("rules of origin", (Phase.COMPLETION,), rhythm, self.run)

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Close and open lanes, take what is lost out of stocks (a SimPy process)."""
        yield turn.today(Phase.COMPLETION)
        if turn.day == 0:
            self._begin()
        while True:
            if turn.day in self._days or self._clock.date(turn.day).day == 1:
                self._look(turn.day)
            if self._losing:
                self._lose(turn.day)
            yield turn.tomorrow(Phase.COMPLETION)

    def _begin(self) -> None:
        """Find the days from which on rules count for what is ordered."""
        transit = self._trade.lanes.transit
        for one in self.ruled:
            since = np.full((len(one.lanes), 1), one.start)
            if one.loses:
                shelf = self._consumers.shelf_days(int(one.start))[one.row]
                since = since - np.ceil(transit[one.lanes]) - np.ceil(shelf - ROUNDING)
            if since.shape[-1] > self._from.shape[-1]:
                self._from = np.repeat(self._from, since.shape[-1], axis=-1)
            self._from[one.lanes] = np.maximum(since, 0.0)
        self._bound.begin(self._from)
        self._days = frozenset({0, *self._from[self._from < np.inf].astype(int).tolist()})

    def _needed(self) -> dict[Origin, F64]:
        """Give what consumers need free of each origin, ``[buyer of magnets, item, 1]``."""
        layout, found = self._trade.layout, dict[Origin, F64]()
        for (origin, threshold), several in self._kinds.items():
            shape = len(layout.buyers), len(layout.items), 1
            need = found.setdefault(origin, np.zeros(shape))
            rows = layout.buyer_rows[CONSUMERS].start + np.array([one.row for one in several])
            need[rows] = 1.0 - threshold
        return found

    def _look(self, day: int) -> None:
        """Look at what sellers hold, and let buyers order by it."""
        layout, lots = self._trade.layout, list[RuledLots]()
        counts = (day >= self._from)[:, None]
        part = np.ones(self.usable.shape)
        if day == 0 or self._clock.date(day).day == 1:  # on other days some replications look
            self._passed_on = self._bound.follow(day, self._needs).part
            self._made = self._kept_up.look(day, self._bound.short)
        for (origin, threshold), several in self._kinds.items():
            shares = self._whereabouts.share(origin, self.good)
            allowed = allowed_part(shares, self._apart, threshold)
            lanes = np.concatenate([one.lanes for one in several])
            self.usable[lanes] = allowed[layout.seller[lanes]]
            part[lanes] = np.where(counts[lanes], self.usable[lanes], 1.0)
            counted = np.zeros(part.shape, dtype=bool)
            counted[lanes] = (part[lanes] > 0.0) & (part[lanes] < 1.0)
            if counted.any():
                lots.append(RuledLots(origin, threshold, allowed * self._made, counted))
        self._trade.use(part * self._passed_on, tuple(lots))

    def _lose(self, day: int) -> None:
        """Note what is on hand and may not be used; what may not be used today is lost.

        Up to the first day of the rule this is used before the rest.
        """
        apart, consumers = self._trade.transport.apart, self._consumers
        assert apart is not None
        if day == 0:
            self._begin_stocks()
        for place, one in enumerate(self._losing):
            used, left = consumers.used[one.row], self._unusable[place]
            left -= used - self._used[place]
            np.maximum(left, 0.0, out=left)
            self._used[place] = used
            # What arrives on the first day is on hand already.
            arrived = apart.arrived[np.searchsorted(apart.lanes, one.lanes)] * (day > 0)
            sent_before = day < self._from[one.lanes] + np.ceil(
                self._trade.lanes.transit[one.lanes]
            )
            bad = np.where(sent_before[:, None], 1.0 - self.usable[one.lanes], 0.0)
            left += np.add.reduce(bad * arrived, axis=0)
            if day >= one.start:
                lost = np.minimum(left, consumers.on_hand[one.row])
                consumers.write_off(one.row, lost)
                left.fill(0.0)

    def _begin_stocks(self) -> None:
        """Take what is on hand at first for what lanes bring by plan."""
        for place, one in enumerate(self._losing):
            flow = np.broadcast_to(self._trade.planned[one.lanes], self.usable[one.lanes].shape)
            whole = np.add.reduce(flow, axis=0)
            bad = np.add.reduce((1.0 - self.usable[one.lanes]) * flow, axis=0)
            share = np.divide(bad, whole, out=np.zeros_like(bad), where=whole > 0.0)
            self._unusable[place] = share * self._consumers.on_hand[one.row]
