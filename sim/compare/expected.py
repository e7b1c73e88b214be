"""Whether runs differ from each other as their scenarios expect."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.compare.pairing import pair
from sim.output.expected import judge, values_of
from sim.scenario.expectation import Expectation, read_expectation

if TYPE_CHECKING:
    from sim.output.stored import StoredRun


def expected(runs: "Sequence[StoredRun]", labels: Sequence[str]) -> list[str]:
    """Say which expectations of scenarios against others in a comparison hold, a line each."""
    return [
        f"{label} expects: {said}"
        for label, run in zip(labels, runs, strict=True)
        for one in map(read_expectation, run.loaded.scenario.expect)
        for other in runs
        if other.name == one.against
        for said in _said(one, run, other)
    ]


def _said(one: Expectation, run: "StoredRun", other: "StoredRun") -> Iterator[str]:
    """Judge an expectation, history by history where the two are paired."""
    ours, theirs = (values_of(one, found.outcomes) for found in (run, other))
    pairing = pair(other, run)
    with np.errstate(invalid="ignore"):  # never less never
        if pairing.is_paired:
            yield str(judge(one, ours[pairing.other] - theirs[pairing.baseline]))
        elif one.limit.probability is None:
            yield str(judge(one, np.atleast_1d(ours.mean() - theirs.mean())))
        else:
            yield f"{one.text}  (cannot be told: the histories are not paired)"
