"""A disruption must be able to happen and to hit something."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.scenario.load import load
from tests.chain import CHAIN, problems, write

COMES = "projects.more.first_product=2026-10-01"
"""The project comes before the end."""


@pytest.mark.parametrize(
    ("disruption", "key", "says"),
    [
        ("{kind: outage, facilities: [makr]}", "facilities.0",
         "no facility 'makr'. Did you mean 'maker'?"),
        ("{kind: outage, facilities: []}", "facilities", "empty: it can hit nothing"),
        ("{kind: outage, facilities: [maker], recovery: {days: -3}}", "recovery.days",
         "-3 must be at least 0"),
        ("{kind: lane_closure, lanes: [seaway]}", "lanes.0", "no lane 'seaway'"),
        ("{kind: feed_loss, plants: [separator], suppliers: [maker]}", "plants.0",
         "separator has no feed from these suppliers: it can hit nothing. separator buys from: pit"),
        ("{kind: feed_loss, plants: [pit]}", "plants.0", "pit buys from: nobody"),
        ("{kind: demand_shock, consumers: [FR], factor: 2}", "consumers.0",
         "no consumer or place with consumers 'FR'"),
        ("{kind: project_slip, projects: [moore], months: 6}", "projects.0",
         "no project 'moore'. Did you mean 'more'?"),
        ("{kind: project_cancel, projects: []}", "projects", "empty"),
        ("{kind: export_control, exporter: US, goods: [magnets]}", "exporter",
         "No lane that leaves US"),
        ("{kind: export_control, exporter: CN, goods: [magnets], end_uses: [defence]}", "exporter",
         "It can hit nothing"),
        ("{kind: export_control, exporter: CN, goods: {oxide: [dy]}}", "exporter", "Leaving CN"),
        ("{kind: export_control, exporter: CN, goods: {magnets: [tb]}}", "goods.magnets.0",
         "no element 'tb'"),
        ("{kind: export_control, exporter: CN, goods: [magnets], destinations: [CN]}", "exporter",
         "Leaving CN: magnets to DE, magnets to US"),
        ("{kind: outage, facilities: [maker], start: {uniform: [400, 500]}}", "start",
         "day 400 to 500 lies after the horizon"),
        ("{kind: outage, facilities: [maker], start: {uniform: [10, 50]}, end: 30}", "end",
         "may end on day 30 before it starts on day 10 to 50. Write duration_days"),
        ("{kind: outage, facilities: [maker], duration_days: 9, duration_months: 1}",
         "duration_months", "It has duration_days and duration_months as well. Keep one"),
        ("{kind: outage, facilities: [maker], end: 2026-05-01, duration_months: 1}",
         "duration_months", "It has an end (2026-05-01) and duration_months as well. Keep one"),
        ("{kind: outage, facilities: [maker], duration_months: -1}", "duration_months",
         "-1 must be at least 0"),
        ("{kind: outage, facilities: [maker], probability: 1.5}", "probability",
         "1.5 must be at most 1"),
    ],
)  # fmt: skip
def test_a_disruption_that_can_hit_nothing_is_refused(
    disruption: str, key: str, says: str, tmp_path: Path
) -> None:
    """With what it could hit."""
    (problem,) = problems(write(tmp_path, CHAIN), [f"disruptions.more_trouble={disruption}"])
    assert problem.path == f"disruptions.more_trouble.{key}"
    assert says in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize(
    "disruption",
    [
        "{kind: outage, facilities: [maker], capacity_factor: 1, stock_lost: 0.5}",
        "{kind: outage, facilities: [maker], start: {uniform: [300, 400]}}",
        "{kind: outage, facilities: [maker], start: 10, end: {uniform: [20, 30]}, probability: 0.5}",
        "{kind: lane_closure, lanes: [sea], factor: 0.5, start: 2026-12-31, end: 2030-01-01}",
        "{kind: feed_loss, plants: [separator], share_lost: {triangular: [0, 0.5, 1]}}",
        "{kind: demand_shock, consumers: [US, de_wind], factor: 1.3}",
        "{kind: demand_shock, consumers: [ALLIES], factor: 1.3}",
        "{kind: project_slip, projects: [more], months: {choice: {0: 0.5, 24: 0.5}}}",
        "{kind: project_cancel, projects: [more], probability: 0.2}",
        "{kind: export_control, exporter: CN, goods: {magnets: [dy]}, destinations: [US], mode: quota,"
        " quota_share: 0.4, end_uses: [civil]}",
    ],
)
def test_a_disruption_that_can_hit_something_is_accepted(disruption: str, tmp_path: Path) -> None:
    """Without a warning."""
    found = load(write(tmp_path, CHAIN), [f"disruptions.more_trouble={disruption}", COMES])
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("last", "change", "key", "says"),
    [
        ("2032-12-31", "start: 2027", "start", "2027 is a day of the run, 2031-07-21, not a year."),
        ("2027-12-31", "duration_days: null, end: 2027", "end", "2031-07-21, not a year."),
    ],
)
def test_a_day_that_is_a_year_of_the_run_is_a_warning(
    last: str, change: str, key: str, says: str, tmp_path: Path
) -> None:
    """A start in 2031 was hardly meant, nor an end that never comes."""
    settings = [f"end={last}", f"disruptions.halt={{{change}}}"]
    (warning,) = load(write(tmp_path, CHAIN), settings).warnings
    assert (warning.path, warning.level) == (f"disruptions.halt.{key}", "warning")
    assert says in warning.message
    assert warning.remedy == "Write a date, as 2027-01-01."


@pytest.mark.parametrize("day", ["2025", "1999", "2033", "300"])
def test_another_day_of_a_long_run_is_a_day(day: str, tmp_path: Path) -> None:
    """Numbers that are none of its years raise no doubt."""
    settings = ["end=2032-12-31", f"disruptions.halt.start={day}"]
    assert load(write(tmp_path, CHAIN), settings).warnings == ()


@pytest.mark.parametrize(("key", "value"), [("start", "2026-05-01"), ("duration_months", "3")])
def test_dates_of_a_project_slip_are_a_warning(key: str, value: str, tmp_path: Path) -> None:
    """They have no effect: the slip counts from the project's own date."""
    slip = f"disruptions.late={{kind: project_slip, projects: [more], months: 6, {key}: {value}}}"
    (warning,) = load(write(tmp_path, CHAIN), [slip, COMES]).warnings
    assert (warning.path, warning.level) == (f"disruptions.late.{key}", "warning")
    assert f"{key} has no effect" in warning.message


