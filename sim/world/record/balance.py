"""Mass balance: what went in must be there or have gone out, for every facility and history.

Applications and licences are counted like matter: filed = granted + refused + withdrawn + pending,
granted = used + expired + valid.

A run whose books do not close stops and names the facility. A warning would not be enough: a
simulation that loses matter answers no question.
"""

from collections.abc import Generator, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.scenario.chain import CONSUMERS, DEPOTS, STOCKPILES
from sim.world.facility.consumer import Consumers
from sim.world.facility.converter import Plants
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.licence.regime import Regime
from sim.world.stockpile.stockpile import StockpileHolding
from sim.world.time.clock import Clock, Phase
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]

TOLERANCE = 1e-9
"""Largest gap, relative to what passed through."""
CHECK_DAYS = 91
"""Days between two checks."""


class BalanceError(RuntimeError):
    """The books of a facility do not close."""


class Balance:
    """Checks every stock against the flows into and out of it, through the run."""

    def __init__(
        self,
        trades: list[Trade],
        plants: list[Plants],
        consumers: Consumers,
        holdings: list[StockpileHolding],
        regimes: list[Regime],
        clock: Clock,
        last_day: int,
    ) -> None:
        self._trades, self._plants, self._consumers = trades, plants, consumers
        self._holdings, self._regimes = holdings, regimes
        self._clock, self._last_day = clock, last_day
        self._opening: dict[str, F64] = {}

    def open(self) -> None:
        """Note the stocks with which the run begins."""
        self._opening = {name: stock.copy() for name, _, stock, _, _ in self._accounts()}

    def run(self) -> Generator[Event, Any, Any]:
        """Check now and then and on the last day (a SimPy process)."""
        for day in [*range(CHECK_DAYS, self._last_day - 1, CHECK_DAYS), self._last_day - 1]:
            yield self._clock.on(day, Phase.RECORDING)
            self.check()

    def check(self) -> None:
        """Compare stocks with flows; raise :class:`BalanceError` where they differ."""
        for account, names, stock, into, out in self._accounts():
            gap = np.abs(self._opening[account] + into - out - stock)
            held = np.maximum(np.abs(self._opening[account]), np.abs(stock))
            scale = np.maximum(np.maximum(np.abs(into), held), 1e-3)
            # What a facility holds is small beside what its largest item moves.
            scale = np.maximum(scale, 1e-6 * scale.max(axis=1, keepdims=True))
            relative = gap / scale
            if relative.size and not relative.max() <= TOLERANCE:
                row, item, history = np.unravel_index(np.argmax(relative), relative.shape)
                raise BalanceError(
                    f"day {self._clock.day}: the {account} of {names[row]} (item {item}, history "
                    f"{history}) does not close by {gap[row, item, history]:.3g} t "
                    f"({relative[row, item, history]:.1e} of what passed through)"
                )

    def _accounts(self) -> Iterator[tuple[str, tuple[str, ...], F64, F64, F64]]:
        """Give every account: name, facilities, stock now, all that went in, all that went out."""
        used = {
            (plants.bought.good, plants.block): plants.used
            for plants in self._plants
            if plants.bought is not None
        }
        for trade in self._trades:
            layout, good = trade.layout, trade.good
            out = trade.shipped.copy()
            for plants in self._plants:
                if isinstance(plants, SeparationPlants) and plants.sold is trade:
                    out[plants.out_rows] += plants.surplus
            yield f"stock of {good}", layout.sellers, trade.stock, trade.made, out
            eaten = np.zeros_like(trade.input)
            for block, rows in layout.buyer_rows.items():
                if block == CONSUMERS:
                    eaten[rows] = self._consumers.used
                elif block == DEPOTS:
                    eaten[rows] = trade.made[layout.seller_rows[DEPOTS]]
                elif block == STOCKPILES:
                    for holding in self._holdings:
                        if holding.good == good and holding.purchase is not None:
                            row = layout.buyers.index(holding.stockpile)
                            eaten[row] = holding.purchase.bought
                elif (good, block) in used:
                    eaten[rows] = used[good, block]
            yield (
                f"input of {good}",
                layout.buyers,
                trade.input,
                trade.received + trade.relief,
                eaten,
            )
            sent = np.add.reduce(trade.shipped, axis=0)[None]
            came = np.add.reduce(trade.received, axis=0)[None]
            if trade.seized is not None:
                came = came + np.add.reduce(trade.seized, axis=0)[None]
            on_way = np.add.reduce(trade.in_transit.total(), axis=0)[None]
            yield f"lanes of {good}", (good,), on_way, sent, came
        for plants in self._plants:
            made = plants.sold.made[plants.out_rows]
            yield (
                f"process of {plants.block}",
                tuple(plants.names),
                plants.in_process,
                plants.started,
                made,
            )
            if plants.bought is not None:
                drawn, accounted = plants.conversion()
                nothing = np.zeros_like(drawn)
                yield f"yield of {plants.block}", tuple(plants.names), nothing, drawn, accounted
        for one in self._regimes:
            queue, labels = one.queue, tuple(key.label for key in one.keys)
            decided = queue.granted + queue.refused + queue.withdrawn
            about = f"for {one.keys[0].good} under {one.keys[0].control}"
            yield (
                f"applications {about}",
                labels,
                queue.in_rings[:, None],
                queue.filed[:, None],
                decided[:, None],
            )
            gone = (queue.used + queue.expired)[:, None]
            yield f"licences {about}", labels, queue.valid[:, None], queue.granted[:, None], gone
        for holding in self._holdings:
            bought = np.zeros_like(holding.stock)
            if holding.purchase is not None:
                bought = holding.purchase.bought
            yield (
                f"reserve of {holding.good} of {holding.name}",
                (holding.name,),
                holding.stock[None],
                bought[None],
                (holding.released + holding.aged)[None],
            )
