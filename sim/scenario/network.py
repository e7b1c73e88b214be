"""The network a scenario describes: who sells and buys which good, and each single route.

Everything here is a pure reading of the scenario; the checks and the simulated world share it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from sim.scenario.chain import (
    BUYERS,
    BY_GRADE,
    CONCENTRATE,
    CONSUMERS,
    DEPOTS,
    GOODS,
    OXIDE,
    STANDING_BLOCKS,
    STOCKPILES,
)
from sim.scenario.numbers import Value, highest
from sim.scenario.schema import EndUse, Flow, Good, Grey, Lane, Number, Scenario

ONE_GOOD = frozenset({DEPOTS, CONSUMERS})
"""Blocks of which each entry deals in one good, which it names."""


@dataclass(frozen=True)
class Route:
    """One seller, one buyer, one good: a lane of the file taken apart."""

    lane: str
    good: Good
    seller: str
    buyer: str
    transit_days: Value
    share: dict[str, Value] | None
    offtake: Value | None
    standby: Value | None
    qualification_days: Number
    push: bool
    portion: float = 1.0
    """Part of the lane's share, offtake or weight that this seller has."""
    grey: Grey | None = None
    """What makes it a grey lane, if it is one."""

    @property
    def role_is_dated(self) -> bool:
        """Whether its share, or its offtake, changes with the date."""
        return any(isinstance(v, Mapping) for v in (*(self.share or {}).values(), self.offtake))

    def may_carry(self, item: str) -> bool:
        """Tell whether its buyer takes any share of an item over it, if it has shares, ever."""
        return self.share is None or highest(self.share[item]) > 0


def items(scenario: Scenario, good: Good) -> tuple[str, ...]:
    """Name what is ordered of a good: grades for magnets, the bulk for concentrate, elements."""
    if good in BY_GRADE:
        return tuple(scenario.grades)
    return ("bulk",) if good == CONCENTRATE else tuple(sorted(scenario.elements))


def entries_of(scenario: Scenario) -> tuple[str, ...]:
    """Name what consumers use: grades of magnets, then elements used by themselves."""
    used = {e for one in scenario.consumers.values() for e in one.elements}
    return (*scenario.grades, *sorted(used.difference(scenario.grades)))


def block_of(scenario: Scenario) -> dict[str, str]:
    """Map the id of every facility, consumer and stockpile to its block."""
    return {name: block for block in STANDING_BLOCKS for name in getattr(scenario, block)}


def place_of(scenario: Scenario, name: str) -> str:
    """Give the country of a facility or stockpile, or the region of a consumer."""
    if name in scenario.consumers:
        return scenario.consumers[name].region
    block = block_of(scenario)[name]
    return str(getattr(scenario, block)[name].country)


def within(scenario: Scenario, place: str, target: str) -> bool:
    """Tell whether *place* is *target* or belongs to the bloc *target*, directly or not."""
    if place == target:
        return True
    return any(within(scenario, place, member) for member in scenario.blocs.get(target, ()))


def buyers_named(scenario: Scenario, good: Good, names: Iterable[str]) -> list[str]:
    """Resolve ids and places to the sorted ids of the buyers of a good."""
    found: set[str] = set()
    for name in names:
        if not name[0].isupper():
            found.add(name)
            continue
        for block in BUYERS[good]:
            # A stockpile buys for itself and draws on no other: it is named, never meant.
            found.update(
                buyer
                for buyer in (getattr(scenario, block) if block != STOCKPILES else ())
                if (block not in ONE_GOOD or getattr(scenario, block)[buyer].good == good)
                and within(scenario, place_of(scenario, buyer), name)
            )
    return sorted(found)


def consumers_named(scenario: Scenario, names: Iterable[str]) -> list[str]:
    """Resolve ids and places to the sorted ids of consumers.

    A place stands for those there who use magnets, if there are any, else for all: tonnes of
    magnets and of elements do not add up.
    """
    found: set[str] = set()
    for name in names:
        if not name[0].isupper():
            found.add(name)
            continue
        there = {
            c: one for c, one in scenario.consumers.items() if within(scenario, one.region, name)
        }
        found.update({c for c, one in there.items() if one.by_grade} or there)
    return sorted(found)


def lane_sellers(lane: Lane) -> dict[str, float]:
    """Give the sellers of a lane with the portion of it that each has."""
    if isinstance(lane.sellers, str):
        return {lane.sellers: 1.0}
    if isinstance(lane.sellers, list):
        return {name: 1.0 / len(lane.sellers) for name in lane.sellers}
    return dict(lane.sellers)


