"""A chain of milestones gives the sum, branches the longest; float is used up first."""

from math import ceil

import numpy as np
import pytest

import sim
from sim.world.chance.chance import Chance
from sim.world.network.context import make_context
from sim.world.network.project import ProjectPath
from sim.world.state.state import State
from sim.world.time.clock import Clock
from tests.unit.effects import BUFFER, KNOWN_ANSWERS, LANE_DAYS, Outcome, run

PLANNED, FLOAT = 181, 61
"""First product on 1 July 2026; equipment is there on 1 April, and needed on 1 June."""
MONTH = 365.25 / 12
WORLD = """
end: 2026-12-31
magnet_makers: {plant: {country: US, capacity_t_blanks_per_year: 0}}
lanes: {home: {good: magnets, from: plant, to: motors, offtake: 0.4, transit_days: 35}}
projects: {plant: {facility: plant, adds_per_year: 3652.5, ramp_months: 2}}
disruptions:
  cause: {kind: lane_closure, lanes: [sea], factor: 1, start: 20, duration_days: 9}
"""
"""A plant, and a cause that does nothing of itself."""
DATE = "projects: {plant: {first_product: 2026-07-01}}"
STEPS = """
projects:
  plant:
    milestones:
      permit: {start: 2025-10-01, months: 4, cause: permit}
      build: {months: 4, after: permit, cause: labour}
      equipment: {months: 2, after: permit, cause: equipment, from: CN}
      commissioning: {months: 1, after: [build, equipment]}
"""
"""The same by its milestones: 4, 4 and 1 months in a row."""


DRAWS = 8192
NOISE = 4 * 0.5 / np.sqrt(DRAWS)
"""Four standard errors of a frequency."""


def path_of(tmp_path, *layers: str, draws: int = 64) -> ProjectPath:
    """Say what becomes of the plant before anything is run."""
    file = KNOWN_ANSWERS / "one_lane.yaml"
    for number, layer in enumerate((WORLD, STEPS, *layers)):
        parent, file = file, tmp_path / f"{number}.yaml"
        file.write_text(f"schema: 1\nextends: {parent}\nname: case\n{layer}")
    scenario = sim.load(file, root="/")
    clock, state, chance = Clock(scenario.start), State(draws), Chance(1, 0, draws)
    context = make_context(scenario, clock, state, chance)
    return context.capacities["magnet_makers"].paths["plant"]


def days_late(tmp_path, *layers: str) -> float:
    """Give the days by which it is late, the same in all histories."""
    (late,) = set(path_of(tmp_path, *layers).delay.tolist())
    return late


def plant(tmp_path, *layers, n=1) -> Outcome:
    return run(tmp_path, "one_lane", WORLD, STEPS, *layers, n=n)


def dated(tmp_path, *layers, n=1) -> Outcome:
    return run(tmp_path, "one_lane", WORLD, DATE, *layers, n=n)


def step(name: str, more: str) -> str:
    return f"projects: {{plant: {{milestones: {{{name}: {{{more}}}}}}}}}"


def slip(more: str) -> str:
    return f"disruptions: {{slip: {{kind: project_slip, {more}}}}}"


def reached(outcome: Outcome, milestone: str = "first_product") -> list[float]:
    """Give the day of a milestone in each history."""
    return of_series(outcome, "milestone_day", milestone)


def given_up(outcome: Outcome, milestone: str) -> list[float]:
    return of_series(outcome, "given_up_day", milestone)


def of_series(outcome: Outcome, name: str, milestone: str) -> list[float]:
    row = outcome.record.ids("milestones").index(f"plant.{milestone}")
    return getattr(outcome.record, name)[row].tolist()


def assert_same(one: Outcome, other: Outcome) -> None:
    """To the bit."""
    for field in ("served_t", "on_hand_t", "supply_t"):
        np.testing.assert_array_equal(getattr(one.record, field), getattr(other.record, field))


def onset(outcome: Outcome, name: str) -> list[float]:
    return outcome.record.onset_day[outcome.record.disruptions.index(name)].tolist()


def test_milestones_that_lead_to_a_date_are_as_good_as_the_date(tmp_path):
    """Nothing else is drawn or done: to the bit, with late_months: 0 and a chance of 0, too."""
    expected = dated(tmp_path)
    assert_same(plant(tmp_path), expected)
    assert_same(plant(tmp_path, step("build", "late_months: 0, fails: 0")), expected)
    assert reached(plant(tmp_path)) == [PLANNED]


