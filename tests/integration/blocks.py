"""Random worlds in blocks of a width, to see that a history does not depend on its block."""

import tempfile
from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np

from sim.study.job import Job
from sim.study.replicate import Block, run_block
from sim.world.record.record import Record, joined
from tests.integration.random_worlds import WORLDS

HISTORIES = 192
NARROW, WIDE = 64, 192
"""Histories in a block: three blocks of 64, or one."""


@cache
def in_blocks(world: str, width: int = NARROW) -> Record:
    """Run a random world in blocks of a width; its undisrupted twin is left out."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = WORLDS[world](Path(folder))
    study = Job(scenario, scenario.seed).study()
    firsts = range(0, HISTORIES, width)
    return joined([run_block(study, Block(0, first, width), whole) for first in firsts])


def whole(scenario: object, block: Block, record: Record) -> Record:
    """Keep all of a block."""
    return record


def differing(one: Record, other: Record, histories: int) -> list[str]:
    """Name the fields of two records whose first histories differ by any bit."""
    found = []
    for field in fields(Record):
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(ours, np.ndarray) and isinstance(theirs, np.ndarray):
            ours, theirs = ours[..., :histories], theirs[..., :histories]
            if not np.array_equal(ours, theirs, equal_nan=True):
                found.append(field.name)
        elif ours is not theirs and ours != theirs:
            found.append(field.name)
    return found
