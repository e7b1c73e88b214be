"""The money of a stockpile in a history depends on nothing but that history, and always balances."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.world.record.record import Record
from sim.world.stockpile.finance_recorder import FINANCE
from tests.chain import CHAIN, write
from tests.integration import test_reserve_blocks as physical
from tests.integration.blocks import RECORDED, assert_same, in_blocks_of

MONEY = """\
    finance:
      loan_musd: {uniform: [1, 10]}
      equity_musd: {uniform: [0, 3]}
      interest_per_year: {uniform: [0.05, 0.07]}
      storage_usd_per_t_year: {uniform: [100, 2000]}
      handling_usd_per_t: 300
      cash_interest_per_year: 0.02
      sale_price: %s
"""
VAULT = MONEY % "market"
RESERVE = MONEY % "inventory" + "      drawn: at_start\n"


def simulated(folder: Path, width: int) -> Record:
    """Run the stockpiles of the physical test with money."""
    blocks = physical.STOCKPILES.replace("  reserve:\n", f"{VAULT}  reserve:\n") + RESERVE
    text = CHAIN.replace(physical.PLAIN, blocks)
    text = text.replace("  sea: {good", f"{physical.LANES}  sea: {{good")
    text = text.replace("start: 2026-03-01", "start: {uniform: [40, 120]}") + physical.MORE
    return in_blocks_of(width, sim.load(write(folder, text)))


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Give the histories as blocks of 64 make them."""
    return simulated(tmp_path_factory.mktemp("narrow"), 64)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Give the histories as one block of 192 makes them."""
    return simulated(tmp_path_factory.mktemp("wide"), 192)


@pytest.mark.parametrize("field", RECORDED)
def test_wider_blocks_give_the_same_histories_to_the_bit(
    field: str, narrow: Record, wide: Record
) -> None:
    assert_same(field, narrow, wide)


def entries(record: Record) -> dict[str, np.ndarray]:
    """Give the entries of the books, million USD, ``[month, stockpile, history]``."""
    return dict(zip(FINANCE.at, np.moveaxis(record.finance_musd, 2, 0), strict=True))


def test_the_books_balance_with_prices_that_move(narrow: Record) -> None:
    """To a cent, in each month of each history of both; and something happens in them."""
    assert narrow.financed == ("reserve", "vault")
    found = entries(narrow)
    assets = found["cash"] + found["inventory_at_market"]
    paid_in = found["loan"] + found["interest_due"] + found["equity"]
    assert np.abs(assets - paid_in - found["result"]).max() < 1e-8
    for entry in ("purchases", "sales", "unrealised", "interest", "storage"):
        assert len(np.unique(found[entry][:, 1].sum(axis=0))) > 30, entry
    assert (found["cash"] >= 0).all()
    assert np.array_equal(found["sales"][:, 0], found["cost_of_sales"][:, 0])
    assert not np.array_equal(found["sales"][:, 1], found["cost_of_sales"][:, 1])


def test_what_is_paid_is_what_the_goods_are_said_to_cost(narrow: Record) -> None:
    paid = narrow.stockpile_account[:, :, 4].astype(float)
    found = entries(narrow)["purchases"]
    for row, name in enumerate(narrow.financed):
        own = [i for i, a in enumerate(narrow.stockpile_accounts) if a.split(":")[0] == name]
        assert np.allclose(paid[:, own].sum(axis=1), found[:, row], rtol=1e-5, atol=1e-6)