@pytest.mark.parametrize("name", ["permit", "build", "commissioning"])
def test_a_late_step_of_the_longest_chain_is_as_a_slip_of_the_project(name, tmp_path):
    found = plant(tmp_path, step(name, "late_months: 2.3"))
    assert_same(found, dated(tmp_path, "projects: {plant: {slip_months: 2.3}}"))
    assert reached(found) == [PLANNED + ceil(2.3 * MONTH)]


@pytest.mark.parametrize("months", [1, 2, 2.5, 5])
def test_a_late_step_beside_the_longest_chain_uses_up_its_float_first(months, tmp_path):
    found = days_late(tmp_path, step("equipment", f"late_months: {months}"))
    assert found == max(0, ceil(months * MONTH - FLOAT))


def test_what_a_project_slips_as_a_whole_comes_on_top_and_is_rounded_once(tmp_path):
    """Half a month and half a month are 31 days."""
    both = "projects: {plant: {slip_months: 0.5, milestones: {build: {late_months: 0.5}}}}"
    found = plant(tmp_path, both)
    assert_same(found, dated(tmp_path, "projects: {plant: {slip_months: 1}}"))
    assert reached(found) == [PLANNED + 31]


@pytest.mark.parametrize(
    ("more", "late"),
    [
        ("causes: [labour], start: 2026-03-01, end: 2026-03-02, months: 3", 3 * MONTH),
        ("milestones: [build], start: 2026-03-01, end: 2026-03-02, months: 3", 3 * MONTH),
        ("causes: [labour, permit], start: 2026-03-01, end: 2026-03-02, months: 3", 3 * MONTH),
        ("from: [CN], start: 2026-03-01, end: 2026-03-02, months: 3", 3 * MONTH - FLOAT),
        ("from: [CN], start: 2026-04-01, end: 2026-09-02, months: 3", 0),  # it is there
        ("causes: [permit], end: 2026-01-02, months: 3", 3 * MONTH),  # under way on day 0
        ("causes: [labour], start: 2026-06-01, months: 3, probability: 1", 0),
        ("causes: [labour], start: 2026-03-01, end: 2026-03-31", 30),  # it stands still
        ("causes: [labour], start: 2026-01-01, end: 2026-03-31", 58),  # from 1 February on
        ("causes: [labour], projects: [plant], start: 60, duration_days: 1, months: 3", 3 * MONTH),
    ],
)  # fmt: skip
def test_a_slip_by_cause_hits_what_is_under_way_while_it_is_in_force(more, late, tmp_path):
    assert days_late(tmp_path, slip(more)) == ceil(max(late, 0))


def test_a_slip_with_all_that_is_given_hits_what_fits_all_of_it(tmp_path):
    """Equipment takes three months longer, of which a part is float."""
    more = "causes: [labour, equipment], from: [CN], start: 40, duration_days: 9, months: 3"
    assert days_late(tmp_path, slip(more)) == ceil(3 * MONTH - FLOAT)


def test_a_step_that_is_hit_may_be_hit_again_by_what_it_would_have_missed(tmp_path):
    """Built on 1 June, but for the first slip; so it meets the second one, on 1 July."""
    second = (
        "again: {kind: project_slip, causes: [labour], start: 181, duration_days: 5, months: 1}"
    )
    first = "slip: {kind: project_slip, causes: [labour], start: 60, duration_days: 5, months: 2}"
    both = f"disruptions: {{{first}, {second}}}"
    assert days_late(tmp_path, both) == ceil(3 * MONTH)
    assert days_late(tmp_path, f"disruptions: {{{second}}}") == 0


def test_a_control_on_equipment_delays_what_is_ordered_while_it_is_in_force(tmp_path):
    """The export halt of day 100 sets it off; commissioning is to begin on day 151."""
    late = "causes: [equipment], months: 5, trigger: {after: halt, lag_days: %d}, duration_days: 60"
    longer = step("equipment", "months: 4")
    assert days_late(tmp_path, longer, slip(late % 0)) == ceil(5 * MONTH)
    assert days_late(tmp_path, longer, slip(late % 51)) == 0


