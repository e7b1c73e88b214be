"""What a market does to a world, and what it leaves alone."""

from itertools import pairwise

import numpy as np
import pytest

from tests.two_blocs import MARKET, PURCHASE, cut, run

NO_ANSWERS = """\
market:
  demand: {elasticity: 0, long_run: 0}
  supply: {elasticity: 0, long_run: 0}
"""
TONNES = ("demand_t", "served_t", "on_hand_t", "unmet_t", "supply_t", "caught_up_t")
CHINA, OUTSIDE = 0, 1
DY, NDPR = 0, 1


def prices(result, element: int, bloc: int) -> np.ndarray:
    """Give the prices of the first history by week."""
    return result.record.price_usd_per_kg[:, element, bloc, 0].astype(float)


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """A year in which China lets out 30 % of its dysprosium."""
    return run(tmp_path_factory.mktemp("short"), MARKET, cut(0.3, elements="dy"))


@pytest.fixture(scope="module")
def bought(tmp_path_factory):
    """A year in which somebody buys 1 t of dysprosium, beside 2.5 t that others use."""
    return run(tmp_path_factory.mktemp("bought"), MARKET, PURCHASE.format(factor=100))


def test_without_disruption_prices_are_normal_to_the_bit(tmp_path):
    found = run(tmp_path, MARKET).record
    assert found.price_usd_per_kg.shape[:3] == (105, 2, 2)
    assert (found.price_usd_per_kg == np.float32([200, 50])[:, None, None]).all()
    assert (found.destroyed_t == 0.0).all()


def test_a_market_that_is_taken_out_leaves_no_trace(tmp_path):
    without = run(tmp_path, cut(0.3))
    off = run(tmp_path, MARKET, cut(0.3), "market: null")
    for name in TONNES:
        assert np.array_equal(getattr(without.record, name), getattr(off.record, name)), name
    assert off.record.get("price_usd_per_kg") is None
    assert off.record.get("destroyed_t") is None


@pytest.mark.parametrize("left", [0.3, 0.8])
def test_prices_that_nobody_answers_to_change_no_tonne(tmp_path, left):
    without = run(tmp_path, cut(left)).record
    priced = run(tmp_path, MARKET, cut(left), NO_ANSWERS).record
    assert priced.price_usd_per_kg.max() > 210
    for name in TONNES:
        theirs, ours = getattr(without, name), getattr(priced, name)
        assert np.array_equal(np.broadcast_to(theirs, ours.shape), ours), name


def test_the_twin_of_a_disrupted_world_has_normal_prices_and_the_usual_demand(short):
    assert (short.twin.price_usd_per_kg == np.float32([200, 50])[:, None, None]).all()
    assert (short.twin.destroyed_t == 0.0).all()


def test_a_cut_makes_outside_dearer_and_china_cheaper(short):
    outside, china = prices(short, DY, OUTSIDE), prices(short, DY, CHINA)
    assert outside.max() > 3 * 200
    assert china.min() < 195
    assert china.max() <= 200.001
    assert np.ptp(prices(short, NDPR, OUTSIDE)) < 5


def test_a_price_begins_to_move_after_the_cut_and_comes_back(short):
    outside = prices(short, DY, OUTSIDE)
    start = (31 + 28) // 7
    assert (outside[: start + 1] == 200.0).all()
    assert outside[start + 8] > 205
    assert outside[-1] < 0.6 * outside.max()


def test_dysprosium_bought_for_a_stock_gets_dearer_and_ndpr_cheaper(bought):
    """The ore mined for it brings neodymium and praseodymium that nobody asked for."""
    for bloc in (CHINA, OUTSIDE):
        dy, ndpr = prices(bought, DY, bloc), prices(bought, NDPR, bloc)
        assert dy.max() > 204
        assert ndpr.max() < 50.05
        assert ndpr.min() < 49
    assert prices(bought, DY, CHINA).max() > 230, "China sells it"


STOCKPILE = """\
stockpiles:
  vault:
    country: JP
    good: oxide
    members: [jp_smelter]
    fill_t: {dy: 0, ndpr: 0}
    fill: {target_t: {dy: 1}, start: 2026-03-01, finish: 2027-02-28}
lanes: {vault: {good: oxide, from: separator, to: vault, share: 1, transit_days: 10}}
"""


