"""Known answers of the sourcing by date: shares, offtakes and stand-by weights follow their lines."""

import datetime as dt
from shutil import copy

import numpy as np
import pytest

from sim.scenario.load import load
from tests.chain import problems, write
from tests.unit.effects import KNOWN_ANSWERS, run

TWO = """
magnet_makers: {{other: {{country: JP, stock_days: 500}}}}
lanes:
  sea: {{share: {share}, offtake: {offtake}}}
  air: {{good: magnets, from: other, to: motors, share: {rest}, transit_days: 35}}
disruptions: {{halt: null}}
"""
DAY_100, DAY_300 = dt.date(2026, 4, 11), dt.date(2026, 10, 28)
FALLS = f"{{{DAY_100}: 1, {DAY_300}: 0}}"
RISES = f"{{{DAY_100}: 0, {DAY_300}: 1}}"


def sold_by_the_other(tmp_path, share, rest, offtake="null"):
    text = TWO.format(share=share, rest=rest, offtake=offtake)
    outcome = run(tmp_path, "one_lane", text)
    assert outcome.shortfall() == 0
    return outcome.sold("JP")


def test_shares_that_cross_on_a_line_sell_what_lies_below_it(tmp_path):
    """A tonne leaves on each of 640 days: a triangle of 200 days, and all of it after day 300."""
    found = sold_by_the_other(tmp_path, FALLS, RISES)
    assert found == pytest.approx(100.5 + (640 - 301), abs=1e-3)


def test_an_offtake_that_falls_leaves_the_rest_to_the_shares(tmp_path):
    found = sold_by_the_other(tmp_path, "null", 1, FALLS)
    assert found == pytest.approx(100.5 + (640 - 301), abs=1e-3)


def test_shares_must_sum_to_1_on_every_date(tmp_path):
    copy(KNOWN_ANSWERS / "one_lane.yaml", tmp_path)
    text = "schema: 1\nextends: one_lane\nname: case\n"
    file = write(tmp_path, text + TWO.format(share=FALLS, rest=0, offtake="null"))
    (found,) = problems(file)
    assert found.message.startswith(
        "The shares of motors in magnets (plain) sum to 0 on 2026-10-28"
    )
    halves = f"{{{DAY_100}: 0.5, {DAY_300}: 0.5}}"
    load(write(tmp_path, text + TWO.format(share=halves, rest=0.5, offtake="null")))


SPARE = """
magnet_makers: {{other: {{country: JP, stock_days: 500}}, third: {{country: KR, stock_days: 500}}}}
lanes:
  air: {{good: magnets, from: other, to: motors, standby: 1, transit_days: 35}}
  rail: {{good: magnets, from: third, to: motors, standby: {weight}, transit_days: 35}}
"""


def test_a_stand_by_weight_follows_its_dates_in_the_midst_of_trouble(tmp_path):
    """Half each for 60 days of the halt, then one to three for the other 60."""
    step = f"{{{DAY_100 + dt.timedelta(days=59)}: 1, {DAY_100 + dt.timedelta(days=60)}: 3}}"
    outcome = run(tmp_path, "one_lane", SPARE.format(weight=step))
    # The other plants hold no stock of their own, and make what is ordered in a day.
    total = outcome.sold("JP") + outcome.sold("KR")
    assert outcome.sold("KR") / total == pytest.approx((60 * 0.5 + 60 * 0.75) / 120, abs=0.01)
    np.testing.assert_allclose(total, 120, atol=2)
