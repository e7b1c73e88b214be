"""Grey lanes over the whole run: what they ship, what is seized, what it costs more."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.monthly import Months
from sim.output.spread import Spread
from sim.scenario.numbers import Value, expected
from sim.scenario.schema import Scenario
from sim.world.time.timeline import Timeline
from sim.world.trade.grey_recorder import GREY

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GreyLane:
    """An entry of ``lanes`` that is grey, over the histories of a run."""

    name: str
    """Id of the entry."""
    via: str
    """The third country that its papers name."""
    premiums: F64
    """Price above the normal one, as a share of it, ``[month]``; its mean where it is drawn."""
    mean: F64
    """Mean over histories, t, ``[month, entry]``, entries as in
    :data:`sim.world.trade.grey_recorder.GREY`."""

    @property
    def shipped_t(self) -> float:
        """What leaves the sellers over the run, seized or not, t, mean over histories."""
        return float(self.mean[:, GREY.at["shipped"]].sum())

    @property
    def seized_t(self) -> float:
        """What of it is seized, t, mean over histories."""
        return float(self.mean[:, GREY.at["seized"]].sum())

    @property
    def share_seized(self) -> float:
        """Seized over shipped, each the mean over histories; nan where nothing is shipped."""
        return self.seized_t / self.shipped_t if self.shipped_t > 0.0 else np.nan

    @property
    def premium(self) -> float:
        """Price above the normal one, as a share of it: the mean over what is shipped."""
        shipped = self.mean[:, GREY.at["shipped"]]
        if np.ptp(self.premiums) == 0.0:
            return float(self.premiums[0])
        return float(np.average(self.premiums, weights=shipped if shipped.any() else None))

    @property
    def premium_paid_t(self) -> float:
        """What is paid above the normal price, in tonnes at that price, mean over histories."""
        return self.shipped_t * self.premium


def grey_lanes(scenario: Scenario, found: Iterable[Spread]) -> Iterator[GreyLane]:
    """Give the grey lanes of a run from what they ship and lose over the histories."""
    for one in found:
        (name,) = one.ids
        grey = scenario.lanes[name].grey
        assert grey is not None, name
        yield GreyLane(name, grey.via, _by_month(scenario, grey.premium), one.mean)


def _by_month(scenario: Scenario, premium: Value) -> F64:
    """Give the mean premium over the days of each month, ``[month]``."""
    dated = premium if isinstance(premium, Mapping) else {scenario.start: premium}
    line = Timeline({at: np.array([expected(one)]) for at, one in dated.items()}, scenario.start)
    months = Months.of(scenario)
    if not line.changes:
        return np.full(len(months.days), expected(next(iter(dated.values()))))
    each_day = line.over(np.arange(scenario.days, dtype=float))[:, 0]
    return np.asarray(np.add.reduceat(each_day, months.first_day) / months.days)