def test_a_stockpile_that_buys_dysprosium_does_the_same(tmp_path):
    """What it buys is not usual, though no disruption brings it; its oxide is off the market."""
    found = run(tmp_path, MARKET, STOCKPILE)
    assert found.record.stockpile_t[-1, 0, 0] == pytest.approx(1.0, rel=1e-3)
    for bloc in (CHINA, OUTSIDE):
        assert prices(found, DY, bloc).max() > 230
    assert prices(found, NDPR, CHINA).min() < 49


def test_a_larger_purchase_moves_both_prices_further(tmp_path, bought):
    less = run(tmp_path, MARKET, PURCHASE.format(factor=30))
    assert prices(less, DY, CHINA).max() < prices(bought, DY, CHINA).max()
    assert prices(less, NDPR, CHINA).min() > prices(bought, NDPR, CHINA).min()


def test_a_larger_cut_never_lowers_the_price_while_it_lasts(tmp_path):
    """But for 2 %: deliveries come in weekly lots, and what they meet differs.

    Afterwards it may: the higher price has taught more thrift.
    """
    lasts = slice(0, 60)
    paths = [
        prices(run(tmp_path, MARKET, cut(left, elements="dy")), DY, OUTSIDE)[lasts]
        for left in (0.95, 0.8, 0.6, 0.4, 0.2, 0.02)
    ]
    for smaller, larger in pairwise(paths):
        assert (larger >= 0.98 * smaller).all()
        assert larger.max() > 0.999 * smaller.max()
    assert paths[-1].max() > 5 * paths[0].max()


def test_demand_and_what_price_drove_away_make_up_the_usual_demand(short):
    demand, usual = (
        one.demand_t.astype(float).sum(axis=0)[:, 0] for one in (short.record, short.twin)
    )
    gone = short.record.destroyed_t[:, 0]
    names = list(short.record.consumers)
    outside = [names.index("jp_ev"), names.index("jp_defence")]
    np.testing.assert_allclose((demand + gone)[outside], usual[outside], rtol=1e-6)
    assert (gone[outside] > 0.05 * usual[outside]).all()
    assert gone[names.index("cn_ev")] == 0.0, "what is cheaper drives nobody away"


def test_sectors_answer_by_their_own_elasticity(tmp_path):
    layer = "market: {demand: {sectors: {defence: -0.05}, long_run: -0.05}}"
    found = run(tmp_path, MARKET, cut(0.3, elements="dy"), layer)
    usual = found.twin.demand_t.astype(float)[..., 0]
    left = found.record.demand_t.astype(float)[..., 0] / usual
    names = list(found.record.consumers)
    ev, defence = left[:, names.index("jp_ev")], left[:, names.index("jp_defence")]
    np.testing.assert_allclose(np.log(ev), 4.0 * np.log(defence), atol=1e-6)
    assert ev.min() < 0.9


def test_thrift_follows_years_of_high_prices(tmp_path):
    """A tariff of 50 % from the first day: 1.5^-0.2 at once, and on to 1.5^-0.75 by the lag."""
    layer = "market: {tariffs: {JP: 0.5}, demand: {long_run_days: 365}}"
    found = run(tmp_path, MARKET, layer).record
    left = found.demand_t[:, found.consumers.index("jp_ev"), 0] / (60 / 365.25)
    weeks = np.arange(1, 106)
    thrift = 1.0 - np.exp(-7.0 * weeks / 365.0)
    np.testing.assert_allclose(left[::7], 1.5 ** (-0.2 - 0.55 * thrift), rtol=1e-6)
    chinese = found.demand_t[:, found.consumers.index("cn_ev"), 0] / (120 / 365.25)
    np.testing.assert_allclose(chinese, 1.0, rtol=1e-6)
    assert (found.price_usd_per_kg == np.float32([200, 50])[:, None, None]).all()


