"""The lanes of some buyers: orders are split buyer by buyer, so some without the rest."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.world.network.layout import Layout

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]
Table = TypeVar("Table", F64, Mask)


@dataclass(frozen=True)
class BuyersLanes:
    """All lanes of some buyers of a good."""

    buyers: Index | slice
    """Rows of the buyers."""
    lanes: Index | slice
    """Their lanes."""
    by_buyer: Groups
    """Buyer of each of these lanes, counted among these buyers."""
    spare: Index | slice
    """Those stand-by lanes of the good that are among them, by place."""
    spare_lanes: Index
    """The same stand-by lanes, by their place among these lanes."""


def lanes_of_all(layout: Layout, spare: Index) -> BuyersLanes:
    """Take all buyers; *spare* are the stand-by lanes."""
    every = slice(None)
    return BuyersLanes(every, every, layout.by_buyer, every, spare)


def lanes_of_some(layout: Layout, spare: Index, buyers: Index) -> BuyersLanes:
    """Take some buyers, in order; *spare* are the stand-by lanes."""
    lanes = np.flatnonzero(np.isin(layout.buyer, buyers))
    by_buyer = Groups(np.searchsorted(buyers, layout.buyer[lanes]), len(buyers))
    among = np.flatnonzero(np.isin(spare, lanes))
    return BuyersLanes(buyers, lanes, by_buyer, among, np.searchsorted(lanes, spare[among]))


def columns(array: Table, replications: Index | slice) -> Table:
    """Give some replications of an array ``[..., 1 or replication]``."""
    return array if array.shape[-1] == 1 else array[..., replications]
