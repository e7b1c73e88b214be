"""What closures, failing makers, lost feed and export controls do to lanes."""

import numpy as np
import pytest

from tests.known_answers.cases import standard_errors
from tests.unit.effects import BARE_CHAIN, BUFFER, LANE_DAYS, WORK, run

TWO_MAKERS = """
end: 2026-12-31
policy: {{failing_days: {failing_days}}}
magnet_makers:
  source: {{stock_days: {stock_days}}}
  other: {{country: JP, stock_days: 500}}
consumers: {{motors: {{stock_days: {buffer}, unmet: backlog}}}}
lanes:
  sea: {{share: 0.5}}
  air: {{good: magnets, from: other, to: motors, share: 0.5, transit_days: 35}}
disruptions:
  halt: null
  {disruption}
"""


def two_makers(tmp_path, disruption, *layers, failing_days=1000, stock_days=500, buffer=0):
    changes = TWO_MAKERS.format(
        disruption=disruption, failing_days=failing_days, stock_days=stock_days, buffer=buffer
    )
    return run(tmp_path, "one_lane", changes, *layers)


CLOSURE = (
    "closure: {{kind: lane_closure, lanes: [sea], start: 100, duration_days: 20, "
    "orders_when_closed: {}}}"
)


def test_orders_cancelled_on_a_closed_lane_move_to_the_open_one(tmp_path):
    outcome = two_makers(tmp_path, CLOSURE.format("cancel"))
    assert outcome.shortfall() == pytest.approx(0, abs=1e-9)
    assert outcome.sold("JP") == pytest.approx(0.5 * (365 - 20) + 20, abs=1e-3)


def test_orders_kept_on_a_closed_lane_come_out_when_it_reopens(tmp_path):
    outcome = two_makers(tmp_path, CLOSURE.format("keep"))
    first, last = 100 + LANE_DAYS, 119 + LANE_DAYS
    waiting = outcome.record.backlog_t[:, 0, 0]
    expected = np.zeros(365)
    expected[first : last + 1] = 0.5 * np.arange(1, 21)
    np.testing.assert_allclose(waiting, expected, atol=1e-5)
    assert outcome.sold("JP") == pytest.approx(0.5 * 365, abs=1e-3)


KEPT_LATER = """
end: 2027-10-02
disruptions:
  first: {kind: lane_closure, lanes: [sea], start: 100, duration_days: 100}
  later: {kind: lane_closure, lanes: [sea], start: 400, duration_days: 5,
          orders_when_closed: keep, probability: PROBABILITY}
"""


@pytest.mark.parametrize("probability", [1, 0.05])
def test_orders_wait_on_the_days_and_in_the_histories_of_the_closure_that_keeps_them(
    tmp_path, probability
):
    """What a later closure says is of no account for an earlier one, nor where it never comes."""
    both = run(
        tmp_path,
        "one_lane",
        TWO_MAKERS.format(disruption="", failing_days=1000, stock_days=500, buffer=0),
        KEPT_LATER.replace("PROBABILITY", str(probability)),
        n=64,
    ).record
    assert not both.backlog_t[:400].any()
    happens = np.isfinite(both.onset_day[both.disruptions.index("later")])
    late = both.backlog_t[400:].sum(axis=(0, 1)) > 1e-6
    np.testing.assert_array_equal(late, happens)


def test_a_quota_is_a_share_of_what_would_flow_on_the_day(tmp_path):
    """However seldom lanes are judged, and though demand grows by a fifth a year."""
    quota = """
policy: {failing_days: 1000}
consumers: {motors: {growth_per_year: 0.2}}
measures: {flows: {out: {good: magnets, from: CN}}}
disruptions: {halt: {mode: quota, quota_share: 0.5, start: 300, duration_days: 300}}
"""
    record = run(tmp_path, "one_lane", quota).record
    shares = record.flow_t[300:600] / record.flow_plan_t[300:600]
    np.testing.assert_allclose(shares, 0.5, rtol=1e-5)


@pytest.mark.parametrize("days", [28, 30, 41])
@pytest.mark.parametrize("start", [100, 101, 103, 106])
def test_a_maker_that_makes_nothing_loses_its_share_after_the_judging_time(tmp_path, days, start):
    """Counted from the day on which it first ships nothing, whatever the calendar says.

    What was ordered of it in vain by then goes to the other maker and arrives after 35 days.
    """
    fire = f"fire: {{kind: outage, facilities: [source], start: {start}}}"
    outcome = two_makers(tmp_path, fire, failing_days=days, stock_days=0, buffer=10)
    waiting, arrives = outcome.record.backlog_t[:, 0, 0], start + days + LANE_DAYS
    assert outcome.sold("CN") == pytest.approx(0.5 * start, abs=1e-3)
    assert waiting[arrives - 1] == pytest.approx(0.5 * days - 10, abs=1e-5)
    assert waiting[arrives:].max() == 0


