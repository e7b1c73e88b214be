"""Runs the strongest inputs of an answer again, each taken from other histories, all else frozen.

The first half of a run's histories is one sample and the second half another, so both are there
already. Only the histories of the first in which an input is that of the second are run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from sim.design.design import Design
from sim.design.group_measures import GroupMeasures
from sim.design.run_design import run_design
from sim.design.take import name_of
from sim.measures.measure import CAUSED
from sim.scenario.digest import LENGTH, package_hash
from sim.scenario.grouping import Kind
from sim.sensitivity.answer import Answer
from sim.sensitivity.driver import Driver
from sim.sensitivity.saltelli import Indices, indices
from sim.sensitivity.sample import SampleError
from sim.study.pool import Pool
from sim.study.replicate import Progress
from sim.world.chance.sampling import BATCH
from sim.world.chance.worlds import PICKED

KINDS = frozenset(get_args(Kind))
"""Kinds of group that points of a design are measured for."""
WORLD = "which world, all of its numbers together"
"""What inputs are called that are uncertain by their sources, where histories are in few worlds."""


@dataclass(frozen=True)
class Picked:
    """An input that is picked anew."""

    name: str
    label: str
    draws: frozenset[str]
    """Names of what is drawn of it."""


@dataclass(frozen=True)
class Question:
    """What is run of an answer."""

    answer: Answer
    picked: tuple[Picked, ...]
    histories: int
    """Of each sample."""

    @property
    def design(self) -> Design:
        """A point for each input: the scenario, with its draws from the other sample."""
        run = self.answer.run
        return Design(
            [run.scenario] * len(self.picked),
            self.histories,
            run.seed,
            elsewhere={place: one.draws for place, one in enumerate(self.picked)},
        )


@dataclass(frozen=True)
class Row:
    """First and total index of an input for a group."""

    kind: str
    group: str
    label: str
    """Of the group."""
    input: Picked
    indices: Indices


def question(answer: Answer, inputs: int) -> Question:
    """Choose the inputs, those of the largest index in any group, and the samples.

    Raises
    ------
    SampleError
        If the run does not hold two samples, or the measure cannot be had of them.
    """
    run = answer.run
    histories = run.manifest.reach // 2 // BATCH * BATCH
    if run.source != package_hash()[:LENGTH]:
        raise SampleError(
            f"{run.name} was run by another version of shortfall, and what is run anew would "
            "differ by that, too; run it again, or take the version that ran it"
        )
    if run.job.scheme != "random":
        raise SampleError(
            f"the histories of {run.name} are drawn by {run.job.scheme}; it takes two "
            "samples that are independent, so run it with --sampling random"
        )
    if histories < BATCH:
        raise SampleError(
            f"{run.said} are not two samples of {BATCH}; run {2 * BATCH} or more (-n)"
        )
    wrong = [one.outcome.group for one in answer.found if one.outcome.group.kind not in KINDS]
    if answer.measure.endswith(CAUSED) or wrong:
        raise SampleError(
            f"{answer.measure} is not measured there; take a measure of consumers that "
            "compares with no other run, as shortfall_days or unmet_t"
        )
    best: dict[str, Driver] = {}
    for found in answer.found:
        for one in found.drivers:
            if one.index.value > best.get(one.input.name, one).index.value or (
                one.input.name not in best
            ):
                best[one.input.name] = one
    in_worlds = answer.found[0].sample.worlds is not None
    ranked = sorted(best.values(), key=lambda one: (-one.index.value, one.input.name))
    picked = dict.fromkeys(_picked(one, in_worlds=in_worlds) for one in ranked)
    return Question(answer, tuple(picked)[:inputs], histories)


def _picked(one: Driver, *, in_worlds: bool) -> Picked:
    if not one.input.of_world:
        return Picked(one.input.name, one.input.label, frozenset({one.input.name}))
    if in_worlds:
        return Picked(PICKED, WORLD, frozenset({PICKED}))
    return Picked(one.input.name, one.input.label, frozenset({f"uncertainty.{one.input.name}"}))


def pick_freeze(
    question: Question, pool: Pool, store: Path, progress: Progress | None = None
) -> list[Row]:
    """Run what is missing, and estimate the indices of each input for each group."""
    answer, count = question.answer, question.histories
    outcomes = [one.outcome for one in answer.found]
    groups = frozenset((one.group.kind, one.group.name) for one in outcomes)
    take = GroupMeasures(frozenset({one.measure for one in outcomes}), groups)
    taken = run_design(question.design, take, pool, store, progress)
    return [
        Row(
            one.group.kind,
            one.group.name,
            one.group.label,
            picked,
            indices(
                one.values[:count],
                one.values[count : 2 * count],
                found[name_of(one.group, one.full_name)],
            ),
        )
        for one in outcomes
        for picked, found in zip(question.picked, taken, strict=True)
    ]


def by_group(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    """Put rows together by group, the largest total first."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda one: -one.indices.total.value):
        found.setdefault(row.label, []).append(row)
    return found
