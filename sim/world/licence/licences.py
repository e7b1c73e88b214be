"""All export licences of a world: the doorway of this room."""

from collections.abc import Iterator, Mapping

from sim.scenario.schema import Good
from sim.world.licence.authority import Authority, find_regimes
from sim.world.licence.regime import Regime
from sim.world.network.context import Context
from sim.world.state.account import Account
from sim.world.time.clock import Process
from sim.world.trade.trade import Trade


class Licences:
    """The authorities that decide on licences, one for each good.

    Parameters
    ----------
    context : Context
    trades : mapping of Good to Trade

    Attributes
    ----------
    regimes : list of Regime
        Every export control in licence mode, on each good that it hits.
    """

    def __init__(self, context: Context, trades: Mapping[Good, Trade]) -> None:
        policy = context.scenario.policy
        self._authorities = [
            Authority(trades[good], regimes, policy)
            for good, regimes in find_regimes(context).items()
        ]
        self.regimes: list[Regime] = [one for each in self._authorities for one in each.regimes]

    def processes(self) -> Iterator[Process]:
        """Give a process for each good that needs licences."""
        for authority in self._authorities:
            yield from authority.processes()

    def accounts(self) -> Iterator[Account]:
        """Give the applications and the licences of every regime."""
        for authority in self._authorities:
            yield from authority.accounts()
