"""What a licence regime does to a lane: shipments, buyers, other lanes, other controls."""

import numpy as np
import pytest

from sim.world.licence.licence_recorder import LICENCES
from tests.unit.effects import BARE_CHAIN, BUFFER, LANE_DAYS, run
from tests.unit.licensed import CASE, FOREVER, START, exports, ledger, licensed


@pytest.mark.parametrize("decision_days", [1, 20, 90])
def test_a_fixed_decision_time_shifts_exports_by_exactly_that_time(tmp_path, decision_days):
    outcome = licensed(tmp_path, f"licence: {{decision_days: {decision_days}}}", buffer=120)
    left = exports(outcome)
    np.testing.assert_allclose(left[:START], 1.0, atol=1e-6)
    np.testing.assert_allclose(left[START : START + decision_days], 0.0, atol=1e-6)
    np.testing.assert_allclose(left[START + decision_days :], 1.0, atol=1e-5)
    assert outcome.shortfall() == pytest.approx(0.0, abs=1e-9), "the buffer covers it"


def test_a_licence_without_a_wait_changes_nothing(tmp_path):
    outcome = licensed(tmp_path, "licence: {decision_days: 0}")
    np.testing.assert_array_equal(outcome.record.served_t, outcome.twin.served_t)
    np.testing.assert_allclose(exports(outcome), 1.0, atol=1e-6)


def test_buyers_who_never_learn_are_served_at_the_rate_their_orders_turn_over(tmp_path):
    """Stock and orders of 35 + 14 days turn over once in 35 + 60 days: 49 / 95 of demand.

    But for a day at either end of each batch.
    """
    outcome = licensed(tmp_path, "licence: {decision_days: 60}", unmet="lost", end="2030-12-31")
    settled = outcome.missing()[-600:].mean()
    assert 1 - settled == pytest.approx((LANE_DAYS + BUFFER) / (LANE_DAYS + 60), abs=2 / 95)


def test_buyers_who_learn_are_served_in_full_again(tmp_path):
    slow = licensed(
        tmp_path, "licence: {decision_days: 60}", unmet="lost", end="2030-12-31", learning=91
    )
    assert slow.missing()[-365:].max() < 1e-6
    quick = licensed(
        tmp_path, "licence: {decision_days: 60}", unmet="lost", end="2030-12-31", learning=0
    )
    assert 0 < quick.shortfall() < slow.shortfall()


def test_a_desk_without_capacity_holds_all_and_lets_it_out_as_a_pulse(tmp_path):
    change = """
disruptions:
  release: {kind: control_change, control: halt, start: 160, licence: {capacity_of_normal: 3}}
"""
    outcome = licensed(
        tmp_path, "licence: {decision_days: 0, capacity_of_normal: 0}", change, buffer=120
    )
    left = exports(outcome)
    np.testing.assert_allclose(left[START:160], 0.0, atol=1e-6)
    # 60 t wait, 1 t a day comes in, 3 t a day are decided: 30 days.
    np.testing.assert_allclose(left[160:190], 3.0, atol=1e-5)
    np.testing.assert_allclose(left[191:], 1.0, atol=1e-5)


def test_a_suspended_control_lets_everything_go_at_once_and_starts_anew(tmp_path):
    change = """
disruptions:
  truce: {kind: control_change, control: halt, start: 150, end: 200, suspended: true}
"""
    outcome = licensed(tmp_path, "licence: {decision_days: 30}", change, buffer=120)
    left = exports(outcome)
    assert left[150] == pytest.approx(31.0, abs=1e-4)
    np.testing.assert_allclose(left[151:200], 1.0, atol=1e-6)
    np.testing.assert_allclose(left[200:230], 0.0, atol=1e-6)
    assert ledger(outcome, "withdrawn").sum() == pytest.approx(30.0, abs=1e-3)


