"""Grey lanes over histories: what they ship, what is seized, what it costs more."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.histories import Histories
from sim.output.lot import grey_key
from sim.scenario.numbers import expected
from sim.world.record.record import GREY_ENTRIES

F64 = NDArray[np.float64]

SHIPPED, SEIZED = map(GREY_ENTRIES.index, ("shipped", "seized"))


@dataclass(frozen=True, eq=False)
class GreyLane:
    """An entry of ``lanes`` that is grey, over the histories of a run."""

    name: str
    """Id of the entry."""
    good: str
    """What it carries."""
    via: str
    """The third country that its papers name."""
    premium: float
    """Price above the normal one, as a share of it; its mean where it is drawn."""
    mean: F64
    """Mean over histories, t, ``[month, entry]``, entries as in
    :data:`sim.world.record.record.GREY_ENTRIES`."""
    quantiles: F64
    """At :data:`sim.measures.QUANTILES`, t, ``[month, entry, probability]``."""

    @property
    def shipped_t(self) -> float:
        """What leaves the sellers over the run, seized or not, t, mean over histories."""
        return float(self.mean[:, SHIPPED].sum())

    @property
    def seized_t(self) -> float:
        """What of it is seized, t, mean over histories."""
        return float(self.mean[:, SEIZED].sum())

    @property
    def share_seized(self) -> float:
        """Seized over shipped, each the mean over histories; nan where nothing is shipped."""
        return self.seized_t / self.shipped_t if self.shipped_t > 0.0 else np.nan

    @property
    def premium_paid_t(self) -> float:
        """What is paid above the normal price, in tonnes at that price, mean over histories."""
        return self.shipped_t * self.premium


def grey_lanes(histories: Histories) -> Iterator[GreyLane]:
    """Give the grey lanes of a run by id, holding one at a time; none where no lane is grey."""
    for name in histories.axes.get("grey_lanes", []):
        lane = histories.scenario.lanes[name]
        assert lane.grey is not None, name
        books = histories.read(grey_key(name)).astype(np.float64)
        yield GreyLane(
            name=name,
            good=lane.good,
            via=lane.grey.via,
            premium=expected(lane.grey.premium),
            mean=books.mean(axis=-1),
            quantiles=measures.quantiles(books),
        )