@pytest.mark.parametrize(
    ("setting", "key", "says"),
    [
        ("disruptions.halt.duration_days=0", "duration_days", "It lasts 0 days"),
        (
            "disruptions.halt={duration_days: null, duration_months: 0}",
            "duration_months",
            "It lasts 0 months",
        ),
        ("disruptions.halt.probability=0", "probability", "it never happens"),
        (
            "disruptions.fire={kind: outage, facilities: [smelter], start: 9, capacity_factor: 0.5}",
            "facilities",
            "The capacity of smelter is unlimited, and a part of it is, too",
        ),
        ("lanes.sea.qualification_days=9", "qualification_days", "has no effect here"),
    ],
)
def test_what_has_no_effect_is_told_and_allowed(setting, key, says):
    """So a sweep may begin with a halt of no days."""
    unlimited = "metal_makers.smelter.capacity_t_metal_per_year=null"
    (warning,) = load("two-mines", [unlimited, setting]).warnings
    assert warning.path.endswith(key)
    assert says in warning.message


@pytest.mark.parametrize("nothing", ["duration_days=0", "probability=0"])
def test_a_disruption_of_nothing_is_the_quiet_world(nothing):
    found = sim.run(sim.load("two-mines", [f"disruptions.halt.{nothing}"]), n=1).record
    calm = sim.run(sim.load("two-mines", ["disruptions.halt=null"]), n=1).record
    for name in ("served_t", "on_hand_t", "unmet_t"):
        np.testing.assert_array_equal(getattr(found, name), getattr(calm, name))
