"""All strategic stockpiles of a world: the doorway of this room."""

from collections.abc import Iterator, Mapping

from sim.scenario.membership import fill_path, holding_path, surplus_plants
from sim.scenario.origin import Path, dotted
from sim.scenario.schema import Fill, Form, Good, Stockpile
from sim.world.facility.facilities import Facilities
from sim.world.market.market import Market
from sim.world.network.context import Context
from sim.world.state.account import Account
from sim.world.stockpile.account import StockpileAccount
from sim.world.stockpile.membership import Members
from sim.world.stockpile.price import price_in
from sim.world.stockpile.provider import LaneProvider, Provider, SurplusProvider
from sim.world.stockpile.purchase import Budget, Purchase
from sim.world.stockpile.receiver import receivers_of
from sim.world.stockpile.release_order import Policy, ReleaseOrder, StandingOrder
from sim.world.stockpile.stockpile import StockpileHolding
from sim.world.time.clock import Process
from sim.world.trade.trade import Trade


class Stockpiles:
    """What stockpiles hold, and the accounts of those that have any.

    Parameters
    ----------
    context : Context
    trades : mapping of Good to Trade
    facilities : Facilities
        Whom they relieve.
    market : Market or None
        Sets the prices that they pay, if there is one.

    Attributes
    ----------
    holdings : list of StockpileHolding
        A row for each stockpile and form, in the order of releases.
    money : list of StockpileAccount
        In the order of the stockpiles' ids.
    """

    def __init__(
        self,
        context: Context,
        trades: Mapping[Good, Trade],
        facilities: Facilities,
        market: Market | None,
    ) -> None:
        self._context, self._trades = context, trades
        self._facilities, self._market = facilities, market
        self.holdings: list[StockpileHolding] = []
        self.money: list[StockpileAccount] = []
        for name, block in sorted(context.scenario.stockpiles.items()):
            rows = self._holdings(name, block)
            self.holdings += rows
            if block.finance is not None:
                self.money.append(StockpileAccount(context, rows, market, block.finance))

    def _holdings(self, name: str, block: Stockpile) -> list[StockpileHolding]:
        """Make what a stockpile holds, with one policy and, of what is shared, one budget."""
        context, found = self._context, list[StockpileHolding]()
        members = Members(context, name, self._facilities.consumers)
        policy: Policy = (
            StandingOrder(context, name)
            if block.release is None
            else ReleaseOrder(context, name, block.release, members)
        )
        budgets: dict[Path, Budget] = {}
        for form, holding in block.forms.items():
            trade, facilities = self._trades[form], self._facilities
            receivers = receivers_of(context, name, trade, facilities, members)
            row = StockpileHolding(context, name, form, trade, members, receivers, policy)
            found.append(row)
            if holding.fill is not None:
                path, price = (
                    fill_path(context.scenario, name, form),
                    price_in(context, self._market, name, form),
                )
                budget = budgets.setdefault(path, _budget_at(context, path, holding.fill))
                provider = self._provider(name, form, holding.fill)
                row.buy(Purchase(context, name, form, provider, receivers, budget, price))
        return found

    def _provider(self, name: str, form: Form, fill: Fill) -> Provider:
        """Give where a stockpile buys a form."""
        scenario, plants = self._context.scenario, self._facilities.separation
        if fill.surplus_of is None:
            return LaneProvider(self._trades[form], name)
        assert plants is not None
        label = dotted(holding_path(scenario, name, form))
        return SurplusProvider(self._context.state, label, plants, surplus_plants(scenario, fill))

    def fill_at_start(self) -> None:
        """Fill all that they hold; no order is in force yet."""
        for holding in self.holdings:
            holding.fill_at_start()

    def processes(self) -> Iterator[Process]:
        """Give a process for each account and each form held."""
        for account in self.money:
            yield from account.processes()
        for holding in self.holdings:
            yield from holding.processes()

    def accounts(self) -> Iterator[Account]:
        """Give the account of each form held."""
        for holding in self.holdings:
            yield from holding.accounts()


def _budget_at(context: Context, path: Path, fill: Fill) -> Budget:
    if fill.budget_musd is None:
        return Budget(None)
    return Budget(context.values.at(*path, "budget_musd"))
