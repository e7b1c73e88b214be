"""What recurs without an end, in vain or without measure is told, with the remedy."""

import pytest

from sim.scenario.load import load
from tests.chain import CHAIN, problems, write

CLOSURE = "kind: lane_closure, lanes: [sea]"
RECURS = "recurs: {after_days: 30}"
LOW = "consumers: [us_ev], cover_days_below: 5"


@pytest.mark.parametrize(
    ("disruption", "key", "says"),
    [
        (f"{CLOSURE}, start: 9, {RECURS}", "recurs",
         "It recurs, but no duration says how long it lasts. Write duration_days"),
        (f"{CLOSURE}, start: 9, end: 40, {RECURS}", "recurs", "no duration says how long"),
        (f"{CLOSURE}, start: 9, duration_days: 5, recurs: {{after_days: 0}}", "recurs.after_days", "0 must be above 0"),
        (f"{CLOSURE}, start: 9, duration_days: 5, recurs: {{}}", "recurs.after_days", "missing"),
        (f"{CLOSURE}, start: 9, duration_days: 5, recurs: {{after_days: 9, times: 0}}", "recurs.times", "0 must be at least 1"),
        (f"{CLOSURE}, start: 9, duration_days: 5, recurs: {{after_days: 9, times: 2.5}}", "recurs.times",
         "2.5 is not a whole number or all"),
        (f"{CLOSURE}, duration_days: 5, recurs: {{after_days: 400}}", "recurs.after_days",
         "It first starts on day 400 at the earliest, after the horizon."),
        (f"{CLOSURE}, duration_days: 5, {RECURS}, trigger: {{{LOW}, times: all}}", "recurs",
         "It recurs, and its trigger sets it off more than once. Keep recurs, or times"),
        (f"{CLOSURE}, trigger: {{{LOW}, times: 3}}", "trigger.times",
         "It is set off more than once, but no duration says how long it lasts."),
        (f"{CLOSURE}, duration_days: 5, trigger: {{{LOW}, times: never}}", "trigger.times",
         "'never' is not a whole number or all"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(disruption, key, says, tmp_path):
    (problem,) = problems(write(tmp_path, CHAIN), [f"disruptions.more={{{disruption}}}"])
    assert problem.path == f"disruptions.more.{key}"
    assert says in f"{problem.message} {problem.remedy}"


@pytest.mark.parametrize(
    ("disruption", "key", "says"),
    [
        (f"{CLOSURE}, start: 9, duration_days: 5, recurs: {{after_days: 9, times: 1}}", "recurs",
         "recurs has no effect with times: 1"),
        (f"{CLOSURE}, start: 9, duration_days: 5, recurs: {{after_days: 0.001}}", "recurs.after_days",
         "after_days is at most 0.001: it is hardly ever over"),
        (f"kind: project_slip, projects: [more], months: 3, {RECURS}", "recurs",
         "recurs has no effect: a project_slip counts from the project's own date"),
        (f"kind: project_cancel, projects: [more], trigger: {{{LOW}, times: 2}}", "trigger.times",
         "times has no effect: a project_cancel is set off once"),
        (f"{CLOSURE}, duration_days: 5, trigger: {{after: halt, times: all}}", "trigger.times",
         "times has no effect: halt occurs once"),
    ],
)  # fmt: skip
def test_what_has_no_effect_is_told(disruption, key, says, tmp_path):
    settings = [f"disruptions.more={{{disruption}}}", "projects.more.first_product=2026-06-01"]
    (warning,) = load(write(tmp_path, CHAIN), settings).warnings
    assert warning.path == f"disruptions.more.{key}"
    assert says in warning.message


def test_more_times_than_can_be_kept_are_refused(tmp_path):
    often = f"disruptions.more={{{CLOSURE}, duration_days: 1, recurs: {{after_days: 2}}}}"
    (problem,) = problems(write(tmp_path, CHAIN), [often, "end=2056-01-01"])
    assert problem.path == "disruptions.more.recurs.after_days"
    assert "expected to occur 3,653 times; at most 2,000" in problem.message


@pytest.mark.parametrize(
    "disruption",
    [
        f"{CLOSURE}, duration_days: 5, {RECURS}",
        f"{CLOSURE}, start: 9, end: 90, duration_days: 5, {RECURS}",
        f"{CLOSURE}, start: {{uniform: [0, 9]}}, duration_days: {{exponential: {{mean: 9}}}}, "
        "recurs: {after_days: {exponential: {mean: 30}}, times: 4}, probability: 0.5",
        f"{CLOSURE}, end: 2026-12-01, duration_days: 9, trigger: {{{LOW}, times: all}}",
        f"{CLOSURE}, duration_days: 9, {RECURS}, trigger: {{{LOW}}}",
    ],
)  # fmt: skip
def test_what_makes_sense_is_taken_without_a_word(disruption, tmp_path):
    found = load(write(tmp_path, CHAIN), [f"disruptions.more={{{disruption}}}"])
    assert not found.warnings
