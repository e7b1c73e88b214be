"""Many inputs and what each, or a group of them, tells of some values of the same histories."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.decide.regression import Fits, fit
from sim.decide.scores import normal_scores, ranked
from sim.decide.smoother import Smoother, ridge, spline
from sim.decide.worth import PLACES, flips, interval, partial, perfect
from sim.world.chance.sampling import generator

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

FEWEST = 64
"""Histories below which nothing is learned."""
AT_ONCE = 2**21
"""Most values that are looked at together."""
DUMMIES = 20
"""Dummy inputs for each input: the best of all is exceeded by chance by one input in 20 times."""
MOST_DUMMIES = 10_000
COLUMNS = (1.0, 0.5, 0.25)
"""Weights, in a group, of the columns of each input: the straight line, and what bends."""
WIDEST = 600
"""Most columns of a group; where these are too few, each input has fewer, at least its straight
line."""


@dataclass(frozen=True)
class Lesson:
    """What knowing something would tell of some values."""

    share: float
    """Part of their variance that it accounts for, 1."""
    worth: float = 0.0
    """Of knowing it before one chooses, in their unit."""
    low: float = math.nan
    """Lower end of its 95 % interval; none where it is not told from noise."""
    high: float = math.nan
    """Upper end of it."""
    flips: float = 0.0
    """Chance that it changes the choice, 1."""
    is_told: bool = False
    """Whether it is told from dummies that tell nothing."""


@dataclass(frozen=True)
class Limits:
    """What a lesson lies between: what dummies seem to tell, and what everything would."""

    share: float
    """Largest share of the variance that any dummy seems to account for, 1."""
    worth: float
    """The most that any of them seems to be worth."""
    perfect: float
    """Worth of knowing which history comes."""
    share_of_worlds: float = 0.0
    """The same of dummies that are the same in all histories of a world."""

    def of(self, by_world: bool) -> "Limits":
        """Give those of inputs that are, or are not, the same in all histories of a world."""
        return replace(self, share=self.share_of_worlds) if by_world else self


SHARES = "share", "share_of_worlds"
"""The limits to shares of inputs that differ by history, and by world."""


class Learner:
    """Inputs of histories, ready to learn from.

    Parameters
    ----------
    inputs : array, any units, ``[input, history]``
        Infinite for never, ``nan`` for what does not apply.
    worlds : array of int, ``[history]``, optional
        Which world each history is in, where several are in one.
    by_world : sequence of bool, optional
        Which inputs are the same in all histories of a world.
    """

    def __init__(
        self, inputs: F64, worlds: Index | None = None, by_world: Sequence[bool] = ()
    ) -> None:
        self.inputs = inputs
        self.histories = inputs.shape[1]
        self._worlds = worlds
        self._by_world = [worlds is not None and one for one in by_world] or [False] * len(inputs)
        self._common = spline(normal_scores(self.histories))
        self._ranked = [ranked(row) for row in inputs]
        self._own = {
            at: spline(scores)
            for at, (_, scores) in enumerate(self._ranked)
            if scores is not None and np.ptp(scores) > 0.0
        }

    def fits(self, values: F64) -> Iterator[tuple[int, Fits, int]]:
        """Fit curves of each input through some values, ``[history, option]``.

        Inputs without equal values share their columns, and are fitted many at a time; those that
        are the same in every history are left out.

        Yields
        ------
        int, Fits, int
            The input, and the response that it is in these curves.
        """
        plain = [at for at, (_, scores) in enumerate(self._ranked) if scores is None]
        orders = [self._ranked[at][0] for at in plain]
        for first, some in self._chunks(len(plain)):
            fits = fit(self._common, values, np.stack(orders[first : first + some]))
            for response in range(fits.degree.size):
                yield plain[first + response], fits, response
        for at, own in self._own.items():
            yield at, fit(own, values, independent=self._independent(self._by_world[at])), 0

    def _independent(self, by_world: bool) -> float:
        """Tell how many histories there are as far as some inputs go.

        Of worlds with ``c`` histories each: ``(sum c)^2 / sum c^2`` (Kish 1965).
        """
        if self._worlds is None or not by_world:
            return float(self.histories)
        each = np.bincount(self._worlds).astype(np.float64)
        return float(each.sum() ** 2 / (each**2).sum())

    def lessons(self, values: F64, limits: Limits) -> list[Lesson]:
        """Give what each input tells of some utilities, ``[history, option]``.

        Parameters
        ----------
        values : array, measure's unit, ``[history, option]``
        limits : Limits
            What :meth:`limits` says of the same values.
        """
        found = [Lesson(0.0)] * len(self.inputs)
        for at, fits, response in self.fits(values):
            order, scores = self._ranked[at]
            rows = np.arange(self.histories) if scores is None else order
            found[at] = lesson(fits, response, limits.of(self._by_world[at]), rows)
        return found

    def group(
        self, members: Sequence[int], every: Sequence[F64], limits: Sequence[Limits]
    ) -> list[Lesson]:
        """Give what some inputs together tell of several utilities: a curve of each, added up.

        By ridge regression (Hoerl and Kennard 1970). What inputs do only together, as one does
        nothing unless another is large, is not in it.
        """
        together = self._smoother(members)
        if together is None:
            return [Lesson(0.0) for _ in every]
        rows = np.arange(self.histories)
        by_world = any(self._by_world[at] for at in members)
        independent = self._independent(by_world)
        return [
            lesson(fit(together, values, independent=independent), 0, of.of(by_world), rows)
            for values, of in zip(every, limits, strict=True)
        ]

    def limits(self, every: Sequence[F64]) -> list[Limits]:
        """Give the most that any of many dummy inputs seems to tell of each of several utilities.

        Dummies are the histories in an order by chance; of inputs that are the same in a world, the
        worlds in one.
        """
        found = [Limits(0.0, 0.0, perfect(values)) for values in every]
        for by_world in sorted(set(self._by_world)):
            found = [
                replace(known, **{SHARES[by_world]: share}, worth=max(known.worth, worth))
                for known, (share, worth) in zip(found, self._dummies(every, by_world), strict=True)
            ]
        return found

    def _dummies(self, every: Sequence[F64], by_world: bool) -> list[tuple[float, float]]:
        """Give the largest share and worth of dummies of one kind, of each of several utilities."""
        chance = generator(0, "measure-first.dummies")
        count = min(DUMMIES * len(self.inputs), MOST_DUMMIES)
        independent, places = self._independent(by_world), np.arange(self.histories)
        found = [(0.0, 0.0) for _ in every]
        for _, some in self._chunks(count):
            orders = chance.permuted(np.tile(places, (some, 1)), axis=1)
            if by_world and self._worlds is not None:
                of_worlds = chance.random((some, int(self._worlds.max()) + 1))[:, self._worlds]
                orders = np.argsort(of_worlds, axis=1)
            for at, values in enumerate(every):
                fits = fit(self._common, values, orders, independent)
                best = int(fits.share.argmax())
                worth = float(partial(fits.curves(best))[0])
                found[at] = max(found[at][0], float(fits.share[best])), max(found[at][1], worth)
        return found

    def _chunks(self, count: int) -> Iterator[tuple[int, int]]:
        """Give the first of some, and how many, until all are done."""
        at_once = max(AT_ONCE // self.histories, 1)
        return ((first, min(at_once, count - first)) for first in range(0, count, at_once))

    @cached_property
    def _columns(self) -> list[F64]:
        """Give the columns of each input in the order of the histories, the smoothest first."""
        found, common = [], self._common.columns
        for at, (order, scores) in enumerate(self._ranked):
            if scores is None:
                columns = np.empty_like(common)
                columns[order] = common
            else:
                own = self._own.get(at)
                columns = np.zeros((self.histories, 0)) if own is None else own.columns
            found.append(columns[:, : len(COLUMNS)])
        return found

    def _smoother(self, members: Sequence[int]) -> Smoother | None:
        depth = int(np.clip(WIDEST // max(len(members), 1), 1, len(COLUMNS)))
        parts = [
            self._columns[at][:, :depth] * COLUMNS[: min(depth, self._columns[at].shape[1])]
            for at in members
        ]
        every = np.concatenate(parts, axis=1) if parts else np.zeros((self.histories, 0))
        return ridge(every) if every.shape[1] else None


def lesson(fits: Fits, response: int, limits: Limits, rows: Index) -> Lesson:
    """Give what is learned from one set of curves.

    Parameters
    ----------
    fits : Fits
    response : int
    limits : Limits
        Of the same values.
    rows : array of int
        Places of the columns, of which some are taken at equal distances for the interval.
    """
    share = float(fits.share[response])
    is_told = share > limits.share
    if fits.mean.size == 1:
        return Lesson(share, is_told=is_told)
    if fits.degree[response] == 0:
        return Lesson(share)
    curves = fits.curves(response)
    worth = min(float(partial(curves)[0]), limits.perfect)
    chosen = int(fits.mean.argmax())
    if not is_told:
        return Lesson(share, worth, flips=float(flips(curves, chosen)[0]))
    some = rows[:: max(rows.size // PLACES, 1)]
    low, high = interval(fits, response, some, generator(0, "measure-first.curves"))
    return Lesson(
        share,
        worth,
        low=max(worth + low, 0.0),
        high=worth + high,
        flips=float(flips(curves, chosen)[0]),
        is_told=True,
    )
