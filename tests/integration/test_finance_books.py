"""The money of stockpiles always balances, where all of it is random."""

import numpy as np
import pytest

from sim.world.record.record import Record
from sim.world.stockpile.finance_recorder import FINANCE
from tests.integration.blocks import histories


@pytest.fixture(scope="module")
def record() -> Record:
    """Histories of stockpiles that buy with money of their own."""
    return histories("money")


def entries(record: Record) -> dict[str, np.ndarray]:
    """Give the entries of the books, million USD, ``[month, stockpile, history]``."""
    return dict(zip(FINANCE.at, np.moveaxis(record.finance_musd, 2, 0), strict=True))


def test_the_books_balance_with_prices_that_move(record: Record) -> None:
    """To a cent, in each month of each history of both; and something happens in them."""
    assert record.financed == ("reserve", "vault")
    found = entries(record)
    assets = found["cash"] + found["inventory_at_market"]
    paid_in = found["loan"] + found["interest_due"] + found["equity"]
    assert np.abs(assets - paid_in - found["result"]).max() < 1e-8
    for entry in ("purchases", "sales", "unrealised", "interest", "storage"):
        assert len(np.unique(found[entry][:, 1].sum(axis=0))) > 30, entry
    assert (found["cash"] >= 0).all()
    assert np.array_equal(found["sales"][:, 0], found["cost_of_sales"][:, 0])
    assert not np.array_equal(found["sales"][:, 1], found["cost_of_sales"][:, 1])


def test_what_is_paid_is_what_the_goods_are_said_to_cost(record: Record) -> None:
    paid = record.stockpile_account[:, :, 4].astype(float)
    found = entries(record)["purchases"]
    for row, name in enumerate(record.financed):
        own = [i for i, a in enumerate(record.stockpile_accounts) if a.split(":")[0] == name]
        assert np.allclose(paid[:, own].sum(axis=1), found[:, row], rtol=1e-5, atol=1e-6)
