"""What grey lanes carry past a control, and what is seized on them."""

import numpy as np
import pytest

from sim.scenario.load import load
from sim.world.chance.chance import Chance
from sim.world.world import World, prepare
from tests.unit.effects import BUFFER, KNOWN_ANSWERS, run

GREY = """
consumers: {{motors: {{end_use: {end_use}}}}}
lanes:
  side: {{good: magnets, from: source, to: motors, standby: 1, transit_days: 35,
         grey: {{via: VN{grey}}}}}
disruptions: {{halt: {{duration_days: 100, {halt}}}}}
"""
TO_US = "destinations: [US]"
CARRIES = 10 / 365.25
START = 100
"""A stand-by lane counts from the day of the start."""
LOST = 100 - BUFFER


def grey(tmp_path, grey="", halt=TO_US, end_use="civil", n=1):
    return run(tmp_path, "one_lane", GREY.format(grey=grey, halt=halt, end_use=end_use), n=n)


TEN_A_YEAR = ", capacity_t_per_year: 10"


def test_a_grey_lane_carries_its_capacity_past_a_halt_and_no_more(tmp_path):
    outcome = grey(tmp_path, TEN_A_YEAR)
    carried = (200 - START) * CARRIES
    assert outcome.shortfall() == pytest.approx(LOST - carried, abs=1e-9)
    assert outcome.sold("CN") == pytest.approx(640 - LOST + carried, abs=1e-3)
    # No orders are left waiting on it: the main lane serves all from the day the halt ends.
    assert outcome.short_days()[-1] == 199 + 35


def test_without_a_capacity_it_carries_all(tmp_path):
    assert grey(tmp_path).shortfall() == 0


def test_a_lane_with_a_share_carries_its_capacity_in_quiet_times_too(tmp_path):
    """Half is ordered over each; what the grey one cannot carry moves to the other."""
    shares = """
lanes:
  sea: {share: 0.5}
  side: {good: magnets, from: source, to: motors, share: 0.5, transit_days: 35,
         grey: {via: VN, capacity_t_per_year: 10}}
disruptions: {halt: {destinations: [US], duration_days: 500}}
"""
    outcome = run(tmp_path, "one_lane", shares)
    assert outcome.missing()[300, 0] == pytest.approx(1 - CARRIES, abs=1e-6)
    assert outcome.twin.unmet_t.sum() < 1e-9


@pytest.mark.parametrize(
    ("halt", "end_use", "closed"),
    [
        (TO_US, "civil", False),
        ("destinations: [US, VN]", "civil", True),
        ("destinations: all", "civil", True),
        ("destinations: [VN]", "civil", None),
        ("destinations: all, end_uses: [defence]", "defence", False),
        ("destinations: all, end_uses: [civil, defence]", "defence", True),
    ],
)
def test_the_papers_decide_whether_a_control_hits_it(tmp_path, halt, end_use, closed):
    """A country of the papers only may be named; then the main lane stays open."""
    found = grey(tmp_path, TEN_A_YEAR, halt, end_use).shortfall()
    carried = {True: 0.0, False: (200 - START) * CARRIES, None: LOST}[closed]
    assert found == pytest.approx(LOST - carried, abs=1e-9)


def test_capacity_is_shared_by_buyers_and_grades_in_proportion_to_their_orders(tmp_path):
    """Motors order three times what fans do, half of it of each grade."""
    text = """
grades: {other: {}}
consumers:
  motors: {grades: {plain: 0.5, other: 0.5}, demand_t_per_year: 1095.75, stock_days: 0}
  fans: {region: US, sector: fans, demand_t_per_year: 365.25, stock_days: 0, grades: {plain: 1}}
lanes:
  sea: {to: [motors, fans]}
  side: {good: magnets, from: source, to: [motors, fans], standby: 1, transit_days: 35,
         grey: {via: VN, capacity_t_per_year: 365.25}}
disruptions: {halt: {destinations: [US], start: 98, duration_days: 100}}
"""
    outcome = run(tmp_path, "one_lane", text)
    record = outcome.record
    got = {name: record.served_t[140:230, outcome.row(name), 0] for name in ("motors", "fans")}
    total = got["motors"] + got["fans"]
    np.testing.assert_allclose(total, 1.0, atol=1e-5)
    # Orders are what the levels lack: the same part of each for all.
    np.testing.assert_allclose(got["motors"], 0.75, atol=1e-5)
    by_grade = record.unmet_t[outcome.row("motors"), :, 0]
    assert by_grade[0] == pytest.approx(by_grade[1])


