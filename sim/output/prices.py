"""Prices over the histories of a run, and what contracts for difference cost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.histories import Histories
from sim.world.market.market_balance import BLOCS
from sim.world.time.clock import PLANNING_DAYS

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PricePath:
    """The price of an element's oxide in a bloc, week by week, USD per kg."""

    element: str
    """Id of the element."""
    bloc: str
    """``china`` or ``outside``."""
    mean: F64
    """Mean over histories, ``[week]``."""
    quantiles: F64
    """At :data:`sim.measures.QUANTILES`, ``[week, probability]``."""


@dataclass(frozen=True, eq=False)
class FloorCost:
    """What a contract for difference costs the state, million USD; negative where it earns."""

    name: str
    """Its id."""
    musd: F64
    """By month, ``[month, history]``."""

    @property
    def total(self) -> F64:
        """Over the run, ``[history]``, the months added in their order."""
        return measures.total(self.musd)


@dataclass(frozen=True)
class Prices:
    """What a run with a market leaves of it."""

    days: tuple[int, ...]
    """First day of each week."""
    paths: tuple[PricePath, ...]
    """By element and bloc."""
    floors: tuple[FloorCost, ...]
    """Contracts for difference."""

    def of(self, element: str, bloc: str) -> PricePath:
        """Find the price of an element in a bloc."""
        return next(p for p in self.paths if (p.element, p.bloc) == (element, bloc))


def prices(histories: Histories) -> Prices | None:
    """Summarise the prices of a run; none where it has no market."""
    if not histories.has("price_usd_per_kg"):
        return None
    table = histories.read("price_usd_per_kg").astype(np.float64)
    elements = sorted(histories.scenario.elements)
    paths = [
        PricePath(element, bloc, table[:, i, j].mean(axis=-1), measures.quantiles(table[:, i, j]))
        for i, element in enumerate(elements)
        for j, bloc in enumerate(BLOCS)
    ]
    names = histories.axes["floors"]
    musd = histories.read("floor_musd")
    floors = [FloorCost(name, musd[:, i]) for i, name in enumerate(names)]
    weeks = range(0, PLANNING_DAYS * len(table), PLANNING_DAYS)
    return Prices(tuple(weeks), tuple(paths), tuple(floors))
