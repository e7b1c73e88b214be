"""Worlds by number: what uncertain numbers are made of in each, and which one a history is in.

A world is a seed and a number. The scores of all worlds of a seed are one stream each: that of the
k-th world is the k-th draw, so that some hundreds among many thousands are at hand at once.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.scenario.uncertainty.world_file import Read, WorldsError
from sim.world.chance.chance import Chance, StreamError
from sim.world.chance.sampling import generator

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

PICKED = "uncertainty.world"
"""Stream that picks a world for each history."""
CHECKED = 3
"""Factors whose scores tell whether chance is as it was."""
NEAR = 1e-6
"""How near they have to come."""


class Worlds(Protocol):
    """Worlds that histories may be in."""

    @property
    def seed(self) -> int:
        """Of the worlds."""

    def of(self, chance: Chance) -> tuple[Sequence[int], Index]:
        """Give numbers of worlds, and the place among them of each replication's."""


@dataclass(frozen=True)
class Weighted:
    """Some worlds, each as likely as its weight."""

    seed: int
    numbers: tuple[int, ...]
    weights: tuple[float, ...]

    @classmethod
    def read(cls, read: Read) -> "Weighted":
        """Take those of a file.

        Raises
        ------
        WorldsError
            If this numpy draws other numbers than the one the file was made with.
        """
        file = read.file
        drawn = first_scores(file.seed, file.factors, file.worlds[0][0])
        same = len(drawn) == len(file.check)
        if not (same and np.allclose(drawn, file.check, rtol=0.0, atol=NEAR)):
            raise WorldsError(
                f"numpy {np.__version__} draws other numbers than the worlds of {read.said} were "
                "made of: write them anew with 'shortfall constrain --write', or set "
                "worlds=prior"
            )
        numbers, weights, _ = zip(*file.worlds, strict=True)
        return cls(file.seed, numbers, weights)

    def of(self, chance: Chance) -> tuple[Sequence[int], Index]:
        """Pick one for each replication, by a stream that schemes of sampling spread."""
        ends = np.cumsum(self.weights)
        at = np.searchsorted(ends / ends[-1], chance.uniform(PICKED), side="right")
        return self.numbers, np.minimum(at, len(ends) - 1)


@dataclass(frozen=True)
class Numbered:
    """Worlds of a seed by number: each replication is in that of its own, or in one of a list."""

    seed: int
    numbers: tuple[int, ...] = ()
    """The list, which begins again at its end; none takes all there are."""

    def of(self, chance: Chance) -> tuple[Sequence[int], Index]:
        """Give each replication its own."""
        own = chance.numbers()
        if self.numbers:
            return self.numbers, own % len(self.numbers)
        first = int(own.min())
        return range(first, int(own.max()) + 1), own - first


def first_scores(seed: int, names: Sequence[str], world: int) -> F64:
    """Give scores of a world that tell whether chance is as it was, ``[name]``."""
    return scores(seed, tuple(names[:CHECKED]), (world,))[:, 0]


def scores(seed: int, names: tuple[str, ...], numbers: Sequence[int]) -> F64:
    """Draw normal scores of some worlds, ``[name, world]``.

    Raises
    ------
    StreamError
        If two names stand for one stream.
    """
    return _scores(seed, names, tuple(numbers))


@lru_cache(maxsize=4)
def _scores(seed: int, names: tuple[str, ...], numbers: tuple[int, ...]) -> F64:
    keys = dict[int, str]()
    for name in names:
        if (other := keys.setdefault(zlib.crc32(_stream(name).encode()), name)) != name:
            says = f"{name!r} and {other!r} share a stream of random numbers; rename one"
            raise StreamError(says)
    at, count = np.array(numbers), max(numbers) + 1
    return np.stack([generator(seed, _stream(n)).standard_normal(count)[at] for n in names])


def _stream(name: str) -> str:
    return f"worlds.{name}"