def test_sellers_have_the_capacity_by_their_portions(tmp_path):
    text = """
magnet_makers: {other: {country: JP, stock_days: 500}}
lanes:
  side: {good: magnets, from: {source: 0.25, other: 0.75}, to: motors, standby: 1,
         transit_days: 35, grey: {via: VN, capacity_t_per_year: 10}}
disruptions: {halt: {destinations: [US], duration_days: 100}}
"""
    outcome = run(tmp_path, "one_lane", text)
    carried = (200 - START) * CARRIES
    assert outcome.sold("JP") == pytest.approx(0.75 * carried, abs=1e-5)
    # Nobody planned to buy there, so it is made to order, in a day.
    assert outcome.shortfall() == pytest.approx(LOST - carried + 0.75 * CARRIES)


def seized(tmp_path, chance, first=0, width=64, **changes):
    """Run the world itself, and give it with what is seized."""
    file = tmp_path / "seized.yaml"
    text = GREY.format(grey=TEN_A_YEAR + f", intercepted: {chance}", halt=TO_US, end_use="civil")
    base = KNOWN_ANSWERS / "one_lane.yaml"
    file.write_text(f"schema: 1\nextends: {base}\nname: case\n{text}", encoding="utf-8")
    scenario = load(file, root="/").scenario
    world = World(scenario, Chance(1, first, width, **changes))
    record = world.run(prepare(scenario))
    trade = world.trades["magnets"]
    assert trade.book.seized is not None
    return record, trade, trade.book.seized[0, 0]


def test_what_is_seized_leaves_the_seller_and_never_arrives(tmp_path):
    """The books close all the same: the run would stop if they did not."""
    record, trade, lost = seized(tmp_path, 1.0)
    np.testing.assert_allclose(lost, (200 - START) * CARRIES)
    np.testing.assert_allclose(record.unmet_t[0, 0], LOST)
    short = trade.shipped[0, 0] - trade.received[0, 0] - trade.transport.in_transit.total()[0, 0]
    np.testing.assert_allclose(short + 35, lost, rtol=1e-6)  # the pipeline was full at the start
    # Nothing seized is still on order: in the end the order book is the pipeline.
    np.testing.assert_allclose(
        trade.book.on_order[0, 0], trade.transport.in_transit.total()[0, 0], atol=1e-9
    )


def test_whole_weeks_are_seized_as_often_as_the_chance_says(tmp_path):
    record, _, lost = seized(tmp_path, 0.4)
    weeks = lost / (7 * CARRIES)
    # Days 100 to 199 are 13 whole weeks of the calendar, with 5 days before and 4 after.
    part = np.round(7 * weeks) % 7
    np.testing.assert_allclose(7 * weeks, np.round(7 * weeks), atol=1e-6)
    assert set(part.tolist()) == {0, 4, 5, 2}
    assert len(np.unique(np.round(lost, 6))) > 8
    error = np.sqrt(0.4 * 0.6 * 15 / 64) * 7 * CARRIES
    assert abs(lost.mean() - 0.4 * 100 * CARRIES) < 4 * error
    np.testing.assert_allclose(record.unmet_t[0, 0], LOST - 100 * CARRIES + lost)


def test_a_typical_world_loses_the_expected_share(tmp_path):
    record, _, lost = seized(tmp_path, 0.4, expected_value=True)
    np.testing.assert_allclose(lost, 0.4 * 100 * CARRIES)
    np.testing.assert_allclose(record.unmet_t[0, 0], LOST - 0.6 * 100 * CARRIES)


def test_raids_on_a_history_do_not_depend_on_the_others_of_its_block(tmp_path):
    chance = "{uniform: [0.1, 0.6]}"
    wide, _, both = seized(tmp_path, chance, width=128)
    narrow, _, second = seized(tmp_path, chance, first=64)
    np.testing.assert_array_equal(both[64:], second)
    np.testing.assert_array_equal(wide.on_hand_t[..., 64:], narrow.on_hand_t)
    assert len(np.unique(second)) > 8
    assert not np.array_equal(both[:64], second)


PILE = """
lanes:
  ore: {share: 0.5}
  side: {good: concentrate, from: mine, to: separator, share: 0.5,
         grey: {via: VN, intercepted: 0.3, capacity_t_per_year: 20000}}
"""


def test_seized_ore_takes_its_elements_with_it(tmp_path):
    """The books close element by element, and buyers get what they need all the same."""
    text = f"schema: 1\nextends: {KNOWN_ANSWERS / 'stoichiometry.yaml'}\nname: case\n{PILE}"
    file = tmp_path / "ore.yaml"
    file.write_text(text, encoding="utf-8")
    scenario = load(file, ["end=2025-06-30", "warm_up_days=60"], root="/").scenario
    world = World(scenario, Chance(1, 0, 64))
    record = world.run(prepare(scenario))
    lost = world.trades["concentrate"].book.seized
    assert lost is not None
    assert lost[0, 0].min() > 1000
    np.testing.assert_allclose(lost[0, 1], lost[0, 0] * 0.2 / 1.166)
    assert lost[0, 0].max() < 20000 * 1.5
    assert record.served_t[-1].min() > 0.9 * record.demand_t[-1].min()
