"""What is asked of a run, and the answer: what drives a measure of some groups."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from sim.output.groups import is_headline
from sim.output.outcomes import Outcome
from sim.output.stored import StoredRun
from sim.scenario.digest import LENGTH
from sim.sensitivity.sample import Sample, SampleError, sample_of
from sim.sensitivity.sensitivity import Sensitivity

MEASURE = "shortfall_days"
"""What is looked at unless another measure is asked for."""
LEAST_HISTORIES = 32
"""Fewest histories from which anything can be told."""
MORE = "--set uncertainty=from_grades makes every sourced number uncertain by its grade"


@dataclass(frozen=True, eq=False)
class Answer:
    """What drives a measure in a run, group by group."""

    run: StoredRun
    measure: str
    found: tuple[Sensitivity, ...]
    """Of each group in which the measure differs between histories."""
    reasons: dict[str, str]
    """Why nothing can be told of others that were asked for, by their labels."""
    asked: bool
    """Whether groups were asked for."""
    singly: bool
    """Whether each uncertain number is an input by itself."""
    out: Path
    sobol: int = 0
    """How many of the strongest inputs are run anew, for their total indices."""

    @cached_property
    def digest(self) -> str:
        """Stands for the run, its histories and what is asked."""
        content = {
            "run": self.run.digest,
            "histories": self.run.manifest.numbers,
            "measure": self.measure,
            "singly": self.singly,
            "sobol": self.sobol,
            "groups": [f"{o.kind} {o.name}" for o in (one.outcome.group for one in self.found)],
        }
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:LENGTH]

    @property
    def folder(self) -> Path:
        """Where all of it is written."""
        return self.out / f"sensitivity-{self.run.name}-{self.digest}"


def answer(
    run: StoredRun, measure: str, groups: Sequence[str], out: Path, *, singly: bool = False
) -> Answer:
    """Find what drives a measure.

    Parameters
    ----------
    run : StoredRun
    measure : str
        Its name, with the item where it has some.
    groups : sequence of str
        Names of groups, or kinds of group; none stands for regions, defence and all, as far as the
        measure differs between histories there.
    out : path
        Folder in which the folder of the answer is.
    singly : bool
        Look at each uncertain number by itself, not at what those of a source and kind have in
        common.

    Raises
    ------
    SampleError
        If nothing can be told; the message says why, and what helps.
    """
    sample = sample_of(run)
    if not sample.inputs and (run.count > 1 or not run.is_random):
        raise SampleError(
            f"{run.name}: nothing is random in it, so no number drives anything. {MORE}"
        )
    if run.count < LEAST_HISTORIES:
        raise SampleError(
            f"{run.name}: {run.said} tell{'s' * (run.count == 1)} nothing; {LEAST_HISTORIES} are "
            f"the least, and about {max(10 * len(sample.inputs), 200):,} do (-n)"
        )
    names = [name for asked in groups for name in _each(run, asked)]
    outcomes = [sample.outcome(measure, name) for name in names] or _usual(sample, measure)
    reasons = {one.group.label: why for one in outcomes if (why := _why_not(one))}
    kept = [one for one in outcomes if one.group.label not in reasons]
    if not kept:
        raise SampleError(" ".join(f"{label}: {why}." for label, why in reasons.items()))
    numbers = sample_of(run, singly=True)
    found = tuple(Sensitivity(numbers if singly else sample, numbers, one) for one in kept)
    return Answer(run, measure, found, reasons if groups else {}, bool(groups), singly, out)


def _each(run: StoredRun, asked: str) -> list[str]:
    """Give the groups of a kind, if a kind is asked for; else what is."""
    of_kind = [f"{one.kind}.{one.name}" for one in run.groups if one.kind == asked]
    return of_kind or [asked]


def _usual(sample: Sample, measure: str) -> list[Outcome]:
    """Give the measure of the groups that results are shown of at first, or of all that have it."""
    found = [one for one in sample.run.outcomes if one.full_name == measure]
    if not found:
        sample.outcome(measure, sample.run.groups[-1].name)  # says which measures there are
    headlines = [one for one in found if is_headline(one.group.kind, one.group.name)]
    return headlines or found


def _why_not(outcome: Outcome) -> str:
    """Say why nothing can be told of a measure; nothing if something can."""
    values = outcome.values
    if not np.isfinite(values).all():
        never = int(np.count_nonzero(~np.isfinite(values)))
        return (
            f"{outcome.full_name} has no number in {never:,} of {len(values):,} histories; take a "
            "measure that always has one, as shortfall_days or line_down_days"
        )
    if np.ptp(values) <= 1e-9 * max(float(np.abs(values).max()), 1.0):
        return f"{outcome.full_name} is {values[0]:.4g} in every history, so nothing drives it"
    return ""
