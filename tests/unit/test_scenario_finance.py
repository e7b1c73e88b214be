"""What the money of a stockpile is refused for, and that what is right is taken."""

import pytest

from sim.scenario.load import load
from sim.scenario.membership import payers
from sim.scenario.schema import FixedPrice
from tests.chain import CHAIN, problems, write

PLAIN = "  reserve: {country: US, members: [us_ev], fill_days: 60}\n"
LANE = "  sea: {good: magnets,"
BOUGHT = "  bought: {good: magnets, from: maker, to: reserve, share: 1}\n"


def chain(finance: str, keys: str = "fill_days: 60", members: str = "[us_ev]") -> str:
    """Give the chain with a stockpile that has money, and a lane if it buys."""
    assert CHAIN.count(PLAIN) == CHAIN.count(LANE) == 1
    block = f"  reserve: {{country: US, members: {members}, {keys}, finance: {{{finance}}}}}\n"
    lanes = BOUGHT if "fill: " in keys else ""
    return CHAIN.replace(PLAIN, block).replace(LANE, f"{lanes}{LANE}")


def grades(folder) -> list[str]:
    """List the grades of the chain."""
    return list(load(write(folder, CHAIN)).scenario.grades)


def priced(folder, usd_per_kg: float = 80) -> str:
    """Give a fill with a price of every grade."""
    prices = ", ".join(f"{grade}: {usd_per_kg}" for grade in grades(folder))
    return f"fill: {{target_days: 60, price_usd_per_kg: {{{prices}}}}}"


@pytest.mark.parametrize(
    ("finance", "path", "says"),
    [
        ("loan_musd: -1", "finance.loan_musd", "at least 0"),
        ("loan_years: 0", "finance.loan_years", "at least 1"),
        ("interest_per_year: 6", "finance.interest_per_year", "at most 1"),
        ("repayment: monthly", "finance.repayment", "annuity"),
        ("drawn: never", "finance.drawn", "as_needed"),
        ("sale_price: {fixed: -3}", "finance.sale_price.fixed", "at least 0"),
        ("sale_price: {fixed: {standrad: 3}}", "finance.sale_price.fixed.standrad", "standard"),
        ("sale_price: {fixed: {standard: 3}}", "finance.sale_price.fixed", "no fixed price of"),
        ("lend_musd: 3", "finance.lend_musd", "loan_musd"),
    ],
)
def test_one_mistake_gives_one_finding(tmp_path, finance, path, says):
    (problem,) = problems(write(tmp_path, chain(finance, priced(tmp_path))))
    assert problem.path == f"stockpiles.reserve.{path}"
    assert says in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize("keys", ["fill_days: 60", "fill: {target_days: 60}"])
def test_books_need_prices(tmp_path, keys):
    (problem,) = problems(write(tmp_path, chain("loan_musd: 3", keys)))
    assert problem.path == "stockpiles.reserve.finance"
    assert "need prices of the magnets" in problem.message
    assert load(write(tmp_path, chain("loan_musd: 3", priced(tmp_path)))).scenario.stockpiles


def test_a_loan_has_the_terms_of_the_documents_unless_others_are_stated(tmp_path):
    loaded = load(write(tmp_path, chain("loan_musd: 10000", priced(tmp_path))))
    block = loaded.scenario.stockpiles["reserve"]
    assert block.finance is not None
    assert (block.finance.loan_years, block.finance.interest_per_year) == (15, 0.06)
    assert (block.finance.drawn, block.finance.repayment) == ("as_needed", "annuity")
    every = ", ".join(f"{grade}: 70" for grade in grades(tmp_path))
    text = chain(f"sale_price: {{fixed: {{{every}}}}}", priced(tmp_path))
    finance = load(write(tmp_path, text)).scenario.stockpiles["reserve"].finance
    assert finance is not None
    assert isinstance(finance.sale_price, FixedPrice)


def test_every_member_pays_its_fee_once(tmp_path):
    members = "{US: {fee_musd_per_year: 2}, us_ev: {fee_musd_per_year: 12}}"
    scenario = load(write(tmp_path, chain("loan_musd: 1", priced(tmp_path), members))).scenario
    entries = payers(scenario, "reserve")
    assert entries.pop("us_ev") == "us_ev"
    assert set(entries.values()) <= {"US"}


def test_plants_that_are_members_pay_too(tmp_path):
    members = "{maker: {fee_musd_per_year: 4}}"
    text = chain("loan_musd: 1", "good: metal, fill_days: 3", members)
    scenario = load(write(tmp_path, text.replace(", finance: {loan_musd: 1}", ""))).scenario
    assert payers(scenario, "reserve") == {"maker": "maker"}
