"""What differs between histories, in words: of the event, and all else."""

from types import SimpleNamespace

import pytest

import sim
from sim.scenario.chances import Chances, chances_of
from sim.scenario.uncertainty.meant import Meant
from sim.study.job import is_random

HALT = "disruptions.halt"
FIXED = f"{HALT}.duration_days=100"


FORK = "branches={fork: {weights: {a: 1, b: 2}}}"
AFTER = (
    "disruptions.again={kind: demand_shock, consumers: [US], trigger: {after: halt}, "
    "factor: {uniform: [1, 2]}, duration_days: {uniform: [20, 90]}}"
)
"""Follows the halt: what is drawn of it makes no difference where that cannot happen."""


def chances(*settings, world="two-mines"):
    return chances_of(sim.load(world, settings))


@pytest.mark.parametrize(
    ("settings", "event"),
    [
        ([], ("halt (how long)",)),
        ([FIXED], ()),
        ([FIXED, f"{HALT}.probability=0.3"], ("halt (whether)",)),
        ([FIXED, f"{HALT}.start={{uniform: [20, 90]}}"], ("halt (when)",)),
        (
            [f"{HALT}.recurs={{after_days: {{exponential: {{mean: 90}}}}}}"],
            ("halt (how long, how often)",),
        ),
        (
            [FIXED, "branches={fork: {weights: {a: 1, b: 2}}}", f"{HALT}.branch=fork.a"],
            ("fork (which branch)",),
        ),
        ([FIXED, "branches={fork: {weights: {a: 1, b: 0}}}", f"{HALT}.branch=fork.a"], ()),
        ([f"{HALT}.probability=0"], ()),
        (["branches={fork: {weights: {a: 0, b: 1}}}", f"{HALT}.branch=fork.a"], ()),
        (
            [f"{HALT}.probability=0", FORK, f"{HALT}.branch=fork.a"],
            (),
        ),
        ([f"{HALT}.probability=0", AFTER], ()),
        ([FIXED, AFTER], ("again (how long)",)),
    ],
)
def test_the_event_is_when_how_long_and_whether(settings, event):
    assert chances(*settings).event == event
    assert chances(*settings).rest == (
        () if AFTER not in settings or not event else ("1 number given as a range",)
    )
    assert is_random(sim.load("two-mines", settings)) == bool(event)


@pytest.mark.parametrize(
    ("settings", "rest"),
    [
        (["uncertainty=from_grades"], ("21 uncertain numbers",)),
        (["consumers.motors.stock_days={uniform: [20, 40]}"], ("1 number given as a range",)),
        (
            ["consumers.motors.daily_variation={normal: [1, 0.2]}"],
            ("chance by day or week (demand)",),
        ),
        (
            [f"{HALT}.mode=quota", f"{HALT}.quota_share={{uniform: [0, 1]}}"],
            ("1 number given as a range",),
        ),
        (
            [f"{HALT}.start=null", f"{HALT}.trigger={{consumers: [US], cover_days_below: 9}}"],
            ("chance in 1 disruption that a state sets off",),
        ),
    ],
)
def test_all_else_is_what_no_event_decides(settings, rest):
    assert chances(*settings).rest == rest


def test_numbers_of_constrained_worlds_are_said_to_be_so(monkeypatch):
    worlds = SimpleNamespace(file=SimpleNamespace(worlds=[None] * 312))
    found = Meant("constrained", worlds)
    monkeypatch.setattr("sim.scenario.chances.meant", lambda scenario: found)
    said = ("21 uncertain numbers in 312 constrained worlds",)
    assert chances("uncertainty=from_grades").rest == said


def test_projects_that_may_be_late_are_counted():
    assert chances(world="expected-schedule").rest[-1] == "when 31 projects come"


@pytest.mark.parametrize("world", ["baseline", "export-halt", "november-branches", "two-mines"])
def test_something_differs_where_a_run_is_random_and_nothing_else(world):
    found = chances(world=world)
    assert is_random(sim.load(world)) == bool(found.event or found.rest) is True
    sure = chances(FIXED)
    assert not is_random(sim.load("two-mines", [FIXED]))
    assert (sure.event, sure.rest, sure.said) == ((), (), "nothing")


def test_of_many_events_a_few_are_named():
    found = Chances(("a (when)", "b (when)", "c (when)", "d (when)", "e (when)"), ("f", "g"))
    assert found.said == "a (when), b (when), c (when), 2 more; f, g"
