"""The market: prices of the elements in two blocs, reviewed every week."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.rules.price import aimed, moved, no_cheaper_abroad, scarcity
from sim.scenario.chain import CONCENTRATE, MAGNETS, MINES, SEPARATION_PLANTS, TRADED
from sim.scenario.schema import Bloc, Good, Scenario
from sim.world.chance.values import Values
from sim.world.facility.facilities import Facilities
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.market.demand_response import DemandResponse
from sim.world.market.investment import ProjectDecisions
from sim.world.market.market_balance import BLOCS, MarketBalance
from sim.world.market.price_floor import KG_PER_T, Floor
from sim.world.market.price_index import index_of_mines, index_of_plants, oxide_in_magnets
from sim.world.market.supply_response import SupplyElasticity, SupplyResponse
from sim.world.network.context import Context
from sim.world.network.layout import ordered_ids
from sim.world.time.clock import PLANNING_DAYS, Phase, Process, Turn
from sim.world.time.timeline import Timeline
from sim.world.time.weeks import weeks_between
from sim.world.trade.trade import Trade

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Baseline:
    """What an undisrupted world without stockpiles holds and waits for, week by week."""

    held: F64
    """t of element, ``[week, bloc, element, 1 or replication]``; week 0 holds day 0."""
    waiting: F64
    """t of element, shaped likewise."""


class Market:
    """Prices, and the factors by which demand and supply respond to them.

    Every week what each bloc holds is compared with what it would hold in an undisrupted world
    (:class:`Baseline`) and with the orders that wait (:mod:`sim.rules.price`). In one that is
    undisrupted and without stockpiles that buy, all prices are normal, to the bit.

    Attributes
    ----------
    elements : list of str
        Along the element axis.
    price_usd_per_kg : array, ``[week, element, bloc, replication]``
        Price of every week, USD per kg of oxide.
    demand : DemandResponse
    mines, plants : SupplyResponse or None
        Of mines and separation plants; none where there is no concentrate.
    floors : list of Floor
        Contracts for difference.
    """

    def __init__(
        self, context: Context, trades: Mapping[Good, Trade], plants: SeparationPlants | None
    ) -> None:
        scenario, chance = context.scenario, context.chance
        assert scenario.market is not None
        block = scenario.market
        self._scenario, self._clock, self._width = scenario, context.clock, chance.width
        self.elements = sorted(scenario.elements)
        self._weeks = weeks_between(0, scenario.days - 1)
        self._normal = _normal(scenario, context.values, self._weeks)
        values = context.values
        self._flexibility = values.course("market", "flexibility")
        self._excess = values.course("market", "excess_flexibility")
        self._rise = values.course("market", "rise_days")
        self._fall = values.course("market", "fall_days")
        self._gap = values.course("market", "cost_gap")
        self._fee = values.course("market", "magnet_fee_usd_per_kg")
        self._balance = MarketBalance(scenario, trades, chance.width)
        self.demand = DemandResponse(scenario, values, self._weeks)
        names = sorted(block.floors)
        self.floors = [Floor(context, name, trades, plants) for name in names]
        self._projects = ProjectDecisions(context)
        self.mines: SupplyResponse | None = None
        self.plants: SupplyResponse | None = None
        shared = SupplyElasticity(values)
        if CONCENTRATE in trades:
            layout = trades[CONCENTRATE].layout
            self.mines, self.plants = (
                SupplyResponse(
                    scenario,
                    ordered_ids(scenario, name),
                    index(scenario, values, layout),
                    shared,
                    self.floors,
                    chance.width,
                )
                for name, index in (
                    (MINES, index_of_mines),
                    (SEPARATION_PLANTS, index_of_plants),
                )
            )
        shape = len(BLOCS), len(self.elements), chance.width
        self._ratio = np.zeros(shape)
        """Logarithm of price over normal price, ``[bloc, element, replication]``."""
        self._price = self._normal[0] * np.ones(shape)
        weeks, (blocs, elements, width) = len(self._weeks), shape
        self.price_usd_per_kg: F32 = np.zeros((weeks, elements, blocs, width), np.float32)
        self._baseline: Baseline | None = None

    def price(self, bloc: Bloc) -> F64:
        """Give today's prices in a bloc, USD per kg of oxide, ``[element, replication]``."""
        found: F64 = self._price[BLOCS.index(bloc)]
        return found

    def value(self, good: Good, items: Sequence[str], bloc: Bloc) -> F64:
        """Give what a tonne costs in a bloc today, before any tariff.

        Parameters
        ----------
        good : Good
            ``oxide`` or ``metal``, counted in t of contained element (metal costs what its oxide
            does: the making is cheap beside it), or ``magnets``, in t finished.
        items : sequence of str
            Elements, or grades of magnets.
        bloc : {"china", "outside"}
            Where it is made.

        Returns
        -------
        array, USD per t of the good, ``[item, replication]``
        """
        price, scenario, day = self.price(bloc), self._scenario, self._clock.day
        if good in TRADED:
            rows = [self.elements.index(item) for item in items]
            oxide = [scenario.elements[item].oxide_t_per_t_element for item in items]
            return np.asarray(price[rows] * np.array(oxide)[:, None] * KG_PER_T)
        if good != MAGNETS:
            raise ValueError(f"{good} has no price")
        content = oxide_in_magnets(scenario)[[list(scenario.grades).index(i) for i in items]]
        total = np.zeros((len(items), self._width)) + self._fee.on(day)
        for element, oxide in enumerate(content.T):
            total += oxide[:, None] * price[element]
        gap = self._gap.on(day) if bloc == "outside" else np.zeros(1)
        return np.asarray(total * (1.0 + gap) * KG_PER_T)

    def processes(self) -> Iterator[Process]:
        """Give the processes of prices, and of contracts for difference."""
        yield Process("prices", (Phase.PRICES,), "every week", self.run)
        if self.floors:
            rhythm = "daily, from the first floor on"
            yield Process("price floors", (Phase.RECORDING,), rhythm, self.settle)

    def watching(self) -> Process:
        """Give the process that takes the place of prices while a baseline is noted."""
        return Process("prices", (Phase.PRICES,), "every week", self.watch)

    def lead(self, facilities: Facilities) -> None:
        """Let demand, mines and separation plants respond to prices from now on."""
        facilities.consumers.follow_prices(self.demand.factor)
        if facilities.mines is not None and self.mines is not None:
            facilities.mines.follow_prices(self.mines.factor)
        if facilities.separation is not None and self.plants is not None:
            facilities.separation.follow_prices(self.plants.factor)

    def watch(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Note what is held at normal prices, every week (a SimPy process)."""
        self._noted: list[tuple[F64, F64]] = []
        yield turn.today(Phase.PRICES)
        while True:
            week = turn.day // PLANNING_DAYS
            normal = self._normal[week]
            self._price = normal * np.ones(self._price.shape)
            self.price_usd_per_kg[week] = self._price.swapaxes(0, 1)
            self.demand.review(week, self._price, normal)
            self._projects.review(turn.day, self.price_usd_per_kg)
            self._noted.append((self._balance.held(), self._balance.waiting()))
            yield turn.on(turn.day + PLANNING_DAYS, Phase.PRICES)

    def baseline(self, *, alike: bool) -> Baseline:
        """Give what was noted; of replications that are all alike once."""
        kept = slice(1 if alike else None)
        held, waiting = zip(*self._noted, strict=True)
        return Baseline(
            np.stack([table[..., kept] for table in held]),
            np.stack([table[..., kept] for table in waiting]),
        )

    def open(self, baseline: Baseline) -> None:
        """Take note of the baseline."""
        self._baseline = baseline

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Review prices and all that responds to them every week (a SimPy process)."""
        yield turn.on(turn.day - turn.day % -PLANNING_DAYS, Phase.PRICES)
        while True:
            self._review(turn.day)
            yield turn.on(turn.day + PLANNING_DAYS, Phase.PRICES)

    def settle(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Settle the contracts for difference every day (a SimPy process).

        What was sold by the day before the first floor is noted on that day.
        """
        first = min(floor.first_day for floor in self.floors)
        yield turn.on(max(first - 1, turn.day), Phase.RECORDING)
        while True:
            for floor in self.floors:
                floor.settle(turn.day, self._price)
            yield turn.tomorrow(Phase.RECORDING)

    def _review(self, day: int) -> None:
        assert self._baseline is not None
        week = day // PLANNING_DAYS
        late = self._balance.waiting() - self._baseline.waiting[week]
        wanted = np.maximum(self._baseline.held[week] + late, 0.0)
        scarce = scarcity(wanted, self._balance.held())
        flexibility, excess = self._flexibility.on(day), self._excess.on(day)
        aim = no_cheaper_abroad(aimed(scarce, flexibility, excess))
        rise, fall = self._rise.on(day), self._fall.on(day)
        self._ratio = moved(self._ratio, aim, PLANNING_DAYS, rise, fall)
        normal = self._normal[week]
        self._price = normal * np.exp(self._ratio)
        self.price_usd_per_kg[week] = self._price.swapaxes(0, 1)
        self.demand.review(week, self._price, normal)
        self._projects.review(day, self.price_usd_per_kg)
        for response in (self.mines, self.plants):
            if response is not None:
                response.review(day, self._price, normal)


def _normal(scenario: Scenario, values: Values, weeks: F64) -> F64:
    """Lay out normal prices, USD per kg, ``[week, bloc, element, 1 or replication]``."""
    path, start = ("market", "normal_usd_per_kg"), scenario.start
    rows = [
        Timeline(values.dated(*path, bloc, element, at=start), start).over(weeks)
        for bloc in BLOCS
        for element in sorted(scenario.elements)
    ]
    width = max(row.shape[-1] for row in rows)
    table = np.stack([np.broadcast_to(row, (len(row), width)) for row in rows], axis=1)
    return table.reshape(len(table), len(BLOCS), len(scenario.elements), width)
