"""All mines, plants, depots and consumers of a world: the doorway of this room."""

from collections.abc import Generator, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.scenario.chain import CONCENTRATE, CONSUMERS, DEPOTS, FORMS, STAGE
from sim.scenario.network import buyers_named
from sim.scenario.schema import Good
from sim.world.facility.all_consumers import AllConsumers
from sim.world.facility.consumer import Consumers
from sim.world.facility.converter import Plants
from sim.world.facility.damage import Damage
from sim.world.facility.depot import Depots
from sim.world.facility.kinds import make_plants
from sim.world.facility.mine import Mines
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.network.context import Context
from sim.world.state.account import Account
from sim.world.time.clock import Phase, Process, Turn
from sim.world.timing.timing import Timing
from sim.world.trade.trade import Trade

Shock = tuple[NDArray[np.intp], Timing]
"""Rows of the consumers hit, and when."""


class Facilities:
    """Everybody who makes, stores or uses goods.

    Parameters
    ----------
    context : Context
    trades : mapping of Good to Trade
    last_day : int
        Day up to which demand is known.

    Attributes
    ----------
    mines : Mines or None
    plants : list of Plants
        Kinds of plants down the chain.
    depots : list of Depots
        Depots of each good.
    consumers : AllConsumers
    by_block : dict of str to Plants
        Plants by their block of the scenario.
    """

    def __init__(self, context: Context, trades: Mapping[Good, Trade], last_day: int) -> None:
        self.depots = [
            Depots(context, good, trades[good])
            for good in FORMS
            if good in trades
            and trades[good].layout.buyer_rows[DEPOTS].stop
            > trades[good].layout.buyer_rows[DEPOTS].start
        ]
        self.mines = Mines(context, trades) if CONCENTRATE in trades else None
        self.plants = make_plants(context, trades)
        self.consumers = AllConsumers(
            context.scenario,
            [
                Consumers(context, trades[good], _shocks(context, trades[good]), last_day)
                for good in context.demand
            ],
        )
        self.by_block: dict[str, Plants] = {one.block: one for one in self.plants}

    @property
    def separation(self) -> SeparationPlants | None:
        """The separation plants, if there are any."""
        found = self.by_block.get(SeparationPlants.block)
        return found if isinstance(found, SeparationPlants) else None

    def users_of(self, good: Good) -> dict[str, Plants | Consumers]:
        """Give those who use a good themselves, by their block of the scenario."""
        found: dict[str, Plants | Consumers] = {
            one.block: one for one in self.plants if STAGE[one.block].takes == good
        }
        if (consumers := self.consumers.of(good)) is not None:
            found[CONSUMERS] = consumers
        return found

    def _all(self) -> Iterator[Mines | Plants | Depots | Consumers]:
        if self.mines is not None:
            yield self.mines
        yield from self.plants
        yield from self.depots
        yield from self.consumers.kinds

    def fill_at_start(self) -> None:
        """Fill every stock by the plan of the first day."""
        for one in self._all():
            one.fill_at_start()

    def processes(self) -> Iterator[Process]:
        """Give a process for each kind of facility, and one for what outages do to goods."""
        if self._damages:
            yield Process(
                "damage", (Phase.COMPLETION,), "daily, if outages touch goods", self._strike
            )
        for one in self._all():
            yield from one.processes()

    @property
    def _damages(self) -> list[Damage]:
        found = [one.damage for one in self._all() if not isinstance(one, Consumers)]
        return [damage for damage in found if damage.is_possible]

    def _strike(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Destroy goods, and hold up work (a SimPy process)."""
        yield turn.today(Phase.COMPLETION)
        while True:
            for damage in self._damages:
                damage.strike(turn.day)
            yield turn.tomorrow(Phase.COMPLETION)

    def accounts(self) -> Iterator[Account]:
        """Give what every facility holds, has in process and makes of what it draws."""
        for one in self._all():
            yield from one.accounts()


def _shocks(context: Context, trade: Trade) -> list[Shock]:
    """Find the demand shocks, and whom they hit of those who use a good."""
    names = trade.layout.buyers[trade.layout.buyer_rows[CONSUMERS]]
    found = []
    for timing in context.timings:
        if timing.disruption.shocks:
            hit = buyers_named(context.scenario, trade.good, timing.disruption.shocks)
            rows = [i for i, name in enumerate(names) if name in hit]
            if rows:
                found.append((np.array(rows, dtype=np.intp), timing))
    return found
