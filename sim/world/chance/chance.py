"""All chance that a replication meets.

Every source of chance has a name, and its stream depends on the seed, the name and the number of
the replication alone. So a source that is added shifts no other, the first hundred of a thousand
replications are the same hundred, and two scenarios meet the same draws: they are paired.
"""

import zlib
from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import repeat
from types import MappingProxyType
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Distribution, Number
from sim.world.chance.columns import Columns
from sim.world.chance.copula import with_factors
from sim.world.chance.elsewhere import NOTHING
from sim.world.chance.quantile import mean_within, quantile, quantile_within
from sim.world.chance.sampling import Sampling, generator
from sim.world.chance.varied import Varied
from sim.world.state.state import BATCH, stacked

F64 = NDArray[np.float64]

DAYS_AT_ONCE = 32
"""Days of daily draws that are made together."""

DAYS_APART = 1 << 20
"""Days after which streams of single days would come again."""
NEGLIGIBLE = 1e-6
"""Part of a distribution below 0 that makes no difference."""


Loadings = Mapping[str, F64]
"""By the stream of a factor, the correlation of a draw's normal score with it, -1 to 1,
``[1 or replication]``; the squares add up to at most 1."""
ALONE: Loadings = MappingProxyType({})
"""Nothing in common with any other draw."""


class StreamError(ValueError):
    """Two names stand for one stream of random numbers."""


class NeededError(Exception):
    """Something drawn is needed, and so replications come to differ."""


