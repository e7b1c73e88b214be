"""A chain of milestones gives the sum, branches the longest; float is used up first."""

from math import ceil

import numpy as np
import pytest

import sim
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.network.project import ProjectPath
from sim.world.network.schedule import Schedule
from sim.world.time.clock import Clock
from tests.unit.effects import BUFFER, KNOWN_ANSWERS, LANE_DAYS, Outcome, run

PLANNED, FLOAT = 181, 61
"""First product on 1 July 2026; equipment is there on 1 April, and needed on 1 June."""
MONTH = 365.25 / 12
WORLD = """
end: 2027-06-30
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
    found = plant(tmp_path, step("equipment", f"late_months: {months}"))
    assert reached(found) == [PLANNED + max(0, ceil(months * MONTH - FLOAT))]


def test_what_a_project_slips_as_a_whole_comes_on_top_and_is_rounded_once(tmp_path):
    """Half a month and half a month are 31 days."""
    both = "projects: {plant: {slip_months: 0.5, milestones: {build: {late_months: 0.5}}}}"
    found = plant(tmp_path, both)
    assert_same(found, dated(tmp_path, "projects: {plant: {slip_months: 1}}"))
    assert reached(found) == [PLANNED + 31]


@pytest.mark.parametrize(
    ("more", "days_late"),
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
def test_a_slip_by_cause_hits_what_is_under_way_while_it_is_in_force(more, days_late, tmp_path):
    found = plant(tmp_path, slip(more))
    assert reached(found) == [PLANNED + ceil(max(days_late, 0))]


def test_a_slip_with_all_that_is_given_hits_what_fits_all_of_it(tmp_path):
    """Equipment takes three months longer, of which a part is float."""
    more = "causes: [labour, equipment], from: [CN], start: 40, duration_days: 9, months: 3"
    assert reached(plant(tmp_path, slip(more))) == [PLANNED + ceil(3 * MONTH - FLOAT)]


def test_a_step_that_is_hit_may_be_hit_again_by_what_it_would_have_missed(tmp_path):
    """Built on 1 June, but for the first slip; so it meets the second one, on 1 July."""
    second = "again: {kind: project_slip, causes: [labour], start: 181, duration_days: 5, months: 1}"
    first = "slip: {kind: project_slip, causes: [labour], start: 60, duration_days: 5, months: 2}"
    both = f"disruptions: {{{first}, {second}}}"
    assert reached(plant(tmp_path, both)) == [PLANNED + ceil(3 * MONTH)]
    assert reached(plant(tmp_path, f"disruptions: {{{second}}}")) == [PLANNED]


def test_a_control_on_equipment_delays_what_is_ordered_while_it_is_in_force(tmp_path):
    """The export halt of day 100 sets it off; commissioning is to begin on day 151."""
    late = "causes: [equipment], months: 5, trigger: {after: halt, lag_days: %d}, duration_days: 60"
    later = "milestones: {equipment: {months: 4, late_months: 0}}"
    longer = f"projects: {{plant: {{{later}}}}}"
    found = plant(tmp_path, longer, slip(late % 0))
    assert reached(found) == [PLANNED + ceil(5 * MONTH)]
    assert reached(plant(tmp_path, longer, slip(late % 51))) == [PLANNED]


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


DRAWS = 8192
NOISE = 4 * 0.5 / np.sqrt(DRAWS)


def path_of(tmp_path, *layers: str, draws: int = 64) -> ProjectPath:
    text = "\n".join(layers)
    file = tmp_path / "world.yaml"
    file.write_text(
        f"extends: {KNOWN_ANSWERS / 'one_lane.yaml'}\nschema: 1\nname: world\n{WORLD}"
    )
    for number, layer in enumerate((STEPS, *layers)):
        parent, file = file, tmp_path / f"{number}.yaml"
        file.write_text(f"extends: {parent}\nschema: 1\nname: case\n{layer}")
    scenario = sim.load(file, root="/")
    values = Values(scenario, Chance(1, 0, draws))
    clock = Clock(scenario.start)
    schedule = Schedule(scenario, values)
    return ProjectPath("plant", scenario.projects["plant"], clock, values, schedule, [])


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


LATE = "then: {{kind: lane_closure, lanes: [home], trigger: {{{}}}, duration_days: 10}}"


@pytest.mark.parametrize(
    ("trigger", "late", "day"),
    [
        ("late: plant, months: 3", 4, PLANNED + 92 + 1),
        ("late: plant, months: 3, lag_days: 10", 4, PLANNED + 92 + 10),
        ("late: plant, months: 3", 3, None),
        ("late: plant, months: 0", 0, None),
        ("late: plant, months: 0", 0.01, PLANNED + 1),
        ("late: plant.permit, months: 1", 4, 31 + 31 + 1),
        ("late: plant.permit, months: 4", 4, None),
    ],
)
def test_a_project_that_is_late_sets_something_off(trigger, late, day, tmp_path):
    then = f"disruptions: {{{LATE.format(trigger)}}}"
    found = plant(tmp_path, step("permit", f"late_months: {late}"), then)
    assert onset(found, "then") == pytest.approx([np.nan if day is None else day], nan_ok=True)


def test_a_project_that_is_given_up_sets_something_off_on_the_day(tmp_path):
    then = f"disruptions: {{{LATE.format('given_up: plant')}}}"
    assert onset(plant(tmp_path, step("equipment", "fails: 1"), then), "then") == [91]
    never = "projects: {plant: {cancel_probability: 1}}"
    assert onset(plant(tmp_path, never, then), "then") == [PLANNED + 1]
    late = f"disruptions: {{{LATE.format('late: plant, months: 1')}}}"
    assert onset(plant(tmp_path, never, late), "then") == [PLANNED + 31 + 1]


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
    ("own", "days_late"),
    [("label: It", 46), ("late_months: 0", 0), ("late_months: 1", 31), ("fails: 0", 46)],
)
def test_the_schedule_counts_where_no_milestone_is_late_of_itself(own, days_late, tmp_path):
    schedule = """
schedule: {after: 2026-01-31, kinds: {new: {slip_months: 1.5}}}
projects: {plant: {kind: new}}
"""
    assert reached(plant(tmp_path, schedule, step("build", own))) == [PLANNED + days_late]


def test_histories_fail_and_are_late_by_their_own_draws(tmp_path):
    drawn = "late_months: {uniform: [0, 6]}, fails: 0.4"
    few, many = (plant(tmp_path, step("build", drawn), n=n) for n in (64, 128))
    for name in ("build", "first_product"):
        assert reached(few, name) == reached(many, name)[:64]
    np.testing.assert_array_equal(few.record.served_t, many.record.served_t[..., :64])
