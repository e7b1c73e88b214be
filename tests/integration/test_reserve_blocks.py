"""What a stockpile buys and releases in a history depends on nothing but that history."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.scenario.schema import Scenario
from sim.world.record.record import Record
from tests.chain import CHAIN, write
from tests.integration.blocks import RECORDED, assert_same, in_blocks_of

PLAIN = "  reserve: {country: US, members: [us_ev], fill_days: 60}\n"
STOCKPILES = """\
  vault:
    country: CN
    holds:
      oxide: {fill_days: 20}
      metal: {fill_days: 10, fill: {target_days: 40, start: 2026-02-01, finish: 2026-11-01}}
      magnets: {}
    members: {us_ev: {need_share: {uniform: [0.5, 1]}, value_musd_per_t: 2}, DE: {}}
    allocation: value
    fill:
      target_days: {uniform: [10, 40]}
      finish: 2026-09-01
      budget_musd: {uniform: [1, 20]}
      price_cap_usd_per_kg: 900
    release:
      trigger: {cover_days_below: 10}
      lag_days: {triangular: [1, 8, 30]}
      rate_t_per_day: {magnets: 0.2, oxide: 0.1, metal: {uniform: [0.01, 0.1]}}
      kept_back: 0.3
      stop: {cover_days_above: 20}
      refill: {after_days: 14, over_days: 60}
    ageing_per_year: {uniform: [0, 0.1]}
  reserve:
    country: US
    members: [US, DE]
    fill_days: 10
    allocation: defence_first
    fill: {target_days: 30}
    release: {trigger: {control: halt}, lag_days: 30, kept_back: 0.5, stop: {calm_days: 7}}
"""
LANES = """\
  oxide_in: {good: oxide, from: separator, to: vault, share: 1, transit_days: {uniform: [5, 30]}}
  metal_in: {good: metal, from: smelter, to: vault, share: 1}
  vault_in: {good: magnets, from: maker, to: vault, share: 1}
  reserve_in: {good: magnets, from: maker, to: reserve, share: 1, transit_days: 20}
"""
MORE = """\
  fire: {kind: outage, facilities: [smelter], start: {uniform: [30, 200]}, duration_days: 40}
  drought: {kind: outage, facilities: [maker], start: {uniform: [30, 200]},
            duration_days: {uniform: [5, 90]}, capacity_factor: 0.3}
  word: {kind: stockpile_order, stockpile: reserve, order: pause, start: {uniform: [60, 200]},
         duration_days: 30, probability: 0.5}
market:
  normal_usd_per_kg: {china: {ndpr: 60, dy: 250}, outside: {ndpr: 60, dy: 250}}
"""


def scenario(folder: Path) -> Scenario:
    text = CHAIN.replace(PLAIN, STOCKPILES).replace("  sea: {good", f"{LANES}  sea: {{good")
    text = text.replace("start: 2026-03-01", "start: {uniform: [40, 120]}")
    return sim.load(write(folder, f"{text}{MORE}"))


def simulated(folder: Path, width: int) -> Record:
    return in_blocks_of(width, scenario(folder))


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


def test_the_histories_do_differ_in_what_stockpiles_do(narrow: Record) -> None:
    """They buy, release, age and pay in all forms, and not alike: equality above says something."""
    entries = narrow.stockpile_account.sum(axis=0)
    assert narrow.stockpile_accounts[0].startswith("reserve:")
    for entry in (1, 2, 4):
        by_account = [len(np.unique(row)) for row in entries[:, entry]]
        assert sum(count > 50 for count in by_account) >= 2, (entry, by_account)


def test_the_books_of_stockpiles_close_month_by_month(narrow: Record) -> None:
    stock, bought, released, aged, paid = np.moveaxis(narrow.stockpile_account.astype(float), 2, 0)
    change = stock[1:] - stock[:-1]
    assert np.allclose(change, (bought - released - aged)[1:], atol=1e-4)
    assert (paid >= 0).all()
    budgeted = [
        k for k, name in enumerate(narrow.stockpile_accounts)
        if name.startswith(("vault:oxide", "vault:magnets"))
    ]  # fmt: skip
    assert paid[:, budgeted].sum(axis=(0, 1)).max() <= 20 * (1 + 1e-6)
