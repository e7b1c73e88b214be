"""Goods that makers elsewhere build magnets into: what a place lacks when they stand still."""

import numpy as np
import pytest

from sim.output.observed import observed
from sim.output.outcomes import outcomes_of
from sim.scenario.errors import ScenarioError
from tests.unit.effects import run

CASE = """
magnet_makers: {spare: {country: DE, stock_days: 500}}
consumers:
  motors: {GOODS unmet: lost}
  phones: {region: KR, sector: phones, demand_t_per_year: 730.5, grades: {plain: 1}, MORE}
  radios: {region: US, sector: radios, demand_t_per_year: 1, grades: {plain: 1}}
lanes:
  phones: {good: magnets, from: spare, to: [phones, radios], share: 1, transit_days: 5}
"""


def goods(folder, of_motors="", of_phones="stock_days: 14"):
    """Run a halt towards who makes motors; give the measures of goods, by region."""
    outcome = run(folder, "one_lane", CASE.replace("GOODS", of_motors).replace("MORE", of_phones))
    found = {}
    for group, seen in observed(outcome.result.scenario, outcome.record):
        for one in outcomes_of(group, seen):
            if one.measure.startswith("goods"):
                found[group.kind, group.name, one.measure] = float(one.values[0])
    return outcome, found


def test_a_place_lacks_the_goods_that_were_not_made_for_it(tmp_path):
    """All of its goods come from one maker: it lacks them for as many days."""
    outcome, found = goods(tmp_path, "goods_for: {KR: 0.25},")
    days = outcome.shortfall()  # 1 t a day
    assert days > 10
    assert found == {
        ("region", "KR", "goods_short_days"): pytest.approx(days),
        ("region", "KR", "goods_unmet_t"): pytest.approx(0.25 * days),
    }


def test_goods_of_who_makes_more_count_more(tmp_path):
    """A region's other makers run on: of 0.5 and 1 t a day a third is missing."""
    of_phones = "goods_for: {US: 0.5}, stock_days: 14"
    outcome, found = goods(tmp_path, "region: JP, goods_for: {US: 0.5},", of_phones)
    assert found["region", "US", "goods_short_days"] == pytest.approx(outcome.shortfall() / 3)


def test_without_the_key_nothing_is_measured_of_goods_and_nothing_moves(tmp_path):
    without, nothing = goods(tmp_path)
    with_goods, _ = goods(tmp_path, "goods_for: {KR: 0.25},")
    assert nothing == {}
    np.testing.assert_array_equal(without.record.served_t, with_goods.record.served_t)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ("{KR: 0.7, US: 0.2}", "Nothing is measured of goods for US: motors stands there itself"),
        ("{DE: 0.1}", "Nothing is measured of goods for DE: it is the region of no consumer"),
        ("{KR: 0.7, DE: 0.7}", "The parts sum to 1.4, more than all that it makes"),
    ],
)
def test_goods_for_no_other_place_or_of_more_than_all_are_refused(tmp_path, parts, says):
    with pytest.raises(ScenarioError, match=says):
        goods(tmp_path, f"goods_for: {parts},")
