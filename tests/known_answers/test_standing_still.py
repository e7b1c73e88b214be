"""A slip of a whole project: its milestones stand still from the day on which that strikes."""

from math import ceil

import pytest

from sim.world.network.project import ProjectPath
from tests.known_answers.test_milestones import (
    MONTH,
    PLANNED,
    days_late,
    onset,
    path_of,
    plant,
    reached,
    slip,
    step,
    watching,
)


def ends(path: ProjectPath) -> dict[str, float]:
    """Give the day on which each step is done, the same in all histories."""
    return {name: float(days[0]) for name, days in path.ends.items()}


PERMIT, BUILT, EQUIPPED = 31, 151, 90
"""Days on which they are done as planned; commissioning is on the day of first product."""


@pytest.mark.parametrize(
    ("known", "late"),
    [
        ("", ["permit", "build", "equipment", "commissioning"]),
        ("as_of: 2026-01-31", ["permit", "build", "equipment", "commissioning"]),
        ("as_of: 2026-02-01", ["build", "equipment", "commissioning"]),
        ("as_of: 2026-04-01", ["build", "commissioning"]),
        ("as_of: 2026-06-10", ["commissioning"]),
        ("as_of: 2026-12-01", ["commissioning"]),  # all are done: so the last one was not
    ],
)
@pytest.mark.parametrize(
    "layer",
    [
        "projects: {plant: {slip_months: 2}}",
        "disruptions: {slip: {kind: project_slip, projects: [plant], months: 2}}",
    ],
)
def test_a_slip_is_lost_by_what_is_not_done_on_the_day_up_to_which_the_world_is_known(
    layer, known, late, tmp_path
):
    """On the first day of the run where none is said; what comes after is as late."""
    found = ends(path_of(tmp_path, layer, known))
    planned = {"permit": PERMIT, "build": BUILT, "equipment": EQUIPPED, "commissioning": PLANNED}
    assert found.pop("first_product") == PLANNED + ceil(2 * MONTH)
    assert found == {name: day + 2 * MONTH * (name in late) for name, day in planned.items()}


def test_a_slip_that_is_set_off_is_lost_by_what_is_not_done_on_that_day(tmp_path):
    """The cause is there on day 20: so the permit is not late with a lag of eleven days."""
    set_off = "projects: [plant], months: 2, trigger: {after: cause, lag_days: %d}"
    before, after = (ends(path_of(tmp_path, slip(set_off % lag))) for lag in (10, 11))
    assert (before["permit"], after["permit"]) == (PERMIT + 2 * MONTH, PERMIT)
    assert before["build"] == after["build"] == BUILT + 2 * MONTH
    assert before["first_product"] == after["first_product"] == PLANNED + ceil(2 * MONTH)


def test_milestones_events_and_triggers_know_of_the_same_slip(tmp_path):
    """A month and a half after the permit's day 31 is day 77, and it comes on day 92."""
    own = "projects: {plant: {slip_months: 2}}"
    found = plant(tmp_path, own, watching(late="late: plant.permit, months: 1.5"))
    assert reached(found, "permit") == [PERMIT + ceil(2 * MONTH)]
    assert onset(found, "late") == [PERMIT + ceil(1.5 * MONTH) + 1]
    folder = tmp_path / "run"
    found.result.save(folder, figures=False)
    assert "plant.permit,1,92,2026-04-03," in (folder / "events.csv").read_text()


def test_a_step_that_slipped_is_hit_when_it_is_under_way_and_not_when_it_was_to_be(tmp_path):
    """Building slips from days 31 to 151 to 91.9 to 211.9."""
    own = "projects: {plant: {slip_months: 2}}"
    for first, late in ((60, 2), (90, 2), (91, 5), (211, 5), (212, 2)):
        work = slip(f"causes: [labour], months: 3, start: {first}, duration_days: 1")
        assert days_late(tmp_path, own, work) == ceil(late * MONTH), first


@pytest.mark.parametrize("months", [0.7, 1.1, 2.3])
def test_what_ends_on_a_day_ends_on_it_whatever_slips_went_before(months, tmp_path):
    """A slip is no whole days, but labour is back on day 300, and commissioning takes 30."""
    own = f"projects: {{plant: {{slip_months: {months}}}}}"
    at_once = step("build", "months: 0")
    found = ends(path_of(tmp_path, own, at_once, slip("causes: [labour], end: 2026-10-28")))
    assert found["build"] == pytest.approx(300)
    assert found["first_product"] == 330


def test_time_in_which_a_project_stands_still_for_two_reasons_is_lost_once(tmp_path):
    """It slips by two months of 30.4 days each from day 31 on; labour is out until day 101."""
    out = "causes: [labour], start: 11, end: 2026-04-12"
    both = f"""
disruptions:
  slip: {{kind: project_slip, projects: [plant], months: 2, trigger: {{after: cause, lag_days: 11}}}}
  strike: {{kind: project_slip, {out}}}
"""
    assert days_late(tmp_path, slip(out)) == 101 - PERMIT
    assert days_late(tmp_path, both) == 101 - PERMIT
