"""A history in which a value is drawn is the one in which that value is written, to the bit."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from sim.scenario.schema import Distribution, Scenario
from sim.study.job import Job
from sim.study.replicate import Block, run_block
from sim.world.chance.chance import Chance
from sim.world.record.record import Record, part_of
from tests.integration.all_of_a_chain import all_of_a_chain
from tests.integration.blocks import differing, whole
from tests.integration.random_worlds import WORLDS


@pytest.mark.parametrize(
    ("world", "history"), [*((world, 3) for world in WORLDS), ("all_of_a_chain", 40)]
)
def test_what_is_drawn_is_as_if_it_were_written(world, history, tmp_path, monkeypatch):
    """From the first day on: it was planned, and warmed up, with its own values."""
    scenario = WORLDS[world](tmp_path)
    drawn = noted_draws(monkeypatch)
    random = run(scenario)
    fixed = scenario
    for name, values in drawn.items():
        fixed = put(fixed, name.split("."), float(values[history]))
    drawn.clear()
    written = run(fixed)
    assert drawn == {}
    just = slice(history, history + 1)
    found = part_of(random, just), part_of(written, just)
    assert differing(*found, 1) == []


def run(scenario: Scenario) -> Record:
    """Run a lot of histories, without the twin."""
    study = Job(scenario, scenario.seed).study()
    return run_block(study, Block(0, 0, 64), whole)


def noted_draws(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Note from now on what is drawn once a history, by the path of the value."""
    noted: dict[str, Any] = {}
    draw = Chance.draw

    def noting(self: Chance, name: str, number: object, *bounds: float) -> Any:
        values = draw(self, name, number, *bounds)
        if isinstance(number, Distribution):
            noted[name] = values
        return values

    monkeypatch.setattr(Chance, "draw", noting)
    return noted


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


def test_every_kind_of_number_is_drawn_somewhere(tmp_path, monkeypatch):
    """Of a chain: so the property says something of all of them."""
    drawn = noted_draws(monkeypatch)
    run(all_of_a_chain(Path(tmp_path)))
    kinds = {(path[0], *path[2:3]) for path in (name.split(".") for name in drawn)}
    assert len(kinds) > 25, sorted(kinds)