def test_a_stand_by_lane_to_a_plant_that_can_make_nothing_is_not_called(tmp_path):
    """So it takes no orders from the lane that could serve them."""
    spare = """
magnet_makers: {none: {country: KR, capacity_t_blanks_per_year: 0}}
lanes: {aside: {good: magnets, from: none, to: motors, standby: 1, transit_days: 5}}
"""
    closure = "closure: {kind: lane_closure, lanes: [sea], start: 100, duration_days: 150}"
    changes = TWO_MAKERS.format(disruption=closure, failing_days=28, stock_days=500, buffer=BUFFER)
    outcome = run(tmp_path, "one_lane", changes, spare)
    assert outcome.sold("KR") == 0
    assert outcome.shortfall() == pytest.approx(0, abs=1e-9)


def test_who_never_turns_away_waits_for_a_maker_that_ships_nothing(tmp_path):
    """What is shipped must be less than nothing of what is ordered for a lane to be failing."""
    fire = "fire: {kind: outage, facilities: [source], start: 100}"
    patient = "policy: {failing_below: 0}"
    outcome = two_makers(tmp_path, fire, patient, failing_days=28, stock_days=0)
    assert outcome.sold("CN") == pytest.approx(0.5 * 100, abs=1e-3)
    assert outcome.sold("JP") == pytest.approx(0.5 * 365, abs=1e-3)


def test_a_stand_by_lane_counts_when_it_is_qualified(tmp_path):
    spare = """
magnet_makers: {other: {country: JP, stock_days: 500}}
lanes:
  air: {good: magnets, from: other, to: motors, standby: 1, qualification_days: 62, transit_days: 5}
disruptions:
  halt: null
  closure: {kind: lane_closure, lanes: [sea], start: 99, duration_days: 200}
"""
    outcome = run(tmp_path, "one_lane", spare)
    arrives = 99 + 62 + 1 + 5  # nobody planned to buy there, so it is made to order, in a day
    assert outcome.short_days() == list(range(99 + LANE_DAYS + BUFFER, arrives))
    assert outcome.shortfall() == pytest.approx(arrives - 99 - LANE_DAYS - BUFFER)


TWO_CHAINS = """
policy: {failing_days: 1000}
metal_makers: {spare: {country: JP, metal_yield: 1, stock_days: 500}}
magnet_makers: {neighbour: {country: CN}}
consumers:
  motors: {stock_days: 0}
  fans: {region: CN, sector: fans, demand_t_per_year: 365.25, grades: {standard: 1}}
lanes:
  oxide: {to: [smelter, spare]}
  metal: {to: [maker, neighbour], share: 0.75}
  spare_metal: {good: metal, from: spare, to: [maker, neighbour], share: 0.25}
  fans: {good: magnets, from: neighbour, to: fans, share: 1}
"""
THEFT = """
disruptions:
  theft: {{kind: feed_loss, plants: [maker], start: 100, duration_days: 200, {}}}
"""


@pytest.mark.parametrize(
    ("loss", "a_day"),
    [
        ("share_lost: 0.5", 0.5),
        ("share_lost: 0.5, suppliers: [smelter]", 0.5 * 0.75),
        ("share_lost: 1, suppliers: [spare]", 0),
    ],
    ids=["all suppliers", "one supplier", "a supplier whose orders another takes"],
)
def test_a_plant_that_loses_feed_lives_on_its_stock_and_its_neighbour_notices_nothing(
    tmp_path, loss, a_day
):
    """What is made on a day is used on the next; the last whole feed arrives on day 100."""
    outcome = run(tmp_path, "stoichiometry", BARE_CHAIN, TWO_CHAINS, THEFT.format(loss))
    first = [100 + int((30 + WORK) / a_day) + 1 + 1] if a_day else []
    assert outcome.short_days("motors")[:1] == first
    fans = outcome.row("fans")
    for series in ("served_t", "on_hand_t"):
        found, calm = getattr(outcome.record, series), getattr(outcome.twin, series)
        np.testing.assert_array_equal(found[:, fans], calm[:, fans])


CUSTOMERS = {
    "us_civil": "US",
    "us_arms": "US",
    "de_civil": "DE",
    "kr_civil": "KR",
    "cn_civil": "CN",
}
BUYER = (
    "{{region: {}, sector: s, end_use: {}, demand_t_per_year: 365.25, stock_days: 14, "
    "grades: {{plain: 1}}}}"
)
WORLD = "\n".join(
    [
        "blocs: {ALLIES: [US, EU], EU: [DE]}",
        "lanes: {sea: {to: [us_civil, us_arms, de_civil, kr_civil, cn_civil]}}",
        "consumers:",
        "  motors: null",
        *(
            f"  {name}: {BUYER.format(place, 'defence' if 'arms' in name else 'civil')}"
            for name, place in CUSTOMERS.items()
        ),
    ]
)


