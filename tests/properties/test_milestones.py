"""Whatever waits for what: first product comes by the longest way through the milestones."""

import datetime as dt
from functools import cache
from math import ceil

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.scenario.schema import Project
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.network.project import ProjectPath
from sim.world.network.schedule import Schedule
from sim.world.time.clock import Clock
from tests.examples import several
from tests.unit.effects import KNOWN_ANSWERS

START, MONTH = dt.date(2026, 3, 10), 365.25 / 12
Steps = dict[str, dict]


@st.composite
def milestones(draw) -> Steps:
    """Make steps that wait for some of those before them, or begin on a day."""
    found: Steps = {}
    for number in range(draw(st.integers(1, 6))):
        before = sorted(found)
        after = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
        step = {"months": float(draw(st.integers(0, 24))), "after": after}
        if not after or draw(st.booleans()):
            step["start"] = START + dt.timedelta(days=draw(st.integers(0, 300)))
        found[f"step_{number}"] = step
    return found


@cache
def world():
    return sim.load(KNOWN_ANSWERS / "one_lane.yaml", root="/")


def path_of(steps: Steps, slip: float = 0.0, known: dt.date | None = None) -> ProjectPath:
    block = {"facility": "source", "adds_per_year": 1.0, "milestones": steps, "slip_months": slip}
    projects = {"plant": Project.model_validate(block)}
    scenario = world().model_copy(update={"projects": projects, "as_of": known})
    values, clock = Values(scenario, Chance(1, 0, 64)), Clock(scenario.start)
    return ProjectPath("plant", projects["plant"], clock, values, Schedule(scenario, values), [])


def ways_from(steps: Steps, name: str) -> list[list[str]]:
    """List the ways from a step to the end of all."""
    waiting = [other for other, step in steps.items() if name in step["after"]]
    return [[name], *([name, *way] for other in waiting for way in ways_from(steps, other))]


def longest(steps: Steps, days: dict[str, float], *, by: str | None = None) -> float:
    """Give the day on which the longest way ends, of those by one step if it is named."""
    ends = [
        (steps[way[0]]["start"] - world().start).days + sum(days[name] for name in way)
        for first in steps
        if "start" in steps[first]
        for way in ways_from(steps, first)
        if by is None or by in way
    ]
    return max(ends, default=-np.inf)


def lasts(steps: Steps) -> dict[str, float]:
    """Give the days that each step takes, late ones included."""
    plan = Project.model_validate(
        {"facility": "source", "adds_per_year": 1.0, "milestones": steps}
    ).plan
    return {
        name: (plan[name].end - plan[name].start).days + step.get("late_months", 0.0) * MONTH
        for name, step in steps.items()
    }


@several
@given(milestones(), st.data())
def test_first_product_comes_by_the_longest_way(steps, data):
    for name in steps:
        if data.draw(st.booleans()):
            steps[name]["late_months"] = data.draw(st.integers(0, 30)) / 2
    path = path_of(steps)
    assert path.first_product.tolist() == [ceil(longest(steps, lasts(steps)))]


@several
@given(milestones(), st.data(), st.integers(0, 40))
def test_a_step_that_is_late_uses_up_its_float_first(steps, data, months):
    """Float is what the longest way by the step is shorter than the longest of all."""
    name, days = data.draw(st.sampled_from(sorted(steps))), lasts(steps)
    slack = longest(steps, days) - longest(steps, days, by=name)
    late = {**steps, name: {**steps[name], "late_months": float(months)}}
    delay = path_of(late).delay
    assert delay.tolist() == [ceil(max(months * MONTH - slack, 0.0))]


@several
@given(milestones(), st.integers(0, 40), st.integers(0, 900))
def test_what_is_not_done_when_a_slip_strikes_is_as_much_later(steps, months, day):
    """Whichever way it is on: so all steps show the slip that first product has."""
    plain = path_of(steps)
    slipped = path_of(steps, months, world().start + dt.timedelta(days=day))
    strikes = min(day, plain.planned - 1.0)
    for name in steps:
        (expected,), (found,) = plain.ends[name], slipped.ends[name]
        assert found == expected + months * MONTH * (expected > strikes)
    last = max(days[0] for days in slipped.ends.values())
    assert last == slipped.first_product == plain.first_product + ceil(months * MONTH)
