"""The books of a stockpile: double entry, a day at a time, in million USD.

Three kinds of accounts are kept apart and add up on their own: money (cash, loan, equity), goods
at cost, and gains and losses. So that assets are what they are financed by is no matter of course
but the proof that every booking has its counterpart: see :func:`imbalance`.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

FLOWS = (
    "purchases",
    "sales",
    "cost_of_sales",
    "fees",
    "storage",
    "handling",
    "interest",
    "interest_paid",
    "interest_earned",
    "write_down",
    "drawn",
    "repaid",
    "capitalised",
)
"""Totals since the start, along the flow axis, million USD. What purchases cost; what members paid
for what was released, and its cost; their fees; costs of storage and handling; interest on the
loan, of which paid; interest on cash; cost of what aged away; and of the loan: drawn from the
facility, repaid, and added to it because neither cash nor facility could pay it."""
AT = {name: at for at, name in enumerate(FLOWS)}

GAINS = {"sales": 1.0, "fees": 1.0, "interest_earned": 1.0} | dict.fromkeys(
    ("cost_of_sales", "storage", "handling", "interest", "write_down"), -1.0
)
"""Flows that are gains (+) or losses (-)."""


@dataclass(frozen=True)
class Terms:
    """The terms of money, arrays ``[1 or replication]``."""

    loan_musd: F64
    """Most that may be borrowed, million USD."""
    equity_musd: F64
    """Paid in on the first day, million USD."""
    interest_per_year: F64
    """On the loan, share."""
    cash_interest_per_year: F64
    """On cash, share."""
    fees_musd_per_year: F64
    """Fees of all members, million USD a year."""
    storage_usd_per_t_year: F64
    """USD a year for a tonne."""
    handling_usd_per_t: F64
    """USD for each tonne in or out."""
    loan_years: int
    """Years of the loan."""
    repayment: Literal["annuity", "bullet", "none"]
    """How principal is repaid."""


@dataclass(frozen=True)
class Books:
    """Where money stands at the end of a day, million USD, arrays ``[replication]``."""

    cash: F64
    """Cash."""
    loan: F64
    """Principal owed, with what was capitalised."""
    interest_due: F64
    """Interest since the last anniversary, owed on the next."""
    equity: F64
    """Paid in, and contributed in kind."""
    left_to_draw: F64
    """What of the facility is not yet drawn."""
    totals: F64
    """As :data:`FLOWS`, ``[flow, replication]``."""

    def total(self, flow: str) -> F64:
        """Give the total of a flow since the start."""
        found: F64 = self.totals[AT[flow]]
        return found

    @property
    def realised(self) -> F64:
        """Gains less losses since the start, inventory at cost."""
        gained = np.zeros_like(self.cash)
        for flow, sign in GAINS.items():
            gained = gained + sign * self.total(flow)
        return gained


@dataclass(frozen=True)
class Business:
    """What a day brought, arrays ``[replication]``."""

    paid_musd: F64
    """For what arrived."""
    sales_musd: F64
    """From members for what was released."""
    cost_of_sales_musd: F64
    """Its cost."""
    write_down_musd: F64
    """Cost of what aged away."""
    handled_t: F64
    """Tonnes in and out."""
    stock_t: F64
    """Tonnes at the end of the day."""


def opened(terms: Terms, in_kind_musd: F64, *, at_start: bool) -> Books:
    """Open the books on the first day.

    Parameters
    ----------
    terms : Terms
    in_kind_musd : array, million USD, ``[replication]``
        Value of what is in stock, contributed in kind.
    at_start : bool
        All of the loan is drawn at once.
    """
    nothing = np.zeros_like(in_kind_musd)
    limit = terms.loan_musd + nothing
    loan = limit if at_start else nothing
    totals = np.zeros((len(FLOWS), *nothing.shape))
    totals[AT["drawn"]] = loan
    return Books(
        cash=terms.equity_musd + loan,
        loan=loan,
        interest_due=nothing,
        equity=terms.equity_musd + in_kind_musd,
        left_to_draw=limit - loan,
        totals=totals,
    )


def moved_out(cost: F64, stock: F64, aged: F64, released: F64) -> tuple[F64, F64, F64]:
    """Take what left a stock out of its cost, at the mean cost of all that was there.

    Parameters
    ----------
    cost : array, million USD, ``[item, replication]``
        Cost of what was there, with what came in today.
    stock, aged, released : array, t, ``[item, replication]``
        At the end of the day; lost to ageing and released today.

    Returns
    -------
    array, array, array, million USD, ``[item, replication]``
        Cost of what is left, of what aged away, and of what was released.

    Examples
    --------
    >>> [a.item() for a in moved_out(*(np.array([[x]]) for x in (8.0, 1.0, 0.5, 2.5)))]
    [2.0, 1.0, 5.0]
    """
    held = stock + aged + released
    part = np.divide(1.0, held, out=np.zeros_like(held), where=held > 0.0)
    lost = cost * (aged * part)
    # Nothing of the cost gets lost by rounding, and what did not move keeps its cost to the bit.
    left = np.where(released > 0.0, cost * (stock * part), cost - lost)
    return left, lost, np.where(released > 0.0, cost - left - lost, 0.0)


def booked(books: Books, terms: Terms, did: Business, day_of_year: float, year: float) -> Books:
    """Book a day, before anything falls due.

    Interest is simple within a year of the loan: ``loan * rate / days of that year`` a day, so that
    a whole year bears exactly the rate. What cash cannot pay is drawn from the facility, and what
    that cannot pay is added to the loan.

    Parameters
    ----------
    books : Books
        At the end of the day before.
    terms : Terms
    did : Business
        Of the day.
    day_of_year : float, 1
        A day over the days of the loan's year; 0 on the first day, when no money has stood yet.
    year : float, 1
        A day over the days of a mean year.
    """
    accrued = books.loan * terms.interest_per_year * day_of_year
    earned = books.cash * terms.cash_interest_per_year * day_of_year
    flows = {
        "purchases": did.paid_musd,
        "sales": did.sales_musd,
        "cost_of_sales": did.cost_of_sales_musd,
        "fees": terms.fees_musd_per_year * year,
        "storage": did.stock_t * terms.storage_usd_per_t_year * (year / 1e6),
        "handling": did.handled_t * terms.handling_usd_per_t / 1e6,
        "interest": accrued,
        "interest_earned": earned,
        "write_down": did.write_down_musd,
    }
    totals = books.totals.copy()
    for flow, amount in flows.items():
        totals[AT[flow]] += amount
    came_in = flows["sales"] + flows["fees"] + earned
    went_out = flows["purchases"] + flows["storage"] + flows["handling"]
    cash = books.cash + came_in - went_out
    open_ = replace(books, interest_due=books.interest_due + accrued, totals=totals)
    return _covered(open_, cash)


def settled(books: Books, terms: Terms, years: int) -> Books:
    """Pay what is due on an anniversary of the loan: interest, then principal.

    Interest is paid from cash, then from the facility; the rest is added to the loan. The principal
    of an annuity is ``loan * r / ((1 + r)^n - 1)`` with *n* years left, which makes all payments
    alike, ``loan * r / (1 - (1 + r)^-n)``; it is paid as far as there is cash. What is left after
    the last year stays due.

    Parameters
    ----------
    books : Books
        At the end of the day.
    terms : Terms
    years : int
        Years since the start.
    """
    due = books.interest_due
    after = _covered(replace(books, interest_due=np.zeros_like(due)), books.cash - due)
    totals = after.totals.copy()
    totals[AT["interest_paid"]] += np.minimum(due, spendable(books))
    owed = principal_due(after.loan, terms, years)
    repaid = np.minimum(owed, after.cash)
    totals[AT["repaid"]] += repaid
    return replace(after, cash=after.cash - repaid, loan=after.loan - repaid, totals=totals)


def principal_due(loan: F64, terms: Terms, years: int) -> F64:
    """Give the principal due on an anniversary, million USD, ``[replication]``.

    Examples
    --------
    >>> six = np.array([0.06])
    >>> terms = Terms(*[six] * 7, loan_years=15, repayment="annuity")
    >>> loan = np.array([10_000.0])
    >>> (principal_due(loan, terms, 1) + six * loan).round(1).item()
    1029.6
    """
    if terms.repayment == "none":
        return np.zeros_like(loan)
    left = max(terms.loan_years - years + 1, 1)
    if left == 1:
        return loan
    if terms.repayment == "bullet":
        return np.zeros_like(loan)
    rate = terms.interest_per_year
    growth = np.expm1(left * np.log1p(rate))
    part = np.divide(rate, growth, out=np.full(rate.shape, 1.0 / left), where=growth > 0.0)
    return np.asarray(loan * part)


def spendable(books: Books) -> F64:
    """Give what may be spent, million USD, ``[replication]``: cash and what is left to draw."""
    return books.cash + books.left_to_draw


def imbalance(books: Books, cost: F64, value: F64) -> F64:
    """Give assets less what they are financed by, million USD, ``[replication]``: nothing.

    Parameters
    ----------
    books : Books
    cost, value : array, million USD, ``[replication]``
        Inventory at cost, and marked to market.
    """
    result = books.realised + (value - cost)
    assets = books.cash + value
    return assets - (books.loan + books.interest_due + books.equity + result)


def _covered(books: Books, cash: F64) -> Books:
    """Cover cash that is lacking by the facility, then by adding to the loan."""
    lacking = np.maximum(-cash, 0.0)
    drawn = np.minimum(lacking, books.left_to_draw)
    added = lacking - drawn
    totals = books.totals.copy()
    totals[AT["drawn"]] += drawn
    totals[AT["capitalised"]] += added
    return replace(
        books,
        cash=np.maximum(cash, 0.0),
        loan=books.loan + lacking,
        left_to_draw=books.left_to_draw - drawn,
        totals=totals,
    )
