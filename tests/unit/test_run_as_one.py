"""Histories that run as one until something drawn is needed are those that run side by side."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.study.job import Job
from sim.study.replicate import ONE_BATCH_FIRST, Block, run_block
from sim.study.run_as_one import run_as_one
from sim.world.chance.chance import Chance, NeededError
from sim.world.record.record import Record
from sim.world.state.state import BATCH
from sim.world.supply_chain import WarmState
from sim.world.world import World, prepare

TWO_MAKERS = Path(__file__).parents[1] / "known_answers/two_makers.yaml"
SHUT = "disruptions.shut={kind: lane_closure, lanes: [from_east], start: 2026-02-10, duration_days: 200}"
SLOW = "consumers.motors.qualification={days: {uniform: [30, 90]}}"
SHUT_DAY, LEAST = 40, 30
WIDTH = 2 * BATCH


class Made:
    """Worlds of some scenario, and how many were made."""

    def __init__(self, *settings: str) -> None:
        self.scenario = sim.load(TWO_MAKERS, [*settings, "end=2026-06-30"])
        self.warm: WarmState = prepare(self.scenario)
        self.widths: list[int] = []

    def __call__(self, width: int) -> World:
        self.widths.append(width)
        return World(self.scenario, Chance(1, 0, width), self.warm.plan)

    def as_one(self) -> tuple[Record, list[int]]:
        heard: list[int] = []
        return run_as_one(self(BATCH), WIDTH, self, self.warm, heard.append), heard


def assert_same(one: Record, other: Record) -> None:
    assert one.series.keys() == other.series.keys()
    for name in one.series:
        assert np.array_equal(one.series[name].values, other.series[name].values), name


def test_those_that_part_are_as_if_each_had_run_by_itself():
    made = Made(SHUT, SLOW)
    assert made(WIDTH).is_one
    found, heard = made.as_one()
    assert made.widths[1:] == [BATCH, BATCH, WIDTH]
    assert sum(heard) <= made.scenario.days
    assert np.ptp(found.served_t.sum(axis=0), axis=-1).max() > 1.0
    assert_same(found, made(WIDTH).run(made.warm))


def test_nothing_is_needed_before_the_shortest_time_is_over():
    made = Made(SHUT, SLOW)
    world = made(BATCH)
    world.open(made.warm)
    world.context.chance.refuse()
    with pytest.raises(NeededError):
        world.go_on(made.scenario.days)
    assert world.clock.day == SHUT_DAY + LEAST
    assert not made(BATCH).context.chance.comes_again


def test_those_that_never_part_are_run_once():
    made = Made(SLOW)
    found, heard = made.as_one()
    assert made.widths == [BATCH]
    assert sum(heard) == made.scenario.days
    assert_same(found, made(WIDTH).run(made.warm))


def test_what_is_drawn_as_a_world_is_built_tells_its_histories_apart():
    assert not Made("lanes.from_east.transit_days={uniform: [30, 40]}")(BATCH).is_one
    assert not Made("consumers.motors.daily_variation={normal: [1, 0.1]}")(BATCH).is_one


def test_all_begin_alike_where_nothing_drawn_is_needed_before():
    assert Job(Made(SHUT, SLOW).scenario, 1).study().warm is not None


def test_a_wide_block_is_run_as_one(monkeypatch):
    made = Made(SLOW)
    wide = -(-ONE_BATCH_FIRST // BATCH) * BATCH
    built = []
    monkeypatch.setattr(
        "sim.study.replicate.World",
        lambda scenario, chance, plan: built.append(chance.width) or World(scenario, chance, plan),
    )
    study = Job(made.scenario, 1).study()
    run_block(study, Block(0, 0, wide - BATCH), lambda _scenario, _block, _record: None)
    run_block(study, Block(0, 0, wide), lambda _scenario, _block, _record: None)
    assert built == [wide - BATCH, BATCH]
