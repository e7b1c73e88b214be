"""Which histories of two runs had the same draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.scenario.errors import plural
from sim.scenario.uncertainty.meant import meant

if TYPE_CHECKING:
    from sim.output.stored import StoredRun

Positions = NDArray[np.intp]


@dataclass(frozen=True)
class Pairing:
    """How the histories of a run go with those of the baseline."""

    baseline: Positions
    """Places of the paired histories in the baseline, ``[pair]``; empty if not paired."""
    other: Positions
    """Their places in the run."""
    replicates: Positions | None
    """Their replicate, where they have one."""
    why_not: str
    """Why they are not paired; empty if they are."""

    @property
    def is_paired(self) -> bool:
        """Whether differences are taken history by history."""
        return not self.why_not

    @property
    def pairs(self) -> int:
        """Number of pairs."""
        return int(self.baseline.size)


def pair(baseline: "StoredRun", other: "StoredRun") -> Pairing:
    """Pair two runs by the numbers of their histories, if equal numbers mean equal draws."""
    if alone := _alone(baseline, other):
        return alone
    common, at, of = np.intersect1d(baseline.numbers, other.numbers, return_indices=True)
    replicates = None if baseline.replicates is None else baseline.replicates[at]
    why_not = ""
    if baseline.seed != other.seed:
        why_not = f"seed {other.seed}, the baseline has {baseline.seed}"
    elif baseline.sampling.scheme != other.sampling.scheme:
        why_not = f"sampling {other.sampling.scheme}, the baseline has {baseline.sampling.scheme}"
    elif not baseline.sampling.paired_with(other.sampling):
        why_not = (
            "a Latin hypercube is of another size where the number of histories differs"
            if baseline.sampling.scheme == "latin"
            else "the two share a random input that has another Sobol' dimension in each"
        )
    elif not common.size:
        why_not = "no number of a history is in both"
    if why_not:
        none = np.zeros(0, dtype=np.intp)
        return Pairing(none, none, None, why_not)
    return Pairing(at, of, replicates, "")


def _alone(baseline: "StoredRun", other: "StoredRun") -> Pairing | None:
    """Pair a run without chance, whose one history stands for all; none where both have some."""
    if baseline.is_random and other.is_random:
        return None
    count = max(len(run.numbers) if run.is_random else 1 for run in (baseline, other))
    at, of = (
        np.arange(count) if run.is_random else np.zeros(count, dtype=np.intp)
        for run in (baseline, other)
    )
    return Pairing(at, of, baseline.replicates if baseline.is_random else other.replicates, "")


def pairing_note(label: str, pairing: Pairing, baseline: "StoredRun", other: "StoredRun") -> str:
    """Say how a run goes with the baseline, in a line."""
    if not pairing.is_paired:
        return f"{label}: not paired with the baseline ({pairing.why_not}); intervals are Welch's."
    if not (baseline.is_random and other.is_random):
        both = not (baseline.is_random or other.is_random)
        whose = "both" if both else "the baseline" if other.is_random else "it"
        return f"{label}: there is no chance in {whose}, so that one history stands for all."
    text = f"{label}: {plural(pairing.pairs, 'history')} paired with the baseline by number"
    sizes = {len(baseline.numbers), len(other.numbers)}
    if sizes != {pairing.pairs}:
        text += f" (of {len(baseline.numbers)} and {len(other.numbers)})"
    return f"{text}."


class UnpairedError(ValueError):
    """Runs have no histories in common; the message says why, and what to do about it."""


def together(runs: "Sequence[StoredRun]", labels: Sequence[str]) -> list[Positions]:
    """Give the places, in each run, of the histories that all of them have, ``[history]`` each.

    The one history of a run without chance stands for all.

    Raises
    ------
    UnpairedError
        If they span different days or are in different worlds, equal numbers do not mean equal
        draws, or none is in all.
    """
    spans = [(run.loaded.scenario.start, run.loaded.scenario.end) for run in runs]
    for label, (start, end) in zip(labels, spans, strict=True):
        if (start, end) != spans[0]:
            raise UnpairedError(
                f"{label} spans {start} to {end}, {labels[0]} {spans[0][0]} to {spans[0][1]}: "
                "their days do not compare. Give them the same start and end."
            )
    worlds = [_worlds(run) for run in runs]
    for label, found in zip(labels, worlds, strict=True):
        if found != worlds[0]:
            raise UnpairedError(
                f"{label} is in {found}, {labels[0]} in {worlds[0]}: who chooses between them does "
                "not choose the world. Give them the same uncertainty and worlds."
            )
    first = next((place for place, run in enumerate(runs) if run.is_random), 0)
    one = runs[first]
    common = np.arange(len(one.numbers) if one.is_random else 1)
    pairs = [pair(one, run) for run in runs]
    for label, pairing in zip(labels, pairs, strict=True):
        if not pairing.is_paired:
            reason = pairing.why_not.replace("the baseline", labels[first])
            raise UnpairedError(
                f"{label} has not met the histories of {labels[first]}: {reason}. Run them with "
                "the same --seed, --sampling and -n."
            )
        common = np.intersect1d(common, pairing.baseline) if one.is_random else common
    if not common.size:
        raise UnpairedError(
            f"No history is in all of {', '.join(labels)}. Run them with the same -n."
        )
    return [
        pairing.other[np.searchsorted(pairing.baseline, common)] if one.is_random else common
        for pairing in pairs
    ]


def _worlds(run: "StoredRun") -> str:
    """Name the worlds that the histories of a run are in."""
    found = meant(run.loaded.scenario)
    kind = "central" if found is None else found.kind
    return "the central world" if kind == "central" else f"{kind} worlds"
