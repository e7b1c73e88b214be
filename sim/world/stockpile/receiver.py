"""To whom a stockpile hands out one form: what each lacks today."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import FORMS, MAGNETS
from sim.scenario.membership import draws_as_plants, makers_of, receivers
from sim.scenario.schema import Form
from sim.world.facility.consumer import Consumers
from sim.world.facility.converter import Plants
from sim.world.facility.facilities import Facilities
from sim.world.facility.maker import Makers
from sim.world.network.context import Context
from sim.world.state.state import added
from sim.world.stockpile.membership import Members, Need
from sim.world.stockpile.spare_capacity import SpareCapacity
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


class Receivers(Protocol):
    """Buyers of a good whom a stockpile relieves.

    Attributes
    ----------
    rows : array of int
        Their rows among the buyers.
    """

    rows: Index

    def requested(self, target_cover_days: F64) -> F64:
        """Give what each asks for, t, ``[receiver, item, replication]``."""

    def in_need(self, requested: F64, target_cover_days: F64) -> Mask:
        """Tell where anybody asks for anything, ``[replication]``."""

    def limit(self, *, defence: bool) -> F64 | None:
        """Give the most that all may get, t, ``[item, 1 or replication]``; None for no limit."""

    def planned(self, day: int) -> F64:
        """Give the members' planned use of a day in this form, t, ``[item, 1 or replication]``."""

    def use(self) -> F64:
        """Give the members' use of today in this form, t, ``[item, 1 or replication]``."""

    def conversion(self, use: F64) -> F64:
        """Give what more can be converted today, and drawn, over the members' use; inf: all.

        *use* is that of today in this form, all items together, t, ``[1 or replication]``.
        """


class Users:
    """Members that use the good themselves: consumers, or plants that are members.

    They ask for what lifts their cover to some days of use. A plant draws the feed of several days
    at once, so that it asks, too, for that of the days since it last did: by the next time it holds
    all that it then draws.
    """

    def __init__(
        self,
        context: Context,
        names: list[str],
        trade: Trade,
        facilities: Mapping[str, Plants | Consumers],
        members: Members,
    ) -> None:
        layout = trade.layout
        self._context, self._trade, self._members = context, trade, members
        blocks = {b: rows for b, rows in layout.buyer_rows.items() if b in facilities}
        self._users = [facilities[block] for block in blocks]
        users = np.concatenate([np.arange(r.start, r.stop) for r in blocks.values()])
        self.rows = np.array([i for i in users if layout.buyers[i] in set(names)], np.intp)
        self.names = [layout.buyers[row] for row in self.rows]
        self._places = np.searchsorted(users, self.rows)
        self._with_firms = list[tuple[Consumers, Index, Index]]()
        """Consumers with firms; the places of members that they are, here and among them."""
        for block, rows in blocks.items():
            user, first = facilities[block], int(np.searchsorted(users, rows.start))
            mine = np.flatnonzero((self.rows >= rows.start) & (self.rows < rows.stop))
            if isinstance(user, Consumers) and user.has_firms:
                self._with_firms.append((user, mine, self._places[mine] - first))
        is_plant = [name not in context.scenario.consumers for name in self.names]
        self._is_plant: Mask = np.array(is_plant, dtype=bool)[:, None, None]
        self._clock, self._review_days = context.clock, context.scenario.policy.review_days
        places = {name: place for place, name in enumerate(members.names)}
        self._order = [places.get(name, -1) for name in self.names]

    def use_of_each(self) -> F64:
        """Use of the members in a day, t, ``[member, item, 1 or replication]``."""
        use = [users.daily_use for users in self._users]
        width = max(u.shape[-1] for u in use)
        table = np.concatenate([np.broadcast_to(u, (*u.shape[:2], width)) for u in use])
        return np.asarray(table[self._places])

    def requested(self, target_cover_days: F64) -> F64:
        """Give what cover lacks, t, ``[receiver, item, replication]``."""
        items = self._trade.ordered_items
        use = self.use_of_each()
        days = target_cover_days + self._is_plant * (self._clock.day % self._review_days)
        held = self._trade.input[self.rows, :items]
        for consumers, mine, own in self._with_firms:
            held[mine] = consumers.within(target_cover_days, own)[:, :items]
            consumers.lift(target_cover_days)
        requested = np.maximum(use * days - held, 0.0)
        if (share := self._members.need_share) is not None:
            # Plants stand behind the consumers, and have no limit.
            share = np.concatenate([share, np.full_like(share[:1], np.inf)])[self._order]
            # An unlimited share of no use at all is no limit.
            with np.errstate(invalid="ignore"):
                most = np.where(np.isinf(share), np.inf, share * use)
            requested = np.minimum(requested, most)
        return np.asarray(requested)

    def in_need(self, requested: F64, target_cover_days: F64) -> Mask:
        """Tell where anybody asks for anything, ``[replication]``."""
        return np.asarray(np.logical_or.reduce(requested > 1e-9 * target_cover_days, axis=(0, 1)))

    def limit(self, *, defence: bool) -> F64 | None:
        """Nobody gets more than it asks for; what defence asks for is told apart by row."""
        return None

    def planned(self, day: int) -> F64:
        """Give planned use of a day, t, ``[item, 1 or replication]``."""
        return added(self._context.plan.at(self._trade.good, "used", day)[self.rows])

    def use(self) -> F64:
        """Give use of today, t, ``[item, 1 or replication]``."""
        return added(self.use_of_each())

    def conversion(self, use: F64) -> F64:
        """Nothing need be converted; shares of the need limit what reaches members."""
        return self._members.drawable_part()


