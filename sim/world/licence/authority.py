"""The authorities that decide on licences: every day before goods are shipped, and after."""

from collections.abc import Generator
from typing import Any

import numpy as np
from simpy.events import Event

from sim.scenario.network import Network
from sim.scenario.schema import Good, Policy, Scenario
from sim.world.chance.chance import Chance
from sim.world.control.control_change import changes_of
from sim.world.control.lanes_hit import lanes_hit
from sim.world.licence.regime import Regime
from sim.world.network.layout import Layout
from sim.world.network.plan import Plan
from sim.world.time.clock import Clock, Phase
from sim.world.timing.timing import Timing
from sim.world.trade.trade import Trade
from sim.world.trade.withdrawal import Withdrawals


def find_regimes(
    scenario: Scenario,
    layouts: dict[Good, Layout],
    timings: list[Timing],
    plan: Plan,
    chance: Chance,
) -> dict[Good, list[Regime]]:
    """Find the controls in licence mode and what they hit, by good; all is drawn here."""
    network = Network(scenario)
    found: dict[Good, list[Regime]] = {}
    for timing in timings:
        if timing.disruption.licenses is None:
            continue
        changes = changes_of(scenario, timings, timing.name)
        for good, hit in lanes_hit(network, timing.disruption, layouts, plan).items():
            one = Regime(network, layouts[good], hit, timing, changes, chance)
            if one.keys:
                found.setdefault(good, []).append(one)
    return found


class Authority:
    """Works through the applications of one good.

    Parameters
    ----------
    trade : Trade
    several : list of Licensing
        Controls in licence mode on that good.
    clock : Clock
    policy : Policy
        When buyers judge their lanes, below which share granted they turn away, how they learn.
    """

    def __init__(
        self,
        trade: Trade,
        several: list[Regime],
        clock: Clock,
        policy: Policy,
    ) -> None:
        self._trade, self._several, self._clock, self._policy = trade, several, clock, policy
        learning = policy.licence_learning_days
        self._learns = 1.0 - np.exp(-policy.failing_days / learning) if learning > 0.0 else 1.0
        shape = trade.backlog.shape
        trade.keep_sent()
        lanes = trade.lanes
        lanes.licensed = np.full(shape, np.inf)
        lanes.licence_required = np.zeros(shape, dtype=bool)
        lanes.refusing = np.zeros(shape, dtype=bool)
        lanes.licence_lead_days = np.zeros(shape)
        self._working: list[Regime] = []
        self._orders = [Withdrawals(trade, one.lane, one.item) for one in several]

    def run(self) -> Generator[Event, Any, Any]:
        """Decide before shipping, take note of what left after it (a SimPy process)."""
        yield self._clock.today(Phase.LICENCES)
        while True:
            self._open_day(self._clock.day)
            yield self._clock.today(Phase.CUSTOMS)
            self._close_day(self._clock.day)
            yield self._clock.tomorrow(Phase.LICENCES)

    def _open_day(self, day: int) -> None:
        """Set what may leave today."""
        lanes = self._trade.lanes
        assert lanes.licensed is not None
        before, self._working = self._working, []
        changed = False
        for one in self._several:
            if one.begin_day(day):
                self._working.append(one)
            changed |= one.changed
        if changed or len(before) != len(self._working):
            self._see_who_needs_licences()
        if not self._working:
            return
        if len(self._working) > 1:
            lanes.licensed.fill(np.inf)  # pairs that only some of them hit
        orders, planned = self._trade.orders_today(), lanes.planned
        for number, one in enumerate(self._several):
            if one not in self._working:
                continue
            limit, given_up = one.open_day(day, orders, planned)
            if given_up is not None:
                self._orders[number].give_up(given_up)
            place = one.lane, one.item
            if one is not self._working[0]:
                limit = np.minimum(limit, lanes.licensed[place])
            lanes.licensed[place] = limit

    def _see_who_needs_licences(self) -> None:
        """Note the pairs, and the sellers, of whom papers are asked from today on."""
        lanes = self._trade.lanes
        assert lanes.licensed is not None
        assert lanes.licence_required is not None
        lanes.licensed.fill(np.inf)
        lanes.licence_required.fill(False)
        for one in self._working:
            lanes.licence_required[one.lane, one.item] |= one.asks
        lanes.sellers_under_licence = [
            bool(lanes.licence_required[rows].any()) for rows in lanes.sellers
        ]

    def _close_day(self, day: int) -> None:
        """Book what has left; tell buyers at times where most was refused."""
        trade = self._trade
        assert trade.sent is not None
        for one in self._working:
            one.close_day(trade.sent)
        if (day + 1) % self._policy.failing_days == 0:
            self._tell_buyers()

    def _tell_buyers(self) -> None:
        """Tell before the lanes are judged where most was refused, and how long decisions take."""
        lanes = self._trade.lanes
        assert lanes.refusing is not None
        assert lanes.licence_lead_days is not None
        lanes.refusing.fill(False)
        lanes.licence_lead_days.fill(0.0)
        for one in self._several:
            place = one.lane, one.item
            lanes.refusing[place] |= one.refusing(self._policy.failing_below)
            learnt = one.learn(self._learns)
            lanes.licence_lead_days[place] = np.maximum(lanes.licence_lead_days[place], learnt)
