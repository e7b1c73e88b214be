"""The books of oxide that separation plants own, by plant, element and year."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import OXIDE
from sim.scenario.schema import Scenario
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.network.context import Context
from sim.world.record.table import Column
from sim.world.time.years import Years

F64 = NDArray[np.float64]

COLUMNS = (
    Column("holder", "id of the plant"),
    Column("country", "where it stands"),
    Column("good", "`oxide`"),
    Column("element", "which"),
)
"""Columns that name a holding, for :func:`holder_and_good`."""


def holder_and_good(scenario: Scenario, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Give the plant of a holding, where it stands, and what it is."""
    plant, _, element = ids[0].partition(":")
    return plant, scenario.separation_plants[plant].country, OXIDE, element


def holdings_of(scenario: Scenario, plants: Iterable[str]) -> tuple[str, ...]:
    """Name separation plants, each with its elements, as ``plant:dy``."""
    return tuple(
        f"{name}:{element}"
        for name in sorted(plants)
        for element in sorted(scenario.separation_plants[name].recovery)
    )


class HoldingBooks:
    """What becomes of holdings, by year: several totals, and at the end what is held.

    Parameters
    ----------
    context : Context
    plants : SeparationPlants
    holdings : tuple of str
        As :func:`holdings_of` names them.
    entries : int
        Number of entries; the last is what is held.

    Attributes
    ----------
    holdings : tuple of str
    book : array, t, ``[year, holding, entry, replication]``
    """

    def __init__(
        self,
        context: Context,
        plants: SeparationPlants,
        holdings: tuple[str, ...],
        entries: int,
    ) -> None:
        self.holdings, self._years = holdings, Years(context.scenario)
        pairs = [holding.partition(":") for holding in holdings]
        self._rows = [plants.names.index(name) for name, _, _ in pairs]
        self._items = [context.coefficients.elements.index(element) for _, _, element in pairs]
        width = context.state.width
        self.book: F64 = np.zeros((self._years.count, len(pairs), entries, width))
        self._booked: F64 = np.zeros((len(pairs), entries - 1, width))

    def ending(self, day: int) -> int | None:
        """Give the year that ends with a day; None if none does."""
        return self._years.ending(day)

    def note(self, year: int, totals: Iterable[F64], held: F64) -> None:
        """Book a year at its end.

        Parameters
        ----------
        year : int
        totals : arrays, t, ``[plant, element, replication]``
            Since the start of the run, in the order of the entries.
        held : array, t, shaped likewise
        """
        total = np.stack([one[self._rows, self._items] for one in totals], axis=1)
        self.book[year, :, :-1] = total - self._booked
        self.book[year, :, -1] = held[self._rows, self._items]
        self._booked = total
