"""Rules of origin as makers pass them on: what they order for buyers that are bound."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.rules.ratio import ratio
from sim.scenario.chain import MAGNETS, Feed, Stage, upward
from sim.scenario.network import Network
from sim.scenario.provenance import Origin
from sim.world.control.bound_trade import Bound, BoundTrade, Needs, Whereabouts
from sim.world.network.context import Context
from sim.world.network.layout import ordered_ids
from sim.world.state.state import added
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]


class BoundOrders:
    """What is ordered up the chain for consumers with rules of origin.

    A maker that keeps batches apart orders what its bound buyers need of those who sell it free of
    the place, the rest as ever; so do those of whom it orders, up to the separation plants, which
    mix. It looks at what they sell when consumers do, on the first day of each month, and begins
    before their rules hold by as much as what it orders takes to be sold.

    Parameters
    ----------
    context : Context
    trades : mapping of Good to Trade
    whereabouts : Whereabouts
    origins : sequence of Origin
        What rules forbid.

    Attributes
    ----------
    short : array of bool, ``[seller of magnets, item, replication]``
        Whose free metal is short: they wait for some.
    """

    def __init__(
        self, context: Context, trades: Trades, whereabouts: Whereabouts, origins: Sequence[Origin]
    ) -> None:
        self._context, network = context, Network(context.scenario)
        self.short = np.zeros(trades[MAGNETS].stock.shape, dtype=bool)
        self._stages = list[tuple[BoundTrade, Stage]]()
        for good, stage in upward(MAGNETS):
            if good not in trades:
                break
            trade = BoundTrade(context, network, trades[good], whereabouts, origins)
            self._stages.append((trade, stage))
            if stage.feed is Feed.BASKET:
                break

    def begin(self, since: F64) -> None:
        """Begin to pass rules on by the days from which they count for what consumers order.

        Parameters
        ----------
        since : array, days, ``[lane, 1 or replication]``
            By lane of magnets; inf where there is no rule.
        """
        for (trade, stage), above in zip(self._stages, [*self._stages[1:], None], strict=True):
            sold = trade.begin(since)
            if above is not None:
                since = self._since(above[0], stage, sold[trade.rows(stage.block)])

    def _since(self, above: BoundTrade, stage: Stage, sold: F64) -> F64:
        """Give the days from which what makers order must be free, by lane of what they take."""
        coefficients, day = self._context.coefficients, self._context.clock.day
        layout, block = above.trade.layout, stage.block
        names = ordered_ids(self._context.scenario, block)
        process, _ = coefficients.days([(block, name, "processing_days") for name in names])
        for days in (
            coefficients.numbers(block, "stock_days"),
            process,
            coefficients.numbers(block, "feed_days"),
        ):
            sold = sold - np.ceil(days.on(day))
        needed = np.full((len(layout.buyers), sold.shape[-1]), np.inf)
        needed[layout.buyer_rows[block]] = sold
        return np.asarray(needed[layout.buyer] - np.ceil(above.trade.lanes.transit))

    def follow(self, day: int, needs: Needs) -> Bound:
        """Let makers order by what is needed today; give what is bound in magnets.

        Parameters
        ----------
        day : int
        needs : mapping of Origin to array, 0 to 1, ``[buyer of magnets, item, replication]``
            Part of what consumers order that must be free of each origin.
        """
        found = list[Bound]()
        for (trade, stage), above in zip(self._stages, [*self._stages[1:], None], strict=True):
            bound = trade.follow(day, needs)
            trade.trade.lanes.limits.bind(tuple(bound.lanes))
            if found:
                trade.trade.use(bound.part, ())
            found.append(bound)
            if above is not None:
                needs = self._needs(above[0], stage, trade.rows(stage.block), bound)
        if len(found) > 1:
            (magnets, stage), (metal, _) = self._stages[:2]
            waits = found[1].waits[metal.trade.layout.buyer_rows[stage.block]]
            self.short[magnets.rows(stage.block)] = np.logical_or.reduce(waits, axis=1)[:, None]
        return found[0]

    def _needs(self, above: BoundTrade, stage: Stage, rows: slice, bound: Bound) -> Needs:
        """Give the part of what makers take in that must be free."""
        layout = above.trade.layout
        found, whole = dict[Origin, F64](), self._feed(stage, bound.orders[rows])
        for origin, asked in bound.asked.items():
            some = self._feed(stage, bound.orders[rows] * asked[rows])
            need = np.zeros((len(layout.buyers), *whole.shape[1:]))
            need[layout.buyer_rows[stage.block]] = ratio(some, whole)
            found[origin] = need
        return found

    def _feed(self, stage: Stage, made: F64) -> F64:
        """Give what is in what makers make, t, ``[maker, item taken in, replication]``."""
        if stage.feed is not Feed.RECIPE:
            return made
        recipe = self._context.coefficients.recipe.on(self._context.clock.day)[..., None]
        return added(np.moveaxis(made[:, :, None] * recipe, 1, 0))
