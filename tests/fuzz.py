"""Do odd scenarios run, or are they refused with reasons? Small worlds with things done to them.

``python -m tests.fuzz --cases 50000`` tries so many, each from its own number, and prints what
neither ran nor was refused: the number and the error. ``--case NUMBER`` shows one of them.
"""

import argparse
import copy
import datetime as dt
import io
import multiprocessing
import random
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

import sim
from sim.scenario.dump import dump
from sim.scenario.errors import ScenarioError
from sim.scenario.load import Loaded, load

WORLDS = Path(__file__).parent / "properties" / "keys" / "worlds"
NAMES = ("chain", "licences", "prices", "reserve")
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 0.5, -0.0, 1e-300, 1e300, 1e9, 10**400, 3650, 1.5, 0.1),
    *("", "a", "CN", "US", "all", "ndpr", "magnets", "2026-02-30", "2026-02-01", "1,5", "\x1b[2J"),
    *("é" * 300, "../../etc/passwd", "halt", dt.date(2026, 2, 1), dt.date(1, 1, 1)),
    *(dt.date(9999, 12, 31), [], {}, [1, 5], ["CN", "CN"], {"a": None}, {5: None}),
    *({"uniform": [0, 1]}, {"uniform": [5, 9]}, {"triangular": [1, 2, 3]}, {"normal": [5, 1]}),
    *({"lognormal": {"median": 1e300, "sigma": 400}}, {"lognormal": {"median": 5, "sigma": 1}}),
    *({"choice": {0: 0.5, 30: 0.5}}, {"choice": {}}, {"empirical": [1, 2]}, {"exponential": 5}),
    *({dt.date(2026, 1, 1): 1, dt.date(2026, 3, 1): 2}, {dt.date(2026, 1, 1): {"uniform": [0, 1]}}),
)
"""What is put in the place of something."""
DAYS = 40
"""So many days are run of what is accepted."""


@cache
def tree(name: str) -> dict[str, Any]:
    """Give a small world as plain mappings, all it extends in it."""
    whole = dump(load(WORLDS / f"{name}.yaml").scenario)
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(whole)
    return found


def odd(chance: random.Random) -> str:
    """Do one to three things to a small world, and write it."""
    world = copy.deepcopy(tree(chance.choice(NAMES)))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        spoil(world, chance)
    text = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.width = 10_000
    yaml.dump(world, text)
    return text.getvalue()


def spoil(world: dict[str, Any], chance: random.Random) -> None:
    """Do one thing: mostly mildly, so that some of it is accepted."""
    everywhere = list(places(world))
    block, key, _ = chance.choice(everywhere)
    alike = [value for _, other, value in places(tree(chance.choice(NAMES))) if other == key]
    act = chance.randrange(12)
    if act < 4 and alike:
        block[key] = copy.deepcopy(chance.choice(alike))
    elif act < 7:
        block, key = chance.choice([place for place in everywhere if is_number(place[2])])[:2]
        block[key] *= chance.choice((0, 0.001, 0.5, 1.01, 3, 1000, -1))
    elif act == 7:
        block[key] = copy.deepcopy(chance.choice(everywhere)[2])
    elif act == 8:
        block[key] = copy.deepcopy(chance.choice(ODD))
    elif act == 9:
        del block[key]
    elif isinstance(block, dict):
        block[f"{key}x"] = block.pop(key) if act == 10 else copy.deepcopy(block[key])
    else:
        block.append(copy.deepcopy(block[key]))


def is_number(value: Any) -> bool:
    """Tell whether a value is a plain number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def places(block: Any) -> Iterator[tuple[Any, Any, Any]]:
    """List every place of a tree: what it is in, its key and what stands there."""
    items = block.items() if isinstance(block, dict) else enumerate(block)
    for key, value in list(items):
        yield block, key, value
        if isinstance(value, dict | list):
            yield from places(value)


def attempt(content: bytes, setting: str | None = None) -> Loaded | None:
    """Load a file of these bytes, or see it refused with reasons; all else goes through."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.yaml"
        file.write_bytes(content)
        try:
            return load(file, [] if setting is None else [setting])
        except ScenarioError as error:
            refused = error
    assert refused.problems
    assert all(problem.message for problem in refused.problems)
    assert str(refused)
    return None


def run(loaded: Loaded) -> None:
    """Run the first days of a world, twice with chance; nothing may warn, nor be undefined."""
    scenario = loaded.scenario
    end = min(scenario.end, scenario.start + dt.timedelta(days=DAYS - 1))
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        result = sim.run(scenario.model_copy(update={"end": end}), n=2)
        rows = result.summary()
    served = result.record.series["served_t"].values
    assert np.isfinite(served).all()
    assert (served >= 0.0).all()
    assert rows


def tried(number: int, *, runs: bool) -> tuple[str, str]:
    """Try one case: what became of it, and the trace where that is a mistake of the program."""
    try:
        loaded = attempt(odd(random.Random(number)).encode())
        if loaded is None:
            return "refused", ""
        if runs:
            run(loaded)
    except Exception:
        return "failed", traceback.format_exc(limit=-4)
    return "run" if runs else "accepted", ""


def _tried(case: tuple[int, bool]) -> tuple[int, str, str]:
    return case[0], *tried(case[0], runs=case[1])


def main() -> None:
    """Try many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--run-every", type=int, default=20, help="run every so-manyth of them")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--case", type=int)
    given = parser.parse_args()
    if given.case is not None:
        print(odd(random.Random(given.case)))
        print(*tried(given.case, runs=True))
        return
    numbers = range(given.first, given.first + given.cases)
    counts = Counter[str]()
    with multiprocessing.get_context("spawn").Pool(given.workers) as pool:
        todo = ((number, number % given.run_every == 0) for number in numbers)
        for number, what, trace in pool.imap_unordered(_tried, todo, chunksize=20):
            counts[what] += 1
            if trace:
                print(f"--- case {number}\n{trace}", flush=True)
    print(dict(counts))


if __name__ == "__main__":
    main()
