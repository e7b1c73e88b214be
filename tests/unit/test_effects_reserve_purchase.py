"""A stockpile that is filled buys like anybody: by plan, for money, and from those who are short."""

import numpy as np
import pytest

from tests.unit.effects import run

LANE = """lanes:
  to_reserve: {{good: magnets, from: {seller}, to: reserve, share: 1, transit_days: 10}}"""

DAY_10, DAY_69 = "2026-01-11", "2026-03-11"


def filled(fill: str, keys: str = "", seller: str = "source") -> str:
    """Let a reserve beside the one lane be filled to 60 days, a day of them a day, from day 10 on."""
    return f"""
stockpiles:
  reserve:
    country: US
    members: [motors]
    fill: {{target_days: 60, start: {DAY_10}, finish: {DAY_69}, {fill}}}
    {keys}
{LANE.format(seller=seller)}
"""


CALM = "disruptions: {halt: {start: 600}}"
NEVER = "release: {trigger: {date: 2027-10-02}}"


def accounts(outcome):
    """Give stock, bought, released, aged and paid by month."""
    return outcome.record.stockpile_account[:, 0, :, 0].T.astype(float)


def test_it_is_filled_along_a_straight_line_and_what_it_buys_is_shipped_first(tmp_path):
    """The first tonne is ordered on day 10 and arrives on day 20, the last on day 79."""
    outcome = run(tmp_path, "one_lane", filled("", NEVER), CALM)
    stock = outcome.record.stockpile_t[:, 0, 0]
    assert stock[19] == 0
    assert stock[20:80] == pytest.approx(np.arange(1, 61), abs=1e-4)
    assert stock[80:] == pytest.approx(60, abs=1e-4)
    assert outcome.shortfall() == 0


def test_what_is_there_at_the_start_need_not_be_bought(tmp_path):
    outcome = run(tmp_path, "one_lane", filled("", f"fill_days: 30\n    {NEVER}"), CALM)
    assert accounts(outcome)[1].sum() == pytest.approx(30)
    assert outcome.record.stockpile_t[[0, -1], 0, 0] == pytest.approx([30, 60])


def test_without_a_finish_all_is_ordered_at_once(tmp_path):
    at_once = "stockpiles: {reserve: {fill: {finish: null}}}"
    outcome = run(tmp_path, "one_lane", filled("", NEVER), CALM, at_once)
    assert outcome.record.stockpile_t[[19, 20], 0, 0] == pytest.approx([0, 60])


@pytest.mark.parametrize(("budget", "bought"), [(0, 0), (2.5, 25), (6, 60), (100, 60)])
def test_it_spends_no_more_than_its_budget(tmp_path, budget, bought):
    """A tonne costs 0.1 million USD."""
    price = f"price_usd_per_kg: {{plain: 100}}, budget_musd: {budget}"
    _, tonnes, _, _, paid = accounts(run(tmp_path, "one_lane", filled(price, NEVER), CALM))
    assert tonnes.sum() == pytest.approx(bought, abs=1e-5)
    assert paid == pytest.approx(0.1 * tonnes)


@pytest.mark.parametrize(("cap", "bought"), [(99, 0), (100, 60), ("{plain: 99}", 0)])
def test_it_buys_nothing_above_its_price(tmp_path, cap, bought):
    price = f"price_usd_per_kg: {{plain: 100}}, price_cap_usd_per_kg: {cap}"
    outcome = run(tmp_path, "one_lane", filled(price, NEVER), CALM)
    assert accounts(outcome)[1].sum() == pytest.approx(bought)


SCARCE = """
consumers: {motors: {stock_days: 14}}
magnet_makers:
  ally: {country: JP, stock_days: 0, capacity_t_blanks_per_year: 255.675}    # 0.7 t a day
lanes:
  sea: {share: 0.5}
  near: {good: magnets, from: ally, to: motors, share: 0.5}
"""


