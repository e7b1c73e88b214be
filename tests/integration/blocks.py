"""Random worlds in blocks of a width, to see that a history does not depend on its block."""

import tempfile
from functools import cache, partial
from pathlib import Path

import numpy as np

from sim.study.job import Job
from sim.study.replicate import Block, run_block
from sim.world.record.record import Record, joined
from tests import warm
from tests.integration.random_worlds import WORLDS

HISTORIES = 128
NARROW, WIDE = 64, 128
"""Histories in a block: two blocks of 64, or one."""


@cache
def in_blocks(world: str, width: int = NARROW) -> Record:
    """Run a random world in blocks of a width, once a session; its undisrupted twin is left out."""
    return warm.kept(f"{world}-{width}.record", partial(_run_in_blocks, world, width))


def _run_in_blocks(world: str, width: int) -> Record:
    with tempfile.TemporaryDirectory() as folder:
        scenario = WORLDS[world](Path(folder))
    study = Job(scenario, scenario.seed).study()
    firsts = range(0, HISTORIES, width)
    return joined([run_block(study, Block(0, first, width), whole) for first in firsts])


def whole(scenario: object, block: Block, record: Record) -> Record:
    """Keep all of a block."""
    return record


def differing(one: Record, other: Record, histories: int) -> list[str]:
    """Name the series of two records whose first histories differ by any bit, or that one lacks."""
    return [
        name
        for name in sorted({*one.series, *other.series})
        if not (name in one.series and name in other.series)
        or one.series[name].ids != other.series[name].ids
        or not np.array_equal(
            one.series[name].values[..., :histories],
            other.series[name].values[..., :histories],
            equal_nan=True,
        )
    ]
