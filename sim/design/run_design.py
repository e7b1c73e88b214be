"""Run a design: every history of every point, in as few worlds as can be."""

from functools import partial
from pathlib import Path

import numpy as np

from sim.design.blocks import Cut, PointsBlock, cut_named
from sim.design.design import Design
from sim.design.store import Store
from sim.design.study import DesignStudy, study_of
from sim.design.take import Take, Taken
from sim.study.pool import Pool
from sim.study.replicate import Progress, block_width, run_blocks


def run_design(
    design: Design,
    take: Take,
    pool: Pool,
    store: Path | None = None,
    progress: Progress | None = None,
) -> list[Taken]:
    """Run a design, and keep of each point what is taken of it.

    Parameters
    ----------
    design : Design
    take : function
        Makes of some histories of a point what is kept of them (:mod:`sim.design.take`).
    pool : Pool
        Where the histories are run.
    store : path, optional
        Folder in which what is finished is kept, and looked for before anything is run.
    progress : function, optional
        Hears how many histories are done, and of how many, of all points together.

    Returns
    -------
    list of dict of str to array, ``[..., history]``
        For each point what was taken, of the histories that it meets; bit for bit what a run of
        the point alone gives. A point without chance is run once, and its only history counts for
        all.

    Raises
    ------
    SamplingError
        If the scheme does not fit the number of histories.
    OutputError
        If the store cannot be read or written.
    KeyboardInterrupt
        On Ctrl-C, after what is finished was stored.
    """
    study = study_of(design)
    kept = None if store is None else Store(store, design, take)
    found = _Found(study, kept)
    todo = found.missing(pool.width)
    total = sum(map(study.met_by, range(len(design.points))))
    share_to_do = sum(block.filled for block in todo) / max(found.columns, 1)

    def report(share: float) -> None:
        if progress is not None:
            progress(int((1.0 - share_to_do * (1.0 - share)) * total), total)

    report(0.0)
    run_blocks(partial(study.run, take=take), todo, pool, found.add, report)
    return [found.of(number) for number in range(len(design.points))]


class _Found:
    """What is there of each point."""

    def __init__(self, study: DesignStudy, store: Store | None) -> None:
        self._study, self._store = study, store
        self._parts: dict[int, dict[int, Taken]] = {}
        self.columns = 0
        """Columns of all parts, those that are there included."""

    def missing(self, workers: int) -> list[PointsBlock]:
        """Cut what is not there into blocks."""
        blocks = []
        for index, world in enumerate(self._study.worlds):
            todo: dict[Cut, dict[int, list[int]]] = {}
            named = dict[int, tuple[int, ...]]()
            for at, number in enumerate(world.together.numbers):
                if (some := world.only.get(at)) is not None:
                    self.columns += len(some)
                    part = self._stored(number, 0, len(some))
                    if part is None:
                        named[at] = some
                    else:
                        self._parts[number] = {0: part}
                    continue
                cut = world.cuts[at]
                self.columns += cut.histories
                for first in cut.firsts:
                    part = self._stored(number, first, cut.count_from(first))
                    if part is None:
                        todo.setdefault(cut, {}).setdefault(first, []).append(at)
                    else:
                        self._parts.setdefault(number, {})[first] = part
            for cut, points in todo.items():
                blocks += cut.cut(index, points, workers)
            blocks += cut_named(index, named, block_width(world.together.scenario), workers)
        return blocks

    def _stored(self, number: int, first: int, count: int) -> Taken | None:
        return None if self._store is None else self._store.read(number, first, count)

    def add(self, block: PointsBlock, taken: list[Taken]) -> None:
        """Keep a block."""
        numbers = self._study.worlds[block.world].together.numbers
        of_points = zip(block.points, block.numbers, taken, strict=True)
        for point, replications, one in of_points:
            self._parts.setdefault(numbers[point], {})[block.first] = one
            if self._store is not None:
                self._store.keep(numbers[point], block.first, len(replications), one)

    def of(self, number: int) -> Taken:
        """Put the histories of a point side by side; its only one counts for all."""
        parts, histories = self._parts.pop(number), self._study.met_by(number)
        ordered = [parts[first] for first in sorted(parts)]
        found = {
            name: np.concatenate([part[name] for part in ordered], axis=-1) for name in ordered[0]
        }
        return {
            name: np.broadcast_to(values, (*values.shape[:-1], histories))
            for name, values in found.items()
        }
