"""The money of stockpiles over the histories of a run."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.groups import Group, financed
from sim.output.outcomes import Outcome
from sim.scenario.schema import Scenario
from sim.world.record.record import FINANCE_ENTRIES, STOCKPILE_ENTRIES, Record

F64 = NDArray[np.float64]

AT = {name: at for at, name in enumerate(FINANCE_ENTRIES)}
TOTALS = ("interest_paid", "storage", "handling", "fees")
"""Flows whose totals over the run are measures of their own."""


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
    return Bookkeeping(group, books.mean(axis=-1), measures.quantiles(books), stock_t)


def finance_outcomes(scenario: Scenario, record: Record) -> Iterator[Outcome]:
    """Measure the money of every stockpile that has books, in every history."""
    for row, group in enumerate(financed(scenario)):
        assert record.finance_musd is not None
        assert record.owed_musd is not None
        assert record.unrealised_musd is not None
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
    assert record.stockpile_account is not None
    assert record.last_price_usd_per_kg is not None
    own = [i for i, name in enumerate(record.stockpile_accounts) if is_of(name, stockpile)]
    entry = {name: at for at, name in enumerate(STOCKPILE_ENTRIES)}
    account = record.stockpile_account[:, own]
    return measures.loss_on_dear(
        account[:, :, entry["bought"]],
        account[:, :, entry["paid_musd"]],
        account[-1, :, entry["stock"]],
        record.last_price_usd_per_kg[own],
    )