SCARCE_ORE = """\
policy: {failing_below: 0.6}
mines: {reef: {capacity_t_reo_per_year: 40}}
separation_plants: {kuantan: {capacity_t_reo_per_year: 40}}
measures: {flows: {from_my: {good: oxide, from: MY}}}
market: {supply: {elasticity: %s, lag_days: 60, long_run: %s, long_run_days: 500}}
"""


def test_supply_outside_china_answers_to_a_high_price_with_a_lag(tmp_path):
    none = run(tmp_path, MARKET, cut(0.1), SCARCE_ORE % (0, 0)).record
    some = run(tmp_path, MARKET, cut(0.1), SCARCE_ORE % (0.3, 0.9)).record
    first, last = slice(0, 120), slice(300, 500)
    before, after = (
        float(some.flow_t[days, 0, 0].sum() / none.flow_t[days, 0, 0].sum())
        for days in (first, last)
    )
    assert before == pytest.approx(1.0, abs=0.02)
    assert after > 1.05


FLOORS = """\
measures: {flows: {from_my: {good: oxide, from: MY}}}
market:
  floors:
    dy: {facilities: [kuantan], element: dy, strike_usd_per_kg: %s, upside_share: 0.3, %s}
    ndpr: {facilities: [kuantan], element: ndpr, strike_usd_per_kg: %s, upside_share: 0.3, %s}
"""
DATES = "from: 2026-04-01, until: 2026-12-31"


@pytest.mark.parametrize("strikes", [(260, 110), (260, 40), (100, 40)])
def test_floors_cost_what_the_price_lacks_on_the_tonnes_sold(tmp_path, strikes):
    """The tonnes of both elements that the sums paid stand for are those that left the plant."""
    dy, ndpr = strikes
    found = run(tmp_path, MARKET, FLOORS % (dy, DATES, ndpr, DATES)).record
    assert found.floors == ("dy", "ndpr")
    paid = found.floor_musd[..., 0]
    assert (paid[:3] == 0.0).all()
    assert (paid[12:] == 0.0).all()
    gaps = [gap if gap > 0 else 0.3 * gap for gap in (dy - 200, ndpr - 50)]
    musd_per_t = np.array(gaps) * np.array([1.15, 1.17]) * 1e3 / 1e6
    tonnes = paid / musd_per_t
    day = np.array([90, 120, 151, 181, 212, 243, 273, 304, 334, 365])
    sold = [float(found.flow_t[first:last, 0, 0].sum()) for first, last in pairwise(day)]
    np.testing.assert_allclose(tonnes[3:12].sum(axis=1), sold, rtol=1e-5)
    assert tonnes[3:12, 1].sum() > 1


def test_a_floor_follows_a_strike_by_date(tmp_path):
    """From 260 to 200 USD on a line over June: the price is 200, so the gap falls to nothing."""
    falls = "{2026-06-01: 260, 2026-07-01: 200}"
    found = run(tmp_path, MARKET, FLOORS % (falls, DATES, 0, DATES)).record
    paid, flat = found.floor_musd[:, 0, 0], run(tmp_path, MARKET, FLOORS % (260, DATES, 0, DATES))
    np.testing.assert_array_equal(paid[:5], flat.record.floor_musd[:5, 0, 0])
    # The plant sells about as much each day: half the gap over June, with both ends.
    assert paid[5] == pytest.approx(flat.record.floor_musd[5, 0, 0] * 15.5 / 30, rel=0.02)
    assert (paid[6:] == 0.0).all()


def test_what_a_floor_pays_for_at_a_moving_price_lies_between_the_extremes(tmp_path):
    layer = FLOORS % (5000, "upside_from: 2027-01-01", 49.99, "price: china")
    found = run(tmp_path, MARKET, cut(0.3, elements="dy"), layer).record
    price = found.price_usd_per_kg[:, DY, OUTSIDE, 0].astype(float)
    whole = run(tmp_path, MARKET, cut(0.3, elements="dy"), FLOORS % (1e6, "", 0, "")).record
    tonnes = whole.floor_musd[:, 0, 0].sum() / (1e6 * 1.15e-3)
    cost = found.floor_musd[:, 0, 0].sum() / (tonnes * 1.15e-3)
    assert 5000 - price.max() < cost < 5000 - price.min()
