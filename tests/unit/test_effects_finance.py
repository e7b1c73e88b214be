"""What money does to a stockpile in the simulated world, and what its books say of it."""

import numpy as np
import pytest

from sim.rules import finance
from sim.world.state.account import BalanceError
from sim.world.stockpile import account
from sim.world.stockpile.finance_recorder import FINANCE
from tests.unit.effects import BARE_CHAIN, run

PRICE = 0.1
"""Million USD a tonne."""
CALM = "disruptions: {halt: {start: 600}}"
NEVER = "release: {trigger: {date: 2027-10-02}}"


def financed(money: str, keys: str = NEVER, fill: str = "", fee: float = 0.0) -> str:
    """Let a reserve be filled to 60 t, a tonne a day, from day 10 on; they arrive by day 79."""
    return f"""
stockpiles:
  reserve:
    country: US
    members: {{motors: {{fee_musd_per_year: {fee}}}}}
    fill: {{target_days: 60, start: 2026-01-11, finish: 2026-03-11,
           price_usd_per_kg: {{plain: 100}}, {fill}}}
    finance: {{{money}}}
    {keys}
lanes:
  to_reserve: {{good: magnets, from: source, to: reserve, share: 1, transit_days: 10}}
"""


def books(outcome) -> dict[str, np.ndarray]:
    """Give the books of the first history by month."""
    table = outcome.record.finance_musd[:, 0, :, 0].T
    return dict(zip(FINANCE.at, table, strict=True))


def bought(outcome) -> float:
    return float(outcome.record.stockpile_account[:, 0, 1, 0].sum())


@pytest.mark.parametrize(
    ("loan", "equity", "budget", "tonnes"),
    [(0, 0, 100, 0), (0, 2, 100, 20), (3, 1.5, 100, 45), (3, 1.5, 2, 20), (9, 9, 100, 60)],
)
def test_it_buys_what_cash_and_undrawn_loan_allow(tmp_path, loan, equity, budget, tonnes):
    """Or its budget, if that is less."""
    money = f"loan_musd: {loan}, equity_musd: {equity}, interest_per_year: 0"
    changes = financed(money, fill=f"budget_musd: {budget}")
    outcome = run(tmp_path, "one_lane", changes, CALM)
    assert bought(outcome) == pytest.approx(tonnes, abs=1e-4)
    found = books(outcome)
    assert found["purchases"].sum() == pytest.approx(PRICE * tonnes, abs=1e-6)
    assert found["loan"][4] == pytest.approx(max(PRICE * tonnes - equity, 0), abs=1e-6)
    assert found["capitalised"].sum() == pytest.approx(0, abs=1e-9)


def test_handling_is_paid_from_the_same_money(tmp_path):
    """A tonne costs 0.1 and handling 0.025 million: 2.5 million are 20 tonnes."""
    money = "equity_musd: 2.5, handling_usd_per_t: 25000"
    outcome = run(tmp_path, "one_lane", financed(money), CALM)
    assert bought(outcome) == pytest.approx(20, abs=1e-4)
    found = books(outcome)
    assert found["cash"][-1] == pytest.approx(0, abs=1e-6)
    assert found["capitalised"].sum() == pytest.approx(0, abs=1e-6)
    assert found["handling"].sum() == pytest.approx(0.5, abs=1e-6)


def test_what_it_can_pay_for_and_handle_is_bought_as_planned(tmp_path):
    """60 t cost 6 and their handling 1.5 million: with no more, none of them comes late."""
    money = "equity_musd: 7.5, handling_usd_per_t: 25000"
    outcome = run(tmp_path, "one_lane", financed(money), CALM)
    stock = outcome.record.stockpile_t[:, 0, 0]
    assert stock[20:80] == pytest.approx(np.arange(1, 61), abs=1e-4)


def test_all_that_comes_in_and_goes_out_is_handled_in_whatever_form(tmp_path):
    """Ten days are bought in metal and in magnets, and go out when both are shut out."""
    forms = """
end: 2026-12-31
stockpiles:
  reserve:
    country: CN
    holds: {metal: {}, magnets: {}}
    members: [motors]
    fill: {target_days: 10, start: 2026-01-11, price_usd_per_kg: {ndpr: 100, standard: 100}}
    finance: {equity_musd: 9, handling_usd_per_t: 1000}
    release: {trigger: {control: closure}}
lanes:
  metal_in: {good: metal, from: smelter, to: reserve, share: 1}
  magnets_in: {good: magnets, from: maker, to: reserve, share: 1}
disruptions: {closure: {kind: lane_closure, lanes: [oxide, metal], start: 100, duration_days: 150}}
"""
    outcome = run(tmp_path, "stoichiometry", BARE_CHAIN, forms)
    assert outcome.record.ids("stockpiles") == ("reserve:metal", "reserve:magnets")
    assert outcome.record.released_t[:, 0] == pytest.approx([10 * 0.3, 10], abs=1e-4)
    handling = books(outcome)["handling"].sum()
    assert handling == pytest.approx(0.001 * 2 * (10 * 0.3 + 10), abs=1e-6)


def test_what_is_sold_brings_money_to_buy_again(tmp_path):
    """With 2 million it can hold 20 t; released in the halt, they are paid and bought again."""
    keys = "release: {trigger: {first_shortage: true}, stop: {calm_days: 5}, refill: {}}"
    found = run(tmp_path, "one_lane", financed("equity_musd: 2, sale_price: inventory", keys))
    assert bought(found) > 35
    assert books(found)["purchases"].sum() == pytest.approx(PRICE * bought(found), rel=1e-6)


