"""Known answers of parts under way between who lacks a good and the lines that build of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.measures.measure import measures_of
from sim.output.observed import observed
from sim.rules.parts import bridged
from sim.scenario.schema import Distribution
from sim.world.chance.quantile import quantile_within
from tests.known_answers.cases import run
from tests.known_answers.test_qualification import CLOSED

SHELF, GAP = 14, 120
CARS = "product: cars, products_per_t: 400"
HALF = "consumers.motors.qualification={days: 1.0e+6}"
"""From the day on which one of two lanes closes, and a shelf is used up, half of demand is served."""


def output(parts, more=""):
    return f"consumers.motors.output={{{CARS}, parts_days: {parts}{more}}}"


def lost_of(made):
    """Give the measures of the consumer of motors, in its only history."""
    seen = {group.name: seen for group, seen in observed(made.scenario, made.record)}["motors"]
    measures = {one.name: one.values(seen) for one in measures_of(seen)}
    return {name: float(values[None][0]) for name, values in measures.items() if None in values}


def halted(parts, *settings):
    return lost_of(run("one_lane", output(parts), *settings))


@pytest.mark.parametrize("parts", [0, 10, 30.5, 106, 200])
@pytest.mark.parametrize("days", [10, 60, GAP])
def test_a_stop_costs_what_neither_shelf_nor_parts_bridge(parts, days):
    """No supply for D days loses D, less the shelf and the parts."""
    found = halted(parts, f"disruptions.halt.duration_days={days}")
    assert found["shortfall_days"] == pytest.approx(max(days - SHELF, 0), abs=1e-5)
    assert found["lost_output_days"] == pytest.approx(max(days - SHELF - parts, 0), abs=1e-4)


def test_lines_stop_as_many_days_after_those_who_lack_magnets_as_there_are_parts():
    found, plain = halted(30), halted(0)
    assert found["first_stop_1pct"] == plain["first_stop_1pct"] == plain["first_output_stop_1pct"]
    assert found["first_output_stop_1pct"] == plain["first_output_stop_1pct"] + 30
    assert halted(GAP)["first_output_stop_1pct"] == np.inf


@pytest.mark.parametrize("parts", [20, 300])
def test_with_half_of_demand_parts_last_twice_as_long(parts):
    """The line builds all for 2 N days, then half: N days less are lost, if there are so many."""
    made = run("two_makers", CLOSED, HALF, output(parts))
    days = lost_of(made)["shortfall_days"]
    idle = made.record.idle[:, made.record.consumers.index("motors"), 0]
    assert idle.sum() == pytest.approx(max(days - parts, 0), abs=1e-4)
    if parts < days:
        assert np.flatnonzero(idle > 1e-6)[0] == pytest.approx(
            np.flatnonzero(made.record.served_t[:, 0, 0] < 1 - 1e-6)[0] + 2 * parts, abs=1
        )
        assert idle[-1] == pytest.approx(0.5, abs=1e-6)


def test_what_a_curve_says_is_lacking_is_what_parts_bridge():
    """With half of demand four fifths are built: a day of parts is used up in five."""
    curve = ", curve: [{served: 0.5, built: 0.8}]"
    plain, with_parts = (
        lost_of(run("two_makers", CLOSED, HALF, output(parts, curve))) for parts in (0, 20)
    )
    assert plain["lost_output_days"] - with_parts["lost_output_days"] == pytest.approx(20, abs=1e-4)


TWICE = "disruptions.again={kind: export_control, exporter: CN, goods: [magnets], start: 400, duration_days: 60}"
FIRST = "disruptions.halt.duration_days=60"
MISSED = 60 - SHELF
"""Days without magnets in each of two gaps."""


def test_who_loses_customers_does_not_fill_parts_up_again():
    """Of 30 days of parts nothing is left for the second gap."""
    found = halted(30, FIRST, TWICE)
    assert found["shortfall_days"] == pytest.approx(2 * MISSED, abs=1e-4)
    assert found["lost_output_days"] == pytest.approx(2 * MISSED - 30, abs=1e-4)


@pytest.mark.parametrize(("kept", "refilled"), [(1.0, 30), (0.5, 23)])
def test_who_catches_up_fills_parts_up_before_anything_is_built_late(kept, refilled):
    """What is caught up of 46 days fills up to 30; the rest of it is built late."""
    late = f"consumers.motors.unmet={{share: {kept}, overtime: 0.5}}"
    made = run("one_lane", output(30), FIRST, TWICE, late)
    motors, halfway = made.record.consumers.index("motors"), 330
    idle = made.record.idle[:, motors, 0]
    assert idle[:halfway].sum() == pytest.approx(MISSED - 30, abs=1e-4)
    assert idle[halfway:].sum() == pytest.approx(MISSED - refilled, abs=1e-4)
    built_late = 2 * max(kept * MISSED - 30, 0)
    assert made.record.get("built_late")[motors, 0] == pytest.approx(built_late, abs=1e-4)
    lost = lost_of(made)["lost_output_days"]
    assert lost == pytest.approx(idle.sum() - built_late, abs=1e-4)
    # In the end all that was not made good is lost, less the parts that are still missing.
    assert lost == pytest.approx(2 * (1 - kept) * MISSED - (30 - refilled), abs=1e-3)


SPREAD = {"lognormal": {"median": 1.0, "sigma": 0.6}}


@pytest.mark.parametrize("strata", [10, 16])
def test_firms_lose_what_their_shelves_and_parts_do_not_bridge(strata):
    """A firm with a shelf of q days loses what a gap is longer than q and its parts."""
    firms = f"consumers.motors.firms={{stock_days_factor: {SPREAD}, strata: {strata}}}"
    made = run("one_lane", output(25), firms.replace("'", ""))
    places = (np.arange(strata) + 0.5) / strata
    shelves = SHELF * quantile_within(Distribution.model_validate(SPREAD), places, 0.0)
    idle = made.record.idle[:, made.record.consumers.index("motors"), 0]
    first = 135
    for day in (first + 20, first + 30, first + 50, first + 90):
        lost = np.mean(np.clip(day - first - shelves - 25, 0, None))
        assert idle[:day].sum() == pytest.approx(lost, abs=1e-4)
    assert (idle < 1 + 1e-6).all()


def test_each_firm_fills_up_its_own_parts_before_it_builds_late():
    """Both gaps cost each firm what its shelf and parts do not bridge, and all is built in the end."""
    spread, strata, parts = {"uniform": [0, 2]}, 10, 12
    firms = f"consumers.motors.firms={{stock_days_factor: {spread}, strata: {strata}}}"
    late = "consumers.motors.unmet={share: 1, overtime: 0.5}"
    made = run("one_lane", output(parts), firms.replace("'", ""), late, FIRST, TWICE)
    motors = made.record.consumers.index("motors")
    shelves = SHELF * 2 * (np.arange(strata) + 0.5) / strata
    each = np.mean(np.clip(60 - shelves - parts, 0, None))
    idle = made.record.idle[:, motors, 0]
    assert [idle[:330].sum(), idle[330:].sum()] == pytest.approx([each, each], abs=1e-3)
    assert made.record.get("built_late")[motors, 0] == pytest.approx(2 * each, abs=1e-3)
    assert lost_of(made)["lost_output_days"] == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("unmet", ["lost", "backlog", "{share: 0.7, overtime: 0.3}"])
def test_without_parts_all_is_as_it_was_and_magnets_always_are(unmet):
    firms = "consumers.motors.firms={stock_days_factor: {uniform: [0, 2]}, strata: 10}"
    world = firms, f"consumers.motors.unmet={unmet}", FIRST
    plain, none, some = (
        run("one_lane", f"consumers.motors.output={{{CARS}{parts}}}", *world)
        for parts in ("", ", parts_days: 0", ", parts_days: 25")
    )
    assert lost_of(plain) == lost_of(none)
    assert lost_of(some)["lost_output_days"] <= lost_of(plain)["lost_output_days"] + 1e-6
    assert some.record.idle.sum() < plain.record.idle.sum() - 1
    for name in ("served_t", "on_hand_t", "unmet_t", "caught_up_t"):
        for other in (none, some):
            assert getattr(plain.record, name).tobytes() == getattr(other.record, name).tobytes()
    assert plain.record.idle.tobytes() == none.record.idle.tobytes()


DAYS = arrays(float, 40, elements=st.floats(0, 1, width=32))


@given(lacking=DAYS, part=DAYS, held=st.floats(0, 30), more=st.floats(0, 30))
def test_books_close_and_more_parts_never_lose_more(lacking, part, held, more):
    """Not made in time is bridged or idle; made late fills up or is built late."""

    def lost(held):
        gone = owed = idle = late = 0.0
        for lacks, share in zip(lacking, part, strict=True):
            made, owed = owed * share, owed * (1 - share) + lacks
            day = bridged(lacks, made, gone, held)
            gone, idle, late = day.gone, idle + day.idle, late + day.late
            assert -1e-9 <= gone <= held + 1e-9
            assert 0 <= day.idle <= lacks
        assert late <= idle + 1e-9
        assert idle - late == pytest.approx(owed - gone, abs=1e-9)
        return float(idle - late)

    assert lost(held + more) <= lost(held) + 1e-9


def test_who_saves_a_fifth_builds_five_eighths_with_half_of_its_normal_demand():
    saving = "consumers.motors.emergency={after_days: 30, saves: 0.2}"
    made = run("two_makers", CLOSED, HALF, output(0), saving)
    idle = made.record.idle[:, made.record.consumers.index("motors"), 0]
    assert idle[idle > 0].max() == pytest.approx(0.5)
    assert idle[-1] == pytest.approx(1 - 0.5 / 0.8)
