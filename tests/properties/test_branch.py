"""One past, many futures: a run that goes on from another's day is as if it had begun itself."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter

import sim.design.study
import sim.world.state.moment
from sim.design.design import Design
from sim.design.run_design import run_design
from sim.design.study import study_of
from sim.scenario.load import load
from sim.scenario.schema import Disruption, Scenario
from sim.scenario.undisrupted import undisrupted
from sim.study.pool import Here
from sim.world.chance.chance import Chance
from sim.world.state.moment import Before
from sim.world.state.state import UnlikeError
from sim.world.world import World, prepare
from tests.chain import CHAIN, write
from tests.integration.random_worlds import WORLDS
from tests.properties.test_design import LICENCES, differing, everything

DAYS = 160
BREAKS = 1, 38, 101
"""Days on which a run is broken off: of no rhythm of a week or of four."""
PART = 80
"""Day on which futures part."""


def licences(folder: Path) -> Scenario:
    """Licences that are granted or refused by chance, and what changes of them."""
    write(folder, CHAIN, "chain.yaml")
    return load(
        write(folder, LICENCES.replace("decision_days", "decisions: random, decision_days", 1))
    ).scenario


SMALL = {name: WORLDS[name] for name in ("recurring", "money", "prices", "all_of_a_chain")}
SMALL["licences"] = licences


def short(world: str, folder: Path) -> Scenario:
    """Give the first days of a world."""
    scenario = SMALL[world](folder)
    end = scenario.start + dt.timedelta(days=DAYS)
    return scenario.model_copy(update={"end": end, "warm_up_days": 30})


@pytest.mark.parametrize("world", sorted(SMALL))
def test_a_run_that_is_broken_off_goes_on_in_another_world_to_the_bit(world, tmp_path, monkeypatch):
    """Whatever goes on in it: all that steers it is carried over, large arrays row by row."""
    monkeypatch.setattr(sim.world.state.moment, "ROWS_FROM", 10_000)
    scenario = short(world, tmp_path)
    warm = prepare(scenario, Chance(scenario.seed, 0, 64, steady=True))

    def begun() -> World:
        found = World(scenario, Chance(scenario.seed, 0, 64), warm.plan)
        found.open(warm)
        return found

    whole = begun()
    whole.go_on(scenario.days)
    run = begun()
    before = Before(run, run.state)
    for day in BREAKS:
        run.go_on(day)
        after = begun()
        next_before = Before(after, after.state)
        after.branch(before, np.arange(64))
        run, before = after, next_before
    run.go_on(scenario.days)
    assert differing(everything(scenario, run.record()), everything(scenario, whole.record())) == []


def test_a_world_that_is_built_otherwise_cannot_go_on(tmp_path):
    """It is told, not run."""
    scenario = short("recurring", tmp_path)
    warm = prepare(scenario)
    one = World(scenario, Chance(1, 0, 64), warm.plan)
    calm = undisrupted(scenario)
    other = World(calm, Chance(1, 0, 64), warm.plan)
    for world in (one, other):
        world.open(warm)
    with pytest.raises(UnlikeError):
        other.branch(Before(one, one.state), np.arange(64))


def test_what_has_been_read_of_a_scenario_is_not_carried_over(tmp_path):
    """Each world reads its own: one that has read more is built like the other."""
    scenario = short("recurring", tmp_path)
    warm = prepare(scenario)
    one, other = (World(scenario, Chance(1, 0, 64), warm.plan) for _ in range(2))
    for world in (one, other):
        world.open(warm)
    assert one.context.values.lowest("policy", "review_days") >= 1.0
    before = Before(one, one.state)
    one.go_on(BREAKS[0])
    other.branch(before, np.arange(64))
    assert other.clock.day == BREAKS[0]


def futures(scenario: Scenario) -> list[Scenario]:
    """Give scenarios that part on a day; the last has no disruptions."""
    outage = {"kind": "outage", "facilities": [min(scenario.magnet_makers)], "probability": 0.7}
    outage |= {"start": {"uniform": [PART, 99]}, "capacity_factor": 0.2}
    shock = {"kind": "demand_shock", "consumers": [min(scenario.consumers)], "end": 120}
    new: list[dict[str, object]] = [
        outage | {"duration_days": 9},
        outage | {"duration_days": {"uniform": [9, 60]}},
        shock | {"factor": 1.5, "start": scenario.start + dt.timedelta(days=PART)},
    ]
    return [scenario, *(with_more(scenario, one) for one in new), undisrupted(scenario)]


def with_more(scenario: Scenario, block: dict[str, object]) -> Scenario:
    """Add a disruption."""
    new = TypeAdapter[Disruption](Disruption).validate_python(block)
    return scenario.model_copy(update={"disruptions": scenario.disruptions | {"new": new}})


def futures_of_two(scenario: Scenario) -> list[Scenario]:
    """Give scenarios of two kinds that have two pasts."""
    fearful = scenario.policy.model_copy(update={"hoarding": 1.4})
    other = scenario.model_copy(update={"policy": fearful})
    return [*futures(scenario), *futures(other)]


def ending(scenario: Scenario) -> list[Scenario]:
    """Give scenarios that part when the first disruption may end."""
    name, first = next(iter(scenario.disruptions.items()))
    longer = first.model_copy(update={"duration_days": 140.0, "end": None})
    return [
        scenario,
        scenario.model_copy(update={"disruptions": scenario.disruptions | {name: longer}}),
    ]


@pytest.mark.parametrize(
    ("world", "points"),
    [
        *(("all_of_a_chain", futures_of_two), ("licences", futures)),
        *(("money", ending), ("prices", ending)),
    ],
)
def test_points_with_one_past_are_as_if_each_had_its_own(world, points, tmp_path, monkeypatch):
    """It is run for one of them, and all go on from there."""
    scenario = short(world, tmp_path)
    design = Design(points(scenario), 3, scenario.seed, measured=True)
    past = study_of(design).worlds[0].shared_past
    of_others = {one for at, one in enumerate(past.like) if one != at}
    assert past.day > 0
    assert len(of_others) == (2 if points is futures_of_two else 1)
    found = []
    for least in (0, np.inf):
        monkeypatch.setattr(sim.design.study, "LEAST_SAVED", least)
        found.append(run_design(design, everything, Here()))
    for branched, apart in zip(*found, strict=True):
        assert differing(branched, apart) == []
    assert differing(found[0][0], found[0][1])
