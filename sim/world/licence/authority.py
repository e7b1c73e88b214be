"""The authorities that decide on licences: every day before goods are shipped, and after."""

from collections.abc import Generator, Iterator
from typing import Any

import numpy as np
from simpy.events import Event

from sim.scenario.network import Network
from sim.scenario.schema import Good, Policy
from sim.world.control.control_change import changes_of
from sim.world.control.lanes_hit import lanes_hit
from sim.world.licence.regime import Regime
from sim.world.network.context import Context
from sim.world.state.account import Account
from sim.world.time.clock import Phase, Process, Turn
from sim.world.trade.trade import Trade
from sim.world.trade.withdrawal import Withdrawals

LEARNING_DAYS = 28
"""Days between two looks of buyers at the time that decisions take."""


def find_regimes(context: Context) -> dict[Good, list[Regime]]:
    """Find the controls in licence mode and what they hit, by good; all is drawn here."""
    scenario, layouts, timings = context.scenario, context.layouts, context.timings
    network = Network(scenario)
    found: dict[Good, list[Regime]] = {}
    for timing in timings:
        if timing.disruption.licenses is None:
            continue
        changes = changes_of(scenario, timings, timing.name)
        for good, part in lanes_hit(network, timing, context).parts.items():
            one = Regime(context, network, layouts[good], part > 0.0, timing, changes)
            if one.keys:
                found.setdefault(good, []).append(one)
    return found


class Authority:
    """Works through the applications of one good.

    Parameters
    ----------
    trade : Trade
    regimes : list of Regime
        Controls in licence mode on that good.
    policy : Policy
        How long buyers look on, below which share granted they turn away, how they learn.
    """

    def __init__(self, trade: Trade, regimes: list[Regime], policy: Policy) -> None:
        self._trade, self._policy = trade, policy
        self.regimes = regimes
        learning = policy.licence_learning_days
        self._learns = 1.0 - np.exp(-LEARNING_DAYS / learning) if learning > 0.0 else 1.0
        self._sent = trade.shipments.today
        self._licences = trade.lanes.under_licence()
        self._working: list[Regime] = []
        self._orders = {
            id(one): Withdrawals(trade.book, trade.layout, *one.pairs) for one in regimes
        }

    def processes(self) -> Iterator[Process]:
        """Give the process that carries the authority."""
        phases = Phase.LICENCES, Phase.CUSTOMS
        rhythm = "daily, from the first day of a control on"
        yield Process(f"licences for {self._trade.good}", phases, rhythm, self.run)

    def accounts(self) -> Iterator[Account]:
        """Give the applications and the licences of every regime."""
        for one in self.regimes:
            yield from one.accounts()

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Decide before shipping, take note of what left after it (a SimPy process)."""
        first = min(one.first_day for one in self.regimes)
        if np.isinf(first):
            return
        yield turn.on(max(int(first), turn.day), Phase.LICENCES)
        while True:
            self._open_day(turn.day)
            yield turn.today(Phase.CUSTOMS)
            self._close_day(turn.day)
            yield turn.tomorrow(Phase.LICENCES)

    def _open_day(self, day: int) -> None:
        """Set what may leave today."""
        before, self._working = self._working, [o for o in self.regimes if o.begin_day(day)]
        if any(one.changed for one in self.regimes) or len(before) != len(self._working):
            self._licences.require([(one.pairs, one.required) for one in self._working])
        if not self._working:
            return
        orders, planned = self._trade.book.all_today(), self._trade.planned
        limits = []
        for one in self._working:
            limit, given_up = one.open_day(day, orders, planned)
            if given_up is not None:
                self._orders[id(one)].give_up(given_up)
            limits.append((one.pairs, limit))
        self._licences.allow(limits)

    def _close_day(self, day: int) -> None:
        """Book what has left; tell buyers how applications fared."""
        for one in self._working:
            one.close_day(self._sent)
        news = np.logical_or.reduce([one.judge(day + 1, self._policy) for one in self.regimes])
        if news.any():
            refusing = [(one.pairs, one.refusing) for one in self.regimes]
            self._licences.tell_refusals(refusing, news)
        looks = [one.learn(day + 1, self._learns, LEARNING_DAYS) for one in self.regimes]
        if (looking := np.logical_or.reduce(looks)).any():
            lead_days = [(one.pairs, one.lead_days) for one in self.regimes]
            self._licences.tell_lead_times(lead_days, looking)
