"""Known answers of a stockpile's numbers by date: what it lets out, loses and pays follows lines."""

import numpy as np
import pytest

from tests.known_answers.cases import run, shortage
from tests.unit.effects import run as run_of
from tests.unit.test_effects_finance import CALM, books, financed

RESERVE = "one_lane_with_reserve"
KEY = "stockpiles.reserve.{}"
DAY_178, DAY_179 = "2026-06-28", "2026-06-29"


def test_a_limit_that_falls_to_nothing_ends_the_release_on_its_date():
    """A tonne a day is short from day 149 to 254; by day 178 it lends 30 of its 60."""
    limit = KEY.format("release_t_per_day={" + f"{DAY_178}: 5, {DAY_179}: 0" + "}")
    halted = run(RESERVE, limit)
    assert halted.record.released_t.item() == pytest.approx(30)
    assert shortage(halted).shortfall == pytest.approx(106 - 30)


def test_a_share_of_the_need_follows_its_line():
    """Half until day 178, nothing from day 179 on: it lends half of those 30 tonnes."""
    members = "members={motors: {need_share: {" + f"{DAY_178}: 0.5, {DAY_179}: 0" + "}}}"
    halted = run(RESERVE, KEY.format(members))
    assert halted.record.released_t.item() == pytest.approx(30 / 2)


def test_ageing_that_rises_on_a_line_keeps_the_product_of_the_days():
    """From nothing on day 0 to a half a year on day 100; the halt is left out."""
    rises = KEY.format("ageing_per_year={2026-01-01: 0, 2026-04-11: 0.5}")
    calm = run(RESERVE, rises, "disruptions.halt=null")
    share = 0.5 * np.clip(np.arange(640) / 100, 0.0, 1.0)
    left = 60 * np.cumprod((1.0 - share) ** (1.0 / 365.25))
    np.testing.assert_allclose(calm.record.stockpile_t[:, 0, 0], left, rtol=1e-5)


def test_interest_and_fees_follow_their_lines(tmp_path):
    """On a loan of 3 million drawn at the start and never repaid; a year has 365 days here."""
    money = (
        "loan_musd: 3, drawn: at_start, repayment: none, "
        "interest_per_year: {2026-01-01: 0.1, 2027-01-01: 0}"
    )
    fee = "{2026-06-30: 2, 2026-07-01: 0}"
    found = books(run_of(tmp_path, "one_lane", financed(money, fee=fee), CALM))
    accrued = sum(3 * 0.1 * (1 - day / 365) / 365 for day in range(1, 365))
    assert found["interest"][:12].sum() == pytest.approx(accrued, rel=1e-4)
    assert (found["interest"][12:] == 0.0).all()
    assert found["fees"].sum() == pytest.approx(2 * 181 / 365.25, rel=1e-6)
