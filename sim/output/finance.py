"""The money of stockpiles over the histories of a run."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.measures.account import Account
from sim.output.groups import Group, financed
from sim.scenario.schema import Scenario
from sim.world.record.record import Record
from sim.world.stockpile.finance_recorder import FINANCE
from sim.world.stockpile.stockpile_recorder import ACCOUNT

F64 = NDArray[np.float64]

AT = FINANCE.at


def is_of(account: str, stockpile: str) -> bool:
    """Tell whether an account of goods (row and item) is of a stockpile."""
    return account.partition(":")[0] == stockpile


def accounts(scenario: Scenario, record: Record) -> Iterator[tuple[Group, Account]]:
    """Give every stockpile that has books of money, with what is booked of it."""
    if "finance_musd" not in record.series:
        return
    for row, group in enumerate(financed(scenario)):
        own = [i for i, name in enumerate(record.stockpile_accounts) if is_of(name, group.name)]
        goods = record.stockpile_account[:, own]
        yield (
            group,
            Account(
                money={name: record.finance_musd[:, row, at] for name, at in AT.items()},
                goods={name: goods[:, :, at] for name, at in ACCOUNT.at.items()},
                owed=record.owed_musd[:, row],
                unrealised=record.unrealised_musd[:, row],
                last_price=record.last_price_usd_per_kg[own],
            ),
        )
