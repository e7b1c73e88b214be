"""Known answers of what is built while demand is served in part: a curve, numbers, and money."""

import numpy as np
import pytest

from sim.measures.measure import measures_of
from sim.output.observed import observed
from sim.rules.building import built
from tests.known_answers.cases import run
from tests.known_answers.test_qualification import CLOSED

HALF = "consumers.motors.qualification={days: 1.0e+6}"
"""From the day on which one of two lanes closes, and a shelf is used up, half of demand is served."""
BOTH = "disruptions.shut={kind: lane_closure, lanes: [from_east, from_west], start: 2026-02-10, duration_days: 9999}"
CARS = "product: cars, products_per_t: 400, musd_per_t: 10"


def lost(output: str, *settings: str) -> dict:
    """Give the measures of the consumer of motors, 1 t a day, by name and item."""
    made = run("two_makers", CLOSED, HALF, f"consumers.motors.output={{{output}}}", *settings)
    groups = {group.name: seen for group, seen in observed(made.scenario, made.record)}
    seen = groups["motors"]
    return {
        (one.name, item): float(value[0])
        for one in measures_of(seen)
        for item, value in one.values(seen).items()
    }


def test_half_of_demand_builds_what_the_curve_says():
    """With half of demand four fifths are built: of 100 shortfall days 40 are lost."""
    found = lost(f"curve: [{{served: 0.5, built: 0.8}}], {CARS}")
    days = found["shortfall_days", None]
    assert days > 100
    assert found["lost_output_days", None] == pytest.approx(0.4 * days, rel=1e-6)
    assert found["lost_products", "cars"] == pytest.approx(400 * 0.4 * days, rel=1e-6)
    assert found["lost_output_musd", None] == pytest.approx(10 * 0.4 * days, rel=1e-6)


def test_without_a_curve_what_is_not_served_is_not_built():
    found = lost(CARS)
    assert found["lost_output_days", None] == pytest.approx(found["shortfall_days", None], rel=1e-9)


def test_what_is_made_up_for_later_is_not_lost():
    opens = "disruptions.shut.duration_days=100"
    late = "consumers.motors.unmet={share: 0.5, overtime: 1}"
    found = lost(CARS, opens, late)
    assert found["lost_output_days", None] == pytest.approx(found["lost_days", None], rel=1e-6)
    assert found["lost_days", None] == pytest.approx(0.5 * found["shortfall_days", None], rel=1e-3)


def test_who_says_nothing_of_output_has_no_such_measures():
    made = run("two_makers", CLOSED, HALF)
    for _, seen in observed(made.scenario, made.record):
        assert seen.lost_output is None


@pytest.mark.parametrize(("pumps", "part"), [("{musd_per_t: 1}", 1 / 1.01), ("null", 1.0)])
def test_a_group_loses_days_of_what_all_build_together_who_say_what(pumps, part):
    """Pumps, a hundredth of all, are never short."""
    cars, others = f"consumers.motors.output={{{CARS}}}", f"consumers.pumps.output={pumps}"
    made = run("two_makers", CLOSED, HALF, cars, others)
    groups = {group.name: seen for group, seen in observed(made.scenario, made.record)}
    both, one = groups["all"].lost_output.days((0, 1)), groups["motors"].lost_output.days((0,))
    assert both == pytest.approx(part * one, rel=1e-6)


@pytest.mark.parametrize("served", [0.0, 0.1, 0.5, 0.99, 1.0])
def test_a_curve_on_the_diagonal_changes_nothing(served):
    assert built(np.array([served]), ((0.3, 0.3), (0.6, 0.6))) == pytest.approx(served, abs=1e-15)


SEA_SHUT = (
    "disruptions.shut={kind: lane_closure, lanes: [sea], start: 2026-02-10, duration_days: 9999}",
    "consumers={weapons: {stock_days: 0, output: {musd_per_t: 1}}}",
    "magnet_makers.home.capacity_t_blanks_per_year=null",
)


def test_one_grade_that_is_missing_stops_all():
    """Of two grades one comes no more: half of demand is served, and nothing is built."""
    record = run("priority_by_law", *SEA_SHUT).record
    arms = record.consumers.index("weapons")
    assert (record.served_t / record.demand_t)[-20:, arms, 0] == pytest.approx(0.5, abs=1e-6)
    assert record.idle[-20:, arms, 0] == pytest.approx(1.0, abs=1e-6)
    assert record.idle[:40, arms, 0] == pytest.approx(0.0, abs=1e-6)
    assert (record.idle[:, record.consumers.index("cars")] == 0.0).all()


WIPERS = "curve: [{served: 0.5, built: 1}]"


@pytest.mark.parametrize("curve", ["", f", {WIPERS}"])
def test_a_firm_without_anything_builds_nothing_whatever_its_curve(curve):
    """The sector builds what its firms with full shelves do: no wiper that is left out helps."""
    apart = (
        "consumers.motors.firms={stock_days_factor: {empirical: [0.5, 1.0, 1.5, 2.0]}, strata: 4}"
    )
    output = f"consumers.motors.output={{musd_per_t: 1{curve}}}"
    record = run("two_makers", BOTH, apart, output).record
    motors = record.consumers.index("motors")
    found = (1 - record.served_t / record.demand_t)[:, motors, 0]
    assert sorted({round(float(one), 4) for one in found}) == [0, 0.25, 0.5, 0.75, 1]
    assert record.idle[:, motors, 0] == pytest.approx(found, abs=1e-5)


def test_firms_that_share_what_little_comes_leave_parts_out():
    """Half of demand goes to two firms by what each lacks, of shelves of 7 and 21 days and a day's use.

    So they get 8/30 and 22/30 of their use, with which one builds 16/30, the other all.
    """
    apart = "consumers.motors.firms={stock_days_factor: {empirical: [0.5, 1.5]}, strata: 2}"
    record = run("two_makers", CLOSED, HALF, apart, f"consumers.motors.output={{{WIPERS}}}").record
    motors = record.consumers.index("motors")
    assert record.served_t[-20:, motors, 0] == pytest.approx(0.5, abs=1e-5)
    assert record.idle[-20:, motors, 0] == pytest.approx((1 - 16 / 30) / 2, abs=1e-5)


def test_what_is_lost_is_of_normal_demand_whatever_is_done_without():
    """With half of demand and a fifth less needed 3/8 are not built: of 400 cars a day, not of 320."""
    learned = "consumers.motors.emergency={after_days: 0, saves: 0.2}"
    made = run("two_makers", CLOSED, HALF, learned, f"consumers.motors.output={{{CARS}}}")
    seen = {group.name: seen for group, seen in observed(made.scenario, made.record)}["motors"]
    by_day = seen.lost_output.t_by_day(made.record.consumers.index("motors"))[-20:, 0]
    assert by_day == pytest.approx(3 / 8, abs=1e-6)
    normal = (made.record.demand_t + made.record.saved_t)[:, 0, 0]
    assert normal == pytest.approx(1.0, abs=1e-6)
    saved = {one.name: one.values(seen) for one in measures_of(seen)}["saved_t"][None]
    assert saved[0] == pytest.approx(0.2 * (normal - made.record.demand_t[:, 0, 0] > 0.1).sum())