def test_what_a_state_sets_off_hits_what_is_under_way_then(tmp_path):
    """As if it were dated; before, nothing differs."""
    low = "trigger: {consumers: [motors], cover_days_below: 10, lag_days: 2}"
    day = 100 + LANE_DAYS + (BUFFER - 10) + 1 + 2
    work = "causes: [labour], months: 4, duration_days: 20"
    found = plant(tmp_path, slip(f"{work}, {low}"))
    assert onset(found, "slip") == [day]
    assert day < 151  # the first of June
    assert_same(found, plant(tmp_path, slip(f"{work}, start: {day}")))
    assert reached(found) == [PLANNED + ceil(4 * MONTH)]
    too_late = plant(tmp_path, slip(f"{work}, {low.replace('2}', '12}')}"))
    assert reached(too_late) == [PLANNED]


def test_customers_count_it_when_all_that_comes_after_first_product_is_done(tmp_path):
    """Two months from 1 July are 62 days; what is late of it is later."""
    after = """
projects:
  plant: {milestones: {on_spec: {months: 1, after: first_product},
                       approved: {months: 1, after: on_spec}}}
"""
    found = plant(tmp_path, after)
    assert_same(found, dated(tmp_path, "projects: {plant: {qualification_months: 2.02}}"))
    assert reached(found, "approved") == [PLANNED + 62]
    late = plant(tmp_path, after, step("on_spec", "late_months: 1"))
    assert reached(late, "approved") == [PLANNED + ceil(62 + MONTH)]
    assert reached(late) == [PLANNED]


def test_a_project_that_fails_before_first_product_is_never_built(tmp_path):
    found = plant(tmp_path, step("equipment", "fails: 1"))
    never = dated(tmp_path, "projects: {plant: {cancel_probability: 1}}")
    assert_same(found, never)
    assert found.sold("US") == 0
    assert given_up(found, "equipment") == [90]
    assert reached(found, "permit") == [31]
    for name in ("equipment", "build", "commissioning", "first_product", "nameplate"):
        assert reached(found, name) == [np.inf], name


def test_a_project_that_fails_after_first_product_makes_nothing_from_that_day_on(tmp_path):
    """A month from 1 July on."""
    fails = step("on_spec", "months: 1, after: first_product, fails: 1")
    path = path_of(tmp_path, fails)
    days = np.array([180.0, 181.0, 211.0, 212.0, 300.0])
    expected = 3652.5 * np.array([0, 0, 30 / (2 * MONTH), 0, 0])
    np.testing.assert_allclose(path.added(days)[:, 0], expected)
    assert (path.qualified(days) == 0.0).all()
    assert given_up(plant(tmp_path, fails), "on_spec") == [212]


def test_histories_differ_where_nothing_but_the_failing_of_a_step_is_drawn(tmp_path):
    """So they are not one that stands for all."""
    found = plant(tmp_path, step("permit", "fails: 0.5"), n=64)
    given = np.isfinite(given_up(found, "permit"))
    assert len(given) == 64
    assert 0.25 < given.mean() < 0.75


def test_first_product_never_comes_before_what_it_waits_for(tmp_path):
    """On 1 July, though the project is to come four months early."""
    assert days_late(tmp_path, "projects: {plant: {slip_months: -4}}") == 0
    assert days_late(tmp_path, "projects: {plant: {slip_months: 4}}") > 0


def test_of_two_steps_the_second_is_failed_by_those_that_passed_the_first(tmp_path):
    """0.3, 0.7 x 0.4, and 0.7 x 0.6 are built."""
    path = path_of(tmp_path, step("permit", "fails: 0.3"), step("build", "fails: 0.4"), draws=DRAWS)
    permit, build = (np.isfinite(path.given_up_by(name)) for name in ("permit", "build"))
    assert permit.mean() == pytest.approx(0.3, abs=NOISE)
    assert build.mean() == pytest.approx(0.28, abs=NOISE)
    assert path.built.mean() == pytest.approx(0.42, abs=NOISE)
    assert not (permit & build).any()
    np.testing.assert_array_equal(path.built, ~(permit | build))


def test_of_two_steps_that_fail_the_earlier_counts(tmp_path):
    """Equipment is there on day 90, or up to three months later; the building stands on day 151."""
    late = step("equipment", "fails: 1, late_months: {uniform: [0, 4]}")
    path = path_of(tmp_path, late, step("build", "fails: 1"), draws=DRAWS)
    assert np.isfinite(path.given_up_by("equipment")).mean() == pytest.approx(
        61 / (4 * MONTH), abs=NOISE
    )
    np.testing.assert_array_equal(path.given_up, np.minimum(path.ends["equipment"], 151.0))


