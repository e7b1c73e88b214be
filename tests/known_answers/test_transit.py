"""Transit drawn for each shipment, and closures that stop goods on their way."""

import numpy as np
import pytest
from scipy.stats import poisson

import sim
from tests import late_twin
from tests.unit.effects import BUFFER, LANE_DAYS, run

BASE_STOCK, DEMAND, DAYS = 65, 2.0, (20, 40)

PALM = """
schema: 1
name: palm
start: 2026-01-01
end: 2035-12-31
warm_up_days: 100
policy: {{review_days: 1}}
grades: {{plain: {{}}}}
magnet_makers: {{source: {{country: CN, stock_days: 100}}}}
consumers:
  base:
    region: CN
    sector: shop
    demand_t_per_year: 730.5
    grades: {{plain: 1}}
    order_up_to_t: 65
    unmet: backlog
    daily_variation: {{choice: {orders}}}
lanes:
  lane:
    good: magnets
    from: source
    to: base
    share: 1
    transit_days: {{choice: {{20: 0.5, 40: 0.5}}}}
    transit_drawn: by_shipment
    {consignment}
"""


def waiting(folder, consignment, n=64):
    """Give the mean of what waits for goods, t, of each history, once all is settled."""
    odds = poisson.pmf(np.arange(20), DEMAND)
    orders = {float(k / DEMAND): float(p) for k, p in enumerate(odds / odds.sum())}
    path = folder / "palm.yaml"
    path.write_text(PALM.format(orders=orders, consignment=consignment))
    record = late_twin.run(sim.load(path), n, seed=3).record
    return record.backlog_t[200:, 0].mean(axis=0, dtype=float)


def expected_backorders(on_order):
    """Give the mean of what exceeds the base stock, by the odds of what is on order."""
    amounts = np.arange(len(on_order))
    return float((np.maximum(amounts - BASE_STOCK, 0) * on_order).sum())


def test_orders_of_a_unit_that_travel_each_by_itself_follow_the_theorem_of_palm(tmp_path):
    """What is on order is Poisson, whatever the times are distributed like: 1.243 t wait."""
    known = expected_backorders(poisson.pmf(np.arange(400), DEMAND * np.mean(DAYS)))
    assert known == pytest.approx(1.243, abs=0.001)
    found = waiting(tmp_path, "consignment_t: 1")
    assert found.mean() == pytest.approx(known, abs=3 * found.std() / np.sqrt(len(found)))


def test_what_leaves_on_a_day_together_varies_more(tmp_path):
    """A day's orders share a time: those of 20 days are on order, and of each of 20 more or not."""
    days = DAYS[0] + np.arange(21)
    odds = np.array([1.0])
    for _ in range(20):
        odds = np.convolve(odds, [0.5, 0.5])
    mixed = odds @ poisson.pmf(np.arange(400), DEMAND * days[:, None])
    found = waiting(tmp_path, "")
    known = expected_backorders(mixed)
    assert known > 1.5
    assert found.mean() == pytest.approx(known, abs=3 * found.std() / np.sqrt(len(found)))


CLOSED = """
consumers: {{motors: {{unmet: backlog}}}}
disruptions:
  halt: {{kind: lane_closure, lanes: [sea], stops: {stops}, start: {start}, duration_days: {days},
          exporter: null, goods: null}}
"""


def short(folder, stops, days, start=100):
    """List the days on which something is lacking."""
    outcome = run(folder, "one_lane", CLOSED.format(stops=stops, start=start, days=days))
    return np.flatnonzero(outcome.missing() > 1e-6), outcome


@pytest.mark.parametrize("start", [3, 100])
def test_goods_that_wait_at_the_port_come_in_together_when_it_opens(tmp_path, start):
    """Nothing comes for 40 days: the shelf bridges 14, and 26 days of demand wait until day 40."""
    days, _ = short(tmp_path, "arrivals", 40, start)
    assert days.tolist() == list(range(start + BUFFER, start + 40))


@pytest.mark.parametrize("start", [3, 100])
def test_goods_that_stand_still_come_as_much_later_as_they_stood(tmp_path, start):
    """What arrives on the first day is there; the next comes 40 days later, and so all the rest.

    26 days of demand stay behind until what left meanwhile comes in all at once.
    """
    days, _ = short(tmp_path, "transit", 40, start)
    assert days.tolist() == list(range(start + 1 + BUFFER, start + 40 + LANE_DAYS))


def test_goods_that_may_not_leave_are_missed_a_transit_later(tmp_path):
    days, _ = short(tmp_path, "departures", 40)
    assert days[0] == 100 + LANE_DAYS + BUFFER


@pytest.mark.parametrize("stops", ["transit", "arrivals"])
def test_a_stop_that_does_not_happen_changes_nothing(tmp_path, stops):
    never = CLOSED.format(stops=stops, start=100, days=40) + "  # never\n"
    outcome = run(tmp_path, "one_lane", never, "disruptions: {halt: {probability: 0}}")
    np.testing.assert_array_equal(outcome.record.served_t, outcome.twin.served_t)


@pytest.mark.parametrize("stops", ["transit", "arrivals"])
@pytest.mark.parametrize("later", [1, 2, 5])
def test_a_stop_that_comes_later_is_felt_as_much_later(tmp_path, stops, later):
    first, _ = short(tmp_path, stops, 40)
    second, _ = short(tmp_path, stops, 40, 100 + later)
    assert (first + later).tolist() == second.tolist()


ARRIVALS = """
measures: {{flows: {{comes: {{good: magnets, from: CN, to: US, at: arrival}}}}}}
"""


@pytest.mark.parametrize(
    ("stops", "none", "pulse", "tonnes"),
    [("arrivals", range(100, 140), 140, 41), ("transit", range(101, 141), 175, 41)],
)
def test_a_measured_flow_counts_what_arrives_on_the_day_on_which_it_does(
    tmp_path, stops, none, pulse, tonnes
):
    closed = CLOSED.format(stops=stops, start=100, days=40)
    record = run(tmp_path, "one_lane", closed, ARRIVALS.format()).record
    comes = record.flow_t[:, 0, 0]
    np.testing.assert_allclose(comes[:100], 1, rtol=1e-6)
    np.testing.assert_allclose(comes[list(none)], 0, atol=1e-6)
    assert comes[pulse] == pytest.approx(tonnes, abs=1)
    assert comes[:250].sum() == pytest.approx(250, abs=1)


@pytest.mark.parametrize("stops", ["transit", "arrivals"])
def test_a_stop_that_lets_all_pass_is_a_control_point(tmp_path, stops):
    passing = "disruptions: {halt: {factor: 1}}"
    outcome = run(tmp_path, "one_lane", CLOSED.format(stops=stops, start=100, days=40), passing)
    np.testing.assert_array_equal(outcome.record.served_t, outcome.twin.served_t)
