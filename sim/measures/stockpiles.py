"""The measures of a stockpile whose money is booked: one value a history, ``[history]``.

They come in results in the order of this file; the docstrings are the meanings in
``results/README.md`` (``python -m tests.tables`` renews them there).
"""

import numpy as np
from numpy.typing import NDArray

import sim.measures.finance as finance
from sim.measures.account import Account
from sim.measures.measure import measure
from sim.measures.shortfall import total

F64 = NDArray[np.float64]


@measure(unit="MUSD", better="lower")
def peak_loan_musd(account: Account) -> F64:
    """Most principal owed on any day."""
    return np.asarray(account.owed.max(axis=0), dtype=np.float64)


@measure(unit="MUSD", better="lower")
def interest_paid_musd(account: Account) -> F64:
    """Interest paid on the loan, over the run."""
    return total(account.money["interest_paid"])


@measure(unit="MUSD", better="lower")
def storage_musd(account: Account) -> F64:
    """Cost of storage, over the run."""
    return total(account.money["storage"])


@measure(unit="MUSD", better="lower")
def handling_musd(account: Account) -> F64:
    """Cost of handling, over the run."""
    return total(account.money["handling"])


@measure(unit="MUSD", better=None)
def fees_musd(account: Account) -> F64:
    """Fees of members, over the run."""
    return total(account.money["fees"])


@measure(unit="MUSD", better="higher")
def result_musd(account: Account) -> F64:
    """Gain or loss at the end, realised and on paper."""
    last: F64 = account.money["result"][-1]
    return last


@measure(unit="MUSD", better="lower")
def largest_paper_loss_musd(account: Account) -> F64:
    """Largest excess of inventory at cost over inventory at market."""
    return account.paper_loss[0]


@measure(unit="day", better=None, may_never=True)
def largest_paper_loss_day(account: Account) -> F64:
    """First day of the largest excess of inventory at cost over inventory at market."""
    return account.paper_loss[1]


@measure(unit="MUSD", better="lower")
def loss_on_dear_musd(account: Account) -> F64:
    """At the prices of the last day, the loss on purchases of months that were dearer, as far as
    they are still held (what left is taken from all purchases alike).
    """
    goods = account.goods
    return finance.loss_on_dear(
        goods["bought"], goods["paid_musd"], goods["stock"][-1], account.last_price
    )


@measure(unit="day", better="lower", may_never=True)
def payback_day(account: Account) -> F64:
    """First day from which nothing is owed until the end; 0 where nothing ever was."""
    return finance.payback_day(account.owed)
