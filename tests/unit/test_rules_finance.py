"""The books of a stockpile: every booking has its counterpart, and loans follow closed forms."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.finance import (
    Business,
    Terms,
    booked,
    imbalance,
    moved_out,
    opened,
    settled,
    spendable,
)

CENT = 1e-8
"""0.01 USD, in million USD."""
ONE = np.ones(1)
VAULT = Terms(
    loan_musd=10_000 * ONE,
    equity_musd=1_670 * ONE,
    interest_per_year=0.06 * ONE,
    cash_interest_per_year=0 * ONE,
    fees_musd_per_year=0 * ONE,
    storage_usd_per_t_year=0 * ONE,
    handling_usd_per_t=0 * ONE,
    loan_years=15,
    repayment="annuity",
)
"""A loan of 10 billion over 15 years beside 1.67 billion of equity; 6 % is an estimate."""
YEAR = 360
"""Days of a year of the loan here."""


def idle(**changes):
    """A day on which nothing moves, but for what is said."""
    nothing = {name: np.zeros(1) for name in Business.__dataclass_fields__}
    return Business(**nothing | {name: np.array([float(v)]) for name, v in changes.items()})


def years(terms, count, first=None, at_start=True):
    """Let years pass without business, and give the books at the end of each."""
    books = booked(opened(terms, np.zeros(1), at_start=at_start), terms, first or idle(), 0.0, 0.0)
    found = [books]
    for year in range(1, count + 1):
        for _ in range(YEAR):
            books = booked(books, terms, idle(), 1 / YEAR, 0.0)
        books = settled(books, terms, year)
        found.append(books)
    return found


def test_a_vault_that_has_drawn_everything_is_86_percent_loan():
    books = opened(VAULT, np.zeros(1), at_start=True)
    share = books.loan / (books.loan + books.equity)
    assert share.item() == pytest.approx(10_000 / 11_670)
    assert round(100 * share.item()) == 86
    assert spendable(books).item() == 11_670


def test_drawn_as_needed_it_spends_its_equity_first():
    books = opened(VAULT, np.zeros(1), at_start=False)
    assert (books.cash.item(), books.loan.item(), spendable(books).item()) == (1_670, 0, 11_670)
    for paid, cash, loan in ((1_000, 670, 0), (5_000, 0, 4_330), (5_670, 0, 10_000)):
        books = booked(books, VAULT, idle(paid_musd=paid), 0.0, 0.0)
        assert (books.cash.item(), books.loan.item()) == pytest.approx((cash, loan))
    assert spendable(books).item() == pytest.approx(0)


def test_the_annuity_of_ten_billion_at_six_percent_is_1029_6_million_a_year():
    """The closed form: 10,000 * 0.06 / (1 - 1.06^-15); after 15 of them nothing is owed."""
    rich = replace(VAULT, equity_musd=20_000 * ONE)
    found = years(rich, 16)
    paid = np.diff([-books.cash.item() for books in found])
    assert paid[:15] == pytest.approx(10_000 * 0.06 / (1 - 1.06**-15), rel=1e-9)
    assert paid[0] == pytest.approx(1_029.6, abs=0.05)
    assert found[14].loan.item() > 900
    assert found[15].loan.item() == pytest.approx(0, abs=1e-6)
    assert paid[15] == pytest.approx(0, abs=1e-6)
    assert found[15].total("interest_paid").item() == pytest.approx(15 * paid[0] - 10_000)


def test_without_interest_an_annuity_repays_the_same_each_year():
    free = replace(VAULT, equity_musd=0 * ONE, interest_per_year=0 * ONE)
    loans = [books.loan.item() for books in years(free, 15)]
    assert loans == pytest.approx(np.linspace(10_000, 0, 16), abs=1e-6)


@pytest.mark.parametrize(("repayment", "left"), [("bullet", 0), ("none", 10_000)])
def test_a_bullet_loan_bears_simple_interest_and_is_repaid_at_the_end(repayment, left):
    """Ten years at 6 % are 0.6 of the loan; the principal comes last, or never."""
    terms = replace(VAULT, repayment=repayment, loan_years=10, equity_musd=9_000 * ONE)
    found = years(terms, 10)
    assert [books.loan.item() for books in found[:10]] == pytest.approx([10_000] * 10)
    assert found[10].loan.item() == pytest.approx(left)
    assert found[10].total("interest").item() == pytest.approx(6_000)
    assert found[10].total("interest_paid").item() == pytest.approx(6_000)
    assert found[10].cash.item() == pytest.approx(3_000 + left)


def test_interest_that_cannot_be_paid_is_capitalised():
    """All is spent on the first day: the loan grows by 6 % a year, compound."""
    found = years(VAULT, 5, idle(paid_musd=11_670))
    assert found[5].loan.item() == pytest.approx(10_000 * 1.06**5)
    assert found[5].total("capitalised").item() == pytest.approx(10_000 * (1.06**5 - 1))
    assert found[5].total("interest_paid").item() == 0
    assert found[5].cash.item() == 0


def test_interest_is_paid_from_what_is_left_to_draw_before_it_is_capitalised():
    found = years(VAULT, 1, idle(paid_musd=11_370), at_start=False)
    after = found[1]
    assert after.total("interest").item() == pytest.approx(0.06 * 9_700)
    assert after.total("drawn").item() == pytest.approx(10_000)
    assert after.total("interest_paid").item() == pytest.approx(300)
    assert after.total("capitalised").item() == pytest.approx(282)
    assert after.loan.item() == pytest.approx(10_282)


def test_costs_and_fees_are_those_of_the_day():
    terms = replace(
        VAULT,
        fees_musd_per_year=36 * ONE,
        storage_usd_per_t_year=720 * ONE,
        handling_usd_per_t=50 * ONE,
        cash_interest_per_year=0.01 * ONE,
    )
    books = opened(terms, np.zeros(1), at_start=False)
    did = idle(handled_t=2_000, stock_t=1_000)
    books = booked(books, terms, did, 1 / YEAR, 1 / YEAR)
    expected = {"fees": 0.1, "storage": 0.002, "handling": 0.1, "interest_earned": 16.7 / YEAR}
    for flow, musd in expected.items():
        assert books.total(flow).item() == pytest.approx(musd), flow
    assert books.cash.item() == pytest.approx(1_670 + 0.1 - 0.002 - 0.1 + 16.7 / YEAR)


def test_what_was_bought_at_the_peak_shows_its_loss_exactly():
    """100 t at 900 USD/kg are 90 million; at 250 USD/kg 65 of them are lost, on paper.

    Half is sold at 250 and half ages away at cost: then 77.5 are lost for good.
    """
    books = opened(VAULT, np.zeros(1), at_start=False)
    books = booked(books, VAULT, idle(paid_musd=90, stock_t=100), 0.0, 0.0)
    cost, value = np.array([90.0]), np.array([25.0])
    assert (books.realised.item(), (value - cost).item()) == (0, -65)
    assert imbalance(books, cost, value).item() == pytest.approx(0, abs=CENT)
    half = np.array([[50.0]])
    left, lost, sold = moved_out(np.array([[90.0]]), 0 * half, half, half)
    assert (left.item(), lost.item(), sold.item()) == (0, 45, 45)
    did = idle(sales_musd=12.5, cost_of_sales_musd=sold.item(), write_down_musd=lost.item())
    books = booked(books, VAULT, did, 0.0, 0.0)
    assert books.realised.item() == pytest.approx(-77.5)
    assert imbalance(books, 0 * cost, 0 * value).item() == pytest.approx(0, abs=CENT)


RATE = st.floats(0, 0.5)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    loan=st.floats(0, 10_000),
    equity=st.floats(0, 2_000),
    rates=st.tuples(RATE, RATE),
    at_start=st.booleans(),
    repayment=st.sampled_from(["annuity", "bullet", "none"]),
    loan_years=st.integers(1, 6),
    sale=st.sampled_from(["market", "inventory"]),
)
def test_assets_are_what_pays_for_them_every_day_in_every_history(
    seed, loan, equity, rates, at_start, repayment, loan_years, sale
):
    """Random purchases, prices, releases and ageing of two items in three histories, seven years.

    To the cent on balances of up to some tens of billions.
    """
    rng = np.random.default_rng(seed)
    terms = Terms(
        loan * ONE, equity * ONE, rates[0] * ONE, rates[1] * ONE, rng.uniform(0, 50, 3),
        rng.uniform(0, 5_000, 1), rng.uniform(0, 500, 1), loan_years, repayment,
    )  # fmt: skip
    stock = rng.uniform(0, 100, (2, 3))
    price = rng.uniform(0.01, 2, (2, 3))
    cost = stock * price
    books = opened(terms, cost.sum(axis=0), at_start=at_start)
    for day in range(7 * 20):
        price *= np.exp(rng.normal(0, 0.2, price.shape))
        bought = np.where(rng.random((2, 3)) < 0.3, rng.exponential(30, (2, 3)), 0.0)
        paid = bought * price * rng.uniform(0.8, 1.2)
        stock = stock + bought
        aged, released = stock * rng.uniform(0, 0.01), stock * (rng.random((2, 3)) < 0.2)
        released = np.minimum(released, stock - aged)
        stock = stock - aged - released
        cost, lost, sold = moved_out(cost + paid, stock, aged, released)
        sales = sold if sale == "inventory" else released * price
        did = Business(
            paid.sum(axis=0), sales.sum(axis=0), sold.sum(axis=0), lost.sum(axis=0),
            (bought + released).sum(axis=0), stock.sum(axis=0),
        )  # fmt: skip
        books = booked(books, terms, did, 1 / 20 if day else 0.0, 1 / 20)
        if day and day % 20 == 0:
            books = settled(books, terms, day // 20)
        gap = imbalance(books, cost.sum(axis=0), (stock * price).sum(axis=0))
        assert np.abs(gap).max() < CENT * max(1.0, float(books.totals.max()) / 1e4)
        assert books.cash.min() >= 0
        assert books.left_to_draw.min() >= 0
        owed = books.total("drawn") + books.total("capitalised") - books.total("repaid")
        assert books.loan == pytest.approx(owed, rel=1e-9, abs=1e-6)
        assert spendable(books).min() >= 0
        if sale == "inventory":
            assert np.array_equal(books.total("sales"), books.total("cost_of_sales"))


def test_an_imbalance_shows():
    """A cost that is paid but not booked as a loss leaves a gap of its size."""
    books = opened(VAULT, np.zeros(1), at_start=False)
    wrong = replace(books, cash=books.cash - 3)
    assert imbalance(wrong, np.zeros(1), np.zeros(1)).item() == -3


def test_what_did_not_move_keeps_its_cost_to_the_bit():
    """Of what merely ages nothing is sold, and no rounding makes it so."""
    stock = np.arange(1.0, 1000.0)[None]
    cost = stock / 3.0
    left, lost, sold = moved_out(cost, stock, 0 * stock, 0 * stock)
    assert np.array_equal(left, cost)
    assert not lost.any()
    assert not sold.any()
    left, lost, sold = moved_out(cost, 0.7 * stock, 0.3 * stock, 0 * stock)
    assert lost == pytest.approx(0.3 * cost)
    assert np.array_equal(left, cost - lost)
    assert not sold.any()
