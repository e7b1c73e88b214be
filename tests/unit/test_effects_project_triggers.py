"""A project is late, or never built, where something sets that off before it has come."""

import numpy as np
import pytest

from tests.unit.effects import BUFFER, LANE_DAYS, run

PLANNED = 181
PLANT = """
end: 2026-12-31
magnet_makers: {plant: {country: US, capacity_t_blanks_per_year: 0}}
lanes: {home: {good: magnets, from: plant, to: motors, offtake: 0.4, transit_days: 35}}
projects:
  plant: {facility: plant, adds_per_year: 3652.5, first_product: 2026-07-01, ramp_months: 2}
disruptions:
  cause: {kind: demand_shock, consumers: [motors], factor: 1, start: 20, duration_days: 9}
"""
"""A plant that comes on day 181. The cause does nothing of itself."""
SLIP = "kind: project_slip, projects: [plant], months: 3"
CANCEL = "kind: project_cancel, projects: [plant]"
LOW = "trigger: {{consumers: [motors], cover_days_below: 10, lag_days: {}}}"
FIRST_DAY_BELOW_10 = 100 + LANE_DAYS + (BUFFER - 10) + 1


def plant(tmp_path, *disruptions, n=1):
    return run(tmp_path, "one_lane", PLANT, *(f"disruptions: {{{d}}}" for d in disruptions), n=n)


def onset(outcome, name="late"):
    record = outcome.record
    row = record.disruptions.index(name)
    return record.onset_day[row], record.end_day[row]


DAILY = "served_t", "on_hand_t"


def differences(one, other, histories=slice(None), fields=(*DAILY, "supply_t")):
    """List the days (of supply: months) on which two runs differ by a bit."""
    found = set()
    for field in fields:
        a, b = np.broadcast_arrays(getattr(one.record, field), getattr(other.record, field))
        differs = (a[..., histories] != b[..., histories]).reshape(len(a), -1).any(axis=1)
        found |= set(np.flatnonzero(differs).tolist())
    return sorted(found)


@pytest.mark.parametrize("late", [SLIP, CANCEL])
@pytest.mark.parametrize("lag", [0, 60, PLANNED - 21])
def test_what_is_set_off_in_time_is_as_if_nothing_had_to_set_it_off(tmp_path, late, lag):
    found = plant(tmp_path, f"late: {{{late}, trigger: {{after: cause, lag_days: {lag}}}}}")
    plain = plant(tmp_path, f"late: {{{late}}}")
    assert differences(found, plain) == []
    assert onset(found) == onset(plain)
    assert onset(found)[0] == PLANNED
    assert differences(found, plant(tmp_path))


@pytest.mark.parametrize("late", [SLIP, CANCEL])
@pytest.mark.parametrize("lag", [PLANNED - 20, PLANNED + 30])
def test_what_is_set_off_once_the_project_has_come_does_nothing(tmp_path, late, lag):
    found = plant(tmp_path, f"late: {{{late}, trigger: {{after: cause, lag_days: {lag}}}}}")
    assert differences(found, plant(tmp_path)) == []
    assert np.isnan(onset(found)[0]).all()


def test_projects_are_late_only_in_histories_in_which_the_cause_happens(tmp_path):
    some = "cause: {probability: 0.5}"
    found = plant(tmp_path, some, f"late: {{{SLIP}, trigger: {{after: cause}}}}", n=64)
    hit = np.isfinite(onset(found, "cause")[0])
    assert 16 < hit.sum() < 48
    np.testing.assert_array_equal(np.isfinite(onset(found)[0]), hit)
    assert differences(found, plant(tmp_path, some, f"late: {{{SLIP}}}", n=64), hit) == []
    assert differences(found, plant(tmp_path, some, n=64), ~hit) == []


@pytest.mark.parametrize("late", [SLIP, CANCEL])
def test_a_state_sets_it_off_as_an_event_of_that_day_does(tmp_path, late):
    found = plant(tmp_path, f"late: {{{late}, {LOW.format(5)}}}")
    day = FIRST_DAY_BELOW_10 + 5
    dated = f"late: {{{late}, trigger: {{after: cause, lag_days: {day - 20}}}}}"
    assert differences(found, plant(tmp_path, dated)) == []
    assert onset(found)[0] == PLANNED


def test_a_state_changes_nothing_of_the_past(tmp_path):
    found = plant(tmp_path, f"late: {{{SLIP}, {LOW.format(5)}}}")
    assert min(differences(found, plant(tmp_path), fields=DAILY)) >= PLANNED
    assert min(differences(found, plant(tmp_path), fields=["supply_t"])) >= 6  # from July on


