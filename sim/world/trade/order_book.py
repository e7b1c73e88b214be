"""Orders for one good: placed every day, split over lanes, waiting, taken back."""

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import STAGE
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.trade.buyers_lanes import columns
from sim.world.trade.grey import GreyLanes
from sim.world.trade.lanes import ALL, Index, Lanes
from sim.world.trade.piled_up import Evened
from sim.world.trade.qualifying import Qualifying

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

DUST = 1e-9
"""Part of what is ordered of a seller that rounding leaves over, and that stands for no goods."""


class OrderBook:
    """What buyers have ordered of a good and sellers have not shipped.

    Parameters
    ----------
    context : Context
    layout : Layout
    lanes : Lanes
        How buyers split their orders.
    content : array, ``[seller, item, 1 or replication]``, or None
        What a t of an order holds of each item, where goods are ordered in bulk.

    Attributes
    ----------
    on_order : array, t, ``[buyer, item, replication]``
        Ordered and not arrived, shipped or not.
    backlog : array, t, ``[lane, ordered item, replication]``
        Ordered on an earlier day and not shipped.
    backorders : array, t, ``[seller, ordered item, replication]``
        The same by seller; sellers count it anew each day when their orders are in.
    busy : list of bool
        Sellers with any orders today.
    grey : GreyLanes or None
        Lanes under false papers, over which only so much is ordered.
    """

    DERIVED: ClassVar = {"_loads", "_of", "_sums", "_weight", "_weights"}

    def __init__(self, context: Context, layout: Layout, lanes: Lanes, content: F64 | None) -> None:
        good, state = layout.good, context.state
        sellers, buyers, items = len(layout.sellers), len(layout.buyers), len(layout.items)
        held = items if content is None else content.shape[1]
        self._layout, self._lanes, self._content = layout, lanes, content
        self.on_order = state.array(f"{good}.on_order", buyers, held)
        self.backlog = state.array(f"{good}.backlog", len(layout.routes), items)
        self.backorders = state.array(f"{good}.backorders", sellers, items)
        self.busy = [False] * sellers
        self._late, self._begins = [True] * sellers, [True] * sellers
        self._waiting: dict[int, F64] = {}
        self.seized: F64 | None = None
        self.grey: GreyLanes | None = None
        if any(route.grey is not None for route in layout.routes):
            self.seized = state.total(f"{good}.seized", buyers, held)
            self.grey = GreyLanes(context, layout, self.on_order, self.seized)
        qualifying = Qualifying(context, layout, lanes)
        self._narrowing = [one for one in (self.grey, qualifying) if one]
        self._orders = np.zeros(self.backlog.shape)
        self._today = np.zeros((buyers, items, state.width))
        loads = np.zeros((len(layout.routes), held if content is not None else 0, state.width))
        self._loads = [loads[some] for some in lanes.sellers]
        self._of = [self._orders[some] for some in lanes.sellers]
        self._alone = [some.stop - some.start == 1 for some in lanes.sellers]
        self._sums = list(self.backorders)
        self._weight, self._weights = lanes.weight, [lanes.weight[some] for some in lanes.sellers]
        self._placed = False
        # Mines and recyclers place no orders themselves, so nobody has counted theirs.
        self._uncounted = [
            rows
            for block, rows in layout.seller_rows.items()
            if block in STAGE and not STAGE[block].orders
        ]
        self._counted = False
        self._served_on = state.array(f"{good}.served_on", sellers, items)
        """Last day on which a late seller shipped anything, or owed nothing."""
        self._rhythm = context.scenario.policy.review_days
        self._users: list[tuple[slice, Callable[[], F64], Callable[[], F64] | None]] = []
        self._passing_on: list[tuple[int, int]] = []
        self._with_late: F64 | None = None
        self._evened: Evened | None = None

    @property
    def in_bulk(self) -> bool:
        """Whether an order is for a mixture, and holds more items than are ordered."""
        return self._content is not None

    def fill_at_start(self, in_transit: F64) -> None:
        """Begin with what is on its way, t, ``[buyer, item, replication]``."""
        self.on_order[...] = in_transit

    # Buyers

    def need(
        self, rows: slice, use: Callable[[], F64], late: Callable[[], F64] | None = None
    ) -> None:
        """Say what some buyers need in a day, shelves apart, if a seller has to share out.

        Parameters
        ----------
        rows : slice
            Buyers.
        use : callable
            Gives their use of today, t, ``[buyer, ordered item, 1 or replication]``.
        late : callable, optional
            Gives what they could use besides, as their own customers wait, t, shaped likewise.
        """
        self._users.append((rows, use, late))

    def pass_on(self, buyer: int, seller: int) -> None:
        """Let a buyer need what its own buyers need of it, as *seller*; they are said before."""
        self._passing_on.append((buyer, seller))

    def needed(self, row: int) -> F64:
        """Give what is needed today of what a seller's buyers order, ``[lane, item, ...]``, t."""
        if self._with_late is None:
            self._with_late = self._passed_on(late=True)
        return self._needed(self._with_late, row)

    def _passed_on(self, *, late: bool) -> F64:
        """Give what buyers use today, t, ``[buyer, ordered item, replication]``."""
        found = np.zeros_like(self._today)
        for rows, use, waiting in self._users:
            found[rows] = use() + waiting() if late and waiting is not None else use()
        for buyer, seller in self._passing_on:
            found[buyer] = np.add.reduce(self._needed(found, seller), axis=0)
        return found

    def _even_out(self, rows: slice, piled: Mask) -> Evened:
        """Find how lanes of some sellers that work keep their part of what is ordered today."""
        if self._evened is None:
            work = self._layout.by_buyer.total(np.where(piled, 0.0, self._lanes.weight))
            # Where nothing has piled up all keep their parts to the last bit.
            of_others = np.where(self._layout.by_buyer.any(piled), work, 1.0)
            self._evened = Evened(piled, of_others, self._passed_on(late=False))
        sellers = self._lanes.sellers[rows]
        buyers = self._layout.buyer[sellers[0].start : sellers[-1].stop]
        self._evened.find(np.unique(buyers), self._today)
        return self._evened

    def _change(self, row: int, orders: F64, factor: F64) -> None:
        """Change today's orders for a seller, in place."""
        if self._content is not None:  # another seller's ore holds something else
            more = (orders * (factor - 1.0)) * self._content[row]
            buyer = self._layout.buyer[self._lanes.sellers[row]]
            np.add.at(self.on_order[:, 1:], buyer, more[:, 1:])
        orders *= factor

    def _needed(self, use: F64, row: int) -> F64:
        buyers, lanes = self._lanes.buyers[row], self._lanes.sellers[row]
        return np.asarray(use[buyers] * self._lanes.weight[lanes])

    def place(self, rows: slice, need: F64) -> None:
        """Order for some buyers; the orders are split over their lanes when sellers count them.

        Parameters
        ----------
        rows : slice
            Buyers.
        need : array, t, ``[buyer, ordered item, replication]``
            What each wants to order; with no open lane it waits. The array is used up.
        """
        self._today[rows] = need
        self._placed = True
        need *= self._lanes.has_source[rows]
        self.on_order[rows] += need if self._content is None else need * self._mix()[rows]

    def _mix(self) -> F64:
        """Give the mean content of a buyer's orders, ``[buyer, item, 1 or replication]``."""
        mix = self._layout.by_buyer.total(self._whole(self._lanes.weight))
        total = mix[:, :1]
        return np.divide(mix, total, out=mix, where=total > 0.0)

    def _whole(self, orders: F64, replications: Index | slice = ALL) -> F64:
        """Give all that orders, ``[lane, ordered item, one of some replications]``, hold."""
        if self._content is None:
            return orders
        return orders * columns(self._content, replications)[self._layout.seller]

    def arrive(self, amount: F64) -> None:
        """Take off what has arrived, t, ``[buyer, item, replication]``."""
        self.on_order -= amount

    def expect(self, amount: F64) -> None:
        """Add what orders hold more than they did, t, ``[buyer, item, replication]``."""
        self.on_order += amount

    def promise(self, lanes: slice, amount: F64) -> None:
        """Add what is on its way over some lanes unasked, t, ``[lane, item, replication]``."""
        for buyer, promised in zip(self._layout.buyer[lanes], amount, strict=True):
            self.on_order[buyer] += promised

    def withdraw(self, orders: F64, replications: Index | slice = ALL) -> None:
        """Take unshipped orders, ``[lane, ordered item, one of some replications]``, back."""
        if not orders.any():
            return
        left = self.backlog[..., replications] - orders
        self.backlog[..., replications] = np.maximum(left, 0.0, out=left)
        self.forget(orders, replications)

    def withdraw_lane(self, lane: int, orders: F64) -> None:
        """Take unshipped orders on one lane, t, ``[ordered item, replication]``, back."""
        self.backlog[lane] -= orders
        content = 1.0 if self._content is None else self._content[self._layout.seller[lane]]
        self.on_order[self._layout.buyer[lane]] -= orders * content

    def forget(self, orders: F64, replications: Index | slice = ALL) -> None:
        """Let buyers forget orders, ``[lane, ordered item, one of some replications]``."""
        whole = self._whole(orders, replications)
        self.on_order[..., replications] -= self._layout.by_buyer.total(whole)

    def forget_beyond(self) -> None:
        """Let buyers forget what lanes were ordered today and cannot carry."""
        for narrowing in self._narrowing:
            if (cut := narrowing.cut.hand_over()) is not None:
                self.forget(cut)

    # Sellers

    def count(self, rows: slice) -> F64:
        """Add up the orders of some sellers, today's and those that wait, by seller.

        Returns
        -------
        array, t, ``[seller, ordered item, replication]``
        """
        piled, evened = self._lanes.piled_up.lanes, None
        if piled is not None and self._placed and rows.start < rows.stop:
            evened = self._even_out(rows, piled)
        if self._weight is not (weight := self._lanes.weight):
            self._weight, self._weights = weight, [weight[some] for some in self._lanes.sellers]
        today, weights = self._today, self._weights
        alone = all(self._alone[rows]) and not any(self._late[rows])
        if alone and evened is None and not self._narrowing:
            return self._count_at_once(rows)
        for row in range(rows.start, rows.stop):
            late = self._late[row]
            self.busy[row] = late or (self._placed and self._lanes.requested[row])
            if not self.busy[row]:
                continue
            orders, buyers = self._of[row], self._lanes.buyers[row]
            if isinstance(buyers, slice):
                np.multiply(today[buyers], weights[row], out=orders)
            else:
                today.take(buyers, axis=0, out=orders, mode="clip")
                orders *= weights[row]
            lanes = self._lanes.sellers[row]
            if evened is not None and (factor := evened.factor(lanes, buyers)) is not None:
                self._change(row, orders, factor)
            for narrowing in self._narrowing:
                narrowing.narrow(row, orders)
            if late:
                orders += self.backlog[lanes]
            np.add.reduce(orders, axis=0, out=self._sums[row])
        return self.backorders[rows]

    def _count_at_once(self, rows: slice) -> F64:
        """Count the orders for sellers of whom each has one lane, and no orders that wait."""
        self.busy[rows] = (
            self._lanes.requested[rows] if self._placed else [False] * len(self.busy[rows])
        )
        if any(self.busy[rows]):
            lanes = slice(
                self._lanes.sellers[rows.start].start, self._lanes.sellers[rows.stop - 1].stop
            )
            orders = self._orders[lanes]
            self._today.take(self._layout.buyer[lanes], axis=0, out=orders, mode="clip")
            np.multiply(orders, self._weight[lanes], out=orders)
            self.backorders[rows] = orders
        return self.backorders[rows]

    def of(self, row: int) -> F64:
        """Give the orders of a busy seller, t, ``[its lane, ordered item, replication]``."""
        return self._of[row]

    def load(self, row: int, leaving: F64) -> F64:
        """Give all that orders hold that leave a seller, ``[its lane, item, replication]``, t.

        It is good until the seller's next.
        """
        if self._content is None:
            return leaving
        return np.asarray(np.multiply(leaving, self._content[row], out=self._loads[row]))

    def all_today(self) -> F64:
        """Give all that is ordered and not shipped, t, ``[lane, ordered item, replication]``."""
        self.complete()
        for row, busy in enumerate(self.busy):
            if not busy:
                self._orders[self._lanes.sellers[row]] = 0.0
        return self._orders

    def complete(self) -> None:
        """Add up the orders of sellers who place none themselves, once a day."""
        if not self._counted:
            for rows in self._uncounted:
                self.count(rows)
        self._counted = True

    def days_at_once(self, row: int, day: int) -> F64 | None:
        """Give the days for which a seller has to share out, ``[ordered item, replication]``.

        None where it is one everywhere. Plants finish the output of some days at once: then all
        that was promised or needed since they last had any counts, not what is of that day alone.
        """
        if not self._late[row]:
            self._served_on[row] = day - 1
            return None
        if self._begins[row]:  # what it says of replications that were not late is left over
            left = np.add.reduce(self.backlog[self._lanes.sellers[row]], axis=0)
            self._served_on[row, left <= DUST * self.backorders[row]] = day - 1
        days: F64 = day - self._served_on[row]
        if not (days > 1.0).any():
            return None
        return np.minimum(np.maximum(days, 1.0, out=days), self._rhythm, out=days)

    @property
    def shipped(self) -> F64:
        """What sellers ship today, once all have, t, ``[seller, ordered item, replication]``."""
        return self.backorders

    def ship_all(self, row: int, day: int) -> None:
        """Ship all that is ordered of a seller."""
        if self._late[row] or self._lanes.judging.watched[row] < np.inf:
            self._leave_over(row, day, self.of(row))
        self._late[row] = self._begins[row] = False

    def ship_some(self, row: int, day: int, leaving: F64) -> None:
        """Ship some of what is ordered of a seller, t, ``[its lane, ordered item, replication]``.

        The rest waits.
        """
        sent = np.add.reduce(leaving, axis=0)
        self._waiting[row] = waiting = self.backorders[row] - sent
        dust = DUST * self.backorders[row]
        self._served_on[row, (sent > dust) | (waiting <= dust)] = day
        self.backorders[row] = sent
        self._leave_over(row, day, leaving)
        self._late[row], self._begins[row] = True, False

    def _leave_over(self, row: int, day: int, leaving: F64) -> None:
        orders, backlog = self.of(row), self.backlog[self._lanes.sellers[row]]
        placed = orders - backlog if self._late[row] else orders
        np.subtract(orders, leaving, out=backlog)
        self._lanes.judging.note(row, day, placed, backlog)

    def end_day(self) -> None:
        """Be done with today's orders; what was not shipped waits."""
        self.backorders.fill(0.0)
        for row, left in self._waiting.items():
            self.backorders[row] = left
        self._waiting.clear()
        self._with_late = self._evened = None
        self._counted = False
        if self._placed:
            self._today.fill(0.0)
            self._placed = False
