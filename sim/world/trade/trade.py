"""One good: what sellers hold, what buyers hold, what is ordered, what is on its way.

Orders are placed and goods shipped every day. Partial shipment is the rule: a seller ships what
it has, by the rules of :mod:`sim.rules.allocation`.
"""

from collections.abc import Generator, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.rules.allocation import ration
from sim.scenario.chain import CONCENTRATE, DEPOTS, Good
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.state.account import Account
from sim.world.time.clock import Phase, Process, Turn
from sim.world.trade.accounts import transit_account
from sim.world.trade.content import ChangingContent, content_of_ore
from sim.world.trade.lanes import ALL, Index, Lanes
from sim.world.trade.off_spec import off_spec_of
from sim.world.trade.order_book import OrderBook
from sim.world.trade.ruled_lots import RuledLots
from sim.world.trade.shipments import Shipments
from sim.world.trade.tonnage import Tonnages
from sim.world.trade.transport import Transport

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Trade:
    """The trade in one good.

    Matter is in tonnes of contained element (oxide, metal, scrap) or of finished magnets, one
    item each. Concentrate is ordered in bulk, t REO, and carries its contained elements as
    further items behind the bulk: a stock mixes perfectly, so that a share of the bulk takes the
    same share of every element.

    Attributes
    ----------
    stock : array, t, ``[seller, item, replication]``
        On hand at the sellers, for sale.
    input : array, t, ``[buyer, item, replication]``
        On hand at the buyers.
    book : OrderBook
        What is ordered and not shipped.
    shipments : Shipments
        What is shipped over each lane.
    quotas : Tonnages
        Quotas in tonnes, which count what leaves.
    off_spec : OffSpec or None
        What of the stocks is not to grade; None where all is.
    made, shipped, received, relief : array, t
        Added to sellers' stocks, shipped, arrived, and given by stockpiles since the start.
    """

    def __init__(self, context: Context, layout: Layout) -> None:
        coefficients, state, policy = context.coefficients, context.state, context.scenario.policy
        good = layout.good
        self.layout = layout
        self.good = good
        self.ordered_items = len(layout.items)
        extra = len(coefficients.elements) if good == CONCENTRATE else 0
        self.items = self.ordered_items + extra
        self.lanes = Lanes(layout, context)
        sellers, buyers = len(layout.sellers), len(layout.buyers)
        self.stock = state.array(f"{good}.stock", sellers, self.items)
        self.content: F64 | None = None
        self._changing: ChangingContent | None = None
        if extra:
            self.content, self._changing = content_of_ore(context, layout, self.stock)
        self.book = OrderBook(context, layout, self.lanes, self.content)
        self.input = state.array(f"{good}.input", buyers, self.items)
        self.made = state.total(f"{good}.made", sellers, self.items)
        self.shipped = state.total(f"{good}.shipped", sellers, self.items)
        self.received = state.total(f"{good}.received", buyers, self.items)
        self.relief = state.total(f"{good}.relief", buyers, self.items)
        self.transport = Transport(context, layout, self.items)
        self.shipments = Shipments(self.book.backlog.shape)
        self.quotas = Tonnages()
        self.off_spec = off_spec_of(context, layout)
        self._unsent = True
        self._contracts = policy.contracts_first
        self._clock, self._plan = context.clock, context.plan
        self._planned: tuple[int, F64] | None = None
        self._pushing = [
            row for row, rows in enumerate(self.lanes.sellers) if self.lanes.push[rows].any()
        ]

    def processes(self) -> Iterator[Process]:
        """Give the process that carries the trade in the good."""
        name, phases = f"trade in {self.good}", (Phase.ARRIVALS, Phase.SHIPPING)
        yield Process(name, phases, "daily", self.run)

    def accounts(self) -> Iterator[Account]:
        """Give what is on the lanes; what sellers and buyers hold is theirs to account for."""
        yield transit_account(self)

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Judge the lanes, receive, ship when the orders are in (a SimPy process)."""
        yield turn.today(Phase.ARRIVALS)
        while True:
            self.review()
            self.receive()
            yield turn.today(Phase.SHIPPING)
            self.ship()
            yield turn.tomorrow(Phase.ARRIVALS)

    def open(self) -> None:
        """Take over what is on its way as a run begins."""
        self.transport.begin(self._clock.day, self._content_of(self.planned))

    def review(self) -> None:
        """Judge lanes whose time is over, take back orders that wait in vain; split orders anew.

        Quotas and contracts follow the planned flow of the date, orders what new plants can do.
        """
        day, lanes = self._clock.day, self.lanes
        lanes.follow(day)
        news = [lanes.standby.newly_qualified(day)]
        if lanes.licences is not None:
            lanes.hear_of_lead_times(day)
            news.append(lanes.licences.heard_of_refusals())
        lanes.look_at_what_waits(self.book.backlog, self._position)
        withdrawn, judged = lanes.judge(day, self.book.backlog, self.planned)
        news.append(judged)
        for lane, orders in withdrawn:
            self.book.withdraw_lane(lane, orders)
        heard = [one for one in news if one is not None]
        if heard and (changed := np.flatnonzero(np.logical_or.reduce(heard))).size:
            lanes.reroute(day, changed)
        if (given_up := lanes.given_up(day, self.book.backlog)) is not None:
            self.book.withdraw(given_up)
            turning = np.logical_or.reduce(given_up > 0.0, axis=(0, 1))
            lanes.reroute(day, np.flatnonzero(turning))

    def _position(self) -> F64:
        """Give what buyers have, on hand and on order, t, ``[buyer, item, replication]``."""
        items, layout = self.ordered_items, self.layout
        position = self.input[:, :items] + self.book.on_order[:, :items]
        if DEPOTS in layout.buyer_rows:
            position[layout.buyer_rows[DEPOTS]] += self.stock[layout.seller_rows[DEPOTS], :items]
        return position

    def control(
        self,
        replications: Index,
        factor: F64 | None,
        takes_orders: Mask | None,
        most: F64 | None,
    ) -> None:
        """Open, narrow and close lanes; cancel the unshipped orders where none are taken now.

        Parameters
        ----------
        replications : array of int
            Those in which something changes; nothing of the others may depend on it.
        factor : array, ``[lane, ordered item, one of these replications]`` or None
            Part of the flow that passes there; None if all passes in every replication.
        takes_orders : array of bool, shaped likewise, or None
            Where orders may be placed, and wait if nothing passes.
        most : array, shaped likewise, or None
            How many times the undisrupted flow may leave; inf where any may.
        """
        lanes = self.lanes
        if takes_orders is not None:
            closed = lanes.limits.closes(takes_orders, replications)
            if lanes.licences is not None:
                # A probe waits on: without it all would order where they are refused, after a halt.
                closed &= ~lanes.licences.left[..., replications]
            lanes.judging.forget(closed, replications)
            lost = np.where(closed, self.book.backlog[..., replications], 0.0)
            self.book.withdraw(lost, replications)
        lanes.limits.set(replications, factor, takes_orders, most)
        lanes.reroute(self._clock.day, replications)

    def use(self, part: F64, ruled: tuple[RuledLots, ...]) -> None:
        """Let buyers with rules of origin order by what they may use, from today on.

        Parameters
        ----------
        part : array, 0 to 1, ``[lane, ordered item, replication]``
            Part of what comes that they may use; 1 for buyers without a rule.
        ruled : tuple of RuledLots
            What sellers may sell them where that is neither all nor nothing.
        """
        lanes, backlog = self.lanes, self.book.backlog
        changed = lanes.use(part, ruled)
        if not changed.any():
            return
        closed = changed & (part == 0.0)
        lanes.judging.forget(closed, ALL)
        self.book.withdraw(np.where(closed, backlog, 0.0))
        lanes.reroute(self._clock.day, np.flatnonzero(np.logical_or.reduce(changed, axis=(0, 1))))

    def reopen(self, lanes: Mask) -> None:
        """Judge lanes anew, ``[lane, ordered item, replication]``: what waits did so by choice."""
        if lanes.any():
            backlog, day = self.book.backlog, self._clock.day
            self.lanes.judging.begin_anew(lanes & (backlog > 0.0), day, backlog)

    def fill_at_start(self) -> None:
        """Put the planned flows on their way."""
        self.review()
        day = self._clock.day
        flow = self._content_of(self.planned)
        flow = np.broadcast_to(flow, (len(flow), self.items, self.input.shape[-1]))
        self.book.fill_at_start(self.transport.fill_at_start(day, flow))

    def _content_of(self, flow: F64) -> F64:
        """Give all that a flow holds, ``[lane, ordered item, ...]`` to ``[lane, item, ...]``."""
        return flow if self.content is None else flow * self.content[self.layout.seller]

    @property
    def planned(self) -> F64:
        """Undisrupted flow of the date, t a day, ``[lane, item, 1 or replication]``."""
        day = self._clock.day
        if self._planned is None or self._planned[0] != day:
            self._planned = day, self._plan.at(self.good, "lane", day)
        return self._planned[1]

    # Buyers

    def take_out(self, row: int) -> F64:
        """Take all that a buyer has on hand, t, ``[item, replication]``."""
        taken: F64 = self.input[row].copy()
        self.input[row] = 0.0
        return taken

    def relieve(self, rows: Index, amount: F64) -> None:
        """Give some buyers goods from beside the chain, t, ``[buyer, item, replication]``."""
        self.input[rows, : self.ordered_items] += amount
        self.relief[rows, : self.ordered_items] += amount

    def receive(self) -> None:
        """Take in what arrives today."""
        due = self.transport.due(self._clock.day)
        if due is None:
            return
        self.input += due
        self.book.arrive(due)
        self.received += due
        due.fill(0.0)

    # Sellers

    def take_in(self, rows: slice, amount: F64) -> None:
        """Add what some sellers made, t, ``[seller, item, replication]``, to their stocks."""
        self.stock[rows] += amount
        self.made[rows] += amount
        self._unsent = True

    def ship(self) -> None:
        """Ship what is ordered, as far as stocks and controls allow."""
        self.shipments.begin_day()
        if self._unsent and self._pushing:
            self._push_out()
        book = self.book
        book.complete()
        book.forget_beyond()
        if self._changing is not None:
            book.expect(self._changing.follow(book.all_today()))
        if any(book.busy):
            self._ship_orders()
        book.end_day()
        self.transport.end_day()

    def _ship_orders(self) -> None:
        book, day, kept = self.book, self._clock.day, self.shipments.kept
        found = self._allowed()
        for row, some in self._within_quotas(list(found)) if self.quotas else found:
            leaving = book.of(row) if some is None else some
            if some is None:
                book.ship_all(row, day)
            else:
                book.ship_some(row, day, some)
            if kept:
                self.shipments.note(self.lanes.sellers[row], leaving)
            if self.off_spec is not None:
                self.off_spec.ship(row, self.lanes.sellers[row], leaving)
            self._send(row, leaving)
        content = book.shipped if self.content is None else book.shipped * self.content
        self.stock -= content
        self.shipped += content

    def _allowed(self) -> Iterator[tuple[int, F64 | None]]:
        """Go through busy sellers, with what leaves, ``[its lane, item, replication]``.

        None where all that is ordered does.
        """
        book, licences = self.book, self.lanes.licences
        short = np.logical_or.reduce(
            book.backorders > self.stock[:, : self.ordered_items], axis=(1, 2)
        )
        rows, bound = range(len(book.busy)), [short.tolist(), self.lanes.limits.limited]
        bound += [] if licences is None else [licences.sellers]
        bound += [[self._is_ruled(row) for row in rows]] if self._lots else []
        bound += [[self._is_graded(row) for row in rows]] if self.off_spec is not None else []
        for row, busy, *why in zip(rows, book.busy, *bound, strict=True):
            if busy:
                yield row, self._ration(row, book.of(row)) if any(why) else None

    def _within_quotas(self, found: list[tuple[int, F64 | None]]) -> list[tuple[int, F64 | None]]:
        """Give what leaves when all who would ship share what quotas in tonnes let pass."""
        leaving = [self.book.of(row) if some is None else some for row, some in found]
        lanes = [self.lanes.sellers[row] for row, _ in found]
        parts = self.quotas.passing(list(zip(lanes, leaving, strict=True)))
        return [
            (row, some if part is None else amount * part)
            for (row, some), amount, part in zip(found, leaving, parts, strict=True)
        ]

    @property
    def _lots(self) -> tuple[RuledLots, ...]:
        return (*self.lanes.ruled, *self.lanes.limits.batches)

    def _is_ruled(self, row: int) -> bool:
        return any(lots.limits(self.lanes.sellers[row]) for lots in self._lots)

    def _is_graded(self, row: int) -> bool:
        return self.off_spec is not None and self.off_spec.is_held_by(row)

    def _ration(self, row: int, orders: F64) -> F64:
        lanes = self.lanes.sellers[row]
        limit = self.lanes.limits.of(row, self.planned)
        if limit is not None:
            orders = np.minimum(orders, limit)
        licences = self.lanes.licences
        if licences is not None and licences.sellers[row]:
            orders = np.minimum(orders, licences.limit[lanes])
        stock = np.maximum(self.stock[row, : self.ordered_items], 0.0)
        ruled, graded = self._is_ruled(row), self._is_graded(row)
        if len(orders) == 1 and not (ruled or graded):
            return np.minimum(orders, stock)
        claims, days = [self.book.needed(row)], self.book.days_at_once(row, self._clock.day)
        if self._contracts:
            claims.insert(0, self.planned[lanes])
        if days is not None:
            claims = [claim * days for claim in claims]
        classes = self.lanes.classes[row]
        if ruled:
            output = self._plan.at(self.good, "sold", self._clock.day)[row]
            output = output if days is None else days * output
            for lots in self._lots:
                orders = lots.share_out(row, lanes, orders, output, classes, claims)
        if graded and self.off_spec is not None:
            return self.off_spec.share_out(row, lanes, stock, orders, classes, claims)
        return ration(stock, orders, classes, claims)

    def _send(self, row: int, leaving: F64) -> None:
        """Put on the way what leaves a seller, ``[lane of the seller, item, replication]``."""
        day, leaving = self._clock.day, self.book.load(row, leaving)
        if self.book.grey is not None:
            leaving = self.book.grey.seize(day, row, leaving)
        self.transport.send(day, row, leaving)

    def _push_out(self) -> None:
        """Ship all that sellers with push lanes hold, ordered or not."""
        self._unsent = self.lanes.limits.factor is not None
        pushed = self._pushed()
        for row, amount in self._pushed_within_quotas(list(pushed)) if self.quotas else pushed:
            lanes = self.lanes.sellers[row]
            self.transport.send(self._clock.day, row, amount)
            if self.shipments.kept:
                self.shipments.note(lanes, amount[:, : self.ordered_items])
            self.book.promise(lanes, amount)
            sent = np.add.reduce(amount, axis=0)
            self.stock[row] -= sent
            self.shipped[row] += sent
            if self.off_spec is not None:
                self.off_spec.ship(row, lanes, amount)

    def _pushed(self) -> Iterator[tuple[int, F64]]:
        """Go through what sellers push over their lanes, t, ``[lane, item, replication]``."""
        for row in self._pushing:
            lanes = self.lanes.sellers[row]
            part = self.lanes.push[lanes][:, None, None]
            if self.lanes.limits.factor is not None:
                part = part * self.lanes.limits.factor[lanes]
            stock = np.maximum(self.stock[row], 0.0)
            if self._is_graded(row) and self.off_spec is not None:
                yield row, self.off_spec.pushed(row, lanes, part, stock)
            else:
                yield row, part * stock

    def _pushed_within_quotas(self, pushed: list[tuple[int, F64]]) -> Iterator[tuple[int, F64]]:
        lanes = [self.lanes.sellers[row] for row, _ in pushed]
        ordered = [amount[:, : self.ordered_items] for _, amount in pushed]
        parts = self.quotas.passing(list(zip(lanes, ordered, strict=True)))
        for (row, amount), part in zip(pushed, parts, strict=True):
            self._unsent |= part is not None
            yield row, amount if part is None else amount * part


Trades = Mapping[Good, Trade]
"""The trade in every good that the scenario has lanes for."""
