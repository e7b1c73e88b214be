"""What a key must make a difference to: what is recorded, or what is shown to readers."""

import datetime as dt
import gc
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.text import Text
from ruamel.yaml import YAML

import sim
from sim.output.tables import Tables
from sim.plots.catalogue import OF_A_RUN
from sim.plots.style import RC
from sim.scenario.errors import ScenarioError
from sim.scenario.explain import explain
from sim.scenario.load import Loaded, load
from sim.study.job import Job
from sim.study.replicate import Block, run_block
from sim.world.record.record import Record
from sim.world.state.state import BATCH
from tests.chain import write
from tests.integration.blocks import whole
from tests.properties.keys.case import HERE, flow

HORIZONS = (12, 40, None)
"""Days within which most keys are felt: only for the others a world is run to its end."""

ECHOES = frozenset(
    {"onset_day", "end_day", "occurrences", "uncertain_factors", "uncertain_numbers"}
)
"""Series that say when disruptions are in force and what numbers are, whether or not anybody feels
it."""

Settings = tuple[str, ...]


@cache
def loaded(world: str, settings: Settings) -> Loaded:
    """Load a world with settings, written in a file on top; a later one adds to an earlier one."""
    layer: dict[str, Any] = {}
    for path, _, value in (one.partition("=") for one in settings):
        *above, key = path.split(".")
        block = layer
        for name in above:
            block = block.setdefault(name, {})
        block[key] = combined(block.get(key), YAML(typ="safe").load(value))
    file = HERE / "worlds" / f"{world}.yaml"
    if not layer:
        return load(file)
    with tempfile.TemporaryDirectory() as folder:
        own = {"schema": 1, "name": world, "extends": str(file)}
        return load(write(Path(folder), flow({**own, **layer})), root="/")


def combined(one: Any, other: Any) -> Any:
    """Put one mapping upon another; anything else replaces what was there."""
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return other
    return {**one, **{key: combined(one.get(key), value) for key, value in other.items()}}


@lru_cache(32)
def record(world: str, settings: Settings, days: int | None = None) -> Record:
    """Run so many days of a world, without its twin; by default all."""
    scenario = loaded(world, settings).scenario
    if days is not None:
        end = min(scenario.end, scenario.start + dt.timedelta(days=days - 1))
        scenario = scenario.model_copy(update={"end": end})
    study = Job(scenario, scenario.seed).study()
    found: Record = run_block(study, Block(0, 0, BATCH), whole)
    gc.freeze()  # what is kept so far is not searched for garbage after the next run
    return found


def moved(one: Record, other: Record) -> list[str]:
    """Name the series that differ, by their ids or by any number."""
    return [
        name
        for name in sorted({*one.series, *other.series} - ECHOES)
        if not (name in one.series and name in other.series)
        or one.series[name].ids != other.series[name].ids
        or not _same(one.series[name].values, other.series[name].values)
    ]


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether all histories are the same, to the bit; one that is alike stands for all."""
    if one.shape[:-1] != other.shape[:-1]:
        return False
    one, other = np.broadcast_arrays(one, other)
    return np.array_equal(one, other, equal_nan=True)


def by_record(world: str, one: Settings, other: Settings) -> bool:
    """Tell whether anything that is recorded differs, soon or later."""
    return any(moved(record(world, one, days), record(world, other, days)) for days in HORIZONS)


@cache
def results(world: str, settings: Settings) -> dict[str, str]:
    """Give the files of results, the scenario's own copy left out."""
    result = sim.run(loaded(world, settings).scenario, n=1, workers=1)
    with tempfile.TemporaryDirectory() as folder:
        files = result.save(folder, figures=False)
        texts = [file for file in files if file.suffix in {".csv", ".json"}]
        return {file.name: file.read_text("utf-8") for file in texts if file.stem != "manifest"}


@cache
def tables(world: str, settings: Settings) -> Tables:
    """Give what figures are drawn from."""
    return sim.run(loaded(world, settings).scenario, n=1, workers=1).tables


@cache
def words(world: str, settings: Settings, kind: str) -> list[str]:
    """Give the words in the figures of a kind."""
    with rc_context(RC):
        drawn = OF_A_RUN[kind].pages(tables(world, settings))
    return [text.get_text() for figure in drawn for text in figure.findobj(Text)]


def by_figures(world: str, one: Settings, other: Settings) -> bool:
    """Tell whether the words of any kind of figure differ; after the first that do, none is drawn."""
    return any(words(world, one, kind) != words(world, other, kind) for kind in OF_A_RUN)


@cache
def explained(world: str, settings: Settings) -> list[str]:
    """Give what ``shortfall explain`` tells of a scenario, and of its sources."""
    rows = [row for field in ("", "sources") for row in explain(loaded(world, settings), field)]
    return [f"{row.path} {row.value} {row.sources}" for row in rows]


def by(shown: Callable[[str, Settings], object]) -> Callable[[str, Settings, Settings], bool]:
    """Compare what is shown."""
    return lambda world, one, other: shown(world, one) != shown(world, other)


EVIDENCE: dict[str, Callable[[str, Settings, Settings], bool]] = {
    "record": by_record,
    "results": by(results),
    "figures": by_figures,
    "explain": by(explained),
}
"""Compares two runs of a world, by what must change."""


def told(world: str, settings: Settings) -> Iterator[str]:
    """Give what is said against a world with settings, refused or not."""
    try:
        found = list(loaded(world, settings).warnings)
    except ScenarioError as error:
        found = error.problems
    yield from (f"{one.path}: {one.message}" for one in found)
