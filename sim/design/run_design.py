"""Run a design: every history of every point, in as few worlds as can be."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from sim.design.design import Design
from sim.design.take import Take, Taken
from sim.scenario.schema import Scenario
from sim.study.job import Job, job
from sim.study.pool import Pool
from sim.study.replicate import Block, Progress, blocks, replicate
from sim.world.record.record import Record
from sim.world.state.state import BATCH


def run_design(
    design: Design, take: Take, pool: Pool, progress: Progress | None = None
) -> list[Taken]:
    """Run a design, and keep of each point what is taken of it.

    Parameters
    ----------
    design : Design
    take : function
        Makes of some histories of a point what is kept of them (:mod:`sim.design.take`).
    pool : Pool
        Where the histories are run.
    progress : function, optional
        Hears how many histories are done, and of how many, of all points together.

    Returns
    -------
    list of dict of str to array, ``[..., history]``
        For each point what was taken; bit for bit what a run of the point alone gives.
    """
    found = []
    total = design.histories * len(design.points)
    for number, point in enumerate(design.points):
        found.append(_alone(point, design, take, pool))
        if progress is not None:
            progress(design.histories * (number + 1), total)
    return found


def _alone(point: Scenario, design: Design, take: Take, pool: Pool) -> Taken:
    what, histories = job(point, design.seed, design.scheme, design.histories)
    study = Job(point, what.seed, what.scheme, what.histories).study()
    parts: dict[int, Taken] = {}
    todo = blocks(point, 0, range(-(-histories // BATCH)), pool.width)
    replicate(study, todo, pool, partial(_taken, take), lambda b, t: parts.update({b.first: t}))
    return _joined([parts[first] for first in sorted(parts)], histories)


def _taken(take: Take, scenario: Scenario, block: Block, record: Record) -> Taken:
    return take(scenario, record)


def _joined(parts: Sequence[Taken], histories: int) -> Taken:
    return {
        name: np.concatenate([part[name] for part in parts], axis=-1)[..., :histories]
        for name in parts[0]
    }
