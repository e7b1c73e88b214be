"""The uncertain numbers of a scenario, as each replication has them.

Each number has a normal score. It is made of the factor that numbers of its source and kind have in
common, and of a rest of its own. Factors are inputs of the study: schemes of sampling spread them.
Rests are always drawn at random, each from a stream named after its number.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.scenario.origin import Path, dotted
from sim.scenario.uncertainty.inputs import Inputs
from sim.scenario.uncertainty.uncertain import FARTHEST, undated
from sim.world.chance.chance import Chance
from sim.world.chance.copula import draws_of, scores_of
from sim.world.chance.worlds import Worlds, scores
from sim.world.state.state import BATCH

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

STREAMS = "uncertainty."
"""Beginning of the names of all streams of uncertain numbers, and of that of worlds."""


@dataclass(frozen=True)
class Scores:
    """Normal scores of what uncertain numbers are made of."""

    factors: F64
    """What numbers of a source and kind have in common, ``[factor, replication]``."""
    rests: F64
    """What each has to itself, ``[number, replication]``."""

    @classmethod
    def drawn(cls, inputs: Inputs, chance: Chance, worlds: Worlds | None = None) -> "Scores":
        """Draw them: those of the worlds that replications are in, if there are such."""
        if worlds is not None:
            numbers, place = worlds.of(chance)
            names = *inputs.factors, *(one.name for one in inputs.drawn)
            of_each = scores(worlds.seed, names, numbers)[:, place]
            return cls(of_each[: len(inputs.factors)], of_each[len(inputs.factors) :])
        return cls(
            np.stack([scores_of(chance.uniform(_factor(n))) for n in inputs.factors]),
            np.stack([chance.normal(f"uncertainty.{one.name}") for one in inputs.drawn]),
        )

    def of(self, columns: Index) -> "Scores":
        """Give those of some replications."""
        return Scores(self.factors[:, columns], self.rests[:, columns])

    def put(self, columns: Index, scores: "Scores") -> None:
        """Set those of some replications."""
        self.factors[:, columns], self.rests[:, columns] = scores.factors, scores.rests

    def of_numbers(self, inputs: Inputs) -> F64:
        """Give the scores of the numbers, ``[number, replication]``."""
        common = np.sqrt(inputs.common) * self.factors[list(inputs.factor_of)]
        found = common + np.sqrt(1.0 - inputs.common) * self.rests
        return np.asarray(np.clip(found, -FARTHEST, FARTHEST))


@dataclass(frozen=True)
class Drawn:
    """Uncertain numbers in every replication."""

    inputs: Inputs
    """Which they are."""
    scores: F64
    """Normal score of each, ``[number, replication]``."""
    factors: F64
    """What those of a source and kind have in common, ``[factor, replication]``."""
    least: Mapping[Path, F64] = field(default_factory=dict)
    """What some are multiplied by at least, ``[replication]``."""
    lifts: Mapping[Path, F64] = field(default_factory=dict)
    """What capacities are multiplied by on some dates, with which the paths end, whether they are
    uncertain or not, ``[replication]``."""
    spread: Mapping[Path, F64] = field(default_factory=dict)
    """What numbers written as distributions are read by in worlds, 0 to 1, ``[replication]``."""

    @classmethod
    def joined(cls, parts: Sequence["Drawn"]) -> "Drawn":
        """Put replications side by side."""
        first = parts[0]
        if len(parts) == 1:
            return first
        return cls(
            first.inputs,
            np.concatenate([part.scores for part in parts], axis=-1),
            np.concatenate([part.factors for part in parts], axis=-1),
            *(
                {path: np.concatenate([one[path] for one in each], axis=-1) for path in each[0]}
                for each in ([part.least for part in parts], [part.lifts for part in parts])
            ),
        )

    def mapped(self, change: Callable[[F64], F64]) -> "Drawn":
        """Give the same of other replications, as a change of an array makes them of these."""
        return Drawn(
            self.inputs,
            change(self.scores),
            change(self.factors),
            {path: change(least) for path, least in self.least.items()},
            {path: change(lift) for path, lift in self.lifts.items()},
        )

    def where(self, columns: NDArray[np.bool_], other: "Drawn") -> "Drawn":
        """Give the numbers of another in some columns, ``[column]``."""
        return Drawn(
            self.inputs,
            np.where(columns, other.scores, self.scores),
            np.where(columns, other.factors, self.factors),
            {path: np.where(columns, other.least[path], own) for path, own in self.least.items()},
            {path: np.where(columns, other.lifts[path], own) for path, own in self.lifts.items()},
        )

    def by_batch(self) -> Iterator["Drawn"]:
        """Part the replications into batches."""
        for first in range(0, self.scores.shape[-1], BATCH):
            yield self.mapped(partial(_copied, slice(first, first + BATCH)))

    def with_others(self, inputs: Inputs, chance: Chance, worlds: Worlds | None) -> "Drawn":
        """Give the numbers of a scenario, of which these are some; the others are drawn."""
        at = self.inputs.at
        others = Inputs(inputs.common, tuple(o for o in inputs.drawn if o.path not in at), ())
        known = dict(zip(self.inputs.factors, self.factors, strict=True))
        rows = dict(zip(at, self.scores, strict=True))
        if others.drawn:
            drawn = Scores.drawn(others, chance, worlds)
            known = dict(zip(others.factors, drawn.factors, strict=True)) | known
            factors = np.stack([known[name] for name in others.factors])
            scores = replace(drawn, factors=factors).of_numbers(others)
            rows |= zip(others.at, scores, strict=True)
        return Drawn(
            inputs,
            np.stack([rows[one.path] for one in inputs.drawn]),
            np.stack([known[name] for name in inputs.factors]),
            self.least,
            self.lifts,
            spread_of(inputs, chance, worlds),
        )

    def has(self, path: Path) -> bool:
        """Tell whether a number is among them; its path may end with a date."""
        return undated(path) in self.inputs.at

    def value(self, path: Path, centre: float) -> F64:
        """Give a number that is written as *centre*, ``[replication]``."""
        by = self.factor(undated(path))
        return self.inputs.drawn[self.inputs.at[undated(path)]].moved(centre, by)

    def factor(self, path: Path) -> F64:
        """Give what a number, or its odds, is multiplied by, ``[replication]``; 1 if it stays."""
        return np.asarray(np.maximum(self.unlifted(path), self.least.get(path, 0.0)))

    def unlifted(self, path: Path) -> F64:
        """Give the same without the least that it is multiplied by."""
        if (place := self.inputs.at.get(path)) is None:
            return np.ones(self.scores.shape[-1])
        return np.asarray(np.exp(self.inputs.drawn[place].sigma * self.scores[place]))

    def at_least(self, least: Mapping[Path, F64]) -> "Drawn":
        """Give the same with the least that some numbers are multiplied by."""
        return replace(self, least=dict(least))

    def lifted(self, lifts: Mapping[Path, F64]) -> "Drawn":
        """Give the same with what capacities are multiplied by on some dates."""
        return replace(self, lifts=dict(lifts))

    def lift(self, path: Path) -> dict[dt.date, F64]:
        """Give what a capacity is multiplied by, by date; nothing if it always stays."""
        return {
            last: by
            for (*of, last), by in self.lifts.items()
            if tuple(of) == path and isinstance(last, dt.date)
        }


def spread_of(inputs: Inputs, chance: Chance, worlds: Worlds | None) -> Mapping[Path, F64]:
    """Draw what numbers written as distributions are read by in worlds.

    Their scores are those that the rest of a plain number at the same place has: what a world has
    more of than is written in one scenario, it has more of in another.
    """
    if worlds is None or not inputs.spread:
        return {}
    numbers, place = worlds.of(chance)
    of_each = draws_of(scores(worlds.seed, tuple(map(dotted, inputs.spread)), numbers))
    return dict(zip(inputs.spread, of_each[:, place], strict=True))


def _copied(columns: slice, array: F64) -> F64:
    return array[..., columns].copy()


def note(inputs: Inputs, chance: Chance, worlds: Worlds | None) -> None:
    """Tell chance of what was drawn elsewhere."""
    if worlds is not None:
        worlds.of(chance)
        return
    for name in inputs.factors:
        chance.note(_factor(name))


def _factor(name: str) -> str:
    """Name the stream of what numbers have in common."""
    return f"{STREAMS}{name}"


def most_of(inputs: Inputs, path: Path, centre: float) -> float:
    """Give the most that an uncertain number can be."""
    return _at(inputs, path, centre, FARTHEST)


def least_of(inputs: Inputs, path: Path, centre: float) -> float:
    """Give the least that an uncertain number can be."""
    return _at(inputs, path, centre, -FARTHEST)


def _at(inputs: Inputs, path: Path, centre: float, score: float) -> float:
    one = inputs.drawn[inputs.at[undated(path)]]
    return float(one.value(centre, np.array([score]))[0])
