"""The trade in one good, as far as sellers have buyers bound by rules of origin."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.rules.origin import allowed_part, bound_part, stocked, with_bound
from sim.rules.ratio import ratio
from sim.scenario.chain import BY_GRADE, CONSUMERS, DEPOTS
from sim.scenario.network import Network
from sim.scenario.origin_chain import OriginChain
from sim.scenario.provenance import Origin
from sim.scenario.schema import Good
from sim.world.network.context import Context
from sim.world.network.layout import keeps_apart, passes_on
from sim.world.trade.bound_lanes import BoundLanes
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
Needs = Mapping[Origin, F64]
"""Part of orders that must be free of each origin, 0 to 1, ``[buyer or seller, item, ...]``."""

MONTH = 30.0
"""Days between two looks at what sellers hold, about."""
TRIAL = 0.01
"""Part of its share that a seller gets who sells nothing free of a place and might (assumption)."""
LEAST = 0.001
"""Part of its share that a lane keeps: over one with none nothing is ordered for ever."""


class Whereabouts(Protocol):
    """Who knows where matter has been."""

    def share(self, origin: Origin, good: Good) -> F64:
        """Give the part of each element in what every seller sells that is of an origin."""

    def fed(self, origin: Origin, good: Good) -> tuple[F64, F64]:
        """Give what every buyer holds and has on the way, and what of that is not of an origin."""

    def made(self, good: Good) -> F64:
        """Give what every seller made in the last month, t, ``[seller, item, replication]``."""


class Bound(NamedTuple):
    """What is bound in a good on a day."""

    asked: dict[Origin, F64]
    """Part of what is ordered of each seller that must be free, ``[seller, item, ...]``."""
    orders: F64
    """Orders of a month, with those that wait, t, ``[seller, item, replication]``."""
    part: F64
    """Part of its share that each lane gets of who passes rules on, ``[lane, item, replication]``.
    """
    lanes: list[BoundLanes]
    waits: Mask
    """Which buyers wait for some of it, ``[buyer, item, replication]``."""


class BoundTrade:
    """Who orders what free of a place, as those need it to whom he sells.

    Parameters
    ----------
    context : Context
    network : Network
    trade : Trade
    whereabouts : Whereabouts
    origins : sequence of Origin

    Attributes
    ----------
    trade : Trade
        As given.
    """

    def __init__(
        self,
        context: Context,
        network: Network,
        trade: Trade,
        whereabouts: Whereabouts,
        origins: Sequence[Origin],
    ) -> None:
        self.trade, self._layout, self._whereabouts = trade, trade.layout, whereabouts
        self._context = context
        self._keeps = keeps_apart(context.scenario, self._layout)
        self._passing = passes_on(context.scenario, self._layout)
        self._may = {one: self._may_be_free(network, one) for one in origins}
        self._buying = self._layout.buyer_rows.get(DEPOTS, slice(0, 0))
        self._selling = self._layout.seller_rows.get(DEPOTS, slice(0, 0))
        using = self._layout.buyer_rows.get(CONSUMERS, slice(0, 0))
        of = self._layout.buyer
        self._orders_on = ((of < using.start) | (of >= using.stop))[:, None, None]
        self._since = np.full((len(of), 1), np.inf)

    def _may_be_free(self, network: Network, origin: Origin) -> Mask:
        """Tell which sellers might sell of each item what is free, ``[seller, item, 1]``."""
        scenario, layout, good = self._context.scenario, self._layout, self._layout.good
        elements = self._context.coefficients.elements
        chains = {element: OriginChain(network, origin, element) for element in elements}
        found = np.zeros((len(layout.sellers), len(layout.items), 1), dtype=bool)
        for row in np.flatnonzero(self._passing).tolist():
            free = {e for e, one in chains.items() if one.may_be_free(layout.sellers[row], good)}
            for place, item in enumerate(layout.items):
                holds = scenario.grades[item].recipe if good in BY_GRADE else {item}
                found[row, place] = free.issuperset(holds)
        return found

    def rows(self, block: str) -> slice:
        """Give the rows of a block among the sellers."""
        return self._layout.seller_rows[block]

    def begin(self, since: F64) -> F64:
        """Begin to pass rules on some days before they hold for those who are bound.

        Parameters
        ----------
        since : array, days, ``[lane, 1 or replication]``
            First day on which what is ordered over a lane must be free, of those who are bound.

        Returns
        -------
        array, days, ``[seller, 1 or replication]``
            First day on which what a seller sells must be.
        """
        layout, transit = self._layout, self.trade.lanes.transit
        mine = (layout.buyer >= self._buying.start) & (layout.buyer < self._buying.stop)
        names = layout.sellers[self._selling]
        days = self._context.coefficients.numbers(DEPOTS, "stock_days", good=layout.good)
        stock = days.on(self._context.clock.day) if names else np.zeros((0, 1))
        for _ in range(len(names) + 1):
            sold = self._first(since)
            if not names:
                break
            needed = np.full((len(layout.buyers), sold.shape[-1]), np.inf)
            needed[self._buying] = sold[self._selling] - stock
            since = np.where(mine[:, None], needed[layout.buyer] - transit, since)
        self._since = np.maximum(since - MONTH, 0.0)
        return sold

    def _first(self, since: F64) -> F64:
        """Give the first day of any lane of each seller that passes rules on."""
        rows = [self._layout.lanes_of(row) for row in range(len(self._layout.sellers))]
        first = [np.minimum.reduce(since[lanes], axis=0, initial=np.inf) for lanes in rows]
        return np.where(self._passing[:, None], np.array(first), np.inf)

    def follow(self, day: int, needs: Needs) -> Bound:
        """Find what is bound today.

        Parameters
        ----------
        day : int
        needs : mapping of Origin to array, ``[buyer, item, 1 or replication]``
            What consumers and makers need free, as part of what they use.
        """
        trade, layout = self.trade, self._layout
        plain, free = self._plain(), {one: self._free(one) for one in needs}
        use = MONTH * self._context.plan.at(layout.good, "used", day)
        needs = {one: self._stocked(one, need, use) for one, need in needs.items()}
        for _ in range(self._buying.stop - self._buying.start + 1):
            bound = {
                one: bound_part(need, plain, *free[one], layout.by_buyer)
                for one, need in _together(needs).items()
            }
            weight = with_bound(plain, _sum(bound), layout.by_buyer)
            orders = use[layout.buyer] * weight + trade.book.backlog
            whole = layout.by_seller.total(orders)
            part = {one: np.minimum(ratio(some, weight), 1.0) for one, some in bound.items()}
            asked = {
                one: ratio(layout.by_seller.total(orders * some), whole)
                * self._passing[:, None, None]
                for one, some in part.items()
            }
            for one, need in needs.items():
                need[self._buying] = asked[one][self._selling]
        counts = (day >= self._since)[:, None]
        bind = counts & self._keeps[layout.seller][:, None, None] & self._orders_on
        lanes = [BoundLanes(one, np.where(bind, some, 0.0)) for one, some in part.items()]
        factor = np.where(counts & self._orders_on, self._factor(weight, plain), 1.0)
        a_day = _sum(bound) * use[layout.buyer] / MONTH
        waits = layout.by_buyer.any((a_day > 0.0) & (trade.book.backlog > a_day))
        return Bound(asked, whole, factor, lanes, waits)

    def _plain(self) -> F64:
        """Give the part of its buyer's orders that each lane would get without any rule."""
        lanes, layout = self.trade.lanes, self._layout
        usable, of = lanes.limits.usable, layout.by_buyer
        shape = self.trade.book.backlog.shape
        if usable is None:
            return np.broadcast_to(lanes.weight, shape)
        planned = np.broadcast_to(self.trade.planned, shape)
        nominal = ratio(planned, of.total(planned)[layout.buyer])
        plain = np.where(usable > 0.0, ratio(lanes.weight, usable), nominal)
        ruled = of.any(usable < 1.0)[layout.buyer]
        plain = np.where(ruled, ratio(plain, of.total(plain)[layout.buyer]), lanes.weight)
        return np.broadcast_to(plain, shape)

    def _free(self, origin: Origin) -> tuple[F64, F64]:
        """Give the part of each lane's goods that is free, and of what it brings who asks for that.

        Of metal and oxide that are a mixture so much is free as their content tells.
        """
        share = self._whereabouts.share(origin, self._layout.good)
        apart = self._keeps | (self._layout.good not in BY_GRADE)
        found = np.maximum(allowed_part(share, apart, 0.0), TRIAL * self._may[origin])
        yields = np.where(self._keeps[:, None, None], 1.0, found)
        return found[self._layout.seller], yields[self._layout.seller]

    def _stocked(self, origin: Origin, need: F64, use: F64) -> F64:
        """Give what is needed free, with what stocks lack of it."""
        need = need + np.zeros(self.trade.book.on_order[:, : need.shape[1]].shape)
        if self._layout.good in BY_GRADE:
            return need
        held, free = self._whereabouts.fed(origin, self._layout.good)
        return stocked(need, held, free, use)

    def _factor(self, weight: F64, plain: F64) -> F64:
        """Give the part of its share that each lane gets, 1 for that which gets most of its."""
        layout = self._layout
        times = np.where(plain > 0.0, ratio(weight, plain), 1.0)
        most = layout.by_buyer.most(times)[layout.buyer]
        return np.where(most > 1.0, np.maximum(times / most, LEAST), 1.0)


def _sum(parts: Mapping[Origin, F64]) -> F64:
    first, *others = parts.values()
    for other in others:
        first = first + other
    return first


def _together(needs: Needs) -> dict[Origin, F64]:
    """Let what is needed free of one place or another be all at most."""
    most = np.maximum(_sum(needs), 1.0)
    return {one: need / most for one, need in needs.items()}