@pytest.mark.parametrize(
    ("aim", "short"),
    [
        ("destinations: all", {"us_civil", "us_arms", "de_civil", "kr_civil"}),
        ("destinations: [ALLIES]", {"us_civil", "us_arms", "de_civil"}),
        ("destinations: [KR, DE]", {"kr_civil", "de_civil"}),
        ("end_uses: [defence]", {"us_arms"}),
        ("end_uses: [civil], destinations: [EU, US]", {"us_civil", "de_civil"}),
    ],
)
def test_a_control_hits_those_it_is_aimed_at_and_never_the_exporter(tmp_path, aim, short):
    halt = f"disruptions: {{halt: {{{aim}}}}}"
    outcome = run(tmp_path, "one_lane", WORLD, halt)
    lost = {name: outcome.shortfall(name) for name in CUSTOMERS}
    assert lost == pytest.approx({n: 120 - BUFFER if n in short else 0 for n in CUSTOMERS})


THREE_GRADES = """
elements: {dy: {heavy: true}}
grades:
  trace: {recipe: {ndpr: 0.3, dy: 0.0009}}
  hot: {recipe: {ndpr: 0.27, dy: 0.03}}
mines: {mine: {basket: {dy: 0.05}}}
separation_plants: {separator: {recovery: {dy: 1}}}
consumers: {motors: {region: US, grades: {standard: 0.5, trace: 0.25, hot: 0.25}}}
"""


@pytest.mark.parametrize(
    ("goods", "short"),
    [
        ("goods: {magnets: [dy]}", {"hot"}),
        ("goods: {magnets: [dy]}, content_threshold: 0.0009", {"hot", "trace"}),
        ("goods: {magnets: [dy, ndpr]}, content_threshold: 0.28", {"standard", "trace"}),
        ("goods: {magnets: [ndpr]}", {"standard", "trace", "hot"}),
        ("goods: {magnets: all}", {"standard", "trace", "hot"}),
    ],
)
def test_a_control_by_elements_hits_the_grades_that_hold_enough_of_them(tmp_path, goods, short):
    halt = (
        "disruptions: {halt: {kind: export_control, exporter: CN, start: 100, "
        f"duration_days: 60, {goods}}}}}"
    )
    record = run(tmp_path, "stoichiometry", BARE_CHAIN, THREE_GRADES, halt).record
    shares = {"standard": 0.5, "trace": 0.25, "hot": 0.25}
    lost = dict(zip(record.grades, record.unmet_t[0, :, 0].tolist(), strict=True))
    assert lost == pytest.approx({g: s * (60 - BUFFER) * (g in short) for g, s in shares.items()})


def test_a_transit_drawn_for_each_history_shifts_the_shortage_by_its_days(tmp_path):
    """Buyers keep 14 days beside a lane of L days: short from 100 + L + 14 until 220 + L."""
    changes = "lanes: {sea: {transit_days: {uniform: [30, 40]}}}"
    outcome = run(tmp_path, "one_lane", changes, n=256)
    days = [outcome.short_days(history=history) for history in range(256)]
    first, last = (np.array([short[i] for short in days]) for i in (0, -1))
    transit = last + 1 - 220
    assert set(transit.tolist()) == set(range(31, 41))
    assert standard_errors((transit == 31).astype(float), 0.1) < 4
    np.testing.assert_array_equal(first, 114 + transit)
    np.testing.assert_allclose(outcome.record.unmet_t[0, 0], 106, atol=1e-6)
    np.testing.assert_allclose(outcome.record.on_hand_t[99, 0], 14, atol=1e-4)


def test_customers_of_a_plant_that_never_comes_keep_the_pipeline_of_the_long_lane(tmp_path):
    """A home lane of a day that is never built leaves nobody short."""
    changes = """
consumers: {motors: {stock_days: 10}}
magnet_makers: {plant: {country: US, capacity_t_blanks_per_year: 0}}
lanes: {home: {good: magnets, from: plant, to: motors, offtake: 0.4, transit_days: 1}}
projects:
  plant: {facility: plant, adds_per_year: 3652.5, first_product: 2026-02-15, ramp_months: 6}
disruptions: {halt: null, cancel: {kind: project_cancel, projects: [plant]}}
"""
    outcome = run(tmp_path, "one_lane", changes)
    assert outcome.short_days() == []


HALF_CLOSED = """
magnet_makers:
  other: {country: JP, stock_days: 3000}
consumers: {motors: {stock_days: 5, unmet: lost}}
lanes:
  sea: {share: 0.5, transit_days: 20}
  air: {good: magnets, from: other, to: motors, share: 0.5, transit_days: 10}
disruptions:
  halt: {start: 50, duration_days: 400, TERMS}
"""


@pytest.mark.parametrize(
    "terms",
    [
        "orders_when_closed: keep",
        "mode: licence, licence: {decision_days: 10, capacity_of_normal: 0}",
    ],
    ids=["kept", "never decided"],
)
def test_orders_that_wait_on_a_closed_lane_do_not_starve_the_open_one(tmp_path, terms):
    """Half comes from elsewhere, where there is plenty: no more is lost than was held back."""
    outcome = run(tmp_path, "one_lane", HALF_CLOSED.replace("TERMS", terms))
    assert outcome.shortfall() < 200
    assert outcome.missing()[200:400].max() < 0.5 + 1e-6
