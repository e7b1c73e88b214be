"""Which run to choose when nobody knows which history will come: the same choice by five criteria.

The formulas and where they come from stand in :mod:`sim.compare.criteria`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.compare import criteria
from sim.compare.judged import Judge, Judged
from sim.compare.pairing import Positions, together
from sim.compare.row import Row
from sim.scenario.limit import Limit, LimitError, check_is_target, read_limit

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison
    from sim.output.stored import StoredRun

F64 = NDArray[np.float64]
Key = tuple[str, str, str, str | None]
"""Kind and name of the group, measure, item."""

CRITERIA = {
    "mean": "mean",
    "worst_tenth": "worst tenth",
    "regret_mean": "mean regret",
    "regret_q90": "regret in 90 %",
    "regret_max": "largest regret",
}
"""The criteria by their names in files, and what people read; targets come besides."""
LEVELS = ("mean", "worst_tenth")
"""Criteria that are values of the measure, as a date; others are differences of it."""


@dataclass(frozen=True)
class RobustRow:
    """A measure of a group by every criterion."""

    row: Row
    """Whose, and of what."""
    by: Mapping[str, Judged]
    """By each criterion of :data:`CRITERIA`, in the measure's unit. Targets by their text: the
    share of the histories that meet them, 1."""

    @property
    def is_same(self) -> bool:
        """Whether all runs are equally good in every history."""
        return max(self.by["regret_max"].found) == 0.0

    @property
    def disagree(self) -> bool:
        """Whether no run is best, or as good as the best, by every criterion."""
        return not set.intersection(*(set(one.best) for one in self.by.values()))

    @property
    def tied(self) -> tuple[int, ...]:
        """Places of the runs that by every criterion are best or not told apart from the best."""
        return tuple(sorted(set.intersection(*(set(one.tied) for one in self.by.values()))))


@dataclass(frozen=True)
class TargetMet:
    """A target, and in which share of the histories each run meets it."""

    limit: Limit
    named: tuple[tuple[str, str], ...]
    """Kind and name of its groups."""
    shares: Judged
    """Of each run, 1."""

    @property
    def kept(self) -> tuple[bool, ...] | None:
        """Whether each run meets it as often as it says; none if it does not say how often."""
        wanted = self.limit.probability
        return None if wanted is None else tuple(share >= wanted for share in self.shares.found)


def read_robust_target(text: str) -> Limit:
    """Read a target that a world may meet or not: ``MEASURE[GROUP] <= NUMBER [with P%]``.

    Raises
    ------
    LimitError
        If it is none, is one to a mean, or asks for what is worse.

    Examples
    --------
    >>> read_robust_target("shortfall_days[US] <= 30").limit
    30.0
    """
    given = " ".join(text.split())
    if given.startswith("mean "):
        raise LimitError(f"'{given}': no world meets a mean. Leave 'mean' out, or write 'with P%'.")
    if " with " in given:
        limit = read_limit(given, "target", of_items=True)
    else:  # how often it is met is what is asked
        try:
            limit = read_limit(f"{given} with 100%", "target", of_items=True)
        except LimitError as error:
            raise LimitError(str(error).replace(f"{given} with 100%", given)) from None
        limit = replace(limit, text=given, probability=None)
    check_is_target(limit)
    return limit


class Robust:
    """Runs by criteria that do not rest on the mean alone.

    Parameters
    ----------
    comparison : Comparison
    targets : sequence of Limit
        As :func:`read_robust_target` reads them.

    Raises
    ------
    UnpairedError
        If the runs have not met the same histories, or not the same span of time.
    LimitError
        If a target is of a group or measure that not every run has.
    """

    def __init__(self, comparison: "Comparison", targets: Sequence[Limit] = ()) -> None:
        self.labels = comparison.labels
        self._places: list[Positions] = together(comparison.runs, self.labels)
        self._judge = _judge(comparison.runs, self._places)
        self._values: list[dict[Key, F64]] = [
            {(o.group.kind, o.group.name, o.measure, o.item): o.values for o in run.outcomes}
            for run in comparison.runs
        ]
        self.targets = tuple(map(self._target, targets))

    @property
    def histories(self) -> int:
        """Number of histories that all runs have."""
        return int(self._places[0].size)

    def rows(self, table: Sequence[Row]) -> list[RobustRow]:
        """Judge rows of a comparison; those out that not every run has, or no way is better."""
        return [self._row(row) for row in table if row.better and None not in row.values]

    def _row(self, row: Row) -> RobustRow:
        assert row.better is not None, "as rows() has it"
        values = self._matrix((row.kind, row.group, row.measure, row.item))
        loss = criteria.losses(values, row.better)
        regret = criteria.regrets(loss)
        by = {
            "mean": self._judge.mean(loss),
            "worst_tenth": self._judge.worst_tenth(loss),
            "regret_mean": self._judge.mean_regret(loss, regret),
            "regret_q90": self._judge.far_regret(regret),
            "regret_max": self._judge.largest_regret(regret),
        }
        if row.better == "higher":
            by |= {name: by[name].turned() for name in LEVELS}
        of_row = [one for one in self.targets if _is_of(one, row)]
        return RobustRow(row, by | {one.limit.text: one.shares for one in of_row})

    def _target(self, limit: Limit) -> TargetMet:
        groups = {
            key[:2]
            for key in set.intersection(*(set(known) for known in self._values))
            if key[2:] == (limit.measure, limit.item)
        }
        if not groups:
            of = limit.measure if limit.item is None else f"{limit.measure}[{limit.item}]"
            raise LimitError(f"'{limit.text}': not every run has {of}.")
        named = limit.named(groups)
        every = [self._matrix((*name, limit.measure, limit.item)) for name in named]
        return TargetMet(limit, named, self._judge.share_met(limit.holds(limit.worst(every))))

    def _matrix(self, key: Key) -> F64:
        """Give a measure of a group, ``[run, history]``."""
        return np.stack(
            [known[key][at] for known, at in zip(self._values, self._places, strict=True)]
        )


def disagreements(rows: Sequence[RobustRow], labels: Sequence[str]) -> Iterator[str]:
    """Warn of each measure of which no run may be best by every criterion, a sentence each."""
    for one in rows:
        if one.disagree and not one.tied:
            whose = f"{one.row.label}, {one.row.name}"
            yield f"{whose}: which run is best depends: {_who(one, labels)}."


def ties(rows: Sequence[RobustRow], labels: Sequence[str]) -> Iterator[str]:
    """Say of which measures criteria name different runs within their intervals alone."""
    for one in rows:
        if one.disagree and one.tied:
            may = " or ".join(labels[at] for at in one.tied)
            yield (
                f"{one.row.label}, {one.row.name}: a tie: {_who(one, labels)}; within the "
                f"intervals {may} may be best by all of them."
            )


def _who(one: RobustRow, labels: Sequence[str]) -> str:
    """Say which runs are best by which criteria."""
    by: dict[tuple[int, ...], list[str]] = {}
    for name, judged in one.by.items():
        by.setdefault(judged.best, []).append(CRITERIA.get(name, name))
    return "; ".join(
        f"{' and '.join(labels[at] for at in places)} by {', '.join(names)}"
        for places, names in by.items()
    )


def _judge(runs: "Sequence[StoredRun]", places: Sequence[Positions]) -> Judge:
    """Make who judges histories that runs have in common."""
    certain = tuple(not run.is_random for run in runs)
    if all(certain):
        return Judge(None, certain)
    run, at = next(pair for pair in zip(runs, places, strict=True) if pair[0].is_random)
    return Judge(None if run.replicates is None else run.replicates[at], certain)


def _is_of(target: TargetMet, row: Row) -> bool:
    """Tell whether a target is one to a row's measure of its group, alone or among others."""
    same = (target.limit.measure, target.limit.item) == (row.measure, row.item)
    return same and (row.kind, row.group) in target.named
