"""The sample of a stored run: what was drawn of every history, beside what came of it.

Others learn from it: which inputs drive a measure, how much of its spread is of the event, which
number to measure first. Nothing is simulated. :func:`sample_of` gives the inputs of a run, about
150 where numbers are uncertain by their sources, and what each was in every history;
:meth:`Sample.outcome` gives what a measure of a group was in the same histories.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.outcomes import Outcome
from sim.output.stored import StoredRun
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.origin import Path
from sim.scenario.uncertainty.meant import meant
from sim.scenario.uncertainty.uncertain import Uncertain
from sim.sensitivity.home import about_of, best_source, country_of, one_of, stage_of, words_of
from sim.sensitivity.input import Input
from sim.sensitivity.redrawn import BRANCHES, HAPPENS, Redrawn

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

RANGE = 0.05, 0.95
"""Quantiles between which an input is said to lie."""
KINDS = {
    "tonnes": "tonnes", "capacity": "capacities", "share": "shares", "yield": "yields",
    "cover": "days of stock", "time": "times", "price": "prices",
    "growth": "rates of growth", "factor": "factors",
}  # fmt: skip
"""What numbers of each kind are called together."""


class SampleError(ValueError):
    """A run does not hold what is asked of it; the message says what it holds."""


@dataclass(frozen=True, eq=False)
class Sample:
    """The inputs of a run that differ between its histories, history by history."""

    run: StoredRun
    inputs: tuple[Input, ...]
    """Those of the scenario's own distributions first, then what is uncertain by its source."""
    values: F64
    """Each in its unit, ``[input, history]``; in the order of ``run.numbers``."""
    worlds: Index | None = None
    """Which world each history is in, where these are the worlds of a file: those in one have all
    that is uncertain by its source in common. None where each history has its own."""

    def outcome(self, measure: str, group: str) -> Outcome:
        """Give a measure of a group in every history.

        Parameters
        ----------
        measure : str
            Name, with the item where it has some: ``unmet_grade_t[traction]``.
        group : str
            Name, which may have its kind before it: ``region.US``.

        Raises
        ------
        SampleError
            If the run has no such group or measure; the message suggests one.
        """
        found = [
            one
            for one in self.run.outcomes
            if group in (one.group.name, f"{one.group.kind}.{one.group.name}")
        ]
        if not found:
            known = dict.fromkeys(one.group.name for one in self.run.outcomes)
            hint = did_you_mean(group, known) or f"There are: {listed(known)}."
            raise SampleError(sentences(f"there is no group '{group}'.", hint))
        same = [one for one in found if one.full_name == measure]
        if not same:
            names = dict.fromkeys(one.full_name for one in found)
            hint = did_you_mean(measure, names) or f"There are: {listed(names)}."
            raise SampleError(sentences(f"'{group}' has no measure '{measure}'.", hint))
        return same[0]


def sample_of(run: StoredRun, *, singly: bool = False) -> Sample:
    """Give the sample of a run; what is the same in all its histories is left out.

    Parameters
    ----------
    run : StoredRun
    singly : bool
        Give each number that is uncertain by its source by itself, in the place of what those of a
        source and kind have in common.

    Raises
    ------
    SampleError
        If histories are in worlds of another file than the one that is there now.
    """
    _check_worlds(run)
    again = Redrawn(run)
    found = [_of_scenario(run, again, name) for name in again.names]
    if again.inputs is not None:
        stored = again.stored(singly=singly)
        if singly:
            pairs = zip(again.inputs.drawn, stored, strict=True)
            found += [(_single(run, one, row), row) for one, row in pairs]
        else:
            for name, scores in zip(again.inputs.factors, stored, strict=True):
                members = [one for one in again.inputs.drawn if one.factor == name]
                sigma = float(np.median([one.sigma for one in members]))
                by = np.exp(sigma * np.sqrt(again.inputs.common) * scores)
                found.append((_factor(run, members, by), by))
    kept = [(one, row) for one, row in found if (row != row[0]).any()]
    values = np.array([row for _, row in kept]).reshape(len(kept), run.count)
    return Sample(run, tuple(one for one, _ in kept), values, again.worlds)


def _check_worlds(run: StoredRun) -> None:
    """Refuse a run whose worlds cannot be told any more: others would be drawn in their place."""
    found = meant(run.scenario)
    there = None if found is None or found.worlds is None else found.worlds.sha256
    if there != run.manifest.worlds:
        raise SampleError(
            f"{run.name}: its histories are in worlds of a file that is not there any more, so "
            "what was drawn of them is not known; run it again, or take the version that ran it"
        )


def _of_scenario(run: StoredRun, again: Redrawn, name: str) -> tuple[Input, F64]:
    """Describe what the scenario itself says is drawn."""
    path, values = again.path(name), again.value(name)
    is_chance = name.endswith(HAPPENS) or name.startswith(BRANCHES)
    unit = "" if is_chance else again.unit(name)
    home = tuple(name.split(".")) if name.startswith("projects.") else path
    found = Input(
        name, words_of(run.scenario, name), "chance" if is_chance else "number", about_of(path),
        unit, *_range(values), *best_source(run.scenario, path),
        place=_place(run, path),
        country=country_of(run.scenario, home),
        stage=stage_of(run.scenario, home),
        of_world=again.is_of_world(name),
    )  # fmt: skip
    return found, values


def _single(run: StoredRun, one: Uncertain, values: F64) -> Input:
    """Describe a number that is uncertain by its source."""
    return Input(
        one.name, words_of(run.scenario, one.name), "number", about_of(one.path),
        one.bounds.unit, *_range(values), one.source, one.grade,
        place=_place(run, one.path),
        country=country_of(run.scenario, one.path),
        stage=stage_of(run.scenario, one.path),
        of_world=True,
    )  # fmt: skip


def _factor(run: StoredRun, members: list[Uncertain], values: F64) -> Input:
    """Describe what the numbers of a source and kind have in common."""
    first = members[0]
    return Input(
        first.factor, f"{KINDS[first.kind]} of {first.source}", "factor",
        one_of((about_of(one.path) for one in members), "data"),
        "times the odds" if all(one.by_odds for one in members) else "times",
        *_range(values), first.source, first.grade,
        place=_place(run, ("sources", first.source)),
        country=one_of((country_of(run.scenario, one.path) for one in members), ""),
        stage=one_of((stage_of(run.scenario, one.path) for one in members), ""),
        of_world=True,
        members=tuple(one.name for one in members),
    )  # fmt: skip


def _place(run: StoredRun, path: Path) -> str:
    """Give the place of a value, or of the nearest block around it, in a file."""
    for end in range(len(path), 1, -1):
        if (origin := run.loaded.origins.get(path[:end])) is not None:
            return str(origin)
    return ""


def _range(values: F64) -> tuple[float, float]:
    low, high = np.quantile(values, RANGE).tolist()
    return low, high
