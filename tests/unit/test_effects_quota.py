"""A quota in tonnes a period: joint over sellers, first come first served, then a closed lane."""

import numpy as np
import pytest

from sim.world.trade.tonnage import Tonnage, Tonnages
from tests.unit.effects import BARE_CHAIN, run

QUOTA = """
measures: {flows: {exports: {good: magnets, from: CN}}}
disruptions:
  halt: {mode: quota, quota_t: TONNES, quota_period: month, start: 2026-06-01, duration_days: null,
         MORE}
"""
"""The one lane carries a tonne a day."""
JUNE, JULY, AUGUST = 151, 181, 212

TWO_BUYERS = """
measures:
  flows: {us: {good: magnets, from: CN, to: US}, jp: {good: magnets, from: CN, to: JP}}
consumers:
  motors: {demand_t_per_year: 182.625}
  robots: {region: JP, sector: robots, demand_t_per_year: 182.625, grades: {plain: 1}, unmet: lost}
lanes:
  east: {good: magnets, from: source, to: robots, share: 1, transit_days: 35}
"""


def quota(more: str = "", tonnes: object = 10) -> str:
    return QUOTA.replace("MORE", more).replace("TONNES", str(tonnes))


def flow(outcome, name: str = "exports") -> np.ndarray:
    return outcome.record.flow_t[:, outcome.record.ids("flows").index(name), 0]


def test_two_sellers_use_up_one_quota(tmp_path):
    other = """
magnet_makers: {other: {country: CN, stock_days: 500}}
lanes:
  sea: {share: 0.3}
  more: {good: magnets, from: other, to: motors, share: 0.7, transit_days: 35}
"""
    left = flow(run(tmp_path, "one_lane", other, quota()))
    np.testing.assert_allclose(left[JUNE : JUNE + 10], 1.0, rtol=1e-6)
    assert left[JUNE + 10 : JULY].sum() == 0.0
    assert left[JULY:AUGUST].sum() == pytest.approx(10.0)


def test_who_orders_on_the_first_of_the_month_gets_it(tmp_path):
    """The lane to Japan is shut for the first half of June: the other buyer uses up the month."""
    shut = "  shut: {kind: lane_closure, lanes: [east], start: 2026-06-01, end: 2026-06-25}\n"
    found = run(tmp_path, "one_lane", TWO_BUYERS, quota("destinations: [US, JP]") + shut)
    us, jp = flow(found, "us"), flow(found, "jp")
    np.testing.assert_allclose(us[JUNE : JUNE + 20], 0.5, rtol=1e-6)
    assert us[JUNE + 20 : JULY].sum() == 0.0
    assert jp[JUNE:JULY].sum() == 0.0
    # On 1 July one orders for 10 days without shipments, the other for 30: they share as they order.
    assert us[JULY] + jp[JULY] == pytest.approx(10.0)
    assert us[JULY] / jp[JULY] == pytest.approx(11 / 31, rel=1e-6)


def test_on_the_day_on_which_it_runs_out_all_share_as_they_order(tmp_path):
    found = run(tmp_path, "one_lane", TWO_BUYERS, quota(tonnes=10.4))
    for name in ("us", "jp"):
        left = flow(found, name)[JUNE:JULY]
        np.testing.assert_allclose(left[:11], [0.5] * 10 + [0.2], rtol=1e-5)
        assert left[11:].sum() == 0.0


def test_orders_wait_for_the_next_period_or_go_elsewhere(tmp_path):
    """Kept, they are the first to ship; taken back, a stand-by lane gets them."""
    spare = """
magnet_makers: {ally: {country: JP, stock_days: 500}}
lanes: {aside: {good: magnets, from: ally, to: motors, standby: 1, transit_days: 35}}
"""
    kept = run(tmp_path, "one_lane", spare, quota("orders_when_closed: keep"))
    gone = run(tmp_path, "one_lane", spare, quota("orders_when_closed: cancel"))
    assert kept.sold("JP") == 0.0
    assert gone.sold("JP") > 0.0
    np.testing.assert_allclose(flow(kept)[[JULY, AUGUST]], 10.0, rtol=1e-6)
    np.testing.assert_allclose(flow(gone)[JULY : JULY + 10], 1.0, rtol=1e-6)
    assert gone.shortfall() == 0.0 < kept.shortfall()


@pytest.mark.parametrize(("tonnes", "fear"), [(20, True), (40, False)])
def test_buyers_fear_for_their_supply_if_it_is_less_than_they_use(tonnes, fear, tmp_path):
    """From its first day on, while goods still pass; a month of the lane is 30.4 t."""
    left = flow(run(tmp_path, "one_lane", quota(tonnes=tonnes), "policy: {hoarding: 2}"))
    assert left[JUNE] == pytest.approx(15.0 if fear else 1.0)  # a day, and the shelf once more


def test_for_whom_it_is_suspended_nothing_counts(tmp_path):
    truce = """\
  truce: {kind: control_change, control: halt, destinations: [JP], suspended: true,
          start: 2026-06-01}
"""
    found = run(tmp_path, "one_lane", TWO_BUYERS, quota() + truce)
    us, jp = flow(found, "us"), flow(found, "jp")
    np.testing.assert_allclose(jp[JUNE:], 0.5, rtol=1e-6)
    np.testing.assert_allclose(us[JUNE : JUNE + 20], 0.5, rtol=1e-6)
    assert us[JUNE + 20 : JULY].sum() == 0.0


