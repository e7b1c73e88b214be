"""Runs in blocks of a width, to see that a history does not depend on its block."""

import numpy as np
import pytest

import sim.study.replicate as replicate
from sim.scenario.schema import Scenario
from sim.study.run import run
from sim.world.record.record import Record
from sim.world.recorders import series

RECORDED = tuple(one.name for one in series())
"""Names of all that may be recorded."""


def in_blocks_of(width: int, scenario: Scenario) -> Record:
    """Run 130 histories of a scenario in blocks of a width."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replicate, "block_width", lambda scenario: width)
        return run(scenario, n=130).record


def assert_same(field: str, one: Record, other: Record) -> None:
    """Compare a field of two records to the bit."""
    found, rival = one.get(field), other.get(field)
    assert (found is None) == (rival is None)
    assert found is None or np.array_equal(found, rival, equal_nan=True)


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
