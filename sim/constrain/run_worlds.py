"""Histories of an episode, each in a world by number, and what each gives for observations."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.constrain.observation import Observation
from sim.constrain.simulated import simulated
from sim.hindcast.episode import Episode
from sim.output.disk import make, write
from sim.output.lot import packed
from sim.output.seal import Identity, is_of, sealed
from sim.output.stored_file import fingerprint
from sim.scenario.digest import LENGTH, digest
from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.meant import EachItsOwn
from sim.study.pool import Pool
from sim.study.replicate import Block, Progress, Study, blocks, run_block, run_blocks
from sim.world.record.record import Record, part_of
from sim.world.state.state import BATCH

F64 = NDArray[np.float64]
Lots = dict[int, F64]
"""What histories give, ``[observation, history]``, by the first of each lot."""

AT_ONCE = 8
"""Lots in a block at most: what is lost when it is broken off, and a gigabyte of memory."""
MOST_BYTES = 4_000_000
"""Largest file of a lot that is read."""
NAME = "simulated"
"""Array of a file."""


@dataclass(frozen=True)
class Runs:
    """Histories that are run of an episode.

    Attributes
    ----------
    episode : Episode
    scenario : Scenario
        That replays it, with uncertain numbers.
    worlds : EachItsOwn
        World of each history.
    seed : int
        Of what happens in each.
    count : int
        How many there are.
    wanted : tuple of Observation
        What is kept of them.
    until : int, optional
        First day that is not run.
    """

    episode: Episode
    scenario: Scenario
    worlds: EachItsOwn
    seed: int
    count: int
    wanted: tuple[Observation, ...]
    until: int | None = None

    @cached_property
    def digest(self) -> str:
        """Of all that decides what a history gives; how many there are does not count."""
        prior = self.scenario.model_copy(update={"worlds": "prior"})
        worlds = [self.worlds.seed, *self.worlds.numbers]
        parts = [digest(prior, self.seed), worlds, self.until, self.episode.model_dump_json()]
        text = json.dumps([*parts, [one.name for one in self.wanted]])
        return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]

    @property
    def lots(self) -> range:
        """First histories of the lots."""
        return range(0, self.count, BATCH)

    def study(self) -> Study:
        """Give what is run."""
        scenario = self.scenario.model_copy(update={"worlds": self.worlds})
        return Study((scenario,), None, self.seed)


def run_worlds(runs: Runs, folder: Path, pool: Pool, progress: Progress | None = None) -> F64:
    """Run what is not stored yet, and give what all give, ``[observation, history]``.

    Every finished block is stored at once: what is broken off goes on from there.

    Raises
    ------
    OutputError
        If a file cannot be written.
    KeyboardInterrupt
        On Ctrl-C, after what is finished was kept.
    """
    make(folder)
    stored = {first: _read(runs, folder, first) for first in runs.lots}
    found = {first: values for first, values in stored.items() if values is not None}
    missing = [first // BATCH for first in runs.lots if first not in found]
    done = runs.count - min(len(missing) * BATCH, runs.count)

    def report(share: float) -> None:
        if progress is not None:
            progress(done + int(share * (runs.count - done)), runs.count)

    def keep(_: Block, lots: Lots) -> None:
        for first, values in lots.items():
            found[first] = values
            content = packed({NAME: values})
            write(_path(folder, first), sealed(content, _identity(runs, first)))

    if missing:
        study = runs.study()
        parts = (missing[at : at + AT_ONCE] for at in range(0, len(missing), AT_ONCE))
        todo = [block for part in parts for block in blocks(study.scenarios[0], 0, part, 1)]
        reduce = partial(_lots, episode=runs.episode, wanted=runs.wanted)
        run = partial(run_block, study, reduce=reduce, until=runs.until)
        run_blocks(run, todo, pool, keep, report)
    return np.concatenate([found[first] for first in runs.lots], axis=1)[:, : runs.count]


def _lots(
    scenario: Scenario,
    block: Block,
    record: Record,
    episode: Episode,
    wanted: tuple[Observation, ...],
) -> Lots:
    """Keep what a block gives, lot by lot."""
    lots = {first: slice(first, first + BATCH) for first in range(0, block.width, BATCH)}
    return {
        block.first + first: simulated(scenario, part_of(record, lot), episode, wanted)
        for first, lot in lots.items()
    }


def _path(folder: Path, first: int) -> Path:
    return folder / f"{first:07}.npz"


def _identity(runs: Runs, first: int) -> Identity:
    return Identity("worlds", runs.digest, first)


def _read(runs: Runs, folder: Path, first: int) -> F64 | None:
    """Read a lot; none where it is not there, or not as it was written."""
    path = _path(folder, first)
    found = fingerprint(path, at_most=MOST_BYTES)
    if found is None or not is_of(found, _identity(runs, first)):
        return None
    with np.load(path) as arrays:
        values: F64 = arrays[NAME]
    return values