FIRST = "release: {trigger: {first_shortage: true}}"


@pytest.mark.parametrize(
    ("sale", "gain"),
    [("inventory", 0), ("market", 0), ("{fixed: 130}", 1.8), ("{fixed: {plain: 40}}", -3.6)],
)
def test_members_pay_the_price_agreed(tmp_path, sale, gain):
    """All 60 t, bought at 100 USD/kg, go out in the halt."""
    outcome = run(tmp_path, "one_lane", financed(f"equity_musd: 9, sale_price: {sale}", FIRST))
    found = books(outcome)
    assert found["cost_of_sales"].sum() == pytest.approx(6, abs=1e-5)
    assert found["realised"][-1] == pytest.approx(gain, abs=1e-5)
    assert found["cash"][-1] == pytest.approx(9 + gain, abs=1e-5)
    if sale == "inventory":
        assert np.array_equal(found["sales"], found["cost_of_sales"])


def test_a_loan_drawn_at_the_start_costs_from_the_first_day(tmp_path):
    """Five million at 6 %: 0.3 million in 365 days, and the bullet is not due in two years."""
    money = "loan_musd: 5, equity_musd: 4, drawn: at_start, repayment: bullet"
    found = books(run(tmp_path, "one_lane", financed(money), CALM))
    assert found["loan"] == pytest.approx(np.full(22, 5.0))
    assert found["interest"][:13].sum() == pytest.approx(0.3 * (1 + 30 / 365))
    assert found["interest_paid"].nonzero()[0].tolist() == [12]
    assert found["interest_paid"][12] == pytest.approx(0.3)
    assert found["cash"][11] == pytest.approx(3, abs=1e-6)


def test_fees_storage_and_ageing_are_booked(tmp_path):
    """60 t cost 1,000 USD a tonne and year, a tenth of what is left ages; members pay 12 million."""
    money = "equity_musd: 9, storage_usd_per_t_year: 1000"
    keys = f"{NEVER}\n    ageing_per_year: 0.1\n    fill_t: {{plain: 60}}"
    changes = financed(money, keys, fee=12).replace("target_days: 60", "target_days: 0")
    outcome = run(tmp_path, "one_lane", changes, CALM)
    found, days = books(outcome), 640
    assert found["fees"].sum() == pytest.approx(12 * days / 365.25)
    stock = outcome.record.stockpile_t[:, 0, 0].astype(float)
    assert found["storage"].sum() == pytest.approx(stock.sum() * 1e-3 / 365.25, rel=1e-5)
    lost = 60 * (1 - 0.9 ** (days / 365.25))
    assert found["write_down"].sum() == pytest.approx(PRICE * lost)
    assert found["inventory_at_cost"][-1] == pytest.approx(PRICE * (60 - lost))
    # What was there at the start was contributed in kind.
    assert found["equity"] == pytest.approx(np.full(22, 15.0))


def test_the_books_balance_in_every_month_and_history(tmp_path):
    """With random terms; the world itself checks every day."""
    money = (
        "loan_musd: {uniform: [2, 8]}, equity_musd: {uniform: [0, 2]}, "
        "interest_per_year: {uniform: [0.05, 0.07]}, storage_usd_per_t_year: 900, "
        "handling_usd_per_t: {uniform: [0, 500]}, sale_price: {fixed: 120}"
    )
    duration = "disruptions: {halt: {duration_days: {uniform: [60, 200]}}}"
    outcome = run(tmp_path, "one_lane", financed(money, FIRST, fee=0.3), duration, n=70)
    table = dict(zip(FINANCE.at, outcome.record.finance_musd[:, 0].swapaxes(0, 1), strict=True))
    assets = table["cash"] + table["inventory_at_market"]
    paid_in = table["loan"] + table["interest_due"] + table["equity"]
    assert np.ptp(table["result"][-1]) > 0.1
    assert np.abs(assets - paid_in - table["result"]).max() < 1e-8
    flows = {name: table[name].cumsum(axis=0) for name in finance.GAINS}
    gained = sum(sign * flows[name] for name, sign in finance.GAINS.items())
    assert np.abs(gained - table["realised"]).max() < 1e-8


@pytest.mark.usefixtures("nothing_shared")
def test_books_that_do_not_balance_stop_the_run(tmp_path, monkeypatch):
    """A day on which the cost of what was sold is forgotten is found on that day."""

    def forgetful(cost, stock, aged, released):
        left, lost, sold = finance.moved_out(cost, stock, aged, released)
        return left, lost, 0 * sold

    monkeypatch.setattr(account, "moved_out", forgetful)
    with pytest.raises(BalanceError, match="books of the stockpile reserve do not balance"):
        run(tmp_path, "one_lane", financed("equity_musd: 9, sale_price: market", FIRST))


def test_money_without_an_end_changes_no_tonne(tmp_path):
    rich = run(tmp_path, "one_lane", financed("equity_musd: 1.0e+9", FIRST)).record
    plain = run(tmp_path, "one_lane", financed("", FIRST).replace("finance: {}", "")).record
    assert float(plain.released_t.sum()) > 1
    for field in ("served_t", "stockpile_t", "unmet_t", "stockpile_account"):
        assert np.array_equal(getattr(rich, field), getattr(plain, field)), field
    assert plain.ids("financed") == ()