class Chance:
    """The draws of a block of replications.

    Parameters
    ----------
    seed : int
        Seed of the study.
    first : int
        Number of the first replication, a multiple of 64.
    width : int
        Number of replications, a multiple of 64.
    steady : bool
        Give means instead of what varies from day to day, and let nothing happen by chance: for
        the warm-up.
    expected_value : bool
        Give means of what is drawn once, too.
    sampling : Sampling
        How the draws fill the unit cube.
    columns : Columns, optional
        Which replication of which point of a design each column is, instead of *first* and *width*.
    """

    DERIVED: ClassVar = {"_names", "inputs", "_refuses"}

    def __init__(
        self,
        seed: int,
        first: int,
        width: int,
        *,
        steady: bool = False,
        expected_value: bool = False,
        sampling: Sampling | None = None,
        columns: Columns | None = None,
    ) -> None:
        self.seed = seed
        self.width = width
        self._columns = columns
        if columns is not None:
            first, width, self.width = columns.first, columns.drawn, len(columns.points)
        self.steady = steady or expected_value
        self.expected_value = expected_value
        self.inputs: list[str] = []
        """Names of all that is drawn once a replication, also if nobody has needed it so far."""
        self.varies = False
        """Whether any number differed between points."""
        self.comes_again = False
        """Whether anything is drawn again and again."""
        self._drawn = self._refuses = False
        self._sampling = sampling or Sampling()
        self.batches = range(first // BATCH, (first + width) // BATCH)
        """Numbers of the batches that its replications are of."""
        self._names: dict[int, str] = {}
        self._moved: frozenset[str] = frozenset()
        self._further = 0

    @property
    def makes_alike(self) -> bool:
        """Whether nothing that was drawn once so far differs between replications."""
        return not self._drawn and not self.varies

    def refuse(self) -> None:
        """Draw nothing from now on: where anything is needed, :class:`NeededError` is raised."""
        self._refuses = True

    def declare(self, name: str, number: Number) -> None:
        """Tell of a number that is drawn only if it is needed."""
        numbers = self._parts(number)[0] if isinstance(number, Varied) else [number]
        if any(isinstance(one, Distribution) for one in numbers) and not self.expected_value:
            self._claim(name)
            self.inputs.append(name)

    def calm(self) -> "Chance":
        """Give chance for the warm-up of the same replications: means of what varies by day."""
        return self._like(self.batches, self._columns, steady=True)

    def of(self, batches: range) -> "Chance":
        """Give the chance of some batches, a column for each of their replications."""
        return self._like(batches, None, steady=self.steady)._taking(self._moved, self._further)

    def _like(self, lots: range, columns: Columns | None, *, steady: bool) -> "Chance":
        return Chance(
            self.seed,
            lots.start * BATCH,
            len(lots) * BATCH,
            steady=steady,
            expected_value=self.expected_value,
            sampling=self._sampling,
            columns=columns,
        )

    def _taking(self, names: frozenset[str], further: int) -> "Chance":
        """Take some draws from batches that are so much further on."""
        self._moved, self._further = names, further
        return self

    def key(self, batch: int) -> Hashable:
        """Give all that the draws of a batch follow from."""
        by = self._sampling
        moved = tuple(sorted(self._moved)), self._further
        return self.seed, by.scheme, by.histories, tuple(sorted(by.inputs.items())), moved, batch

    def others(self, beginning: str) -> Iterator[tuple[NDArray[np.bool_], "Chance"]]:
        """Go through what points take from other replications, of draws whose names begin so.

        Yields
        ------
        array of bool, ``[column]``, and Chance
            Columns, and chance in which all columns take the same from there.
        """
        if self._columns is None or self._moved:
            return
        for names, points in self._columns.elsewhere.alike(beginning).items():
            found = self._like(self.batches, self._columns, steady=self.steady)
            further = self._columns.elsewhere.batches
            yield np.isin(self._columns.points, points), found._taking(names, further)

    def _uniform(self, name: str, *, moved: bool) -> F64:
        """Draw from 0 to 1 once for each replication of the batches, or of some further on."""
        further = self._further
        if self._columns is not None:
            further = self._columns.elsewhere.batches
        by = further if moved else 0
        lots = range(self.batches.start + by, self.batches.stop + by)
        return self._sampling.uniform(self.seed, name, lots)

    def note(self, name: str) -> None:
        """Tell of an input that was drawn elsewhere."""
        self._claim(name)
        self.inputs.append(name)
        self._drawn = True

    def _claim(self, name: str) -> None:
        """Make sure that no two names share a stream."""
        if self._refuses:
            raise NeededError(name)
        key = zlib.crc32(name.encode())
        if self._names.setdefault(key, name) != name:
            says = f"{name!r} and {self._names[key]!r} share a stream of random numbers; rename one"
            raise StreamError(says)

    def uniform(self, name: str, loadings: Loadings = ALONE) -> F64:
        """Draw from 0 to 1 once for each replication, ``[replication]``.

        With loadings it has factors in common with other draws: see
        :func:`sim.world.chance.copula.with_factors`.
        """
        self.note(name)
        own = self.spread(self._uniform(name, moved=name in self._moved))
        elsewhere = NOTHING if self._columns is None else self._columns.elsewhere
        if self._columns is not None and name in elsewhere.points:
            other = self.spread(self._uniform(name, moved=True))
            own = np.where(elsewhere.taken(name, self._columns.points), other, own)
        if not loadings:
            return own
        return with_factors(own, [(self.uniform(one), by) for one, by in loadings.items()])

    def draw(
        self,
        name: str,
        number: Number,
        low: float = -np.inf,
        high: float = np.inf,
        loadings: Loadings = ALONE,
    ) -> F64:
        """Draw a number once for each replication; tails beyond the bounds are left out.

        Parameters
        ----------
        name : str
            Of the stream.
        number : Number
        low, high : float
        loadings : mapping of str to array
            What it has in common with other draws, as for :meth:`uniform`.

        Returns
        -------
        array, ``[1]`` for a plain number and ``[replication]`` for a distribution
        """
        if isinstance(number, Varied):
            parts, of_points = self._parts(number)
            each = [self.draw(name, one, low, high, loadings) for one in parts]
            return self._of_points(each, of_points)
        if not isinstance(number, Distribution):
            return np.array([float(number)])
        if self.expected_value:
            return np.array([min(max(mean_within(number, low, high), low), high)])
        drawn = quantile_within(number, self.uniform(name, loadings), low, high)
        return np.asarray(np.clip(drawn, low, high))

    def numbers(self) -> NDArray[np.intp]:
        """Give the number of each replication, ``[replication]``; by it they differ."""
        if self._refuses:
            raise NeededError
        self._drawn = True
        own = np.arange(self.batches.start * BATCH, self.batches.stop * BATCH)
        return own if self._columns is None else self._columns.numbers

    def normal(self, name: str) -> F64:
        """Draw from the standard normal distribution once for each replication, ``[replication]``.

        At random under every scheme of sampling: it is for what there is very much of.
        """
        self._claim(name)
        lots = [generator(self.seed, name, lot).standard_normal(BATCH) for lot in self.batches]
        return self.spread(np.concatenate(lots))

    def daily(self, name: str, distribution: Distribution) -> Iterator[F64]:
        """Draw anew each day, ``[replication]`` day by day; what lies below 0 is left out.

        Whatever else comes again and again may be drawn so, too. The memory of a draw is used again
        for a later one.
        """
        if isinstance(distribution, Varied):
            return self._daily_by_point(name, distribution)
        if self.steady:
            return repeat(np.full(self.width, mean_within(distribution, 0.0)))
        self._claim(name)
        self.comes_again = True
        lots = [generator(self.seed, name, lot) for lot in self.batches]
        return map(self.spread, self._days(distribution, lots))

    def _daily_by_point(self, name: str, varied: Varied) -> Iterator[F64]:
        """Draw anew each day what differs between points; a plain number is always the same."""
        parts, of_points = self._parts(varied)
        each = [
            self.daily(name, one)
            if isinstance(one, Distribution)
            else repeat(np.array([float(one)]))
            for one in parts
        ]
        for drawn in zip(*each, strict=True):
            yield self._of_points(list(drawn), of_points)

    def weekly(self, name: str) -> Iterator["Draws"]:
        """Draw anew each week what any distribution can be read from."""
        self._claim(name)
        self.comes_again = True
        chances = [generator(self.seed, name, lot) for lot in self.batches]
        shape = DAYS_AT_ONCE, BATCH
        while True:
            p = np.concatenate([chance.random(shape) for chance in chances], axis=1)
            z = np.concatenate([chance.standard_normal(shape) for chance in chances], axis=1)
            yield from map(Draws, self.spread(p), self.spread(z))

    def on_days(self, name: str) -> Callable[[int], Iterator[F64]]:
        """Give what draws from 0 to 1 as often as is asked on a day, ``[replication]`` each.

        What is drawn on a day depends on the day, not on how often was drawn before.
        """
        self._claim(name)
        self.comes_again = True

        def on(day: int) -> Iterator[F64]:
            chances = [generator(self.seed, name, lot, day % DAYS_APART) for lot in self.batches]
            while True:
                yield self.spread(np.concatenate([chance.random(BATCH) for chance in chances]))

        return on

    def spread(self, drawn: F64) -> F64:
        """Give to each column its replication's draw, ``[..., drawn]``."""
        return drawn if self._columns is None else self._columns.spread(drawn)

    def _parts(self, varied: Varied) -> tuple[list[Number], NDArray[np.intp]]:
        """List the different numbers that there are, and which each point present has."""
        assert self._columns is not None, f"{varied}: a world of one point"
        given = [varied.numbers[point] for point in self._columns.present]
        parts = [number for at, number in enumerate(given) if number not in given[:at]]
        return parts, np.array([parts.index(number) for number in given])

    def _of_points(self, drawn: list[F64], of_points: NDArray[np.intp]) -> F64:
        """Give to each column what was drawn of its point's number, ``[1 or replication]`` each."""
        if len(drawn) == 1:
            return drawn[0]
        assert self._columns is not None
        if self._refuses:
            raise NeededError
        self.varies = True
        return self._columns.chosen(stacked(drawn, len(drawn)), of_points)

    def _days(self, distribution: Distribution, lots: list[np.random.Generator]) -> Iterator[F64]:
        """Draw some days at a time, into memory that stays in the processor's cache."""
        days = np.empty((DAYS_AT_ONCE, self.width))
        part = np.empty((DAYS_AT_ONCE, BATCH))
        while True:
            for i, chance in enumerate(lots):
                if distribution.normal is not None and distribution.below(0.0) < NEGLIGIBLE:
                    mean, sd = distribution.normal
                    chance.standard_normal(out=part)
                    part *= sd
                    part += mean
                else:
                    part = quantile_within(distribution, chance.random(part.shape), 0.0)
                columns = days[:, i * BATCH : (i + 1) * BATCH]
                np.maximum(part, 0.0, out=columns)
            yield from days


class Draws(NamedTuple):
    """One draw a replication, from which any number can be read."""

    p: F64
    """From 0 to 1, ``[replication]``."""
    z: F64
    """From the standard normal distribution, ``[replication]``; independent of p."""

    def read(self, number: Number) -> F64:
        """Give what a number is by these draws, ``[1]`` for a plain one, else ``[replication]``.

        What lies below 0 is left out.
        """
        if not isinstance(number, Distribution):
            return np.array([float(number)])
        if number.below(0.0) > NEGLIGIBLE:
            return quantile_within(number, self.p, 0.0)
        if number.normal is not None:
            return np.asarray(number.normal[0] + number.normal[1] * self.z)
        if number.lognormal is not None:
            return np.asarray(
                number.lognormal["median"] * np.exp(number.lognormal["sigma"] * self.z)
            )
        return quantile(number, self.p)
