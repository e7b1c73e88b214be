"""The world: all processes on one calendar, for a block of replications at once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.scenario.membership import without_stockpiles
from sim.scenario.provenance import origins
from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.inputs import inputs_of
from sim.scenario.undisrupted import undisrupted
from sim.world.chance.chance import Chance
from sim.world.control.controls import Controls
from sim.world.facility.costs import Costs
from sim.world.licence.licences import Licences
from sim.world.market.market import Baseline, Market
from sim.world.network.plan import Plan
from sim.world.provenance.provenance import Provenance
from sim.world.record.balance import Balance
from sim.world.record.record import Record
from sim.world.record.recorder import Recorder
from sim.world.recorders import recorders
from sim.world.state.account import Account
from sim.world.state.moment import Before
from sim.world.state.state import BATCH, Index
from sim.world.stockpile.stockpiles import Stockpiles
from sim.world.supply_chain import Acts, SupplyChain, WarmState
from sim.world.time.clock import Process, by_name

F64 = NDArray[np.float64]

REPORT_DAYS = 128
"""Days between two reports of progress."""


class World(SupplyChain):
    """One block of replications: the supply chain, and all that acts on it.

    It takes what :class:`~sim.world.supply_chain.SupplyChain` takes.

    Attributes
    ----------
    market : Market or None
    stockpiles : Stockpiles
    licences : Licences
    costs : Costs
    provenance : Provenance or None
        None where nobody asks where matter has been.
    """

    DERIVED: ClassVar = {"_to_begin"}

    def __init__(
        self, scenario: Scenario, chance: Chance, plan: Plan | None = None, first_day: int = 0
    ) -> None:
        super().__init__(scenario, chance, plan, first_day)
        self.licences = Licences(self.context, self.trades)
        separation = self.facilities.separation
        self.market = (
            None if scenario.market is None else Market(self.context, self.trades, separation)
        )
        self.stockpiles = Stockpiles(self.context, self.trades, self.facilities, self.market)
        self.costs = Costs(self.context, self.trades, self.facilities)
        self.provenance: Provenance | None = None
        if origins(scenario):
            self.provenance = Provenance(
                self.context, self.trades, self.facilities, self.stockpiles
            )
        self._to_begin: list[Process] = []

    @cached_property
    def _controls(self) -> Controls:
        return Controls(self.context, self.trades, self.facilities.consumers, self.provenance)

    @cached_property
    def _recorder(self) -> Recorder:
        return Recorder(
            self.scenario.start,
            chain(
                recorders(
                    self.context,
                    self.trades,
                    self.facilities,
                    self.stockpiles,
                    self.licences,
                    self.market,
                    self.costs,
                ),
                self._controls.recorders(),
                self.provenance.recorders() if self.provenance else (),
            ),
        )

    @cached_property
    def _balance(self) -> Balance:
        return Balance(self.accounts, self.scenario.days - 1)

    def processes(self) -> dict[str, Process]:
        """Give the processes of a run by name, in the order of their turns within a phase."""
        rooms: list[Acts] = [
            *([self.market] if self.market else []),
            *self.rooms,
            self._controls,
            self.stockpiles,
            self.licences,
            *([self.provenance] if self.provenance else []),
            self._recorder,
            self._balance,
        ]
        return by_name(process for room in rooms for process in room.processes())

    def accounts(self) -> Iterator[Account]:
        """Give every account of the world."""
        rooms = [*self.rooms, self.licences, self.stockpiles]
        return chain.from_iterable(room.accounts() for room in rooms)

    def watch(self, warm: WarmState) -> Baseline:
        """Run all days undisrupted at normal prices, and note what is held."""
        assert self.market is not None
        self.state.restore(warm.snapshot)
        self.facilities.consumers.follow_prices(self.market.demand.factor)
        self.run_chain(self.scenario.days, self.market.watching())
        return self.market.baseline(alike=self.are_alike)

    def run(
        self,
        warm: WarmState,
        on_progress: Callable[[int], None] | None = None,
        until: int | None = None,
    ) -> Record:
        """Run all days from a warm state, or those up to the beginning of one.

        Parameters
        ----------
        warm : WarmState
            From :func:`prepare`, for the same scenario with or without its disruptions.
        on_progress : callable, optional
            Hears now and then how many days more are done.
        until : int, optional
            First day that is not run: of it and later ones nothing is recorded, and what was is the
            same as if they were run.

        Raises
        ------
        BalanceError
            If matter is lost or made anywhere.
        """
        self.open(warm)
        self.go_on(self.scenario.days if until is None else until, on_progress)
        return self.record()

    def open(self, warm: WarmState) -> None:
        """Set up the first day from a warm state; nothing happens yet."""
        self.state.restore(warm.snapshot)
        self.stockpiles.fill_at_start()
        if self.market is not None:
            assert warm.baseline is not None
            self.market.open(warm.baseline)
            self.market.lead(self.facilities)
        for trade in self.trades.values():
            trade.open()
        if self.provenance is not None:
            self.provenance.open()
        self._to_begin = [*self.processes().values()]
        self._balance.open()

    def go_on(self, until: int, on_progress: Callable[[int], None] | None = None) -> None:
        """Run from today up to the beginning of a day; progress as in :meth:`run`."""
        self.clock.begin(self._to_begin)
        self._to_begin = []
        for day in range(self.clock.day, until, REPORT_DAYS):
            next_day = min(day + REPORT_DAYS, until)
            self.clock.run(next_day)
            if on_progress is not None:
                on_progress(next_day - day)

    def record(self) -> Record:
        """Give all that was recorded."""
        return self._recorder.record()

    def blank(self) -> Record:
        """Give what would be recorded: the series and their ids, before anything happens."""
        if self.market is not None:
            self.market.lead(self.facilities)
        return self.record()

    @property
    def is_one(self) -> bool:
        """Whether nothing has been drawn so far that could tell replications apart."""
        return self.are_alike and not self.context.chance.comes_again

    def branch(self, before: Before, columns: Index) -> None:
        """Go on where another world is, which was built and opened like this one.

        What this world has of its own matters from that day on: nothing that it differs in may
        have mattered before.

        Parameters
        ----------
        before : Before
            The other world, as it was when it was opened; it has run up to a day since.
        columns : array of int, ``[replication]``
            Which of its replications each one here goes on from.

        Raises
        ------
        UnlikeError
            If it is not built like this one, which is of no use then.
        """
        assert isinstance(before.root, World)
        before.carry(self, self.state, columns)
        self.clock.move_to(before.root.clock.day)


def prepare(scenario: Scenario, chance: Chance | None = None) -> WarmState:
    """Make the plan, run the warm-up, and find what is held at normal prices.

    Parameters
    ----------
    scenario : Scenario
        Its disruptions do not matter.
    chance : Chance, optional
        Steady draws of the replications that begin there; expected values without it.
    """
    if chance is None:
        chance = Chance(scenario.seed, 0, BATCH, expected_value=True)
    return _begun(scenario, SupplyChain.before(scenario, chance), chance)


def prepare_for_all(scenario: Scenario, chance: Chance | None = None) -> WarmState | None:
    """Prepare the start of all replications; none where what is drawn makes them differ there.

    Parameters
    ----------
    scenario : Scenario
    chance : Chance, optional
        Steady draws; those of one point of a design must be of all of them.
    """
    inputs = inputs_of(scenario)
    if inputs is not None and inputs.drawn:
        return None
    if chance is None:
        chance = Chance(scenario.seed, 0, BATCH, steady=True)
    chain = SupplyChain.before(scenario, chance)
    if not chance.makes_alike:
        return None
    warm = _begun(scenario, chain, chance)
    return warm if chance.makes_alike else None


def _begun(scenario: Scenario, chain: SupplyChain, chance: Chance) -> WarmState:
    warm = chain.warm_up()
    if scenario.market is None:
        return warm
    # What stockpiles buy must not count as baseline, or it would move no price.
    plain = undisrupted(without_stockpiles(scenario))
    start = SupplyChain.before(plain, chance).warm_up() if scenario.stockpiles else warm
    return replace(warm, baseline=World(plain, chance, start.plan).watch(start))
