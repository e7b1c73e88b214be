"""The supply chain by itself: all without which there is no flow of goods, all of a warm-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Good, Scenario
from sim.scenario.undisrupted import undisrupted
from sim.world.chance.chance import Chance
from sim.world.facility.facilities import Facilities
from sim.world.market.market import Baseline
from sim.world.network.context import make_context
from sim.world.network.plan import Plan
from sim.world.state.account import Account
from sim.world.state.state import Index, State
from sim.world.time.clock import Clock, Process
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]


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
    """Where replications begin: the plan, and the state after the warm-up."""

    plan: Plan
    snapshot: dict[str, F64]
    """State by name, ``[..., 1 or replication]``."""
    baseline: Baseline | None = None
    """What is held at normal prices; none where there is no market."""

    def spread(self, plan: Plan, places: Index) -> "WarmState":
        """Give where other replications begin, each where one of these does.

        Parameters
        ----------
        plan : Plan
            Theirs.
        places : array of int, ``[other replication]``
            Which one of these.
        """

        def of(values: F64) -> F64:
            return values if values.shape[-1] == 1 else np.take(values, places, axis=-1)

        baseline = self.baseline
        if baseline is not None:
            baseline = Baseline(of(baseline.held), of(baseline.waiting))
        return WarmState(plan, {name: of(a) for name, a in self.snapshot.items()}, baseline)


class SupplyChain:
    """Trade, mines, plants, depots and consumers of a block of replications.

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
    """

    def __init__(
        self, scenario: Scenario, chance: Chance, plan: Plan | None = None, first_day: int = 0
    ) -> None:
        self.scenario = scenario
        self.clock = Clock(scenario.start, first_day)
        self.state = State(chance.width)
        self.context = make_context(scenario, self.clock, self.state, chance, plan)
        self.trades: dict[Good, Trade] = {
            good: Trade(self.context, layout) for good, layout in self.context.layouts.items()
        }
        last_day = 1 if first_day < 0 else scenario.days
        self.facilities = Facilities(self.context, self.trades, last_day)

    @classmethod
    def before(cls, scenario: Scenario, chance: Chance) -> "SupplyChain":
        """Build the chain of a scenario at the beginning of its warm-up, undisrupted."""
        calm = undisrupted(scenario)
        return cls(calm, chance, first_day=-scenario.warm_up_days)

    @property
    def are_alike(self) -> bool:
        """Whether nothing was drawn, so that all replications are alike."""
        return self.context.chance.makes_alike

    @property
    def rooms(self) -> list[Keeps]:
        """Trade and facilities."""
        return [*self.trades.values(), self.facilities]

    def warm_up(self) -> WarmState:
        """Run undisrupted up to day 0 and give the state reached."""
        for trade in self.trades.values():
            trade.fill_at_start()
        self.facilities.fill_at_start()
        self.run_chain(until=0)
        return WarmState(self.context.plan, self.state.snapshot(alike=self.are_alike))

    def run_chain(self, until: int, *others: Process) -> None:
        """Run trade and facilities, and some other processes, up to a day."""
        for trade in self.trades.values():
            trade.open()
        own = [process for room in self.rooms for process in room.processes()]
        self.clock.begin([*own, *others])
        self.clock.run(until)
