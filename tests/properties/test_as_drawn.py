"""A history in which a value is drawn is the one in which that value is written, to the bit."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from sim.study.job import Job
from sim.study.replicate import Block, run_block
from sim.world.record.record import part_of
from tests.integration.blocks import differing, draws, histories, noted_draws, whole
from tests.integration.random_worlds import WORLDS


@pytest.mark.parametrize(
    ("world", "history"), [*((world, 3) for world in WORLDS), ("all_of_a_chain", 40)]
)
def test_what_is_drawn_is_as_if_it_were_written(world, history, tmp_path):
    """From the first day on: it was planned, and warmed up, with its own values."""
    fixed = WORLDS[world](tmp_path)
    for name, values in draws(world).items():
        fixed = put(fixed, name.split("."), float(values[history]))
    with noted_draws() as drawn:
        study = Job(fixed, fixed.seed).study()
        written = run_block(study, Block(0, 0, 64), whole)
    assert drawn == {}
    just = slice(history, history + 1)
    found = part_of(histories(world), just), part_of(written, just)
    assert differing(*found, 1) == []


def put(block: Any, path: list[str], value: float) -> Any:
    """Give a block of a scenario with another value at a path."""
    if not path:
        return value
    key, *below = path
    if isinstance(block, BaseModel):
        return block.model_copy(update={key: put(getattr(block, key), below, value)})
    assert isinstance(block, Mapping), path
    (at,) = (one for one in block if str(one) == key)
    return {**block, at: put(block[at], below, value)}


def test_every_kind_of_number_is_drawn_somewhere():
    """Of a chain: so the property says something of all of them."""
    kinds = {
        (path[0], *path[2:3]) for path in (name.split(".") for name in draws("all_of_a_chain"))
    }
    assert len(kinds) > 25, sorted(kinds)