def test_filling_it_in_a_shortage_makes_the_shortage_worse(tmp_path):
    """While half of the supply is halted the ally can make 0.7 t, of a tonne needed, a day."""
    start = "stockpiles: {reserve: {fill: {start: 2026-04-11, finish: 2026-06-09}}}"
    buys = run(tmp_path, "one_lane", SCARCE, filled("", NEVER, "ally"), start)
    waits = run(tmp_path, "one_lane", SCARCE)
    assert waits.shortfall() > 1
    assert accounts(buys)[1].sum() == pytest.approx(60)
    assert buys.shortfall() > waits.shortfall() + 5
    # What it took it took from them, and from nobody else.
    served = [float(o.record.served_t.sum()) for o in (buys, waits)]
    assert buys.shortfall() - waits.shortfall() == pytest.approx(served[1] - served[0], rel=1e-4)


def test_it_does_not_buy_while_it_releases(tmp_path):
    """The halt lasts from 11 April to 8 August and leaves the lane to the reserve open.

    The ally makes to order, which takes a day. By 11 April 32 t are ordered, the first of which
    arrives on 22 March, the last on 22 April; the other 28 arrive in August.
    """
    keys = "release: {trigger: {control: halt}, stop: {end_of: halt}}"
    start = "stockpiles: {reserve: {fill: {start: 2026-03-11, finish: 2026-05-09}}}"
    open_lane = "magnet_makers: {ally: {country: JP, stock_days: 500}}"
    changes = filled("", keys, "ally")
    _, bought, released, _, _ = accounts(run(tmp_path, "one_lane", open_lane, changes, start))
    assert released.sum() > 0
    assert bought[2:9] == pytest.approx([10, 22, 0, 0, 0, 28, 0], abs=1e-4)


@pytest.mark.parametrize(
    ("refill", "again"), [("", 0), (", refill: {after_days: 30, over_days: 60}", 60)]
)
def test_it_buys_back_what_it_released_only_if_it_is_to_refill(tmp_path, refill, again):
    """Sixty days are there by day 79 and gone by day 208; the order ends with the need."""
    keys = f"release: {{trigger: {{first_shortage: true}}, stop: {{calm_days: 5}}{refill}}}"
    outcome = run(tmp_path, "one_lane", filled("", keys))
    _, bought, released, _, _ = accounts(outcome)
    assert released.sum() == pytest.approx(60)
    assert bought.sum() == pytest.approx(60 + again)
    stock = outcome.record.stockpile_t[:, 0, 0]
    assert stock[208:254] == pytest.approx(np.zeros(46), abs=1e-6)
    if again:
        # The need ends on day 254, the order five days and one later; then 30 days pass, and a day
        # of the target a day arrives after ten more.
        rise = np.flatnonzero(np.diff(stock[208:]) > 1e-6) + 209
        assert rise[0] == pytest.approx(255 + 6 + 30 + 10, abs=2)
        assert len(rise) == 60
        assert np.diff(stock)[rise - 1] == pytest.approx(np.ones(60), abs=1e-4)


def test_a_budget_is_one_for_all_forms(tmp_path):
    """Metal and magnets cost 1 million USD a tonne each; three million buy three tonnes in all."""
    both = """
metal_makers: {smelter: {stock_days: 100}}
magnet_makers: {maker: {stock_days: 100, country: US}}
mines: {mine: {stock_days: 400}}
stockpiles:
  reserve:
    country: US
    holds: {metal: {}, magnets: {}}
    members: [motors]
    fill: {target_days: 0.1, budget_musd: 3, price_usd_per_kg: {ndpr: 1000, standard: 1000}}
    release: {trigger: {date: 2027-12-31}}
lanes:
  metal_in: {good: metal, from: smelter, to: reserve, share: 1}
  magnets_in: {good: magnets, from: maker, to: reserve, share: 1}
"""
    record = run(tmp_path, "stoichiometry", both).record
    account = record.stockpile_account[..., 0].astype(float)
    assert record.stockpile_accounts == ("reserve:metal:ndpr", "reserve:magnets:standard")
    bought, paid = account[..., 1].sum(axis=0), account[..., 4].sum(axis=0)
    assert paid == pytest.approx(bought)
    assert paid.sum() == pytest.approx(3)
    assert (bought > 0).all()