def lane_buyers(scenario: Scenario, lane: Lane) -> list[str]:
    """Give the buyers of a lane, places resolved (to consumers of its good), sorted."""
    names = [lane.buyers] if isinstance(lane.buyers, str) else lane.buyers
    found: set[str] = set()
    for name in names:
        if name[0].isupper():
            found.update(
                c
                for c, block in scenario.consumers.items()
                if block.good == lane.good and within(scenario, block.region, name)
            )
        else:
            found.add(name)
    return sorted(found)


def routes(scenario: Scenario) -> Iterator[Route]:
    """Take every lane apart, in the order of good, seller, buyer and lane id."""
    found = [
        Route(
            lane=name,
            good=lane.good,
            seller=seller,
            buyer=buyer,
            transit_days=lane.transit_days,
            share=share_of_each(scenario, lane),
            offtake=lane.offtake,
            standby=lane.standby,
            qualification_days=lane.qualification_days,
            push=lane.push,
            portion=portion,
            grey=lane.grey,
        )
        for name, lane in scenario.lanes.items()
        for seller, portion in lane_sellers(lane).items()
        for buyer in lane_buyers(scenario, lane)
    ]
    yield from sorted(found, key=lambda r: (GOODS.index(r.good), r.seller, r.buyer, r.lane))


def counts(scenario: Scenario, flow: Flow, route: Route) -> bool:
    """Tell whether what a route carries counts towards a measured flow."""
    if route.good != flow.good:
        return False
    here, there = place_of(scenario, route.seller), place_of(scenario, route.buyer)
    return (
        within(scenario, here, flow.sellers)
        and not within(scenario, there, flow.sellers)
        and (flow.buyers == "all" or within(scenario, there, flow.buyers))
    )


def declared(scenario: Scenario, route: Route) -> tuple[str, EndUse]:
    """Give the country and the end use that the papers of a route name."""
    if route.grey is not None:
        return route.grey.via, "civil"
    buyer = scenario.consumers.get(route.buyer)
    return place_of(scenario, route.buyer), buyer.end_use if buyer else "civil"


def makes(scenario: Scenario, route: Route, item: str) -> bool:
    """Tell whether the seller of a route makes an item at all: oxides only of what it recovers."""
    plant = scenario.separation_plants.get(route.seller) or scenario.recyclers.get(route.seller)
    return plant is None or route.good != OXIDE or item in plant.recovery


def share_of_each(scenario: Scenario, lane: Lane) -> dict[str, Value] | None:
    """Give the share of each item that is bought over a lane; none where it has another role."""
    if lane.share is None:
        return None
    named = shares_by_item(lane)
    if named is not None:
        return {item: named.get(item, 0.0) for item in items(scenario, lane.good)}
    return dict.fromkeys(items(scenario, lane.good), cast("Value", lane.share))


def shares_by_item(lane: Lane) -> dict[str, Value] | None:
    """Give the shares of a lane that names items; None where one share, or none, is for all."""
    if not isinstance(lane.share, dict) or any(isinstance(key, dt.date) for key in lane.share):
        return None
    return {str(item): share for item, share in lane.share.items()}


class Network:
    """The routes of one scenario, and who stands where: read once, asked often.

    Parameters
    ----------
    scenario : Scenario
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._places: dict[str, str] = {}
        self._papers: dict[tuple[str, str], tuple[str, EndUse]] = {}

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """All lanes taken apart."""
        return tuple(routes(self.scenario))

    def items(self, good: Good) -> tuple[str, ...]:
        """Name what is ordered of a good (:func:`items`)."""
        return items(self.scenario, good)

    def place_of(self, name: str) -> str:
        """Give the place of a facility, consumer or stockpile (:func:`place_of`)."""
        if name not in self._places:
            self._places[name] = place_of(self.scenario, name)
        return self._places[name]

    def within(self, place: str, target: str) -> bool:
        """Tell whether a place is, or belongs to, another (:func:`within`)."""
        return within(self.scenario, place, target)

    def stands(self, name: str, target: str) -> bool:
        """Tell whether a facility, consumer or stockpile stands in a place or bloc."""
        return self.within(self.place_of(name), target)

    def declared(self, route: Route) -> tuple[str, EndUse]:
        """Give the country and the end use that the papers of a route name (:func:`declared`)."""
        key = route.lane, route.buyer
        if key not in self._papers:
            self._papers[key] = declared(self.scenario, route)
        return self._papers[key]
