"""Points of a design that share a world: each is as if it had been run alone, to the bit."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from sim.design.design import Design
from sim.design.run_design import run_design
from sim.design.study import study_of
from sim.design.take import Taken
from sim.design.together import together
from sim.scenario.load import load
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.undisrupted import undisrupted
from sim.scenario.value import Value, numbers
from sim.study.job import Job
from sim.study.pool import Here
from sim.study.replicate import Block, run_block
from sim.world.record.record import Record
from tests.chain import CHAIN, write
from tests.integration.blocks import whole
from tests.integration.random_worlds import WORLDS
from tests.properties.test_as_drawn import put

HISTORIES = 3
DAYS = 200
MOST = 200
"""Numbers that are looked at, about."""
PARTS = 2
"""Points besides the scenario itself, each of which has some of its numbers changed."""


def everything(scenario: Scenario, record: Record) -> Taken:
    """Keep every series, each history's own, a row for each of its first ids."""
    kept: Taken = {}
    for name, one in record.series.items():
        whole = np.broadcast_to(one.values, (*one.values.shape[:-1], record.histories))
        axis = next(iter(one.series.id_axes), None)
        if axis is None:
            kept[name] = whole
            continue
        rows = np.moveaxis(whole, one.series.axes.index(axis), 0)
        kept |= {f"{name}[{of}]": row for of, row in zip(one.ids[axis], rows, strict=True)}
    return kept


def alone(scenario: Scenario) -> Taken:
    """Run a scenario by itself."""
    study = Job(scenario, scenario.seed).study()
    record = run_block(study, Block(0, 0, 64), whole)
    return {name: one[..., :HISTORIES] for name, one in everything(scenario, record).items()}


def differing(found: Taken, expected: Taken) -> list[str]:
    """Name what is not the same to the bit; a world may record what only other points have."""
    return [
        name
        for name in sorted(expected)
        if name not in found or not np.array_equal(found[name], expected[name], equal_nan=True)
    ]


def changed(value: Value) -> float | Distribution | None:
    """Give another number that may stand in the place of one; none where none is known to."""
    if isinstance(value.value, Distribution):
        low, high = value.value.support
        return Distribution(uniform=[low, (low + high) / 2]) if np.isfinite(high - low) else None
    if isinstance(value.value, int):
        return None
    return value.value * 0.9 if value.value else 0.05


def with_numbers_changed(scenario: Scenario) -> list[Scenario]:
    """Change every number that may differ within a world, a part of them at each point."""
    found, every = [scenario] * (PARTS + 1), numbers(scenario)
    for at, value in enumerate(every[:: max(len(every) // MOST, 1)]):
        odd = any(isinstance(key, int | float) or key == "from" for key in value.path)
        new = None if odd else changed(value)
        if new is None:
            continue
        path, point = [str(key) for key in value.path], 1 + at % PARTS
        if len(together({0: scenario, 1: put(scenario, path, new)})) == 1:
            found[point] = put(found[point], path, new)
    return found


@pytest.mark.parametrize(
    "world", ["recurring", "licences", "stockpiles", "money", "prices", "all_of_a_chain"]
)
def test_a_point_with_other_numbers_is_as_if_alone(world, tmp_path):
    """Whatever kinds of number they are."""
    scenario = WORLDS[world](tmp_path)
    end = min(scenario.end, scenario.start + dt.timedelta(days=DAYS))
    scenario = scenario.model_copy(update={"end": end, "warm_up_days": 60})
    points = with_numbers_changed(scenario)
    study = study_of(Design(points, HISTORIES, scenario.seed, measured=True))
    assert len(study.worlds) == 1
    found = run_design(Design(points, HISTORIES, scenario.seed, measured=True), everything, Here())
    for point, one in zip(points[1:], found[1:], strict=True):
        assert differing(one, alone(point)) == []


def test_histories_that_are_named_are_as_among_all(tmp_path):
    scenario = WORLDS["stockpiles"](tmp_path)
    end = min(scenario.end, scenario.start + dt.timedelta(days=DAYS))
    scenario = scenario.model_copy(update={"end": end, "warm_up_days": 60})
    design = Design([scenario, undisrupted(scenario), scenario], 9, scenario.seed, measured=True)
    only = {0: (2, 3, 8), 2: (0,)}
    every = run_design(design, everything, Here())
    some = run_design(replace(design, only=only), everything, Here())
    for number, (one, among) in enumerate(zip(some, every, strict=True)):
        met = list(only.get(number, range(9)))
        assert differing(one, {name: values[..., met] for name, values in among.items()}) == []


def test_a_point_without_a_disruption_is_as_if_no_other_had_it(tmp_path):
    """Whatever kind it is; those that shape a world though they never happen have one apart."""
    scenario = WORLDS["all_of_a_chain"](tmp_path)
    scenario = scenario.model_copy(
        update={"end": scenario.start + dt.timedelta(days=DAYS), "warm_up_days": 60}
    )
    without = [
        scenario.model_copy(
            update={"disruptions": {k: d for k, d in scenario.disruptions.items() if k != name}}
        )
        for name in list(scenario.disruptions)[::3]
        if all(d.trigger is None or d.trigger.after != name for d in scenario.disruptions.values())
    ]
    points = [scenario, undisrupted(scenario), *without]
    study = study_of(Design(points, HISTORIES, scenario.seed, measured=True))
    assert len(study.worlds) < len(points) / 2
    found = run_design(Design(points, HISTORIES, scenario.seed, measured=True), everything, Here())
    for point, one in zip(points, found, strict=True):
        assert differing(one, alone(point)) == []


LICENCES = """
schema: 1
extends: chain.yaml
name: case
end: 2026-09-30
warm_up_days: 30
disruptions:
  halt:
    goods: {magnets: [dy]}
    mode: licence
    start: {uniform: [10, 20]}
    duration_days: 230
    licence: {decision_days: {uniform: [5, 20]}, granted: 0.9, refiled: 0.5, refile_days: 7}
  slower:
    kind: control_change
    control: halt
    start: 2026-02-20
    licence: {decision_days: {uniform: [20, 60]}, validity_days: 25, refile_days: 20}
  held: {kind: control_change, control: halt, start: 50, inspection: {share: 0.5, days: 10}}
  general:
    kind: control_change
    control: halt
    destinations: [US]
    start: {uniform: [90, 120]}
    general: {share: 0.6, validity_days: 40, volume_of_normal: 0.5, issued_over_days: 20}
  paused: {kind: control_change, control: halt, suspended: true, start: 150, duration_days: 30}
  full: {kind: control_change, control: halt, start: 60, licence: {capacity_of_normal: 0.3}}
"""


def test_a_point_without_changes_of_a_control_is_as_if_no_other_had_them(tmp_path):
    """Those that limit what is decided in a day part worlds: they say who shares a pool."""
    write(tmp_path, CHAIN, "chain.yaml")
    scenario = load(write(tmp_path, LICENCES)).scenario
    left_out = "slower", "paused", "full", "general held"
    points = [scenario]
    for names in left_out:
        kept = {k: d for k, d in scenario.disruptions.items() if k not in names.split()}
        points.append(scenario.model_copy(update={"disruptions": kept}))
    design = Design(points, HISTORIES, scenario.seed, measured=True)
    assert len(study_of(design).worlds) == 2
    found = run_design(design, everything, Here())
    for point, one in zip(points, found, strict=True):
        assert differing(one, alone(point)) == []
    assert all(differing(one, found[0]) for one in found[1:])
