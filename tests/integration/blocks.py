"""Random worlds in a block, to see that a history does not depend on its block."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.scenario.schema import Distribution
from sim.study.job import Job
from sim.study.replicate import Block, run_block
from sim.world.chance.chance import Chance
from sim.world.record.record import Record
from tests import warm
from tests.integration.random_worlds import WORLDS

HISTORIES = 128


def histories(world: str, last: int = HISTORIES) -> Record:
    """Run the last of 128 histories of a random world in a block; its twin is left out."""
    return _kept(world, last)[0]


def draws(world: str) -> dict[str, Any]:
    """Give what is drawn once a history in them all, by the path of the value."""
    return _kept(world, HISTORIES)[1]


@lru_cache(2)
def _kept(world: str, last: int) -> tuple[Record, dict[str, Any]]:
    """Run a world once a session."""
    return warm.kept(f"{world}-{last}.record", partial(_run, world, last))


def _run(world: str, last: int) -> tuple[Record, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        scenario = WORLDS[world](Path(folder))
    study = Job(scenario, scenario.seed).study()
    with noted_draws() as drawn:
        record: Record = run_block(study, Block(0, HISTORIES - last, last), whole)
    return record, drawn


@contextmanager
def noted_draws() -> Iterator[dict[str, Any]]:
    """Note what is drawn once a history, by the path of the value."""
    noted: dict[str, Any] = {}
    draw = Chance.draw

    def noting(self: Chance, name: str, number: Any, *bounds: Any) -> Any:
        values = draw(self, name, number, *bounds)
        if isinstance(number, Distribution):
            noted[name] = values
        return values

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chance, "draw", noting)
        yield noted


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
