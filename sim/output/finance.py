"""The money of stockpiles over the histories of a run."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures import quantiles
from sim.measures.account import Account
from sim.output.groups import Group, financed
from sim.scenario.schema import Scenario
from sim.world.record.record import FINANCE_ENTRIES, STOCKPILE_ENTRIES, Record

F64 = NDArray[np.float64]

AT = {name: at for at, name in enumerate(FINANCE_ENTRIES)}


@dataclass(frozen=True, eq=False)
class Bookkeeping:
    """The books of a stockpile by month, million USD."""

    group: Group
    """The stockpile."""
    mean: F64
    """Mean over histories, ``[month, entry]``; entries as in
    :data:`sim.world.record.record.FINANCE_ENTRIES`."""
    quantiles: F64
    """At :data:`sim.measures.QUANTILES`, ``[month, entry, probability]``."""
    stock_t: F64
    """Held at the month's end, t over all forms, mean over histories, ``[month]``."""

    def of(self, entry: str) -> F64:
        """Give the mean of an entry, million USD, ``[month]``."""
        found: F64 = self.mean[:, AT[entry]]
        return found


def finance_key(stockpile: str) -> str:
    """Name the books of a stockpile, ``[month, entry, history]``."""
    return f"finance.{stockpile}"


def is_of(account: str, stockpile: str) -> bool:
    """Tell whether an account of goods (row and item) is of a stockpile."""
    return account.partition(":")[0] == stockpile


def bookkeeping(group: Group, books: F64, stock_t: F64) -> Bookkeeping:
    """Summarise books, ``[month, entry, history]``, and stock, t, ``[month]``."""
    return Bookkeeping(group, books.mean(axis=-1), quantiles(books), stock_t)


def accounts(scenario: Scenario, record: Record) -> Iterator[tuple[Group, Account]]:
    """Give every stockpile that has books of money, with what is booked of it."""
    if record.finance_musd is None:
        return
    assert record.owed_musd is not None
    assert record.unrealised_musd is not None
    assert record.stockpile_account is not None
    assert record.last_price_usd_per_kg is not None
    for row, group in enumerate(financed(scenario)):
        own = [i for i, name in enumerate(record.stockpile_accounts) if is_of(name, group.name)]
        goods = record.stockpile_account[:, own]
        yield (
            group,
            Account(
                money={name: record.finance_musd[:, row, at] for name, at in AT.items()},
                goods={name: goods[:, :, at] for at, name in enumerate(STOCKPILE_ENTRIES)},
                owed=record.owed_musd[:, row],
                unrealised=record.unrealised_musd[:, row],
                last_price=record.last_price_usd_per_kg[own],
            ),
        )
