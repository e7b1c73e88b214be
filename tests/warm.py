"""What the tests of a session share: long files as they are read, warm states, and twins.

A plan and a warm-up cost as much as a short run, and so does a twin. They are kept in a folder, by
the digest of the calm scenario (the one without disruptions), which covers the program too. To read
the baseline takes a second: trees of long files are kept by their text. So all processes of a
session make each of them once, the command line in a process of its own included:
``python -m tests.warm run two-mines``. Warm states that differ between histories, as where numbers
are uncertain, are remembered within a process. Tests that change what happens in calm ask for the fixture
``nothing_shared``.
"""

import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from sim.scenario import layer, read
from sim.scenario.digest import digest
from sim.scenario.node import Node
from sim.scenario.schema import Scenario
from sim.scenario.schema.scenario import ABOUT
from sim.study import replicate
from sim.study.replicate import Block, Reduce, Study
from sim.world import world
from sim.world.chance.chance import Chance
from sim.world.record.record import Record, first_of, joined
from sim.world.supply_chain import WarmState

T = TypeVar("T")

FOLDER = "SHORTFALL_TESTS_WARM"
"""Variable of the environment that names the folder; without it everything is made anew."""


def share() -> None:
    """Share from now on; whoever has loaded the functions before keeps to himself."""
    setattr(replicate, "prepare", remembered(world.prepare))  # noqa: B010
    setattr(world, "prepare_for_all", shared_states(world.prepare_for_all))  # noqa: B010
    setattr(replicate, "run_block", shared_twins(replicate.run_block))  # noqa: B010
    setattr(layer, "parse", shared_trees(read.parse))  # noqa: B010


LONG = 2_000
"""Characters from which a file is long: to read it takes ten times as long as to find its tree."""


def shared_trees(parse: Callable[[str, str], Node]) -> Callable[[str, str], Node]:
    """Give *parse* with a memory of the long files that any process has read."""

    @wraps(parse)
    def tree(text: str, shown: str) -> Node:
        if len(text) < LONG:
            return parse(text, shown)
        name = hashlib.sha256(f"{shown}\n{text}".encode()).hexdigest()
        return kept(f"{name}.tree", lambda: parse(text, shown))

    return lru_cache(maxsize=64)(tree)


Prepare = Callable[..., WarmState | None]


def shared_states(prepare: Prepare) -> Prepare:
    """Give *prepare* with a memory of the calm scenarios that any process has met."""

    @wraps(prepare)
    def warm(scenario: Scenario, chance: Chance | None = None) -> WarmState | None:
        if chance is not None:  # several points of a design, which differ in calm
            return prepare(scenario, chance)
        return kept(f"{key(scenario)}.state", lambda: prepare(scenario))

    return warm


FEW = 4
"""Warm states that a process remembers of replications which begin each in its own way."""


def remembered(prepare: Callable[[Scenario, Chance], WarmState]) -> Callable[..., WarmState]:
    """Give *prepare* with a memory of the last blocks: a plan of many replications is no file."""
    found: dict[object, WarmState] = {}

    @wraps(prepare)
    def warm(scenario: Scenario, chance: Chance) -> WarmState:
        if FOLDER not in os.environ:
            return prepare(scenario, chance)
        cause = key(scenario), tuple(chance.key(batch) for batch in chance.batches)
        state = found.pop(cause, None) or prepare(scenario, chance)
        found[cause] = state  # the last now
        for old in list(found)[:-FEW]:
            del found[old]
        return state

    return warm


def shared_twins(run_block: Callable[..., Any]) -> Callable[..., Any]:
    """Give *run_block* with a memory of calm scenarios of which all histories are equal."""
    from sim.study.job import is_random

    @wraps(run_block)
    def ran(study: Study, block: Block, reduce: Reduce[Any], until: int | None = None) -> Any:
        scenario = study.scenarios[block.scenario]
        if scenario.disruptions or is_random(scenario) or until is not None:
            return run_block(study, block, reduce, until)

        def one() -> Record:
            record: Record = run_block(study, block, lambda scenario, block, record: record)
            return first_of(record, 1)

        alike = kept(f"{key(scenario)}.twin", one)
        return reduce(scenario, block, joined([alike] * block.width))

    return ran


SAID = {one: Scenario.model_fields[one].get_default(call_default_factory=True) for one in ABOUT}
"""What a scenario says of itself: of no account for what happens."""


def key(scenario: Scenario) -> str:
    """Give the digest of what happens in a scenario without disruptions, whatever is made of it."""
    measures = scenario.measures.model_copy(update={"reference": None})
    calm = {**SAID, "name": "calm", "disruptions": {}, "measures": measures}
    return digest(scenario.model_copy(update=calm), scenario.seed)


def kept(name: str, make: Callable[[], T]) -> T:
    """Give what is kept by a name, made now if it is not there."""
    if FOLDER not in os.environ:
        return make()
    file = Path(os.environ[FOLDER], name)
    if file.exists():
        found: T = pickle.loads(file.read_bytes())
        return found
    made = make()
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
        part.write(pickle.dumps(made))
    Path(part.name).replace(file)  # whole, or not at all
    return made


if __name__ == "__main__":
    share()
    from sim.cli import main

    main(prog_name="shortfall")
