"""Why a cause has no share in anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.attribute.attribution import Shares
from sim.attribute.cause import Cause, Present
from sim.attribute.question import Question

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Traces:
    """What is known of the points besides what groups go without."""

    points: Sequence[Present]
    held: Sequence[F64]
    """What all consumers hold, summed over the days, of each point: t days, ``[history]``."""
    windows: Mapping[str, F64]
    """First day of each disruption where all are there, ``nan`` where it does not happen, and the
    first day after it, ``[2, history]``."""

    def moves_stocks(self, cause: Cause) -> bool:
        """Tell whether a cause ever changes what consumers hold, whatever else is there."""
        places = {present: place for place, present in enumerate(self.points)}
        for present, place in places.items():
            if cause.disruptions <= present.disruptions and cause.stockpiles <= present.stockpiles:
                without = Present(
                    present.disruptions - cause.disruptions, present.stockpiles - cause.stockpiles
                )
                other = places.get(without)
                if other is not None and not np.array_equal(self.held[place], self.held[other]):
                    return True
        return False


def reasons(question: Question, shares: Sequence[Shares], traces: Traces) -> dict[str, str]:
    """Say of each cause without a share in any history of any group why it has none."""
    return {
        cause.name: _reason(question, cause, traces)
        for place, cause in enumerate(question.causes)
        if not any(one.by_cause[place].any() for one in shares)
    }


def _reason(question: Question, cause: Cause, traces: Traces) -> str:
    names = sorted(cause.disruptions)
    end = question.scenario.end
    days = question.scenario.days
    begins = any((traces.windows[name][0] < days).any() for name in names)
    if names and not cause.stockpiles and not begins:
        if any(question.scenario.disruptions[name].trigger is not None for name in names):
            return f"nothing sets it off before the run ends on {end}"
        where = "" if question.histories == 1 else " in any history"
        return f"it does not begin{where} before the run ends on {end}"
    if traces.moves_stocks(cause):
        return "stocks and other lanes make up for all of it"
    if not names:
        return "nothing that it holds reaches consumers"
    return (
        "consumers hold the same without it: what it hits is not in use, is stopped anyway, or "
        f"is missed by nobody before {end}"
    )
