"""Known answers of what is built while demand is served in part: a curve, numbers, and money."""

import numpy as np
import pytest

from sim.measures.measure import measures_of
from sim.measures.output import built
from sim.output.observed import observed
from tests.known_answers.cases import run
from tests.known_answers.test_qualification import CLOSED

HALF = "consumers.motors.qualification={days: 1.0e+6}"
"""From the day on which one of two lanes closes, and a shelf is used up, half of demand is served."""
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


def test_a_group_loses_days_of_what_all_build_together():
    """Pumps, a hundredth of all, are never short."""
    made = run("two_makers", CLOSED, HALF, f"consumers.motors.output={{{CARS}}}")
    groups = {group.name: seen for group, seen in observed(made.scenario, made.record)}
    both, one = groups["all"].lost_output.days((0, 1)), groups["motors"].lost_output.days((0,))
    assert both == pytest.approx(one / 1.01, rel=1e-6)


@pytest.mark.parametrize("served", [0.0, 0.1, 0.5, 0.99, 1.0])
def test_a_curve_on_the_diagonal_changes_nothing(served):
    assert built(np.array([served]), ((0.3, 0.3), (0.6, 0.6))) == pytest.approx(served, abs=1e-15)
