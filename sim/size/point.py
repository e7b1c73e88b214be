"""A size that was run: the measure in every history, and what it says of the target."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures import Statistics, describe
from sim.output.outcomes import Outcome
from sim.output.stored import StoredRun
from sim.size.question import Question
from sim.size.verdict import Verdict, verdict

F64 = NDArray[np.float64]


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
    """The measure of the target's group, ``[history]``; infinite where it never happens."""
    shortfall_days: F64
    """Shortfall of the group, days, ``[history]``."""
    unmet_t: F64
    """Demand of the group not served on its day, t, ``[history]``."""
    replicates: NDArray[np.intp] | None
    """Independent replicate of each history, where histories are not independent."""
    verdict: Verdict

    @property
    def statistics(self) -> Statistics:
        """Mean, interval and quantiles of the measure."""
        return describe(self.values, self.replicates)


def point_of(question: Question, steps: int, run: StoredRun) -> Point:
    """Read what a run says; it may hold more histories than are asked for."""
    kept = run.numbers < question.histories
    replicates = None if run.replicates is None else run.replicates[kept]

    def of(measure: str) -> Outcome:
        group = question.group
        return next(
            one
            for one in run.outcomes
            if (one.group.kind, one.group.name, one.measure, one.item)
            == (group.kind, group.name, measure, None)
        )

    found = of(question.target.measure)
    values = found.values[kept]
    return Point(
        steps=steps,
        days=steps * question.step_days,
        unit=found.unit,
        values=values,
        shortfall_days=of("shortfall_days").values[kept],
        unmet_t=of("unmet_t").values[kept],
        replicates=replicates,
        verdict=verdict(question.target, values, replicates, exact=not question.is_random),
    )
