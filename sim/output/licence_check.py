"""Whether licence ledgers close: nothing that is filed or granted may be lost."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.histories import Histories
from sim.output.ledger import AT, LEAST_T
from sim.output.licence_flow import LicenceFlow
from sim.world.licence.licence_recorder import LICENCES

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Sum:
    """An entry that must be the sum of others, since the start, at the end of every month."""

    whole: str
    """What comes in."""
    parts: tuple[str, ...]
    """What goes out."""
    left: str
    """What is left at the end of the month."""

    def off(self, books: F64) -> float:
        """Give the most by which it is off in any month and history, as a share of what came in.

        Parameters
        ----------
        books : array, t, ``[month, entry, history]``
            Ledger of one licence flow; sums of several could hide errors that cancel out.
        """
        came = books[:, AT[self.whole]].cumsum(axis=0)
        went = books[:, [AT[entry] for entry in self.parts]].sum(axis=1).cumsum(axis=0)
        apart = np.abs(came - went - books[:, AT[self.left]]).max(axis=0, initial=0.0)
        return float((apart / np.maximum(came[-1], LEAST_T)).max(initial=0.0))


SUMS = (
    Sum("filed", ("granted", "refused", "withdrawn"), "pending"),
    Sum("granted", ("used", "expired"), "valid"),
)


@dataclass(frozen=True)
class Check:
    """How far a sum is off in the licence flow in which it is off most."""

    sum: Sum
    off: float
    """As a share of what came in, 1."""
    flow: LicenceFlow
    """Where that is."""


def checks(histories: Histories, flows: Iterable[LicenceFlow]) -> list[Check]:
    """Check the ledgers of some licence flows, one at least."""
    found: dict[Sum, list[tuple[float, LicenceFlow]]] = {one: [] for one in SUMS}
    for flow in flows:
        books = histories.read(LICENCES.key(flow.name)).astype(np.float64)
        for one, offs in found.items():
            offs.append((one.off(books), flow))
    return [Check(one, *max(offs, key=lambda off: off[0])) for one, offs in found.items()]
