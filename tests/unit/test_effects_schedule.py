"""What a schedule does to projects, and what is said against it."""

from math import ceil

import numpy as np
import pytest

from sim.scenario.explain import explain
from sim.scenario.load import load
from sim.scenario.schema.scenario import ABOUT
from tests.chain import CHAIN, problems, write
from tests.unit.effects import run
from tests.unit.test_effects_making import claimed, plant

WORLD = """
end: 2026-06-30
disruptions: {halt: null}
consumers: {motors: {stock_days: 60}}
magnet_makers: {plant: {country: US, capacity_t_blanks_per_year: 0}}
lanes: {home: {good: magnets, from: plant, to: motors, offtake: 0.4, transit_days: 35}}
projects:
  plant: {facility: plant, adds_per_year: 3652.5, first_product: 2026-02-15, owner: one, kind: new}
"""
SCHEDULE = "schedule: {after: 2025-12-31, kinds: {new: {slip_months: 1.5}}}\n"


@pytest.mark.parametrize(
    ("schedule", "days_late"),
    [
        ("after: 2025-12-31", ceil(1.5 * 365.25 / 12)),
        ("after: 2025-12-31, lead_months: 3.02268", 23),  # 46 days of 92 are ahead: half of it
        ("after: 2026-02-15", 0),
    ],
)
def test_a_plant_comes_as_late_as_the_schedule_says_of_its_kind(schedule, days_late, tmp_path):
    kinds = "kinds: {new: {slip_months: 1.5}}"
    outcome = plant(tmp_path, "kind: new", f"\nschedule: {{{schedule}, {kinds}}}")
    assert outcome.sold("US") == pytest.approx(claimed(days_late), abs=1e-3)
    assert outcome.record.late_days.tolist() == [[days_late]]


@pytest.mark.parametrize(
    ("layer", "late"),
    [
        ("projects: {plant: {slip_months: 1.5}}", 46),
        ("projects: {plant: {cancel_probability: 1}}", np.inf),
        ("disruptions: {slip: {kind: project_slip, projects: [plant], months: 1.5}}", 46),
        ("disruptions: {never: {kind: project_cancel, projects: [plant]}}", np.inf),
        ("projects: {plant: {slip_months: 0}}", None),
    ],
)
def test_how_late_is_recorded_without_a_schedule_too_where_anything_may_be(layer, late, tmp_path):
    found = run(tmp_path, "one_lane", WORLD, layer).record.get("late_days")
    assert (None if found is None else found.tolist()) == (late and [[late]])


def test_a_kind_that_is_given_up_sells_nothing(tmp_path):
    given_up = "schedule: {after: 2025-12-31, kinds: {new: {cancel_probability: 1}}}"
    outcome = run(tmp_path, "one_lane", WORLD, given_up)
    assert outcome.sold("US") == 0
    assert np.isinf(outcome.record.late_days).all()


@pytest.mark.parametrize(
    ("own", "days_late"), [("slip_months: 0", 0), ("slip_months: 0.5", 16), ("label: It", 46)]
)
def test_a_project_s_own_number_counts_instead(own, days_late, tmp_path):
    own = f"projects: {{plant: {{{own}}}}}"
    outcome = run(tmp_path, "one_lane", WORLD, SCHEDULE, own)
    assert outcome.record.late_days[0, 0] == days_late


def test_a_disruption_comes_on_top(tmp_path):
    later = "disruptions: {slip: {kind: project_slip, projects: [plant], months: 0.5}}"
    outcome = run(tmp_path, "one_lane", WORLD, SCHEDULE, later)
    assert outcome.record.late_days[0, 0] == ceil(2 * 365.25 / 12)


@pytest.mark.parametrize("scheme", ["random", "sobol", "latin"])
def test_every_project_has_a_row_in_its_table(scheme, tmp_path):
    drawn = (
        "schedule: {common: {owner: 0.5, kind: 0.5}, "
        "kinds: {new: {slip_months: {uniform: [0, 12]}, cancel_probability: 0.25}}}\n"
        "projects: {other: {facility: plant, adds_per_year: 1, first_product: 2026-05-01, "
        "owner: one, kind: new}}"
    )
    outcome = run(tmp_path, "one_lane", WORLD, SCHEDULE, drawn, n=64, sampling=scheme)
    late = outcome.record.late_days
    assert np.array_equal(late[0], late[1])  # they have all in common
    built = np.isfinite(late[0]).mean()
    assert built == pytest.approx(0.75, abs=0.2)
    assert np.median(late[np.isfinite(late)]) == pytest.approx(6 * 30.4, abs=60)
    folder = tmp_path / "run"
    outcome.result.save(folder, figures=False)
    header, other, one = (
        row.split(",") for row in (folder / "projects.csv").read_text().splitlines()
    )
    row = dict(zip(header, one, strict=True))
    assert (row["project"], row["owner"], row["kind"]) == ("plant", "one", "new")
    assert (row["planned"], row["scheduled"]) == ("2026-02-15", "1")
    assert float(row["built"]) == pytest.approx(built, abs=1e-6)
    assert float(row["came"]) == pytest.approx((late[1] + 45 < 181).mean(), abs=1e-6)
    assert other[0] == "other"


def test_a_history_s_draws_are_those_of_its_number_alone(tmp_path):
    drawn = "schedule: {kinds: {new: {slip_months: {uniform: [0, 12]}}}}"
    few, many = (run(tmp_path, "one_lane", WORLD, SCHEDULE, drawn, n=n).record for n in (64, 128))
    np.testing.assert_array_equal(few.late_days, many.late_days[:, :64])
    np.testing.assert_array_equal(few.served_t, many.served_t[..., :64])