def test_a_suspended_halt_opens_the_lanes_it_is_suspended_for(tmp_path):
    case = """
measures: {flows: {exports: {good: magnets, from: CN}}}
consumers: {motors: {stock_days: 300, unmet: backlog}}
disruptions:
  truce: {kind: control_change, control: halt, start: 150, end: 180, suspended: true}
"""
    left = exports(run(tmp_path, "one_lane", case))
    assert (left[100:150] == 0.0).all()
    assert (left[150:180] > 0.0).all()
    assert (left[180:220] == 0.0).all()


@pytest.mark.parametrize("mode", ["halt", "licence, licence: {capacity_of_normal: 0}"])
def test_a_control_is_suspended_for_the_goods_named_only(mode, tmp_path):
    """Both goods leave the country; the truce lets the oxide go, and the magnets stay."""
    case = """
measures:
  flows: {oxide: {good: oxide, from: CN}, magnets: {good: magnets, from: CN}}
metal_makers: {smelter: {country: US}, home: {country: CN, metal_yield: 1, stock_days: 900}}
magnet_makers: {maker: {country: US}, other: {country: CN, stock_days: 900}}
consumers: {motors: {region: US}}
lanes:
  oxide: {to: [smelter, home]}
  home: {good: metal, from: home, to: other, share: 1}
  magnets: {share: 0.5}
  sea: {good: magnets, from: other, to: motors, share: 0.5}
disruptions:
  halt: {kind: export_control, exporter: CN, goods: [oxide, magnets], start: 100, mode: MODE}
  truce: {kind: control_change, control: halt, goods: [GOOD], suspended: true, start: 130}
"""
    for good in ("oxide", "magnets"):
        layer = case.replace("MODE", mode).replace("GOOD", good)
        found = run(tmp_path, "stoichiometry", BARE_CHAIN, layer).record
        flows = dict(zip(found.ids("flows"), found.flow_t[:, :, 0].T, strict=True))
        other = "magnets" if good == "oxide" else "oxide"
        for left in flows.values():
            assert left[90:100].min() > 0.0
            assert left[100:130].max() == 0.0
        assert flows[other][130:].max() == 0.0
        assert flows[good][130] > 0.0


def test_new_terms_for_one_good_count_before_later_ones_for_all(tmp_path):
    """All wait for ever from day 150 on, but magnets, of which the earlier change says 10 days."""
    changes = """
disruptions:
  eased: {kind: control_change, control: halt, goods: [magnets], start: 140, licence: {decision_days: 10}}
  tighter: {kind: control_change, control: halt, start: 150, licence: {decision_days: 300}}
"""
    left = exports(licensed(tmp_path, "licence: {decision_days: 30}", changes, buffer=200))
    np.testing.assert_allclose(left[180:300], 1.0, atol=1e-5)


@pytest.mark.parametrize("a_day", [1, 3])
def test_general_licences_pass_their_share_up_to_their_volume(tmp_path, a_day):
    """40 % of orders pass, up to a third of what the pairs would buy in 90 days: 12 days of them."""
    outcome = licensed(
        tmp_path,
        "licence: {capacity_of_normal: 0}, "
        "general: {share: 0.4, validity_days: 90, volume_of_normal: 0.3333333333}",
        f"consumers: {{motors: {{demand_t_per_year: {365.25 * a_day}}}}}",
        buffer=300,
    )
    left = exports(outcome) / a_day
    np.testing.assert_allclose(left[START : START + 30], 0.4, atol=1e-5)
    np.testing.assert_allclose(left[START + 31 : START + 90], 0.0, atol=1e-5)