def test_it_begins_when_it_is_set_off_with_all_its_tonnes(tmp_path):
    fire = """\
  fire: {kind: lane_closure, lanes: [sea], start: 2026-05-20, duration_days: 1, factor: 0.99}
"""
    trigger = "start: null, trigger: {after: fire, lag_days: 2}"
    left = flow(run(tmp_path, "one_lane", quota().replace("start: 2026-06-01", trigger) + fire))
    np.testing.assert_allclose(left[141:151], 1.0, rtol=1e-2)  # 22 May to 31 May
    assert left[141:JULY].sum() == pytest.approx(20.0)


def test_each_history_has_its_own_tonnes(tmp_path):
    drawn = run(tmp_path, "one_lane", quota(tonnes="{choice: {5: 0.5, 1000: 0.5}}"), n=64)
    june = drawn.record.flow_t[JUNE:JULY, 0].sum(axis=0)
    five = june < 6
    assert 10 < five.sum() < 54
    assert june[five] == pytest.approx(5.0)
    assert june[~five] == pytest.approx(30.0)
    for tonnes, of in ((5, five), (1000, ~five)):
        fixed = run(tmp_path, "one_lane", quota(tonnes=tonnes)).record
        history = int(np.flatnonzero(of)[0])
        np.testing.assert_array_equal(drawn.record.flow_t[:, 0, history], fixed.flow_t[:, 0, 0])


GOODS = """
measures:
  flows: {oxide: {good: oxide, from: CN}, ore: {good: concentrate, from: CN}}
separation_plants: {separator: {country: CN}, abroad: {country: JP, recovery: {ndpr: 1}}}
metal_makers: {smelter: {country: US}}
lanes:
  ore: {to: [separator, abroad]}
  oxide: {from: {separator: 0.5, abroad: 0.5}}
disruptions:
  quota: {kind: export_control, exporter: CN, goods: [oxide, concentrate], mode: quota,
          quota_t: {oxide: 3, concentrate: 5}, quota_period: month, start: 2026-06-01}
"""


def test_each_good_has_tonnes_of_its_own_in_its_own_measure(tmp_path):
    """Of oxide the tonnes are those of the element; of concentrate those of rare-earth oxides."""
    record = run(tmp_path, "stoichiometry", BARE_CHAIN, GOODS).record
    for name, month, day in (("oxide", 3, 0.15), ("ore", 5, 0.15 * 1.166 / 0.2)):
        left = record.flow_t[:, record.ids("flows").index(name), 0]
        assert left[100:JUNE] == pytest.approx(day)
        assert left[JUNE:JULY].sum() == pytest.approx(month)
        assert left[JULY:AUGUST].sum() <= month * (1 + 1e-6)


PUSHED = """
measures: {flows: {scrap: {good: scrap, from: CN}}}
magnet_makers: {maker: {finished_t_per_t_blank: 0.8, scrap_collected: 1}}
recyclers: {recycler: {country: US, recovery: {ndpr: 1}, processing_days: 0}}
lanes: {waste: {good: scrap, from: maker, to: recycler, push: true, transit_days: 9}}
disruptions:
  quota: {kind: export_control, exporter: CN, goods: [scrap], mode: quota, quota_t: 1,
          quota_period: month, start: 2026-06-01}
"""


def test_what_is_pushed_counts_and_what_may_not_leave_stays(tmp_path):
    """The maker makes 0.075 t of scrap a day; after a month without it sends all that it may."""
    record = run(tmp_path, "stoichiometry", BARE_CHAIN, PUSHED).record
    left = record.flow_t[:, 0, 0]
    assert left[100:JUNE] == pytest.approx(0.075, rel=1e-3)
    assert left[JUNE:JULY].sum() == pytest.approx(1.0)
    assert left[JUNE + 14 : JULY].sum() == 0.0
    assert left[JULY] == pytest.approx(1.0)


def tonnage(left: list[float], lanes: int = 2) -> Tonnage:
    """Give a quota that counts all lanes, with so much left in each replication."""
    found = Tonnage((lanes, 1, len(left)))
    found.open(np.array(left), np.ones(len(left), dtype=bool))
    found.count(np.ones((lanes, 1, 1), dtype=bool))
    return found


def test_what_may_leave_is_shared_as_it_would_leave_whoever_sells():
    """Not as it is ordered: a seller without goods does not hold back the other's."""
    one, quotas = tonnage([6.0, 20.0]), Tonnages()
    quotas.add(one)
    leaving = [np.array([[[3.0, 3.0]]]), np.array([[[9.0, 9.0]]])]
    first, second = quotas.passing([(slice(0, 1), leaving[0]), (slice(1, 2), leaving[1])])
    assert first.ravel().tolist() == second.ravel().tolist() == [0.5, 1.0]
    assert one.left.tolist() == [0.0, 8.0]
    assert quotas.passing([(slice(0, 1), np.zeros((1, 1, 2)))]) == [None]


def test_of_two_quotas_the_tighter_holds_and_both_count_what_has_left():
    wide, tight, quotas = tonnage([10.0]), tonnage([4.0]), Tonnages()
    for one in (wide, tight):
        quotas.add(one)
    (part,) = quotas.passing([(slice(0, 2), np.array([[[6.0]], [[2.0]]]))])
    assert part.ravel().tolist() == [0.5, 0.5]
    assert (wide.left.item(), tight.left.item()) == (6.0, 0.0)
