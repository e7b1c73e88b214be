"""All chance: the only place where generators are built.

Every source of chance has a name, and its stream depends on the seed, the name and the number of
the history alone. So a source that is added shifts no other, the first hundred of a thousand
histories are the same hundred, and two scenarios meet the same luck: they are paired.
"""

import zlib
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Distribution, Number
from sim.world.state import LANES_OF_64

F64 = NDArray[np.float64]


class Chance:
    """The draws of a block of histories.

    Parameters
    ----------
    seed : int
        Seed of the study.
    first : int
        Number of the first history, a multiple of 64.
    width : int
        Number of histories, a multiple of 64.
    typical : bool
        Give expected values instead of draws (for the warm-up).
    """

    def __init__(self, seed: int, first: int, width: int, *, typical: bool = False) -> None:
        self.seed = seed
        self.width = width
        self.typical = typical
        self._rows = range(first // LANES_OF_64, (first + width) // LANES_OF_64)
        self._names: dict[int, str] = {}

    def _generators(self, name: str) -> list[np.random.Generator]:
        key = zlib.crc32(name.encode())
        if self._names.setdefault(key, name) != name:
            raise ValueError(f"{name!r} and {self._names[key]!r} share a stream; rename one")
        return [
            np.random.Generator(
                np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=(key, row)))
            )
            for row in self._rows
        ]

    def uniform(self, name: str) -> F64:
        """Draw from 0 to 1 once for each history, ``[history]``."""
        return np.concatenate([g.random(LANES_OF_64) for g in self._generators(name)])

    def draw(self, name: str, number: Number, low: float = -np.inf, high: float = np.inf) -> F64:
        """Draw a number once for each history; the tails of a normal are cut at the bounds.

        Returns
        -------
        array, ``[1]`` for a plain number and ``[history]`` for a distribution
        """
        if not isinstance(number, Distribution):
            return np.array([float(number)])
        if self.typical:
            return np.array([min(max(number.mean, low), high)])
        drawn: F64 = np.clip(quantile(number, self.uniform(name)), low, high)
        return drawn

    def happens(self, name: str, probability: Number) -> NDArray[np.bool_]:
        """Decide for each history, ``[history]``, whether something happens."""
        likely = self.draw(f"{name}.probability", probability, 0.0, 1.0)
        if not isinstance(probability, Distribution) and probability == 1.0:
            return np.ones(self.width, dtype=bool)
        return self.uniform(f"{name}.happens") < likely

    def daily(self, name: str, distribution: Distribution, days: int) -> F64:
        """Draw anew each day, ``[day, history]``; below 0 counts as 0."""
        if self.typical:
            return np.full((days, self.width), distribution.mean)
        blocks = []
        for generator in self._generators(name):
            if distribution.normal is not None:
                mean, sd = distribution.normal
                drawn = generator.standard_normal((days, LANES_OF_64))
                drawn *= sd
                drawn += mean
                blocks.append(drawn)
            else:
                blocks.append(quantile(distribution, generator.random((days, LANES_OF_64))))
        drawn = np.concatenate(blocks, axis=1)
        return np.maximum(drawn, 0.0, out=drawn)


def quantile(distribution: Distribution, probability: F64) -> F64:
    """Invert the cumulative distribution, element by element.

    Parameters
    ----------
    distribution : Distribution
        Any form of the scenario format.
    probability : array, 0 to 1
        Where to read it.
    """
    form, value = distribution.form, getattr(distribution, distribution.form)
    p = probability
    if form == "uniform":
        return np.asarray(value[0] + (value[1] - value[0]) * p)
    if form == "triangular":
        low, mode, high = value
        if low == high:
            return np.full_like(p, low)
        turn = (mode - low) / (high - low)
        rising = low + np.sqrt(p * (high - low) * (mode - low))
        falling = high - np.sqrt((1.0 - p) * (high - low) * (high - mode))
        return np.asarray(np.where(p < turn, rising, falling))
    if form == "exponential":
        return np.asarray(-value["mean"] * np.log1p(-p))
    if form in {"normal", "lognormal"}:
        inverse = NormalDist().inv_cdf
        # 0 itself can be drawn, once in 2^53; the inverse is not defined there.
        z = np.array([inverse(max(x, 1e-17)) for x in p.ravel()]).reshape(p.shape)
        if form == "normal":
            return np.asarray(value[0] + value[1] * z)
        return np.asarray(value["median"] * np.exp(value["sigma"] * z))
    if form == "choice":
        outcomes = sorted(value)
        steps = np.cumsum([value[outcome] for outcome in outcomes])[:-1]
        return np.asarray(outcomes)[np.searchsorted(steps, p, side="right")]
    ordered = np.sort(np.asarray(value))
    return np.asarray(ordered[np.minimum((p * len(ordered)).astype(int), len(ordered) - 1)])