class Converters:
    """Plants that make of a form what members use.

    They ask for what they lack to work on the orders that wait, at most what they can work up until
    their next plan; all together they get at most what the members may draw.
    """

    def __init__(
        self,
        context: Context,
        form: Form,
        names: list[str],
        plants: Mapping[str, Plants],
        members: Members,
    ) -> None:
        steps = makers_of(context.scenario, form, names)
        self._steps: list[tuple[Makers, Index]] = []
        for stage, makers in steps:
            some = plants[stage.block]
            assert isinstance(some, Makers)
            rows = np.array([some.names.index(name) for name in makers], dtype=np.intp)
            self._steps.append((some, rows))
        self._plants, self._own = self._steps[0]
        assert self._plants.bought is not None
        self._members = members
        self._clock, self._days = context.clock, context.scenario.policy.review_days
        self.rows = self._own + self._plants.in_rows.start
        self._need = Need(context, steps)
        self._spare = SpareCapacity(context.clock, self._days, self._steps)

    def requested(self, target_cover_days: F64) -> F64:
        """Give what waiting orders lack, t, ``[receiver, item, replication]``."""
        plants = self._plants
        wanted = np.maximum(plants.lacking(plants.sold.book.backorders[plants.out_rows]), 0.0)
        most = plants.most_in(self._clock.day, self._days)
        total = np.add.reduce(wanted, axis=1)
        beyond = total > most
        wanted *= np.divide(most, total, out=np.ones_like(total), where=beyond)[:, None]
        return np.asarray(np.maximum(plants.feed_for(wanted) - plants.input, 0.0)[self._own])

    def in_need(self, requested: F64, target_cover_days: F64) -> Mask:
        """Tell where anybody asks for anything, ``[replication]``."""
        return np.asarray(np.logical_or.reduce(requested > 1e-9, axis=(0, 1)))

    def limit(self, *, defence: bool) -> F64 | None:
        """Give what members may draw today, t of the form, ``[item, 1 or replication]``."""
        return self._need.of(self._members.drawable(defence=defence))

    def planned(self, day: int) -> F64:
        """Give the members' planned use, t of the form, ``[item, 1 or replication]``."""
        return self._need.of(self._members.planned(day))

    def use(self) -> F64:
        """Give the members' use of today, t of the form, ``[item, 1 or replication]``."""
        return self._need.of(_sum(self._members.demand))

    def conversion(self, use: F64) -> F64:
        """Give the least, over the steps left, of spare capacity over the members' use."""
        uses = [_sum(use) for use in self._need.at_each_step(_sum(self._members.demand))]
        spare = self._spare.over_use(use, uses)
        return np.minimum(self._members.drawable_part(), spare)


def receivers_of(
    context: Context,
    stockpile: str,
    trade: Trade,
    facilities: Facilities,
    members: Members,
) -> Receivers:
    """Find who gets the form that a trade is in from a stockpile."""
    form = next(known for known in FORMS if known == trade.good)
    names = receivers(context.scenario, stockpile, form)
    if form == MAGNETS or draws_as_plants(context.scenario, stockpile, form):
        return Users(context, names, trade, facilities.users_of(form), members)
    return Converters(context, form, names, facilities.by_block, members)


def _sum(table: F64) -> F64:
    return np.asarray(np.add.reduce(table, axis=0))
