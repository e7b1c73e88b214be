"""How the inputs of the replications fill the unit cube: at random, or more evenly.

Only what is drawn once is an input (a start, a duration, a share); what varies from day
to day stays random under every scheme. Even schemes come in independent replicates, whose means
give an honest interval: within a replicate the replications are not independent of each other.
"""

import warnings
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sim.world.state.state import BATCH as BATCH

F64 = NDArray[np.float64]
Scheme = Literal["random", "sobol", "latin"]

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
REPLICATES = 8
"""Independent scrambles or hypercubes of a study; they take turns, replication by replication."""
LEAST_DIMENSIONS = 256
"""Size of the Sobol' sequence among whose dimensions the inputs choose by their names."""


@dataclass(frozen=True)
class Sampling:
    """A scheme and what it needs to know of the study."""

    scheme: Scheme = "random"
    histories: int = 0
    """Number of replications of a Latin hypercube; other schemes extend, and have 0."""
    inputs: Mapping[str, int] = field(default_factory=dict)
    """Dimension of each input in a Sobol' sequence."""

    def uniform(self, seed: int, name: str, lots: range) -> F64:
        """Draw from 0 to 1 once for each replication of some lots, ``[64 * lot]``."""
        if self.scheme == "latin":
            return _latin(seed, name, self.histories, lots)
        if self.scheme == "sobol" and name in self.inputs:
            count, dimension = dimensions(len(self.inputs)), self.inputs[name]
            return _sobol(seed, count, lots)[:, dimension]
        return np.concatenate([generator(seed, name, lot).random(BATCH) for lot in lots])

    def replicates(self, numbers: NDArray[np.intp]) -> NDArray[np.intp] | None:
        """Tell which replicate each belongs to, ``[replication]``; none if all are independent.

        Parameters
        ----------
        numbers : array of int, ``[replication]``
            Numbers of the replications.
        """
        if self.scheme == "random":
            return None
        return numbers % REPLICATES

    def paired_with(self, other: "Sampling") -> bool:
        """Tell whether equal replication numbers mean equal draws (given equal seeds)."""
        shared = self.inputs.keys() & other.inputs.keys()
        return (self.scheme, self.histories) == (other.scheme, other.histories) and all(
            self.inputs[name] == other.inputs[name] for name in shared
        )


def generator(seed: int, name: str, lot: int = 0, *further: int) -> np.random.Generator:
    """Build the generator of a named source of chance for 64 replications, and *further* of it."""
    key = zlib.crc32(name.encode()), lot, *further
    sequence = np.random.SeedSequence(seed, spawn_key=key)
    return np.random.Generator(np.random.PCG64(sequence))


def dimensions(inputs: int) -> int:
    """Give the size of the Sobol' sequence for so many inputs: a power of two, mostly empty."""
    return max(LEAST_DIMENSIONS, 1 << (4 * inputs - 1).bit_length())


def placed(names: Iterable[str]) -> dict[str, int]:
    """Give each input a dimension that follows from its name, moved on where two names meet.

    So two scenarios that share an input nearly always give it the same dimension, and stay
    paired, whatever else is random in one of them.
    """
    ordered = sorted(set(names))
    count, taken = dimensions(len(ordered)), dict[int, str]()
    for name in ordered:
        at = zlib.crc32(name.encode()) % count
        while at in taken:
            at = (at + 1) % count
        taken[at] = name
    return {name: at for at, name in taken.items()}


@lru_cache(maxsize=2)
def _sobol(seed: int, count: int, lots: range) -> F64:
    """Give the points of some lots, ``[replication, dimension]``: eight of each replicate in a lot.

    Further lots extend the sequence of every replicate: its points are always the first ones of
    its own scramble (Owen 1995; Matousek 1998 as in SciPy). Powers of two are spread best.
    """
    from scipy.stats.qmc import Sobol

    each = BATCH // REPLICATES
    points = np.empty((len(lots) * BATCH, count))
    for replicate in range(REPLICATES):
        sequence = Sobol(count, scramble=True, rng=generator(seed, "sobol", replicate))
        if lots.start:
            sequence.fast_forward(lots.start * each)
        with warnings.catch_warnings():  # a block's part of the points need not be balanced
            warnings.simplefilter("ignore", UserWarning)
            points[replicate::REPLICATES] = sequence.random(len(lots) * each)
    return points


def _latin(seed: int, name: str, replications: int, lots: range) -> F64:
    """Draw an input of a Latin hypercube: in each replicate one value from each equal slice."""
    drawn = np.full(lots.stop * BATCH, 0.5)  # beyond the replications asked for nothing is used
    for replicate in range(REPLICATES):
        chance = generator(seed, f"latin.{name}", replicate)
        at = np.arange(replicate, replications, REPLICATES)
        slices = chance.permutation(len(at))
        values = (slices + chance.random(len(at))) / max(len(at), 1)
        inside = at < len(drawn)
        drawn[at[inside]] = values[inside]
    return drawn[lots.start * BATCH :]
