"""What shocks, fear and chance do to consumers, and what they make good later."""

import numpy as np
import pytest

from tests.known_answers.cases import standard_errors
from tests.unit.effects import BUFFER, LANE_DAYS, run

THREE = """
consumers:
  fans: {region: JP, sector: fans, demand_t_per_year: 730.5, grades: {plain: 1}, stock_days: 0}
  pumps: {region: JP, sector: pumps, demand_t_per_year: 365.25, grades: {plain: 1}, stock_days: 0}
lanes: {sea: {to: [motors, fans, pumps]}}
disruptions:
  halt: null
  boom: {kind: demand_shock, consumers: [HIT], factor: 1.5, start: 101, duration_days: 40}
"""


@pytest.mark.parametrize(("hit", "names"), [("motors", ["motors"]), ("JP", ["fans", "pumps"])])
def test_a_shock_multiplies_the_demand_of_those_named_while_it_lasts(tmp_path, hit, names):
    outcome = run(tmp_path, "one_lane", THREE.replace("HIT", hit))
    factor = np.ones((640, 3, 1), np.float32)
    factor[101:141, [outcome.row(name) for name in names]] = 1.5
    np.testing.assert_array_equal(outcome.record.demand_t, factor * outcome.twin.demand_t)


def test_a_shock_is_served_from_the_buffer_until_more_arrives(tmp_path):
    """Half a day's demand more a day: 14 days of buffer last 28 of the 35 at sea."""
    outcome = run(tmp_path, "one_lane", THREE.replace("HIT", "motors"))
    assert outcome.short_days() == list(range(101 + 2 * BUFFER, 101 + LANE_DAYS))
    assert outcome.shortfall() == pytest.approx(0.5 * LANE_DAYS - BUFFER)
    assert outcome.shortfall("fans") == 0


NEAR = "lanes: {{sea: {{transit_days: 5}}}}\npolicy: {{{}}}\n"
ANNOUNCED = "disruptions: {halt: {announced: 2026-03-12}}"
"""30 days before the halt of day 100."""


def test_a_halt_that_is_announced_finds_the_stock_that_fear_has_built_up(tmp_path):
    """Twice 14 days are on hand; what is on the way, 5 days, stays as it is."""
    outcome = run(tmp_path, "one_lane", NEAR.format("front_load: 2"), ANNOUNCED)
    stock = outcome.record.on_hand_t[:, 0, 0]
    assert stock[[69, 74, 75, 99]] == pytest.approx([14, 14, 28, 28], abs=1e-4)
    assert outcome.shortfall() == pytest.approx(120 - 28)


def test_days_before_the_start_are_the_date_that_they_come_to(tmp_path):
    """To the bit, also where the start is written as a day of the run."""
    policy = NEAR.format("front_load: 2")
    dated = run(tmp_path, "one_lane", policy, ANNOUNCED)
    for more in ("", ", start: 100"):
        halt = f"disruptions: {{halt: {{announced_days_before: 30{more}}}}}"
        ahead = run(tmp_path, "one_lane", policy, halt)
        np.testing.assert_array_equal(ahead.record.on_hand_t, dated.record.on_hand_t)


def test_the_days_move_with_the_start(tmp_path):
    """A halt of day 130 finds the shelves that one of day 100 found 30 days before."""
    halt = "disruptions: {halt: {announced_days_before: 30, start: 130}}"
    outcome = run(tmp_path, "one_lane", NEAR.format("front_load: 2"), halt)
    stock = outcome.record.on_hand_t[:, 0, 0]
    assert stock[[99, 104, 105, 129]] == pytest.approx([14, 14, 28, 28], abs=1e-4)


@pytest.mark.parametrize(
    ("policy", "announced"), [("front_load: 1", ANNOUNCED), ("front_load: 2", "")]
)
def test_without_fear_or_without_notice_the_stock_is_the_usual_one(tmp_path, policy, announced):
    outcome = run(tmp_path, "one_lane", NEAR.format(policy), announced)
    assert outcome.record.on_hand_t[99].item() == pytest.approx(BUFFER, abs=1e-4)
    assert outcome.shortfall() == pytest.approx(120 - BUFFER)


