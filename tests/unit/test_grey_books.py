"""What is written down of grey lanes: shipped and seized, by month."""

import numpy as np
import pytest

from sim.scenario.load import load
from sim.world.chance.chance import Chance
from sim.world.world import World, prepare
from tests.chain import CHAIN, write
from tests.unit.effects import KNOWN_ANSWERS

SIDE = """
lanes:
  side: {{good: magnets, from: source, to: motors, standby: 1, transit_days: 35,
         grey: {{via: VN, capacity_t_per_year: 10{grey}}}}}
disruptions: {{halt: {{destinations: [US], duration_days: 100}}}}
"""
A_DAY = 10 / 365.25
OPEN_DAYS = [0, 0, 0, 20, 31, 30, 19, *[0] * 15]
"""Days on which the side lane ships, by month: 11 April (day 100) to 19 July 2026 (day 199)."""


def simulated(folder, text, width=64, base="one_lane", **changes):
    """Run a layer on a known answer, and give the record with the world."""
    file = folder / "case.yaml"
    head = f"schema: 1\nextends: {KNOWN_ANSWERS / f'{base}.yaml'}\nname: case\n"
    file.write_text(head + text, encoding="utf-8")
    scenario = load(file, root="/").scenario
    world = World(scenario, Chance(1, 0, width, **changes))
    return world.run(prepare(scenario)), world


def side(folder, grey="", **changes):
    """Give what the side lane ships and what is seized, t, ``[month, history]`` each."""
    record, world = simulated(folder, SIDE.format(grey=grey), **changes)
    assert record.grey_lanes == ("side",)
    assert record.grey_t.dtype == np.float32
    shipped, seized = record.grey_t[:, 0].astype(float).transpose(1, 0, 2)
    return shipped, seized, world


def test_a_lane_ships_its_capacity_on_every_day_it_is_open(tmp_path):
    shipped, seized, _ = side(tmp_path)
    expected = np.array(OPEN_DAYS)[:, None] * A_DAY
    np.testing.assert_allclose(shipped, np.broadcast_to(expected, shipped.shape), rtol=1e-6)
    assert not seized.any()


def test_where_all_is_seized_both_entries_are_the_same(tmp_path):
    shipped, seized, _ = side(tmp_path, ", intercepted: 1")
    np.testing.assert_allclose(shipped[:, 0], np.array(OPEN_DAYS) * A_DAY, rtol=1e-6)
    np.testing.assert_array_equal(seized, shipped)


def test_a_typical_world_loses_the_expected_share_of_each_month(tmp_path):
    shipped, seized, _ = side(tmp_path, ", intercepted: 0.25", expected_value=True)
    np.testing.assert_allclose(seized, 0.25 * shipped, rtol=1e-6)
    assert shipped.sum() > 0


def test_what_is_seized_is_what_the_books_of_the_trade_lose(tmp_path):
    """Raids differ between histories; what is ordered anew does not make up for it in a day."""
    shipped, seized, world = side(tmp_path, ", intercepted: 0.4")
    lost = world.trades["magnets"].book.seized
    np.testing.assert_allclose(seized.sum(axis=0), lost[0, 0], rtol=1e-6)
    np.testing.assert_allclose(shipped.sum(axis=0), 100 * A_DAY, rtol=1e-6)
    assert len(np.unique(np.round(seized.sum(axis=0), 4))) > 8


def test_an_entry_adds_up_its_sellers_buyers_and_grades_and_no_other_entry(tmp_path):
    text = """
grades: {other: {}}
magnet_makers: {twin: {country: CN, stock_days: 500}}
consumers:
  motors: {grades: {plain: 0.5, other: 0.5}, stock_days: 0}
  fans: {region: US, sector: fans, demand_t_per_year: 365.25, stock_days: 0, grades: {plain: 1}}
lanes:
  sea: {to: [motors, fans]}
  side: {good: magnets, from: {source: 0.25, twin: 0.75}, to: [motors, fans], standby: 1,
         transit_days: 35, grey: {via: VN, capacity_t_per_year: 36.525}}
  aside: {good: magnets, from: source, to: [motors, fans], standby: 1, transit_days: 35,
          grey: {via: TH, capacity_t_per_year: 3.6525, intercepted: 1}}
disruptions: {halt: {destinations: [US], start: 98, duration_days: 100}}
"""
    record, _ = simulated(tmp_path, text)
    assert record.grey_lanes == ("aside", "side")
    may = record.grey_t[4, ..., 0]
    np.testing.assert_allclose(may, [[0.31, 0.31], [3.1, 0.0]], rtol=1e-5)


def test_every_good_counts_as_it_is_ordered(tmp_path):
    """Each lane crosses a border, where a measured flow counts what leaves, too."""
    write(tmp_path, CHAIN, "chain.yaml")
    goods = {"ore": "concentrate", "oxide": "oxide", "metal": "metal", "sea": "magnets"}
    from_places = dict(zip(goods, ("CN", "KR", "JP", "TH"), strict=True))
    lanes = "".join(f"  {lane}: {{grey: {{via: VN, intercepted: 0.1}}}}\n" for lane in goods)
    flows = "".join(
        f"    {lane}: {{good: {good}, from: {from_places[lane]}}}\n" for lane, good in goods.items()
    )
    text = (
        "schema: 1\nextends: chain.yaml\nname: case\n"
        "separation_plants: {separator: {country: KR}}\n"
        "metal_makers: {smelter: {country: JP}}\nmagnet_makers: {maker: {country: TH}}\n"
        f"disruptions: {{halt: null}}\nlanes:\n{lanes}measures:\n  flows:\n{flows}"
    )
    scenario = load(write(tmp_path, text)).scenario
    record = World(scenario, Chance(1, 0, 64)).run(prepare(scenario))
    assert record.grey_lanes == record.flows == tuple(sorted(goods))
    counted = record.flow_t.astype(float)[:31].sum(axis=0)
    np.testing.assert_allclose(record.grey_t[0, :, 0], counted, rtol=1e-5)
    assert (counted > 0).all()
    assert (record.grey_t.sum(axis=(0, 3))[:, 1] > 0).all()


def test_histories_do_not_depend_on_the_others_of_their_block(tmp_path):
    text = SIDE.format(grey=", intercepted: {uniform: [0.1, 0.6]}")
    narrow, _ = simulated(tmp_path, text)
    wide, _ = simulated(tmp_path, text, width=128)
    np.testing.assert_array_equal(wide.grey_t[..., :64], narrow.grey_t)


@pytest.mark.parametrize("base", ["one_lane", "stoichiometry"])
def test_without_a_grey_lane_there_is_nothing(base, tmp_path):
    record, world = simulated(tmp_path, "end: 2027-01-31\n", base=base)
    assert record.ids("grey_lanes") == ()
    assert record.get("grey_t") is None
    assert all(trade.book.grey is None for trade in world.trades.values())
