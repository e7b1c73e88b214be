"""The world: all processes on one calendar, for a block of histories at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.scenario.membership import without_stockpiles
from sim.scenario.network import buyers_named
from sim.scenario.schema import DemandShock, Outage, ProjectCancel, ProjectSlip, Scenario
from sim.world.account import make_accounts
from sim.world.authority import Authority, find_licensings
from sim.world.balance import Balance
from sim.world.capacity import FIELDS, Capacity
from sim.world.chance import Chance
from sim.world.clock import Clock
from sim.world.coefficients import Coefficients
from sim.world.consumer import Consumers
from sim.world.depot import Depots
from sim.world.disruption import Timing, timings
from sim.world.flow_recorder import FlowRecorder
from sim.world.grey_recorder import GreyRecorder
from sim.world.layout import layouts
from sim.world.ledger import Ledger
from sim.world.magnet_maker import MagnetMakers
from sim.world.market import Market, Usual
from sim.world.metal_maker import MetalMakers
from sim.world.mine import Mines
from sim.world.parts import Parts
from sim.world.plan import Plan, make_plan
from sim.world.plant import Plants
from sim.world.project import ProjectPath
from sim.world.record import Record
from sim.world.recorder import Recorder
from sim.world.recycler import Recyclers
from sim.world.restriction import Restrictions, restrictions
from sim.world.separation_plant import SeparationPlants
from sim.world.state import LANES_OF_64, State
from sim.world.stockpile import make_reserves
from sim.world.trade import Trade
from sim.world.trigger import Triggers

F64 = NDArray[np.float64]

REPORT_DAYS = 128
"""Days between two reports of progress."""


@dataclass(frozen=True)
class Prepared:
    """What all blocks of a run share: the plan, and the state after the warm-up."""

    plan: Plan
    snapshot: dict[str, F64]
    usual: Usual | None = None
    """What is held at normal prices; none where there is no market."""


class World:
    """One block of histories.

    Parameters
    ----------
    scenario : Scenario
    chance : Chance
        Draws of the histories.
    plan : Plan, optional
        Made anew if not given.
    first_day : int
        Day on which the calendar begins; negative in a warm-up.
    """

    def __init__(
        self, scenario: Scenario, chance: Chance, plan: Plan | None = None, first_day: int = 0
    ) -> None:
        self.scenario = scenario
        self.clock = Clock(scenario.start, first_day)
        self.state = State(chance.width)
        self.parts = self._parts(chance, plan)
        self.trades = {
            good: Trade(self.parts, layout) for good, layout in self.parts.layouts.items()
        }
        self.depots = [
            Depots(self.parts, good, self.trades[good])
            for good in ("oxide", "metal", "magnets")
            if good in self.trades
            and self.trades[good].layout.buyer_rows["depots"].stop
            > self.trades[good].layout.buyer_rows["depots"].start
        ]
        self.papers = find_licensings(
            scenario, self.parts.layouts, self.parts.timings, self.parts.plan, chance
        )
        self.mines = (
            Mines(self.parts, self.trades["concentrate"]) if "concentrate" in self.trades else None
        )
        self.plants = self._make_plants()
        self.consumers = self._make_consumers(first_day)
        self.market = self._make_market()
        self.reserves = make_reserves(
            self.parts, self.trades, self.plants, self.consumers, self.market
        )
        self.accounts = make_accounts(self.parts, self.reserves, self.market)

    def _parts(self, chance: Chance, plan: Plan | None) -> Parts:
        scenario, clock = self.scenario, self.clock
        usual = Chance(scenario.seed, 0, LANES_OF_64, typical=True)
        rows = layouts(scenario)
        happenings = timings(scenario, clock, chance)
        planned = _capacities(scenario, clock, usual, [])
        if plan is None:
            expected = Coefficients(scenario, rows, usual.draw)
            plan = make_plan(scenario, rows, expected, planned, clock.day)
        return Parts(
            scenario=scenario,
            clock=clock,
            state=self.state,
            chance=chance,
            layouts=rows,
            coefficients=Coefficients(scenario, rows, chance.draw),
            plan=plan,
            timings=happenings,
            capacities=_capacities(scenario, clock, chance, happenings),
            planned_capacities=planned,
        )

    def _authorities(self) -> list[Authority]:
        return [
            Authority(self.trades[good], several, self.clock, self.scenario.policy)
            for good, several in self.papers.items()
        ]

    def _make_plants(self) -> list[Plants]:
        trades, parts, plants = self.trades, self.parts, list[Plants]()
        concentrate, oxide, metal = (trades.get(g) for g in ("concentrate", "oxide", "metal"))
        if concentrate and oxide:
            plants.append(SeparationPlants(parts, concentrate, oxide))
        if oxide and "scrap" in trades:
            plants.append(Recyclers(parts, trades["scrap"], oxide))
        if metal:
            plants.append(MetalMakers(parts, oxide, metal))
        plants.append(MagnetMakers(parts, metal, trades["magnets"], trades.get("scrap")))
        return plants

    def _make_consumers(self, first_day: int) -> Consumers:
        magnets = self.trades["magnets"]
        first = magnets.layout.buyer_rows["consumers"].start
        shocks = []
        for timing in self.parts.timings:
            if isinstance(timing.disruption, DemandShock):
                hit = buyers_named(self.scenario, "magnets", timing.disruption.consumers)
                rows = [i for i, name in enumerate(magnets.layout.buyers[first:]) if name in hit]
                shocks.append((np.array(rows, dtype=np.intp), timing))
        last_day = 1 if first_day < 0 else self.scenario.days
        return Consumers(self.parts, magnets, shocks, last_day)

    def fill_at_start(self) -> None:
        """Fill every stock and pipeline by the plan of the first day."""
        for trade in self.trades.values():
            trade.fill_at_start()
        for part in self._facilities():
            part.fill_at_start()
        self.consumers.fill_at_start()

    def _facilities(self) -> list[Plants | Depots | Mines]:
        return [*([self.mines] if self.mines else []), *self.plants, *self.depots]

    def _start_processes(self) -> None:
        env = self.clock.env
        for trade in self.trades.values():
            env.process(trade.run())
        for part in self._facilities():
            env.process(part.run())
        env.process(self.consumers.run())

    def warm_up(self) -> Prepared:
        """Run undisrupted up to day 0 and give the state reached."""
        self.fill_at_start()
        self._start_processes()
        if self.clock.day < 0:
            self.clock.env.run(until=0)
        for trade in self.trades.values():
            trade.book_orders()
        return Prepared(self.parts.plan, self.state.snapshot())

    def _make_market(self) -> Market | None:
        if self.scenario.market is None:
            return None
        separating = [plants for plants in self.plants if isinstance(plants, SeparationPlants)]
        return Market(self.parts, self.trades, separating[0] if separating else None)

    def watch(self, prepared: Prepared) -> Usual:
        """Run all days undisrupted at normal prices, and note what is held."""
        assert self.market is not None
        self.state.restore(prepared.snapshot)
        self._start_processes()
        self.consumers.answer = self.market.demand.factor
        self.clock.env.process(self.market.watch())
        self.clock.env.run(until=self.scenario.days)
        return self.market.usual()

    def _open_market(self, usual: Usual | None) -> None:
        """Let prices move, and demand and supply answer to them."""
        market = self.market
        if market is None:
            return
        assert usual is not None
        market.open(usual)
        self.consumers.answer = market.demand.factor
        if self.mines is not None and market.mines is not None:
            self.mines.answer = market.mines.factor
        for plants in self.plants:
            if isinstance(plants, SeparationPlants) and market.plants is not None:
                plants.answer = market.plants.factor
        self.clock.env.process(market.run())
        self.clock.env.process(market.settle())

    def run(self, prepared: Prepared, told: Callable[[int], None] | None = None) -> Record:
        """Run all days from a prepared state.

        Parameters
        ----------
        prepared : Prepared
            From :func:`prepare`, for the same scenario with or without its disruptions.
        told : callable, optional
            Hears now and then how many days more are done.

        Raises
        ------
        BalanceError
            If matter is lost or made anywhere.
        """
        self.state.restore(prepared.snapshot)
        for reserve in self.reserves:
            reserve.fill_at_start()
        flows = FlowRecorder(self.parts, self.trades)
        magnets = self.trades["magnets"]
        licensings = [one for several in self.papers.values() for one in several]
        ledger = Ledger(self.parts, licensings)
        grey = GreyRecorder(self.parts, self.trades)
        self._open_market(prepared.usual)
        recorder = Recorder(
            self.parts,
            self.consumers,
            magnets,
            self.reserves,
            flows,
            ledger,
            grey,
            self.market,
            self.accounts,
        )
        balance = Balance(
            list(self.trades.values()),
            self.plants,
            self.consumers,
            self.reserves,
            licensings,
            self.clock,
            self.scenario.days,
        )
        balance.open()
        parts = self.parts
        found = restrictions(self.scenario, parts.layouts, parts.timings, parts.plan)
        controls = Restrictions(self.scenario, found, self.trades, self.consumers, self.clock)
        self._start_processes()
        for process in [
            Triggers(parts, self.consumers).run(),
            controls.run(),
            *(account.run() for account in self.accounts),
            *(authority.run() for authority in self._authorities()),
            recorder.run(),
            balance.run(),
            *(r.run() for r in self.reserves),
        ]:
            self.clock.env.process(process)
        for day in range(0, self.scenario.days, REPORT_DAYS):
            until = min(day + REPORT_DAYS, self.scenario.days)
            self.clock.env.run(until=until)
            if told is not None:
                told(until - day)
        return recorder.record()


def prepare(scenario: Scenario) -> Prepared:
    """Make the plan and run the warm-up: one undisrupted, deterministic history."""
    calm = scenario.model_copy(update={"disruptions": {}})
    prepared = _warmed(calm)
    if scenario.market is None:
        return prepared
    # What stockpiles buy must not count as usual, or it would move no price.
    plain = without_stockpiles(calm)
    start = _warmed(plain) if scenario.stockpiles else prepared
    watching = World(plain, _typical(plain), start.plan)
    return replace(prepared, usual=watching.watch(start))


def _typical(scenario: Scenario) -> Chance:
    return Chance(scenario.seed, 0, LANES_OF_64, typical=True)


def _warmed(scenario: Scenario) -> Prepared:
    chance = _typical(scenario)
    return World(scenario, chance, first_day=-scenario.warm_up_days).warm_up()


def _capacities(
    scenario: Scenario, clock: Clock, chance: Chance, happenings: Sequence[Timing]
) -> dict[str, Capacity]:
    slips = [t for t in happenings if isinstance(t.disruption, ProjectSlip)]
    cancels = [t for t in happenings if isinstance(t.disruption, ProjectCancel)]
    outages = [t for t in happenings if isinstance(t.disruption, Outage)]
    paths = [
        ProjectPath(
            name,
            scenario.projects[name],
            clock,
            chance,
            [t for t in slips if name in t.disruption.projects],  # type: ignore[union-attr]
            [t for t in cancels if name in t.disruption.projects],  # type: ignore[union-attr]
        )
        for name in sorted(scenario.projects)
    ]
    return {
        block: Capacity(scenario, block, clock, chance, paths, outages, clock.day)
        for block in FIELDS
    }
