"""The result of a history is its own: nothing that befalls other histories changes a bit of it."""

import datetime as dt

import numpy as np
import pytest

import sim.study.replicate as replicate
from sim.scenario.load import load
from sim.study.run import run
from sim.world.record.record import Record
from tests.integration.blocks import RECORDED, assert_same


def simulated(width: int, monkeypatch: pytest.MonkeyPatch) -> Record:
    """Run 130 histories of the halt with late plants in blocks of a width."""
    scenario = load("halt-and-texas").scenario.model_copy(
        update={"start": dt.date(2026, 9, 1), "end": dt.date(2029, 8, 31), "warm_up_days": 60}
    )
    monkeypatch.setattr(replicate, "block_width", lambda scenario: width)
    return run(scenario, n=130).record


@pytest.fixture(scope="module")
def narrow() -> Record:
    """Give the histories as blocks of 64 make them."""
    with pytest.MonkeyPatch.context() as patch:
        return simulated(64, patch)


@pytest.mark.parametrize("field", RECORDED)
def test_wider_blocks_give_the_same_histories_to_the_bit(
    field: str, narrow: Record, wide: Record
) -> None:
    """A block of 192 gives what three blocks of 64 give, though others' halts end on other days."""
    assert_same(field, narrow, wide)


@pytest.fixture(scope="module")
def wide() -> Record:
    """Give the histories as one block of 192 makes them."""
    with pytest.MonkeyPatch.context() as patch:
        return simulated(192, patch)


def test_the_histories_do_differ_among_themselves(narrow: Record) -> None:
    """The halt ends on different days, so equality above says something."""
    assert len(np.unique(narrow.end_day[narrow.disruptions.index("halt")])) > 50
    assert len(np.unique(narrow.served_t.sum(axis=(0, 1)))) > 50
