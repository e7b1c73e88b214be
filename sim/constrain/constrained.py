"""The worlds that agree with what is recorded, and their weights."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.constrain import implausibility as rule
from sim.constrain.observation import Observation
from sim.constrain.trial import Trial
from sim.hindcast.episode import Constrain
from sim.world.chance.sampling import generator

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

LEAST = 300
"""Fewest worlds that are worth a file."""
BAND = 0.05, 0.5, 0.95
KEPT = "worlds.kept"
"""Stream that decides which worlds are kept of more than enough."""


@dataclass(frozen=True)
class Constrained:
    """Worlds that were tried, and what became of them.

    Attributes
    ----------
    trial : Trial
    simulated : array, ``[observation, world]``
        What each gives, in the units of the observations.
    """

    trial: Trial
    simulated: F64

    @property
    def block(self) -> Constrain:
        """How far off a world may be."""
        return self.trial.block

    @property
    def wanted(self) -> tuple[Observation, ...]:
        """What they are told apart by."""
        return self.trial.wanted

    @cached_property
    def implausible(self) -> F64:
        """Implausibility of each world, ``[observation, world]``."""
        missed = [o.missed(f) for o, f in zip(self.wanted, self.simulated, strict=True)]
        return rule.implausibility(np.stack(missed), np.array([o.spread for o in self.wanted]))

    @cached_property
    def largest(self) -> F64:
        """Largest implausibility of each world, ``[world]``."""
        return np.asarray(np.maximum.reduce(self.implausible, axis=0))

    @cached_property
    def agreed(self) -> Index:
        """Numbers of the worlds that agree, ``[agreed]``."""
        return np.flatnonzero(self.largest <= self.block.cutoff)

    @cached_property
    def _log(self) -> F64:
        return rule.log_likelihood(self.implausible[:, self.agreed])

    @cached_property
    def power(self) -> float:
        """Power of the likelihood that leaves enough effective worlds."""
        return rule.tempered(self._log, float(self.block.effective))

    @cached_property
    def weight(self) -> F64:
        """Weight of each world that agrees, ``[agreed]``."""
        return rule.weights(self._log, self.power)

    @property
    def effective(self) -> float:
        """Effective number of worlds."""
        return rule.effective(self.weight)

    @cached_property
    def weight_of_all(self) -> F64:
        """Weight of each world tried, ``[world]``."""
        found = np.zeros(self.trial.count)
        found[self.agreed] = self.weight
        return found

    @cached_property
    def kept(self) -> tuple[Index, F64]:
        """Numbers and weights of the worlds that are kept, most plausible first."""
        start = float(generator(self.trial.seed, KEPT).random())
        weight = rule.kept(self.weight, self.block.keep, start)
        there = np.flatnonzero(weight)
        order = there[np.argsort(self.largest[self.agreed[there]], kind="stable")]
        return self.agreed[order], weight[order]

    @property
    def is_enough(self) -> bool:
        """Whether there are worlds enough for a file."""
        return len(self.kept[0]) >= LEAST if len(self.agreed) else False

    @property
    def never_met(self) -> list[Observation]:
        """Observations that no world meets."""
        return [self.wanted[at] for at in rule.never_met(self._agrees)]

    @property
    def never_together(self) -> list[tuple[Observation, Observation]]:
        """Pairs that no world meets together, though each is met by some."""
        return [(self.wanted[a], self.wanted[b]) for a, b in rule.never_together(self._agrees)]

    @property
    def _agrees(self) -> NDArray[np.bool_]:
        return np.asarray(self.implausible <= self.block.cutoff)

    def share_met(self) -> F64:
        """Give the share of worlds that meets each observation, ``[observation]``."""
        return np.asarray(self._agrees.mean(axis=1))

    def prior_band(self) -> F64:
        """Give quantiles in all worlds tried, ``[observation, probability]``."""
        even = np.full(self.trial.count, 1.0 / self.trial.count)
        return np.stack([rule.weighted_quantiles(f, even, BAND) for f in self.simulated])

    def band(self) -> F64:
        """Give quantiles in the worlds that agree, by weight, ``[observation, probability]``.

        ``nan`` where none agrees.
        """
        if not len(self.agreed):
            return np.full((len(self.wanted), len(BAND)), np.nan)
        return np.stack(
            [rule.weighted_quantiles(f[self.agreed], self.weight, BAND) for f in self.simulated]
        )