def test_two_branches_that_are_late_come_with_the_later_of_the_two(tmp_path):
    """Of two uniform draws on the same days the larger has the mean 2/3."""
    late = "late_months: {uniform: [0, 6]}"
    even = step("equipment", f"months: 4, {late}")
    path = path_of(tmp_path, even, step("build", late), draws=DRAWS)
    both = np.maximum(path.ends["equipment"], path.ends["build"])
    np.testing.assert_array_equal(path.first_product, np.ceil(both + 30))
    assert (both - 151).mean() == pytest.approx(4 * MONTH, rel=0.02)


def watching(**triggers: str) -> str:
    """Write closures of the new lane, each with a trigger."""
    closed = "kind: lane_closure, lanes: [home], duration_days: 10"
    each = (f"{name}: {{{closed}, trigger: {{{one}}}}}" for name, one in triggers.items())
    return f"disruptions: {{{', '.join(each)}}}"


@pytest.mark.parametrize(
    ("late", "days"),
    [
        (0, {"at_all": None, "three": None, "later": None, "permit": None, "four": None}),
        (0.01, {"at_all": 182, "three": None, "later": None, "permit": None, "four": None}),
        (3, {"at_all": 182, "three": None, "later": None, "permit": 63, "four": None}),
        (4, {"at_all": 182, "three": 274, "later": 283, "permit": 63, "four": None}),
    ],
)
def test_a_project_that_is_late_sets_something_off_on_the_day_after_that_is_plain(
    late, days, tmp_path
):
    """Planned are the days 181, and 31 for the permit; three months later are 92 days."""
    triggers = watching(
        at_all="late: plant, months: 0",
        three="late: plant, months: 3",
        later="late: plant, months: 3, lag_days: 10",
        permit="late: plant.permit, months: 1",
        four="late: plant.permit, months: 4",
    )
    found = plant(tmp_path, step("permit", f"late_months: {late}"), triggers)
    for name, day in days.items():
        expected = np.nan if day is None else day
        assert onset(found, name) == pytest.approx([expected], nan_ok=True), name


def test_a_project_that_is_given_up_sets_something_off_on_the_day_after_that_is_plain(tmp_path):
    """Where no milestone says so, it is by the planned day; what is given up is late for ever."""
    triggers = watching(gone="given_up: plant", late="late: plant, months: 1")
    failed = plant(tmp_path, step("equipment", "fails: 1"), triggers)
    assert onset(failed, "gone") == [91]
    never = plant(tmp_path, "projects: {plant: {cancel_probability: 1}}", triggers)
    assert onset(never, "gone") == [PLANNED + 1]
    for one in (failed, never):
        assert onset(one, "late") == [PLANNED + 31 + 1]


def test_a_project_that_is_late_may_make_another_late(tmp_path):
    """The second one begins its building when it is known that the first is three months late."""
    second = """
projects:
  second:
    facility: plant
    adds_per_year: 100
    milestones: {build: {start: 2026-02-01, months: 10, cause: owner}}
disruptions:
  slip: {kind: project_slip, projects: [second], causes: [owner], months: 6, duration_days: 1,
         trigger: {late: plant, months: 3}}
"""
    late = plant(tmp_path, step("build", "late_months: 3.5"), second)
    row = late.record.ids("milestones").index("second.build")
    assert late.record.milestone_day[row].tolist() == [334 + ceil(6 * MONTH)]
    on_time = plant(tmp_path, second)
    assert on_time.record.milestone_day[row].tolist() == [334]


@pytest.mark.parametrize(
    ("own", "late"),
    [("label: It", 46), ("late_months: 0", 0), ("late_months: 1", 31), ("fails: 0", 46)],
)
def test_the_schedule_counts_where_no_milestone_is_late_of_itself(own, late, tmp_path):
    schedule = """
schedule: {after: 2026-01-31, kinds: {new: {slip_months: 1.5}}}
projects: {plant: {kind: new}}
"""
    assert days_late(tmp_path, schedule, step("build", own)) == late


def test_histories_fail_and_are_late_by_their_own_draws(tmp_path):
    drawn = step("build", "late_months: {uniform: [0, 6]}, fails: 0.4")
    few, many = (path_of(tmp_path, drawn, draws=draws) for draws in (64, 128))
    for name in ("build", "first_product"):
        np.testing.assert_array_equal(few.reached(name), many.reached(name)[:64])
        assert 16 < np.isfinite(few.reached(name)).sum() < 64
