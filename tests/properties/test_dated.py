"""Numbers by date: equal ones are the plain number, drawn ones the written, and matter is kept."""

import datetime as dt
import tempfile
from functools import cache
from pathlib import Path

import pytest

from sim.scenario.schema import Scenario
from sim.study.job import Job
from sim.study.replicate import Block, run_block
from sim.world.record.record import Record
from tests.dated import datable, fixed, put
from tests.integration.blocks import differing, whole
from tests.integration.random_worlds import WORLDS, all_of_a_chain, money, prices
from tests.warm import kept

DATES = (dt.date(2025, 12, 20), dt.date(2026, 4, 3), dt.date(2026, 8, 30))
"""Within the warm-up, and within the run; no day of review."""


def run(scenario: Scenario) -> Record:
    return run_block(Job(scenario, scenario.seed).study(), Block(0, 0, 64), whole)


@cache
def as_it_is(world: str) -> Record:
    """Run a world with plain numbers, once a session."""
    with tempfile.TemporaryDirectory() as folder:
        return kept(f"{world}-plain.record", lambda: run(fixed(WORLDS[world](Path(folder)))))


@pytest.mark.parametrize("world", [all_of_a_chain, prices, money])
def test_equal_values_on_all_dates_are_the_plain_number(world, tmp_path):
    """To the bit, though every number is read day by day."""
    plain = fixed(world(tmp_path))
    dated = plain
    for path in datable(plain, Scenario):
        # A rate adds up over time, and three sums are rounded otherwise than one.
        if path[-1] != "growth_per_year":
            dated = put(dated, path, lambda value: dict.fromkeys(DATES, value))
    assert differing(as_it_is(world.__name__), run(dated), 64) == []


@pytest.mark.parametrize("world", [all_of_a_chain, prices, money])
def test_matter_is_kept_while_every_number_changes(world, tmp_path):
    """The run would stop with an error if an account of a day did not close."""
    plain = fixed(world(tmp_path))
    dated = plain
    for path in datable(plain, Scenario):
        dated = put(dated, path, lambda value: dict(zip(DATES, changing(value), strict=True)))
    assert differing(as_it_is(world.__name__), run(dated), 64) != []


def changing(value: float) -> tuple[float, float, float]:
    """Within all bounds: some are shares."""
    return value, 0.7 * value, 0.9 * value


def test_the_world_holds_nearly_every_number_that_may_be_dated(tmp_path):
    plain = [fixed(world(tmp_path)) for world in (all_of_a_chain, prices, money)]
    paths = [path for one in plain for path in datable(one, Scenario)]
    kinds = {(path[0], *path[1 if path[0] == "market" else 2 :][:1]) for path in paths}
    assert len(kinds) >= 25, sorted(kinds)
