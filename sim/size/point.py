"""A size that was run: the measure in every history, and what it says of the target."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.design.group_measures import GroupMeasures
from sim.design.take import Taken, name_of
from sim.measures import Statistics, describe
from sim.measures.measure import by_name
from sim.size.question import Question
from sim.size.verdict import Verdict, verdict
from sim.world.chance.sampling import Sampling

F64 = NDArray[np.float64]

SHORT, UNMET = "shortfall_days", "unmet_t"
"""What is measured besides the target."""


@dataclass(frozen=True)
class Point:
    """A stockpile of one size in one form."""

    steps: int
    """Size in steps."""
    days: float
    """Size, days of the members' planned use at the start."""
    unit: str
    """Unit of the measure."""
    values: F64
    """The target's measure, of the worst group, ``[history]``; infinite where it never happens."""
    shortfall_days: F64
    """Shortfall of the group that is worst off, days, ``[history]``."""
    unmet_t: F64
    """Demand of the groups not served on its day, t, ``[history]``."""
    replicates: NDArray[np.intp] | None
    """Independent replicate of each history, where histories are not independent."""
    verdict: Verdict

    @property
    def statistics(self) -> Statistics:
        """Mean, interval and quantiles of the measure."""
        return describe(self.values, self.replicates)


def measures_of(question: Question) -> GroupMeasures:
    """Give what is measured of a size."""
    groups = frozenset((group.kind, group.name) for group in question.groups)
    measures = frozenset({question.target.measure, SHORT, UNMET})
    return GroupMeasures(measures, groups)


def point_of(question: Question, steps: int, taken: Taken) -> Point:
    """Read what was taken of a size."""
    values = worst_of(question, taken)
    return Point(
        steps=steps,
        days=steps * question.step_days,
        unit=by_name()[question.target.measure].unit,
        values=values,
        shortfall_days=np.maximum.reduce(_each(question, taken, SHORT)),
        unmet_t=np.add.reduce(_each(question, taken, UNMET)),
        replicates=_replicates(question, values.size),
        verdict=judged(question, values),
    )


def worst_of(question: Question, taken: Taken) -> F64:
    """Give the target's measure: in each history the worst of its groups counts."""
    target = question.target
    return target.worst(_each(question, taken, target.measure))


def judged(question: Question, values: F64) -> Verdict:
    """Judge the target's measure in every history."""
    replicates = _replicates(question, values.size)
    return verdict(question.target, values, replicates, exact=not question.is_random)


def _each(question: Question, taken: Taken, measure: str) -> list[F64]:
    return [taken[name_of(group, measure)] for group in question.groups]


def _replicates(question: Question, histories: int) -> NDArray[np.intp] | None:
    what = question.request.settled[0]
    return Sampling(what.scheme, what.histories).replicates(np.arange(histories))