def test_a_state_that_comes_too_late_for_the_project_does_nothing(tmp_path):
    lag = PLANNED - FIRST_DAY_BELOW_10
    found = plant(tmp_path, f"late: {{{SLIP}, {LOW.format(lag)}}}")
    assert differences(found, plant(tmp_path)) == []
    assert np.isnan(onset(found)[0]).all()
    in_time = plant(tmp_path, f"late: {{{SLIP}, {LOW.format(lag - 1)}}}")
    assert differences(in_time, found)


def test_of_histories_those_in_which_the_state_comes_in_time_are_late(tmp_path):
    drawn = LOW.format("{uniform: [1, 80]}")
    found = plant(tmp_path, f"late: {{{SLIP}, {drawn}}}", n=64)
    hit = np.isfinite(onset(found)[0])
    assert 16 < hit.sum() < 48
    assert differences(found, plant(tmp_path, f"late: {{{SLIP}}}", n=64), hit) == []
    assert differences(found, plant(tmp_path, n=64), ~hit) == []


def test_of_several_projects_those_still_to_come_are_late(tmp_path):
    second = """
projects: {second: {facility: plant, adds_per_year: 100, first_product: 2026-10-01}}
"""
    late = "disruptions: {late: {kind: project_slip, projects: [plant, second], months: 2, trigger: {after: cause, lag_days: 200}}}"
    only = "disruptions: {late: {kind: project_slip, projects: [second], months: 2}}"
    found = run(tmp_path, "one_lane", PLANT, second, late)
    assert differences(found, run(tmp_path, "one_lane", PLANT, second, only)) == []
    assert onset(found)[0] == 273


def test_what_follows_a_slip_that_was_set_off_counts_from_the_planned_date(tmp_path):
    late = f"late: {{{SLIP}, {LOW.format(5)}}}"
    after = "then: {kind: lane_closure, lanes: [home], trigger: {after: late, lag_days: 7}}"
    ends = after.replace("after: late", "after: late, of: end")
    assert onset(plant(tmp_path, late, after), "then")[0] == PLANNED + 7
    assert onset(plant(tmp_path, late, ends), "then")[0] == PLANNED + 92 + 7


def test_a_project_that_comes_early_by_itself_is_late_only_if_set_off_before(tmp_path):
    """Its own slip of minus two months brings it on day 120; what is set off later changes no day."""
    early = "projects: {plant: {slip_months: -2}}"
    for lag, changes in ((90, True), (110, False)):
        late = f"disruptions: {{late: {{{SLIP}, trigger: {{after: cause, lag_days: {lag}}}}}}}"
        found = run(tmp_path, "one_lane", PLANT, early, late)
        plain = run(tmp_path, "one_lane", PLANT, early)
        assert bool(differences(found, plain)) == changes, lag
        assert all(day > lag for day in differences(found, plain, fields=DAILY))


def test_a_project_that_is_late_by_itself_is_later_only_if_set_off_before_its_planned_day(tmp_path):
    """Its own slip of a month brings it on day 212, but what slips is the plan of day 181."""
    own = "projects: {plant: {slip_months: 1}}"
    plain = run(tmp_path, "one_lane", PLANT, own)
    for day, changes in ((PLANNED - 1, True), (PLANNED, False)):
        late = f"disruptions: {{late: {{{SLIP}, {LOW.format(day - FIRST_DAY_BELOW_10)}}}}}"
        found = run(tmp_path, "one_lane", PLANT, own, late)
        assert bool(differences(found, plain)) == changes, day
        assert np.isfinite(onset(found)[0]).all() == changes, day


def test_months_of_a_project_and_of_what_a_state_sets_off_are_rounded_once(tmp_path):
    """Half a month and half a month are 31 days, whatever sets the slip off."""
    own = "projects: {plant: {slip_months: 0.5}}"
    half = "kind: project_slip, projects: [plant], months: 0.5"
    halt = FIRST_DAY_BELOW_10 - 1
    state = f"disruptions: {{late: {{{half}, {LOW.format(1)}}}}}"
    plain = f"disruptions: {{late: {{{half}}}}}"
    found, expected = (run(tmp_path, "one_lane", PLANT, own, text) for text in (state, plain))
    assert halt + 1 < PLANNED
    assert differences(found, expected) == []