def test_explain_tells_what_the_schedule_gives_to_each_project(tmp_path):
    file = tmp_path / "world.yaml"
    run(tmp_path, "one_lane", WORLD, SCHEDULE)
    file.write_text((tmp_path / "layer_1.yaml").read_text())
    (row,) = explain(load(file, root="/"), "projects.plant.slip_months")
    assert (row.value, row.origin.file) == (1.5, str(file))


PLANNED = "projects.more={first_product: 2026-10-01, kind: new, owner: one}"


@pytest.mark.parametrize(
    ("settings", "path", "says"),
    [
        (["schedule={after: 2026-01-01, kinds: {new: {slip_months: 3}}}"], "projects.more",
         "says nothing of its kind"),
        ([PLANNED, "schedule={after: 2026-01-01, kinds: {neww: {slip_months: 3}}}"],
         "projects.more.kind", "no kind 'new'. Did you mean 'neww'?"),
        ([PLANNED, "schedule={after: 2026-01-01, common: {owner: 0.7, kind: 0.7}, "
          "kinds: {new: {slip_months: {uniform: [0, 9]}}}}"], "schedule.common", "add up to 1.4"),
        ([PLANNED, "schedule={after: 2026-01-01, common: {owner: -1}, kinds: {new: {}}}"],
         "schedule.common.owner", "-1 must be at least 0"),
        ([PLANNED, "schedule={after: 2026-01-01, kinds: {}}"], "schedule.kinds", "at least 1"),
        ([PLANNED, "schedule={after: 2026-01-01, kinds: {new: {sources: {all: nowhere}}}}"],
         "schedule.kinds.new.sources.all", "no source 'nowhere'"),
        ([PLANNED, "schedule={after: 2026-01-01, kinds: {new: {sources: {slip: nowhere}}}}"],
         "schedule.kinds.new.sources.slip", "not a key here"),
    ],
)  # fmt: skip
def test_a_schedule_that_says_nothing_of_a_project_is_refused(settings, path, says, tmp_path):
    found = {one.path: one.message for one in problems(write(tmp_path, CHAIN), settings)}
    assert says in found[path], found


@pytest.mark.parametrize(
    ("schedule", "path", "says"),
    [
        ("{after: 2030-01-01, kinds: {new: {slip_months: 3}}}", "schedule.after",
         "No project is planned for a day after 2030-01-01"),
        ("{after: 2026-01-01, lead_months: 8, kinds: {new: {slip_months: 3}}}", "schedule.lead_months",
         "no project is nearer than 273 days"),
        ("{after: 2026-01-01, kinds: {new: {slip_months: 3}, old: {slip_months: 3}}}",
         "schedule.kinds.old", "No project planned for a day after 2026-01-01 takes it"),
        ("{after: 2026-01-01, common: {owner: 0.3}, kinds: {new: {slip_months: {uniform: [0, 9]}}}}",
         "schedule.common.owner", "no two projects that are drawn name the same owner"),
        ("{after: 2026-01-01, common: {kind: 0.3}, kinds: {new: {slip_months: 3}}}",
         "schedule.common.kind", "no two projects that are drawn name the same kind"),
    ],
)  # fmt: skip
def test_what_has_no_effect_in_a_schedule_is_warned_about(schedule, path, says, tmp_path):
    loaded = load(write(tmp_path, CHAIN), [PLANNED, f"schedule={schedule}"])
    found = {one.path: one.message for one in loaded.warnings}
    assert says in found[path], found


@pytest.mark.parametrize(
    "order", [("market", "expected-schedule"), ("expected-schedule", "market")]
)
def test_the_expected_schedule_goes_beside_any_scenario_and_changes_nothing_else(order, tmp_path):
    text = f"schema: 1\nname: both\nextends: [{', '.join(order)}]\n"
    both = load(write(tmp_path, text)).scenario
    late, market = load("expected-schedule").scenario, load("market").scenario
    assert both.schedule == late.schedule
    for name in type(both).model_fields.keys() - ABOUT - {"schedule"}:
        assert getattr(both, name) == getattr(market, name), name


@pytest.mark.parametrize("odds", [0, 1])
def test_a_history_in_which_a_plant_is_given_up_never_had_it(odds, tmp_path):
    """Not in the warm-up either, nor in anybody's plan, though it was due before the start."""
    late = "start: 2026-04-01"
    drawn = "schedule: {kinds: {new: {slip_months: 0, cancel_probability: 0.5}}}"
    written = f"schedule: {{kinds: {{new: {{slip_months: 0, cancel_probability: {odds}}}}}}}"
    some = run(tmp_path, "one_lane", WORLD, SCHEDULE, late, drawn, n=64).record
    same = run(tmp_path, "one_lane", WORLD, SCHEDULE, late, written).record
    (history, *_) = np.flatnonzero(np.isinf(some.late_days[0]) == bool(odds))
    for name in ("supply_t", "served_t", "on_hand_t", "late_days"):
        found, expected = getattr(some, name), getattr(same, name)
        np.testing.assert_array_equal(found[..., history], expected[..., 0], err_msg=name)
    sold = some.supply_t[:, some.origins.index("US"), :, history].sum()
    assert (sold == 0) == bool(odds)
