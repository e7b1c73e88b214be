"""The money of stockpiles over the histories of a run."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.groups import financed
from sim.output.outcomes import Outcome
from sim.scenario.schema import Scenario
from sim.world.record.record import Record
from sim.world.stockpile.finance_recorder import FINANCE
from sim.world.stockpile.stockpile_recorder import ACCOUNT

F64 = NDArray[np.float64]

AT = FINANCE.at
TOTALS = ("interest_paid", "storage", "handling", "fees")
"""Flows whose totals over the run are measures of their own."""


def is_of(account: str, stockpile: str) -> bool:
    """Tell whether an account of goods (row and item) is of a stockpile."""
    return account.partition(":")[0] == stockpile


def finance_outcomes(scenario: Scenario, record: Record) -> Iterator[Outcome]:
    """Measure the money of every stockpile that has books, in every history."""
    if "finance_musd" not in record.series:
        return
    for row, group in enumerate(financed(scenario)):
        books, owed = record.finance_musd[:, row], record.owed_musd[:, row]
        yield Outcome(group, "peak_loan_musd", "MUSD", owed.max(axis=0).astype(np.float64))
        for entry in TOTALS:
            yield Outcome(group, f"{entry}_musd", "MUSD", measures.total(books[:, AT[entry]]))
        yield Outcome(group, "result_musd", "MUSD", books[-1, AT["result"]])
        loss, day = measures.largest_paper_loss(record.unrealised_musd[:, row])
        yield Outcome(group, "largest_paper_loss_musd", "MUSD", loss)
        yield Outcome(group, "largest_paper_loss_day", "day", day)
        yield Outcome(group, "loss_on_dear_musd", "MUSD", _loss_on_dear(record, group.name))
        yield Outcome(group, "payback_day", "day", measures.payback_day(owed))


def _loss_on_dear(record: Record, stockpile: str) -> F64:
    own = [i for i, name in enumerate(record.stockpile_accounts) if is_of(name, stockpile)]
    entry = ACCOUNT.at
    account = record.stockpile_account[:, own]
    return measures.loss_on_dear(
        account[:, :, entry["bought"]],
        account[:, :, entry["paid_musd"]],
        account[-1, :, entry["stock"]],
        record.last_price_usd_per_kg[own],
    )
