"""The answer: what each cause, and each pair of them, has of what groups go without."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.attribute.question import Question
from sim.measures.statistics import Statistics, describe
from sim.output.groups import Group
from sim.world.chance.sampling import Sampling

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shares:
    """What a group goes without, history by history, and what of it comes from where.

    The arrays are in the unit of the measure, ``[..., month, history]``. *none* and *by_cause* sum
    to *total*, and so do *none*, *alone* and either *pairs* or what is left of *by_cause*.
    """

    group: Group
    total: F64
    """All of it, ``[month, history]``."""
    none: F64
    """What is there without any of the causes, ``[month, history]``."""
    by_cause: F64
    """Shapley value of each cause, ``[cause, month, history]``."""
    alone: F64
    """What each cause is worth alone, ``[cause, month, history]``."""
    pairs: Mapping[tuple[int, int], F64]
    """What each pair is worth together, beyond each alone, ``[month, history]``; none where orders
    are sampled."""
    sampling_error: F64 | None
    """Half-width of the 95 % interval of each cause's mean that comes from the orders alone, by
    month and, last, of the whole run, ``[cause, month + 1]``; none where every set counts."""

    @staticmethod
    def whole_run(values: F64) -> float:
        """Give the mean over histories of the sum over months, ``[month, history]``."""
        return float(values.sum(axis=0).mean())

    @property
    def others(self) -> F64:
        """What of each cause's share it has through others, ``[cause, month, history]``."""
        return self.by_cause - self.alone


@dataclass(frozen=True, eq=False)
class Attribution:
    """What came of a question."""

    question: Question
    shares: Sequence[Shares]
    """Of each group."""
    windows: Mapping[str, F64]
    """First day of each disruption where all are there, ``nan`` where it does not happen, and the
    first day after it, ``inf`` where it does not end, ``[2, history]``."""
    reasons: Mapping[str, str]
    """Why a cause has no share in anything, by its name."""

    def described(self, values: F64) -> Statistics:
        """Summarise one value a history."""
        if not values.any():
            return self._nothing
        return self._of(values)

    @cached_property
    def _nothing(self) -> Statistics:
        """What stands for zeros, of which there are many: months in which nobody goes short."""
        return self._of(np.zeros(self.question.histories))

    def _of(self, values: F64) -> Statistics:
        question = self.question
        sampling = Sampling(question.scheme, question.histories)
        return describe(values, sampling.replicates(np.arange(question.histories)))
