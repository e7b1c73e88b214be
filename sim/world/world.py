"""The world: all processes on one calendar, for a block of replications at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.scenario.membership import without_stockpiles
from sim.scenario.schema import Good, Scenario
from sim.world.chance.chance import Chance
from sim.world.control.controls import Controls
from sim.world.facility.facilities import Facilities
from sim.world.licence.licences import Licences
from sim.world.market.market import Baseline, Market
from sim.world.network.context import make_context
from sim.world.network.plan import Plan
from sim.world.record.balance import Balance
from sim.world.record.record import Record
from sim.world.record.recorder import Recorder
from sim.world.recorders import recorders
from sim.world.state.account import Account
from sim.world.state.state import BATCH, State
from sim.world.stockpile.stockpiles import Stockpiles
from sim.world.time.clock import Clock, Process, by_name
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]

REPORT_DAYS = 128
"""Days between two reports of progress."""


class Acts(Protocol):
    """What has processes."""

    def processes(self) -> Iterable[Process]:
        """Give its processes."""


class Keeps(Acts, Protocol):
    """What has processes, and keeps stocks."""

    def accounts(self) -> Iterable[Account]:
        """Give every stock that it keeps, with what flowed in and out."""


@dataclass(frozen=True)
class WarmState:
    """What all blocks of a run share: the plan, and the state after the warm-up."""

    plan: Plan
    snapshot: dict[str, F64]
    baseline: Baseline | None = None
    """What is held at normal prices; none where there is no market."""


class World:
    """One block of replications.

    Parameters
    ----------
    scenario : Scenario
    chance : Chance
        Draws of the replications.
    plan : Plan, optional
        Made anew if not given.
    first_day : int
        Day on which the calendar begins; negative in a warm-up.

    Attributes
    ----------
    scenario : Scenario
    clock : Clock
    state : State
    context : Context
        What all is built from.
    trades : dict of Good to Trade
    facilities : Facilities
    market : Market or None
    stockpiles : Stockpiles
    licences : Licences
    """

    def __init__(
        self, scenario: Scenario, chance: Chance, plan: Plan | None = None, first_day: int = 0
    ) -> None:
        self.scenario = scenario
        self.clock = Clock(scenario.start, first_day)
        self.state = State(chance.width)
        self.context = make_context(scenario, self.clock, self.state, chance, plan)
        layouts = self.context.layouts
        self.trades: dict[Good, Trade] = {
            good: Trade(self.context, layout) for good, layout in layouts.items()
        }
        last_day = 1 if first_day < 0 else scenario.days
        self.facilities = Facilities(self.context, self.trades, last_day)
        self.licences = Licences(self.context, self.trades)
        separation = self.facilities.separation
        self.market = (
            None if scenario.market is None else Market(self.context, self.trades, separation)
        )
        self.stockpiles = Stockpiles(self.context, self.trades, self.facilities, self.market)

    @property
    def _chain(self) -> list[Keeps]:
        """All without which there is no flow of goods: all of a warm-up."""
        return [*self.trades.values(), self.facilities]

    @cached_property
    def _controls(self) -> Controls:
        return Controls(self.context, self.trades, self.facilities.consumers)

    @cached_property
    def _recorder(self) -> Recorder:
        return Recorder(
            self.scenario.start,
            recorders(
                self.context,
                self.trades,
                self.facilities.consumers,
                self.stockpiles,
                self.licences,
                self.market,
            ),
        )

    @cached_property
    def _balance(self) -> Balance:
        return Balance(self.accounts, self.scenario.days - 1)

    def processes(self) -> dict[str, Process]:
        """Give the processes of a run by name, in the order of their turns within a phase."""
        rooms: list[Acts] = [
            *([self.market] if self.market else []),
            *self._chain,
            self._controls,
            self.stockpiles,
            self.licences,
            self._recorder,
            self._balance,
        ]
        return by_name(process for room in rooms for process in room.processes())

    def accounts(self) -> Iterator[Account]:
        """Give every account of the world."""
        rooms = [*self._chain, self.licences, self.stockpiles]
        return chain.from_iterable(room.accounts() for room in rooms)

    def warm_up(self) -> WarmState:
        """Run undisrupted up to day 0 and give the state reached."""
        for trade in self.trades.values():
            trade.fill_at_start()
        self.facilities.fill_at_start()
        self._run_chain(until=0)
        for trade in self.trades.values():
            trade.book_orders()
        return WarmState(self.context.plan, self.state.snapshot())

    def watch(self, warm: WarmState) -> Baseline:
        """Run all days undisrupted at normal prices, and note what is held."""
        assert self.market is not None
        self.state.restore(warm.snapshot)
        self.facilities.consumers.follow_prices(self.market.demand.factor)
        self._run_chain(self.scenario.days, self.market.watching())
        return self.market.baseline()

    def _run_chain(self, until: int, *others: Process) -> None:
        own = [process for room in self._chain for process in room.processes()]
        self.clock.begin([*own, *others])
        self.clock.run(until)

    def run(self, warm: WarmState, on_progress: Callable[[int], None] | None = None) -> Record:
        """Run all days from a warm state.

        Parameters
        ----------
        warm : WarmState
            From :func:`prepare`, for the same scenario with or without its disruptions.
        on_progress : callable, optional
            Hears now and then how many days more are done.

        Raises
        ------
        BalanceError
            If matter is lost or made anywhere.
        """
        self.state.restore(warm.snapshot)
        self.stockpiles.fill_at_start()
        if self.market is not None:
            assert warm.baseline is not None
            self.market.open(warm.baseline)
            self.market.lead(self.facilities)
        processes = self.processes()
        self._balance.open()
        self.clock.begin(processes.values())
        for day in range(0, self.scenario.days, REPORT_DAYS):
            until = min(day + REPORT_DAYS, self.scenario.days)
            self.clock.run(until)
            if on_progress is not None:
                on_progress(until - day)
        return self._recorder.record()


def prepare(scenario: Scenario) -> WarmState:
    """Make the plan and run the warm-up: one undisrupted, deterministic replication."""
    calm = scenario.model_copy(update={"disruptions": {}})
    warm = _warmed(calm)
    if scenario.market is None:
        return warm
    # What stockpiles buy must not count as baseline, or it would move no price.
    plain = without_stockpiles(calm)
    start = _warmed(plain) if scenario.stockpiles else warm
    watching = World(plain, _expected(plain), start.plan)
    return replace(warm, baseline=watching.watch(start))


def _expected(scenario: Scenario) -> Chance:
    return Chance(scenario.seed, 0, BATCH, expected_value=True)


def _warmed(scenario: Scenario) -> WarmState:
    return World(scenario, _expected(scenario), first_day=-scenario.warm_up_days).warm_up()