def test_consumers_hit_hoard_while_the_disruption_lasts(tmp_path):
    """The open lane brings 14 days more than needed; they are used up after the halt."""
    other = """
magnet_makers: {other: {country: JP, stock_days: 500}}
consumers: {fans: {region: CN, sector: fans, demand_t_per_year: 365.25, grades: {plain: 1}}}
lanes:
  sea: {share: 0.5, to: [motors, fans]}
  air: {good: magnets, from: other, to: [motors, fans], share: 0.5, transit_days: 5}
"""
    outcome = run(tmp_path, "one_lane", NEAR.format("hoarding: 2"), other)
    stock = outcome.record.on_hand_t[:, outcome.row("motors"), 0]
    usual = outcome.twin.on_hand_t[:, outcome.row("motors"), 0]
    days = [104, 105, 219, 224, 230, 243, 244]
    more = stock[days] - usual[days]
    # What was ordered on the last days of the halt still arrives on the first after it.
    assert more == pytest.approx([0, 14, 14, 14, 8, 0, 0], abs=1e-4)
    fans = outcome.row("fans")
    np.testing.assert_array_equal(
        outcome.record.on_hand_t[:, fans], outcome.twin.on_hand_t[:, fans]
    )


CHANCE = "disruptions: {halt: {probability: 0.5}}"


def test_a_disruption_with_a_chance_of_one_half_hits_half_of_the_histories(tmp_path):
    outcome = run(tmp_path, "one_lane", CHANCE, n=256)
    hit = ~np.isnan(outcome.record.onset_day[0])
    assert standard_errors(hit.astype(float), 0.5) < 4
    lost = outcome.record.unmet_t[0, 0]
    np.testing.assert_allclose(lost, np.where(hit, 120 - BUFFER, 0), atol=1e-6)


def test_the_same_histories_are_hit_wherever_the_disruption_has_the_same_name(tmp_path):
    other = """
disruptions:
  halt: {start: 50, duration_days: {uniform: [20, 90]}}
  fire: {kind: outage, facilities: [source], probability: 0.5, start: 10, duration_days: 5}
"""
    hits = []
    for layers in ([CHANCE], [CHANCE, other], [CHANCE.replace("0.5", "0.8")]):
        record = run(tmp_path, "one_lane", *layers, n=256).record
        hits.append(dict(zip(record.disruptions, ~np.isnan(record.onset_day), strict=True)))
    first, second, likelier = hits
    np.testing.assert_array_equal(first["halt"], second["halt"])
    assert (first["halt"] != second["fire"]).any()
    assert (likelier["halt"] >= first["halt"]).all()
    assert likelier["halt"].sum() > first["halt"].sum()


def test_half_of_what_was_missed_is_made_good_by_a_quarter_of_overtime(tmp_path):
    """Ten days go without; five days of demand wait, and 20 days of overtime make them good."""
    changes = """
consumers: {motors: {unmet: {share: 0.5, overtime: 0.25}}}
disruptions: {halt: {duration_days: 24}}
"""
    outcome = run(tmp_path, "one_lane", changes)
    assert outcome.shortfall() == pytest.approx(10)
    assert outcome.record.caught_up_t.item() == pytest.approx(5)
    expected = np.zeros(640)
    expected[149:159] = 0.5 * np.arange(1, 11)
    expected[159:179] = 5 - 0.25 * np.arange(1, 21)
    np.testing.assert_allclose(outcome.record.backlog_t[:, 0, 0], expected, atol=1e-5)


def test_who_has_no_buffer_catches_up_by_overtime_too(tmp_path):
    """18 t are waited for after the halt, of which a tenth of a day's demand is made good a day."""
    changes = """
consumers: {motors: {stock_days: 0, unmet: {share: 0.6, overtime: 0.1}}}
lanes: {sea: {transit_days: 5}}
disruptions: {halt: {start: 50, duration_days: 30}}
"""
    waiting = run(tmp_path, "one_lane", changes).record.backlog_t[:, 0, 0]
    (days,) = np.nonzero(waiting > 1e-6)
    assert waiting.max() == pytest.approx(18, abs=1e-4)
    assert days[-1] - int(np.argmax(waiting)) == pytest.approx(18 / 0.1, abs=1)


def test_who_has_stocked_up_does_not_waste_the_quota(tmp_path):
    """All that a quota of half lets pass is ordered from its first day on."""
    more = "disruptions: {halt: {mode: quota, quota_share: 0.5}}\n"
    more += "measures: {flows: {out: {good: magnets, from: CN}}}"
    outcome = run(tmp_path, "one_lane", NEAR.format("front_load: 3"), ANNOUNCED, more)
    np.testing.assert_allclose(outcome.record.flow_t[100:220], 0.5, atol=1e-5)


@pytest.mark.parametrize("left", ["mode: quota, quota_share: 1", "probability: 0"])
def test_nothing_that_narrows_nothing_frightens(tmp_path, left):
    policy = NEAR.format("front_load: 3, hoarding: 3")
    outcome = run(tmp_path, "one_lane", policy, ANNOUNCED, f"disruptions: {{halt: {{{left}}}}}")
    np.testing.assert_allclose(outcome.record.on_hand_t, BUFFER, atol=1e-4)