def test_general_licences_that_are_issued_over_a_time_come_in_twelve_steps(tmp_path):
    """In 120 days: a twelfth of the orders passes at once, another every ten days."""
    outcome = licensed(
        tmp_path,
        "licence: {capacity_of_normal: 0}, "
        "general: {share: 1, validity_days: 400, issued_over_days: 120}",
        buffer=300,
    )
    left = exports(outcome)[START : START + 130]
    steps = np.minimum(np.arange(130) // 10 + 1, 12)
    np.testing.assert_allclose(left, steps / 12, atol=1e-5)


def test_a_general_licence_that_is_renewed_late_leaves_a_gap(tmp_path):
    """Valid for 100 days, the next one decided 20 days after its end."""
    outcome = licensed(
        tmp_path,
        "licence: {decision_days: 50, capacity_of_normal: 0}, "
        "general: {share: 1, validity_days: 100, renewed_ahead_days: 30}",
        buffer=300,
    )
    left = exports(outcome)
    np.testing.assert_allclose(left[100:200], 1.0, atol=1e-5)
    np.testing.assert_allclose(left[200:220], 0.0, atol=1e-5)
    np.testing.assert_allclose(left[220:320], 1.0, atol=1e-5)


def test_a_licence_that_expires_unused_starts_again(tmp_path):
    """A halt of 50 days meets licences valid for 20: what was granted before it is lost."""
    stop = """
disruptions:
  stop: {kind: lane_closure, lanes: [sea], start: 150, duration_days: 50, orders_when_closed: keep}
"""
    outcome = licensed(
        tmp_path,
        "licence: {decision_days: 10, validity_days: 20, refile_days: 5}",
        stop,
        buffer=300,
    )
    assert ledger(outcome, "expired").sum() == pytest.approx(30.0 + 50.0 - 45.0, abs=6.0)
    filed, granted = ledger(outcome, "filed").sum(), ledger(outcome, "granted").sum()
    pending = ledger(outcome, "pending")[-1].sum()
    assert filed == pytest.approx(granted + pending, rel=1e-5)


OTHER = """
magnet_makers: {other: {country: JP, stock_days: 900}}
lanes:
  sea: {share: 0.5}
  air: {good: magnets, from: other, to: motors, share: 0.5, transit_days: 35}
"""
"""Another seller has half of the orders."""


def test_what_is_refused_and_given_up_goes_to_another_seller(tmp_path):
    outcome = licensed(
        tmp_path, "licence: {decision_days: 7, granted: 0, refiled: 0}", OTHER, buffer=60
    )
    assert outcome.shortfall() == pytest.approx(0.0, abs=1e-6)
    japan = outcome.record.supply_t[-1, outcome.record.origins.index("JP"), :, 0].sum()
    assert japan > 1.5, "in the last two days nearly all comes from Japan"
    assert ledger(outcome, "granted").sum() == 0.0


def test_who_never_turns_away_waits_for_a_desk_that_refuses_all(tmp_path):
    """What is granted must be less than nothing of what is decided for that to count."""
    patient = "policy: {failing_below: 0}"
    refused = "licence: {decision_days: 7, granted: 0, refiled: 1}"
    outcome = licensed(tmp_path, refused, OTHER, patient, buffer=60)
    assert outcome.sold("JP") == pytest.approx(0.5 * 640, abs=1e-3)


def test_goods_that_are_not_controlled_are_held_for_tests(tmp_path):
    """Half of demand holds neodymium alone; of that 60 % is held for ten days."""
    outcome = run(
        tmp_path,
        "stoichiometry",
        BARE_CHAIN,
        """
elements: {dy: {oxide_t_per_t_element: 1.15, heavy: true}}
grades: {heavy: {recipe: {ndpr: 0.29, dy: 0.01}}}
mines: {mine: {basket: {ndpr: 0.2, dy: 0.02}}}
separation_plants: {separator: {recovery: {ndpr: 1, dy: 1}}}
magnet_makers: {maker: {stock_days: 300}}
consumers: {motors: {region: US, grades: {standard: 0.5, heavy: 0.5}, stock_days: 120}}
policy: {licence_learning_days: 1e9}
measures: {flows: {exports: {good: magnets, from: CN}}}
disruptions:
  licences:
    kind: export_control
    exporter: CN
    goods: {magnets: [dy]}
    mode: licence
    start: 100
    licence: {decision_days: 30}
    inspection: {share: 0.6, days: 10}
""",
    )
    left = exports(outcome)
    np.testing.assert_allclose(left[START : START + 10], 0.2, atol=1e-5)
    np.testing.assert_allclose(left[START + 10 : START + 30], 0.5, atol=1e-5)
    np.testing.assert_allclose(left[START + 30 :], 1.0, atol=1e-5)
    kinds = [name.rsplit(":", 1)[1] for name in outcome.record.licence_flows]
    assert kinds == ["inspection", "licence"]


def test_random_decisions_grant_the_share_on_average(tmp_path):
    """Cohorts are granted or refused as a whole: histories differ, the mean does not."""
    outcome = licensed(
        tmp_path,
        "licence: {decision_days: 5, granted: 0.7, refile_days: 5, decisions: random}",
        buffer=120,
        n=64,
    )
    granted = ledger(outcome, "granted").sum(axis=0)
    refused = ledger(outcome, "refused").sum(axis=0)
    share = granted / (granted + refused)
    error = share.std(ddof=1) / 8
    assert error > 0.0
    assert abs(share.mean() - 0.7) < 4 * error


def test_pending_is_filings_a_day_times_the_mean_time_of_the_survey(tmp_path):
    """Little's law in the whole world: 1 t a day and 67 days (50 e^(0.77^2 / 2), less the tail)."""
    outcome = licensed(tmp_path, "licence: {}", buffer=400, unmet="lost", n=64)
    pending = ledger(outcome, "pending")[8:-1].mean(axis=0)
    filed = ledger(outcome, "filed")[8:-1].sum(axis=0) / (
        30.4375 * (len(ledger(outcome, "filed")) - 9)
    )
    mean_days = 50 * np.exp(0.77**2 / 2) + 0.5
    gap = pending - filed * mean_days
    assert abs(gap.mean()) < 4 * gap.std(ddof=1) / 8 + 0.01 * mean_days
    assert filed.mean() == pytest.approx(1.0, abs=0.05)


def test_two_controls_on_one_good_each_hold_what_they_hit(tmp_path):
    """The second reaches a maker abroad that the first does not: its licences count every day."""
    other = """
elements: {dy: {oxide_t_per_t_element: 1.15, heavy: true}}
grades: {plain: {recipe: {dy: 0.01}}}
mines: {mine: {country: CN, basket: {dy: 0.02}, stock_days: 500}}
separation_plants: {separator: {country: CN, recovery: {dy: 1}, stock_days: 50}}
metal_makers: {smelter: {country: CN, metal_yield: 1, stock_days: 50}}
magnet_makers: {other: {country: JP, stock_days: 900}, source: {stock_days: 900}}
lanes:
  ore: {good: concentrate, from: mine, to: separator, share: 1}
  oxide: {good: oxide, from: separator, to: smelter, share: 1}
  metal: {good: metal, from: smelter, to: [source, other], share: 1}
  sea: {share: 0.5}
  air: {good: magnets, from: other, to: motors, share: 0.5, transit_days: 35}
disruptions:
  abroad:
    kind: export_control
    exporter: CN
    goods: {magnets: [dy]}
    mode: licence
    start: 100
    content_threshold: 1
    extraterritorial: 0.001
    licence: {decision_days: 40}
measures: {flows: {japan: {good: magnets, from: JP}}}
"""
    outcome = licensed(tmp_path, "licence: {decision_days: 20}", other, buffer=120)
    china, japan = (outcome.record.flow_t[:, flow, 0] for flow in (0, 1))
    for left, days in ((china, 20), (japan, 40)):
        np.testing.assert_allclose(left[START : START + days], 0.0, atol=1e-5)
        np.testing.assert_allclose(left[START + days :], 0.5, atol=1e-5)


def test_a_rule_that_reaches_abroad_leaves_sales_at_home_alone(tmp_path):
    """Japanese magnets of Chinese dysprosium for a Japanese user are not exported."""
    case = """
elements: {dy: {oxide_t_per_t_element: 1.15, heavy: true}}
grades: {plain: {recipe: {dy: 0.01}}}
mines: {mine: {country: CN, basket: {dy: 0.02}, stock_days: 500}}
separation_plants: {separator: {country: CN, recovery: {dy: 1}, stock_days: 50}}
metal_makers: {smelter: {country: CN, metal_yield: 1, stock_days: 50}}
magnet_makers: {source: {country: JP, stock_days: 900}}
consumers: {motors: {unmet: backlog}, robots: {region: JP, sector: robots, demand_t_per_year: 365.25, grades: {plain: 1}}}
lanes:
  ore: {good: concentrate, from: mine, to: separator, share: 1}
  oxide: {good: oxide, from: separator, to: smelter, share: 1}
  metal: {good: metal, from: smelter, to: source, share: 1}
  home: {good: magnets, from: source, to: robots, share: 1, transit_days: 5}
disruptions:
  halt: {goods: {magnets: [dy]}, extraterritorial: 0.001}
"""
    outcome = run(tmp_path, "one_lane", case)
    assert outcome.shortfall("robots") == 0.0
    assert outcome.shortfall("motors") > 50.0


def test_orders_that_a_quota_holds_besides_go_elsewhere(tmp_path):
    other = """
magnet_makers: {other: {country: JP, stock_days: 900}}
lanes:
  sea: {share: 0.5}
  air: {good: magnets, from: other, to: motors, share: 0.5, transit_days: 35}
disruptions:
  quota: {kind: export_control, exporter: CN, goods: [magnets], mode: quota, quota_share: 0.05, start: 100}
"""
    outcome = licensed(tmp_path, "licence: {decision_days: 0}", other, buffer=60)
    japan = outcome.record.supply_t[12, outcome.record.origins.index("JP"), :, 0].sum()
    assert japan > 0.85 * 31


def test_what_is_sent_without_an_order_needs_no_licence(tmp_path):
    """Scrap goes where the lane leads; magnets beside it are ordered, and wait."""
    scrap = """
magnet_makers: {maker: {finished_t_per_t_blank: 0.8, scrap_collected: 1}}
recyclers: {recycler: {country: US, recovery: {ndpr: 1}, processing_days: 0}}
consumers: {motors: {region: US}}
lanes: {waste: {good: scrap, from: maker, to: recycler, push: true, transit_days: 9}}
disruptions:
  regime:
    {kind: export_control, exporter: CN, goods: [scrap, magnets], mode: licence, start: 100,
     licence: {decision_days: 300}}
"""
    found = run(tmp_path, "stoichiometry", BARE_CHAIN, scrap)
    assert found.record.ids("licence_flows") == ("regime:magnets:US:civil:licence",)
    assert found.missing().max() > 0.5


def test_decision_times_are_drawn_anew_for_what_is_filed_each_week(tmp_path):
    """So what is decided in a month varies, as it does not with a fixed time of the same mean."""
    days = "{choice: {5: 0.5, 45: 0.5}}"
    drawn = licensed(tmp_path, f"licence: {{decision_days: {days}}}", buffer=300)
    fixed = licensed(tmp_path, "licence: {decision_days: 25}", buffer=300)
    spread = [np.ptp(ledger(one, "granted")[8:18, 0]) for one in (drawn, fixed)]
    assert spread[1] <= 3.0 + 1e-6, "months have 28 to 31 days"
    assert spread[0] > 7.0


def test_who_has_a_general_licence_orders_nothing_ahead(tmp_path):
    """Those who learn at once would, for the sixty days that a decision takes."""
    general = "general: {share: 1, validity_days: 3000}"
    found = licensed(
        tmp_path, f"licence: {{decision_days: 60}}, {general}", unmet="lost", learning=0, buffer=120
    )
    left = exports(found)[START + 1 :]
    assert left.max() == pytest.approx(1.0, abs=1e-5)


def test_where_the_control_is_over_no_licence_is_used(tmp_path):
    """In some histories after 30 days, in others after 90, which still go on."""
    over = "duration_days: {choice: {30: 0.5, 90: 0.5}}, licence: {decision_days: 5}"
    case = CASE.replace("duration_days: null, ", "")
    text = case.format(more=over, learning=FOREVER, buffer=60, unmet="backlog", end="2027-10-02")
    record = run(tmp_path, "one_lane", text, n=64).record
    used = record.licences_t[:, 0, LICENCES.at["used"]].sum(axis=0)
    days = record.end_day[0] - record.onset_day[0]
    assert used[days == 30].max() < 30
    assert 80 < used[days == 90].min() < 95
