"""Which facility stands in which row of the arrays, for each good."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import Groups
from sim.scenario.chain import (
    BUYERS,
    CONSUMERS,
    DEPOTS,
    GOODS,
    SELLERS,
    SEPARATION_PLANTS,
    STOCKPILES,
)
from sim.scenario.network import Route, items, lane_buyers, place_of, routes, within
from sim.scenario.priority import best_priority, home_of, priority_in
from sim.scenario.provenance import keeping_apart, passing_on
from sim.scenario.schema import Good, Scenario

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Layout:
    """The rows of one good: sellers, buyers, what is ordered, and the lanes between.

    Facilities stand in the order of their block and id (consumers by priority class, then id),
    never in the order of the file. Lanes are sorted by seller, then buyer.
    """

    good: Good
    items: tuple[str, ...]
    sellers: tuple[str, ...]
    buyers: tuple[str, ...]
    routes: tuple[Route, ...]
    seller: Index
    """Row of each lane's seller, ``[lane]``."""
    buyer: Index
    """Row of each lane's buyer, ``[lane]``."""
    by_buyer: Groups
    seller_rows: dict[str, slice]
    """Rows of each block among the sellers."""
    buyer_rows: dict[str, slice]
    """Rows of each block among the buyers."""

    @cached_property
    def by_seller(self) -> Groups:
        """The seller of each lane, to add up over its lanes."""
        return Groups(self.seller, len(self.sellers))

    @cached_property
    def push_split(self) -> F64:
        """Part of its seller's output that each push lane carries, ``[lane]``; else 0."""
        portion = np.array([route.portion if route.push else 0.0 for route in self.routes])
        total = np.zeros(len(self.sellers))
        np.add.at(total, self.seller, portion)
        split: F64 = np.divide(portion, total[self.seller], out=portion, where=portion > 0)
        return split

    @cached_property
    def residue_order(self) -> list[int]:
        """Rows of the separation plants, each after those that send it their heavies."""
        first = self.seller_rows[SEPARATION_PLANTS].start
        feeds: dict[int, set[int]] = {row: set() for row in range(len(self.buyers))}
        for seller, buyer, route in zip(self.seller, self.buyer, self.routes, strict=True):
            if seller >= first and route.push:
                feeds[int(buyer)].add(int(seller) - first)
        return list(TopologicalSorter(feeds).static_order())

    def lanes_to(self, block: str) -> Index:
        """Give the lanes whose buyer is of a block."""
        rows = self.buyer_rows.get(block, slice(0, 0))
        return np.flatnonzero((self.buyer >= rows.start) & (self.buyer < rows.stop))

    def lanes_of(self, seller: int) -> slice:
        """Give the lanes of a seller."""
        first, last = np.searchsorted(self.seller, [seller, seller + 1])
        return slice(int(first), int(last))


def takes_off_spec(scenario: Scenario, layout: Layout) -> Mask:
    """Tell over which lanes goods may leave that are not to grade, ``[lane]``."""
    makers = scenario.metal_makers
    found = [r.buyer in makers and makers[r.buyer].takes_off_spec for r in layout.routes]
    return np.array(found, dtype=bool)


def keeps_apart(scenario: Scenario, layout: Layout) -> Mask:
    """Tell which sellers of a good keep batches apart, ``[seller]``."""
    keeping = keeping_apart(scenario)
    return np.array([name in keeping for name in layout.sellers], dtype=bool)


def passes_on(scenario: Scenario, layout: Layout) -> Mask:
    """Tell which sellers of a good order by the rules of those they sell to, ``[seller]``."""
    passing = passing_on(scenario)
    return np.array([name in passing for name in layout.sellers], dtype=bool)


def compact(rows: Index) -> Index | slice:
    """Give neighbouring rows as a slice: numpy reads these where they are."""
    if len(rows) and (np.diff(rows) == 1).all():
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


def layouts(scenario: Scenario) -> dict[Good, Layout]:
    """Lay out every good that the scenario has lanes for."""
    by_good: dict[Good, list[Route]] = {}
    for route in routes(scenario):
        by_good.setdefault(route.good, []).append(route)
    return {good: _layout(scenario, good, by_good[good]) for good in GOODS if good in by_good}


def priority_classes(scenario: Scenario, place: str, buyers: Sequence[str]) -> list[Index | slice]:
    """Give the rows of each priority class among buyers, for whoever holds goods in a country.

    In a layout consumers stand by priority, so that the members of a class are neighbours, unless
    some are of it in other countries only.
    """
    ranks = np.array([priority_in(scenario, name, place) for name in buyers])
    return [compact(np.flatnonzero(ranks == rank)) for rank in np.unique(ranks)]


def classes_by_seller(scenario: Scenario, layout: Layout) -> list[list[Index | slice]]:
    """Give for each seller the rows of each priority class among its lanes."""
    buyers = [route.buyer for route in layout.routes]
    classes = []
    for row, seller in enumerate(layout.sellers):
        place, some = place_of(scenario, seller), buyers[layout.lanes_of(row)]
        found = priority_classes(scenario, place, some)
        if (home := home_of(scenario, place)) is not None:
            here = np.array([within(scenario, place_of(scenario, one), home) for one in some])
            found = _split(found, here)
        classes.append(found)
    return classes


def _split(classes: list[Index | slice], first: Mask) -> list[Index | slice]:
    """Part each class into those who come first and the others, ``[buyer]``."""
    rows = np.arange(len(first))
    parts = [rows[one][first[one] == which] for one in classes for which in (True, False)]
    return [compact(part) for part in parts if len(part)]


def ordered_ids(scenario: Scenario, block: str, good: Good | None = None) -> list[str]:
    """Give the ids of a block in the order of their rows; depots and consumers of a good."""
    if block == CONSUMERS:
        some = [c for c, one in scenario.consumers.items() if good in (None, one.good)]
        return sorted(some, key=lambda c: (best_priority(scenario, c), c))
    if block == DEPOTS:
        return sorted(d for d, depot in scenario.depots.items() if depot.good == good)
    if block == STOCKPILES:
        named = {
            buyer
            for lane in scenario.lanes.values()
            if lane.good == good
            for buyer in lane_buyers(scenario, lane)
        }
        return sorted(named & set(scenario.stockpiles))
    return sorted(getattr(scenario, block))


def _rows(
    scenario: Scenario, good: Good, blocks: tuple[str, ...]
) -> tuple[list[str], dict[str, slice]]:
    names: list[str] = []
    rows: dict[str, slice] = {}
    for block in blocks:
        ids = ordered_ids(scenario, block, good)
        rows[block] = slice(len(names), len(names) + len(ids))
        names += ids
    return names, rows


def _layout(scenario: Scenario, good: Good, found: list[Route]) -> Layout:
    sellers, seller_rows = _rows(scenario, good, SELLERS[good])
    buyers, buyer_rows = _rows(scenario, good, BUYERS[good])
    seller_row = {name: row for row, name in enumerate(sellers)}
    buyer_row = {name: row for row, name in enumerate(buyers)}
    lanes = sorted(found, key=lambda r: (seller_row[r.seller], buyer_row[r.buyer], r.lane))
    buyer = np.array([buyer_row[r.buyer] for r in lanes], dtype=np.intp)
    return Layout(
        good=good,
        items=items(scenario, good),
        sellers=tuple(sellers),
        buyers=tuple(buyers),
        routes=tuple(lanes),
        seller=np.array([seller_row[r.seller] for r in lanes], dtype=np.intp),
        buyer=buyer,
        by_buyer=Groups(buyer, len(buyers)),
        seller_rows=seller_rows,
        buyer_rows=buyer_rows,
    )
