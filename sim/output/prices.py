"""Prices over the histories of a run, and what contracts for difference cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.measures.width import BAND, Explaining
from sim.output.histories import Histories
from sim.output.spread import Spread
from sim.world.market.price_recorder import FLOOR_COST, PRICE
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
    event: F64 | None = None
    """Ends of the band of what the event alone makes of it, ``[week, 2]``; none where there is no
    such part."""


@dataclass(frozen=True, eq=False)
class FloorCost:
    """What a contract for difference costs the state, million USD; negative where it earns."""

    name: str
    """Its id."""
    total: F64
    """Over the run, ``[history]``, the months added in their order."""


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


def prices(
    histories: Histories,
    found: Sequence[Spread],
    event: Explaining | None = None,
    since: int = 0,
) -> Prices | None:
    """Give the prices of a run from those over its histories; none where it has no market.

    With what gives the part of the *event* that is told, too, from the day *since* on.
    """
    if not found:
        return None
    alone = {} if event is None else _alone(histories, event)
    weeks_before = since // PLANNING_DAYS
    for one in found:
        if one.ids in alone:
            alone[one.ids][:weeks_before] = one.mean[:weeks_before]
    paths = [
        PricePath(element, bloc, one.mean[:, 0], one.quantiles[:, 0], alone.get(one.ids))
        for one in found
        for element, bloc in [one.ids]
    ]
    paid = dict[str, list[F64]]()
    for (name,), musd in histories.each(FLOOR_COST):
        paid.setdefault(name, []).append(musd)
    floors = [
        FloorCost(name, measures.total(np.concatenate(months))) for name, months in paid.items()
    ]
    weeks = range(0, PLANNING_DAYS * len(paths[0].mean), PLANNING_DAYS)
    return Prices(tuple(weeks), tuple(paths), tuple(floors))


def _alone(histories: Histories, event: Explaining) -> dict[tuple[str, ...], F64]:
    """Give the band of what the event alone makes of each price, ``[week, 2]``."""
    found = dict[tuple[str, ...], list[F64]]()
    for ids, usd in histories.each(PRICE):
        found.setdefault(ids, []).append(measures.quantiles(event.expected(usd), BAND))
    return {ids: np.concatenate(parts) for ids, parts in found.items()}
