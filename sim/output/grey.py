"""Grey lanes over the whole run: what they ship, what is seized, what it costs more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.spread import Spread
from sim.scenario.numbers import expected
from sim.scenario.schema import Scenario
from sim.world.trade.grey_recorder import GREY

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GreyLane:
    """An entry of ``lanes`` that is grey, over the histories of a run."""

    name: str
    """Id of the entry."""
    via: str
    """The third country that its papers name."""
    premium: float
    """Price above the normal one, as a share of it; its mean where it is drawn."""
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
    def premium_paid_t(self) -> float:
        """What is paid above the normal price, in tonnes at that price, mean over histories."""
        return self.shipped_t * self.premium


def grey_lanes(scenario: Scenario, found: Iterable[Spread]) -> Iterator[GreyLane]:
    """Give the grey lanes of a run from what they ship and lose over the histories."""
    for one in found:
        (name,) = one.ids
        grey = scenario.lanes[name].grey
        assert grey is not None, name
        yield GreyLane(name, grey.via, expected(grey.premium), one.mean)
