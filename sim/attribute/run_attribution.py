"""Run the points of an attribution, and weigh what comes of them as they come."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.attribute.attribution import Attribution, Shares
from sim.attribute.game import Placed
from sim.attribute.question import Question
from sim.attribute.reason import Traces, reasons
from sim.attribute.take import HELD, Losses, window_of
from sim.design.run_design import run_design
from sim.design.take import Taken, name_of
from sim.measures.statistics import t_quantile
from sim.output.groups import Group
from sim.study.pool import Pool
from sim.study.replicate import Progress

F64 = NDArray[np.float64]

NUMBERS_AT_ONCE = 50_000_000
"""Most numbers of points that are kept at once: 400 MB."""
DUST = 1e-9
"""What is smaller, in days or tonnes, is left over from adding up what cancels."""


def run_attribution(
    question: Question, pool: Pool, store: Path | None = None, progress: Progress | None = None
) -> Attribution:
    """Run what is missing of the points of a question.

    Parameters
    ----------
    question : Question
    pool : Pool
        Where histories are run.
    store : path, optional
        Folder in which what is finished of the points is kept, and looked for.
    progress : function, optional
        Hears how many histories are done, and of how many.
    """
    game, names = question.game, [name_of(one, question.measure) for one in question.groups]
    sums = {name: _Sums(question) for name in names}
    held: list[F64] = []
    for place, taken in enumerate(_taken(question, pool, store, progress)):
        for name in names:
            sums[name].add(place, taken[name])
        held.append(taken[HELD])
    windows = {name: taken[window_of(name)] for name in question.scenario.disruptions}
    shares = [sums[name].shares(group) for name, group in zip(names, question.groups, strict=True)]
    traces = Traces(game.points, held, windows)
    return Attribution(question, shares, windows, reasons(question, shares, traces))


def _taken(
    question: Question, pool: Pool, store: Path | None, progress: Progress | None
) -> Iterator[Taken]:
    """Run the points, as many at once as memory allows, and give what is taken of each."""
    points = question.points
    months = question.scenario.days // 28 + 2
    each = len(question.groups) * months * question.histories
    at_once = max(NUMBERS_AT_ONCE // each, 1)
    total = len(points) * question.histories
    whose = frozenset(f"{group.kind}.{group.name}" for group in question.groups)
    take = Losses(question.measure, whose)
    for first in range(0, len(points), at_once):

        def report(done: int, _: int, before: int = first * question.histories) -> None:
            if progress is not None:
                progress(before + done, total)

        some = points[first : first + at_once]
        yield from run_design(question.design(some), take, pool, store, report)


class _Sums:
    """Weighted sums of what a group goes without at the points, for all that is asked."""

    def __init__(self, question: Question) -> None:
        game = question.game
        self._last = len(game.points) - 1
        self._exact = game.is_exact
        self._rows: list[Placed] = [{0: 1.0}, {self._last: 1.0}]
        self._rows += [*game.shares, *game.alone, *game.pairs.values()]
        self._pairs, self._trials, self._count = [*game.pairs], game.trials, len(question.causes)
        self._sums: list[F64 | None] = [None] * len(self._rows)
        self._means: list[F64] = []

    def add(self, place: int, losses: F64) -> None:
        """Add those of a point, ``[month, history]``; points come in their order."""
        for row, weights in enumerate(self._rows):
            if (weight := weights.get(place)) is not None:
                one, before = weight * losses, self._sums[row]
                self._sums[row] = one if before is None else before + one
        if self._trials:
            monthly = losses.mean(axis=-1)
            self._means.append(np.append(monthly, monthly.sum()))
        self._shape = losses.shape

    def shares(self, group: Group) -> Shares:
        """Give what came of it."""
        none, everything, *rest = (self._clean(one) for one in self._sums)
        count = self._count
        return Shares(
            group=group,
            total=everything,
            none=none,
            by_cause=np.stack(rest[:count]),
            alone=np.stack(rest[count : 2 * count]),
            pairs=dict(zip(self._pairs, rest[2 * count :], strict=True)),
            sampling_error=None if self._exact else _sampling_error(self._trials, self._means),
        )

    def _clean(self, values: F64 | None) -> F64:
        """Give zero for what is nothing but rounding, and where all weights cancel."""
        if values is None:
            return np.zeros(self._shape)
        return np.where(np.abs(values) < DUST, 0.0, values)


def _sampling_error(trials: Sequence[Sequence[Mapping[int, float]]], means: Sequence[F64]) -> F64:
    """Give the half-width of the mean over trials, each an order and its reverse."""
    found = np.stack(
        [
            np.stack([sum(weight * means[at] for at, weight in one.items()) for one in trial])
            for trial in trials
        ]
    )
    half: F64 = found.std(axis=0, ddof=1) / np.sqrt(len(trials))
    return half * t_quantile(0.975, len(trials) - 1)
