"""The world: all processes on one calendar, for a block of histories at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.scenario.membership import without_stockpiles
from sim.scenario.network import buyers_named
from sim.scenario.schema import Scenario
from sim.world.chance.chance import Chance
from sim.world.control.restriction import Restrictions, restrictions
from sim.world.control.trigger import Triggers
from sim.world.facility.consumer import Consumers
from sim.world.facility.converter import Plants
from sim.world.facility.depot import Depots
from sim.world.facility.magnet_maker import MagnetMakers
from sim.world.facility.metal_maker import MetalMakers
from sim.world.facility.mine import Mines
from sim.world.facility.recycler import Recyclers
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.licence.authority import Authority, find_regimes
from sim.world.market.market import Baseline, Market
from sim.world.network.capacity import FIELDS, Capacity
from sim.world.network.coefficients import Coefficients
from sim.world.network.context import Context
from sim.world.network.layout import layouts
from sim.world.network.plan import Plan, make_plan
from sim.world.network.project import ProjectPath
from sim.world.record.balance import Balance
from sim.world.record.flow_recorder import FlowRecorder
from sim.world.record.grey_recorder import GreyRecorder
from sim.world.record.licence_ledger import Ledger
from sim.world.record.record import Record
from sim.world.record.recorder import Recorder
from sim.world.state.state import BATCH, State
from sim.world.stockpile.account import make_accounts
from sim.world.stockpile.stockpile import make_holdings
from sim.world.time.clock import Clock
from sim.world.timing.timing import Timing, timings
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]

REPORT_DAYS = 128
"""Days between two reports of progress."""


@dataclass(frozen=True)
class WarmState:
    """What all blocks of a run share: the plan, and the state after the warm-up."""

    plan: Plan
    snapshot: dict[str, F64]
    baseline: Baseline | None = None
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
        self.context = self._context(chance, plan)
        self.trades = {
            good: Trade(self.context, layout) for good, layout in self.context.layouts.items()
        }
        self.depots = [
            Depots(self.context, good, self.trades[good])
            for good in ("oxide", "metal", "magnets")
            if good in self.trades
            and self.trades[good].layout.buyer_rows["depots"].stop
            > self.trades[good].layout.buyer_rows["depots"].start
        ]
        self.regimes = find_regimes(
            scenario, self.context.layouts, self.context.timings, self.context.plan, chance
        )
        self.mines = (
            Mines(self.context, self.trades["concentrate"])
            if "concentrate" in self.trades
            else None
        )
        self.plants = self._make_plants()
        self.consumers = self._make_consumers(first_day)
        self.market = self._make_market()
        self.holdings = make_holdings(
            self.context, self.trades, self.plants, self.consumers, self.market
        )
        self.accounts = make_accounts(self.context, self.holdings, self.market)

    def _context(self, chance: Chance, plan: Plan | None) -> Context:
        scenario, clock = self.scenario, self.clock
        baseline = Chance(scenario.seed, 0, BATCH, expected_value=True)
        rows = layouts(scenario)
        timings_drawn = timings(scenario, clock, chance)
        planned = _capacities(scenario, clock, baseline, [])
        if plan is None:
            expected = Coefficients(scenario, rows, baseline.draw)
            plan = make_plan(scenario, rows, expected, planned, clock.day)
        return Context(
            scenario=scenario,
            clock=clock,
            state=self.state,
            chance=chance,
            layouts=rows,
            coefficients=Coefficients(scenario, rows, chance.draw),
            plan=plan,
            timings=timings_drawn,
            capacities=_capacities(scenario, clock, chance, timings_drawn),
            planned_capacities=planned,
        )

    def _authorities(self) -> list[Authority]:
        return [
            Authority(self.trades[good], several, self.clock, self.scenario.policy)
            for good, several in self.regimes.items()
        ]

    def _make_plants(self) -> list[Plants]:
        trades, context, plants = self.trades, self.context, list[Plants]()
        concentrate, oxide, metal = (trades.get(g) for g in ("concentrate", "oxide", "metal"))
        if concentrate and oxide:
            plants.append(SeparationPlants(context, concentrate, oxide))
        if oxide and "scrap" in trades:
            plants.append(Recyclers(context, trades["scrap"], oxide))
        if metal:
            plants.append(MetalMakers(context, oxide, metal))
        plants.append(MagnetMakers(context, metal, trades["magnets"], trades.get("scrap")))
        return plants

    def _make_consumers(self, first_day: int) -> Consumers:
        magnets = self.trades["magnets"]
        first = magnets.layout.buyer_rows["consumers"].start
        shocks = []
        for timing in self.context.timings:
            if timing.disruption.shocks:
                hit = buyers_named(self.scenario, "magnets", timing.disruption.shocks)
                rows = [i for i, name in enumerate(magnets.layout.buyers[first:]) if name in hit]
                shocks.append((np.array(rows, dtype=np.intp), timing))
        last_day = 1 if first_day < 0 else self.scenario.days
        return Consumers(self.context, magnets, shocks, last_day)

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

    def warm_up(self) -> WarmState:
        """Run undisrupted up to day 0 and give the state reached."""
        self.fill_at_start()
        self._start_processes()
        if self.clock.day < 0:
            self.clock.env.run(until=0)
        for trade in self.trades.values():
            trade.book_orders()
        return WarmState(self.context.plan, self.state.snapshot())

    def _make_market(self) -> Market | None:
        if self.scenario.market is None:
            return None
        separating = [plants for plants in self.plants if isinstance(plants, SeparationPlants)]
        return Market(self.context, self.trades, separating[0] if separating else None)

    def watch(self, warm: WarmState) -> Baseline:
        """Run all days undisrupted at normal prices, and note what is held."""
        assert self.market is not None
        self.state.restore(warm.snapshot)
        self._start_processes()
        self.consumers.response = self.market.demand.factor
        self.clock.env.process(self.market.watch())
        self.clock.env.run(until=self.scenario.days)
        return self.market.baseline()

    def _open_market(self, baseline: Baseline | None) -> None:
        """Let prices move, and demand and supply answer to them."""
        market = self.market
        if market is None:
            return
        assert baseline is not None
        market.open(baseline)
        self.consumers.response = market.demand.factor
        if self.mines is not None and market.mines is not None:
            self.mines.response = market.mines.factor
        for plants in self.plants:
            if isinstance(plants, SeparationPlants) and market.plants is not None:
                plants.response = market.plants.factor
        self.clock.env.process(market.run())
        self.clock.env.process(market.settle())

    def run(self, warm: WarmState, told: Callable[[int], None] | None = None) -> Record:
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
        self.state.restore(warm.snapshot)
        for holding in self.holdings:
            holding.fill_at_start()
        flows = FlowRecorder(self.context, self.trades)
        magnets = self.trades["magnets"]
        regimes = [one for several in self.regimes.values() for one in several]
        ledger = Ledger(self.context, regimes)
        grey = GreyRecorder(self.context, self.trades)
        self._open_market(warm.baseline)
        recorder = Recorder(
            self.context,
            self.consumers,
            magnets,
            self.holdings,
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
            self.holdings,
            regimes,
            self.clock,
            self.scenario.days,
        )
        balance.open()
        context = self.context
        found = restrictions(self.scenario, context.layouts, context.timings, context.plan)
        controls = Restrictions(self.scenario, found, self.trades, self.consumers, self.clock)
        self._start_processes()
        for process in [
            Triggers(context, self.consumers).run(),
            controls.run(),
            *(account.run() for account in self.accounts),
            *(authority.run() for authority in self._authorities()),
            recorder.run(),
            balance.run(),
            *(r.run() for r in self.holdings),
        ]:
            self.clock.env.process(process)
        for day in range(0, self.scenario.days, REPORT_DAYS):
            until = min(day + REPORT_DAYS, self.scenario.days)
            self.clock.env.run(until=until)
            if told is not None:
                told(until - day)
        return recorder.record()


def prepare(scenario: Scenario) -> WarmState:
    """Make the plan and run the warm-up: one undisrupted, deterministic history."""
    calm = scenario.model_copy(update={"disruptions": {}})
    warm = _warmed(calm)
    if scenario.market is None:
        return warm
    # What stockpiles buy must not count as usual, or it would move no price.
    plain = without_stockpiles(calm)
    start = _warmed(plain) if scenario.stockpiles else warm
    watching = World(plain, _expected_chance(plain), start.plan)
    return replace(warm, baseline=watching.watch(start))


def _expected_chance(scenario: Scenario) -> Chance:
    return Chance(scenario.seed, 0, BATCH, expected_value=True)


def _warmed(scenario: Scenario) -> WarmState:
    chance = _expected_chance(scenario)
    return World(scenario, chance, first_day=-scenario.warm_up_days).warm_up()


def _capacities(
    scenario: Scenario, clock: Clock, chance: Chance, timings_drawn: Sequence[Timing]
) -> dict[str, Capacity]:
    outages = [timing for timing in timings_drawn if timing.facilities]
    paths = [
        ProjectPath(
            name,
            scenario.projects[name],
            clock,
            chance,
            [timing for timing in timings_drawn if name in timing.projects],
        )
        for name in sorted(scenario.projects)
    ]
    return {
        block: Capacity(scenario, block, clock, chance, paths, outages, clock.day)
        for block in FIELDS
    }
