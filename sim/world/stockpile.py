"""Strategic stockpiles: a reserve beside the chain, in the form it holds."""

from collections.abc import Generator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.rules.allocation import ration
from sim.scenario.network import buyers_named
from sim.world.clock import Phase
from sim.world.layout import priority_classes
from sim.world.parts import Parts
from sim.world.trade import Trade

F64 = NDArray[np.float64]


class StockpileReserve:
    """One stockpile.

    A member whose cover is under the trigger after the day's arrivals asks for what lifts it
    back. A release order is in force from the lag after the first such day (or after the onset of
    a named disruption); from then on members get what they ask, as far as stock and daily limit
    go, defence first if the policy is by priority.

    Attributes
    ----------
    stock : array, t, ``[item, history]``
        On hand.
    released : array, t, ``[item, history]``
        Released since the start.
    """

    def __init__(self, parts: Parts, name: str, trade: Trade) -> None:
        scenario, state = parts.scenario, parts.state
        block = scenario.stockpiles[name]
        draw = parts.chance.draw
        label = f"stockpiles.{name}"
        self.name, self.good = name, block.good
        self._block, self._trade, self._clock = block, trade, parts.clock
        layout = trade.layout
        members = set(buyers_named(scenario, block.good, block.members))
        self._rows = np.array([i for i, buyer in enumerate(layout.buyers) if buyer in members])
        blocks = {b: rows for b, rows in layout.buyer_rows.items() if b != "depots"}
        self._blocks = tuple(blocks)
        users = np.concatenate([np.arange(r.start, r.stop) for r in blocks.values()])
        self._places = np.searchsorted(users, self._rows)
        self._classes = priority_classes(scenario, [layout.buyers[row] for row in self._rows])
        self.stock = state.array(f"{label}.stock", len(layout.items))
        self.released = state.total(f"{label}.released", len(layout.items))
        self._armed = state.array(f"{label}.armed", 1)[0]
        self._calm = state.array(f"{label}.calm", 1)[0]
        self._trigger = draw(f"{label}.trigger_days", block.trigger_days, 0.0)
        self._lag = np.ceil(draw(f"{label}.lag_days", block.lag_days, 0.0))
        limit = block.release_t_per_day
        self._limit = None if limit is None else draw(f"{label}.release_t_per_day", limit, 0.0)
        self._stand_down = draw(f"{label}.stand_down_days", block.stand_down_days, 0.0)
        self._onset = next((t.start for t in parts.timings if t.name == block.lag_from), None)
        self._fill_days = draw(f"{label}.fill_days", block.fill_days or 0.0, 0.0)
        self._fill_t = {
            item: draw(f"{label}.fill_t.{item}", amount, 0.0)
            for item, amount in (block.fill_t or {}).items()
        }
        self._use_at_start = parts.plan.at(parts.plan.flows[block.good].used, 0)[self._rows]

    def fill_at_start(self) -> None:
        """Fill the reserve; nothing is armed yet."""
        for k, item in enumerate(self._trade.layout.items):
            if self._block.fill_t is not None:
                self.stock[k] = self._fill_t.get(item, np.zeros(1))
            else:
                self.stock[k] = self._fill_days * np.add.reduce(self._use_at_start[:, k])
        self._armed[...] = np.inf

    @property
    def members_use(self) -> F64:
        """Use of the members in a day, t, ``[member, item, 1 or history]``."""
        use = [self._trade.use_of[block]() for block in self._blocks]
        width = max(u.shape[-1] for u in use)
        table = np.concatenate([np.broadcast_to(u, (*u.shape[:2], width)) for u in use])
        return np.asarray(table[self._places])

    def run(self) -> Generator[Event, Any, Any]:
        """Look after the members every day (a SimPy process)."""
        yield self._clock.today(Phase.RELIEF)
        while True:
            self.relieve()
            yield self._clock.tomorrow(Phase.RELIEF)

    def relieve(self) -> None:
        """Give members what their cover lacks, if a release order is in force."""
        day = self._clock.day
        items = self._trade.ordered_items
        asked = self.members_use * self._trigger - self._trade.input[self._rows, :items]
        asked = np.maximum(asked, 0.0)
        in_need = np.logical_or.reduce(asked > 1e-9 * self._trigger, axis=(0, 1))
        if self._onset is not None:
            self._armed[...] = np.where(day >= self._onset, self._onset, np.inf)
        elif self._block.lag_from == "trigger":
            np.copyto(self._armed, day, where=in_need & np.isinf(self._armed))
            self._calm += 1.0
            self._calm[in_need] = 0.0
            self._armed[self._calm > self._stand_down] = np.inf
        released = in_need & (day >= self._armed + self._lag)
        if not released.any():
            return
        granted = ration(self.stock, np.where(released, asked, 0.0), self._classes)
        if self._limit is not None:
            total = np.add.reduce(granted, axis=(0, 1))
            granted *= np.divide(
                self._limit, total, out=np.ones_like(total), where=total > self._limit
            )
        self._trade.input[self._rows, :items] += granted
        self._trade.relief[self._rows, :items] += granted
        leaving = np.add.reduce(granted, axis=0)
        self.stock -= leaving
        np.maximum(self.stock, 0.0, out=self.stock)
        self.released += leaving
