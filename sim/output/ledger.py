"""The licence ledger: what was filed, decided and shipped, month by month, over histories."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.histories import Histories
from sim.output.licence_flow import LicenceFlow, together
from sim.output.spread import Spread, of_defined
from sim.world.licence.licence_recorder import LICENCES

F64 = NDArray[np.float64]

AT = LICENCES.at
"""Place of each entry along the entry axis."""
LEAST_T = 1e-6
"""Less than a gram counts as nothing waiting: its age means nothing, it is left by rounding."""


@dataclass(frozen=True, eq=False)
class Ledger(Spread):
    """The ledger of a licence flow, or of several together, over the histories of a run.

    Entries are those of :data:`sim.world.licence.licence_recorder.LICENCES`. The age is over the
    histories in which something waits; nan where nothing does in any.
    """

    flow: LicenceFlow
    """Whose."""
    share_granted: F64
    """Granted over decided (granted or refused) in the whole run, 1, ``[history]``; nan where
    nothing is decided."""

    @classmethod
    def of(cls, flow: LicenceFlow, books: F64) -> "Ledger":
        """Summarise ``[month, entry, history]``, as :func:`summed` gives it."""
        mean = books.mean(axis=-1)
        quantiles = measures.quantiles(books)
        age = AT["age_days"]
        mean[:, age], quantiles[:, age] = of_defined(books[:, age])
        granted = books[:, AT["granted"]].sum(axis=0)
        decided = granted + books[:, AT["refused"]].sum(axis=0)
        share = np.full(len(decided), np.nan)
        np.divide(granted, decided, out=share, where=decided > LEAST_T)
        return cls(
            ids=(flow.name,),
            flow=flow,
            mean=mean,
            quantiles=quantiles,
            share_granted=share,
        )

    @property
    def peak(self) -> int:
        """The month that ends with the most pending in the mean over histories."""
        return int(self.of_entry("pending").argmax())

    def of_entry(self, entry: str) -> F64:
        """Give the mean of an entry by month, ``[month]``."""
        found: F64 = self.mean[:, AT[entry]]
        return found

    def band(self, entry: str) -> tuple[F64, F64]:
        """Give the 5 % and 95 % quantiles of an entry by month, ``[month]`` each."""
        return self.quantiles[:, AT[entry], 0], self.quantiles[:, AT[entry], -1]


def licence_flows(histories: Histories) -> list[LicenceFlow]:
    """List the licence flows of a run; none where no licence is asked for."""
    return [LicenceFlow.of(name) for name in histories.ids("licence_flows")]


def ledgers(histories: Histories) -> Iterator[Ledger]:
    """Give the ledgers of all licence flows, holding one of them and a sum at a time.

    For each control, good and kind first each flow, then all destinations and end uses together.
    """
    for wide, flows in together(licence_flows(histories)).items():
        total: F64 | None = None
        for flow in flows:
            books = histories.read(LICENCES.key(flow.name)).astype(np.float64)
            total = _weighted(books) if total is None else total + _weighted(books)
            yield Ledger.of(flow, _aged(_weighted(books)))
        if total is not None and wide not in flows:
            yield Ledger.of(wide, _aged(total))


def ledger(histories: Histories, flow: LicenceFlow, members: Iterable[LicenceFlow]) -> Ledger:
    """Give the ledger of some licence flows together, under the name of *flow*."""
    return Ledger.of(flow, summed(histories.read(LICENCES.key(member.name)) for member in members))


def summed(books: Iterable[NDArray[np.floating]]) -> F64:
    """Add ledgers up, history by history.

    Parameters
    ----------
    books : iterable of array, t (the age in days), ``[month, entry, history]``
        One or more ledgers.

    Returns
    -------
    array, t (the age in days), ``[month, entry, history]``
        The age is that of the tonnes that wait: the mean weighted by what is pending, nan where
        nothing is.
    """
    first, *rest = (_weighted(one.astype(np.float64)) for one in books)
    for other in rest:
        first = first + other
    return _aged(first)


def _weighted(books: F64) -> F64:
    """Replace the age by age x pending, t d, which adds up; 0 where nothing waits."""
    found = books.copy()
    waits = books[:, AT["pending"]] >= LEAST_T
    found[:, AT["age_days"]] = np.where(
        waits, np.nan_to_num(books[:, AT["age_days"]]) * books[:, AT["pending"]], 0.0
    )
    return found


def _aged(books: F64) -> F64:
    """Take :func:`_weighted` back; nan where nothing waits."""
    found, pending = books.copy(), books[:, AT["pending"]]
    age = np.full(pending.shape, np.nan)
    np.divide(books[:, AT["age_days"]], pending, out=age, where=pending >= LEAST_T)
    found[:, AT["age_days"]] = age
    return found
