"""What an exporter keeps from some buyers: the lanes, and the items on them, that it hits."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from sim.scenario.chain import BY_GRADE, CONCENTRATE, SCRAP, Good
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.schema.base import Id, Place
from sim.scenario.schema.disruption.effect import Abroad
from sim.scenario.schema.disruption.timed import Timed

if TYPE_CHECKING:
    from sim.scenario.network import Network, Route

Goods = list[Good] | dict[Good, Literal["all"] | list[Id]] | Literal["all"]
"""Goods hit; a mapping names the elements for each good."""


def never_told_apart(disruption: Timed, goods: Goods) -> Iterator[Finding]:
    """Find a content of magnets that has no effect, as no elements of them are named."""
    named = [goods.get(good, "all") for good in BY_GRADE] if isinstance(goods, dict) else []
    if all(some == "all" for some in named) and (
        "content_threshold" in disruption.model_fields_set
    ):
        says = "content_threshold has no effect: no elements are named of magnets."
        remedy = "Leave it out, or name them, as {magnets: [dy, tb]}."
        yield Finding(("content_threshold",), says, remedy, "warning")


def names_none(goods: Goods) -> Iterator[Finding]:
    """Find goods of which no element is named, so that they are not hit."""
    for good, elements in goods.items() if isinstance(goods, dict) else ():
        if not elements:
            says = f"The list is empty: nothing of {good} is hit."
            remedy = "Name elements, or all; null removes inherited goods."
            yield Finding(("goods", good), says, remedy, "warning")


@dataclass(frozen=True)
class Embargo:
    """Goods that must not leave an exporter for the buyers it is aimed at.

    A magnet grade is hit if it holds a controlled element from the threshold on; concentrate is
    hit as a whole.
    """

    network: "Network"
    exporter: Place
    goods: Goods
    content_threshold: float
    aimed: Callable[["Route"], bool]
    """Tells whether it is aimed at the buyer of a route."""
    content_abroad: float | None
    """Content of the exporter's material from which other countries' goods are hit; none hits none
    of them."""
    within_borders: bool
    """Whether what never leaves its seller's country is hit abroad, too."""
    in_part: bool = False
    """Whether only the exporter's part of what is hit abroad is."""
    by_batch: bool = False
    """Whether that is so of sellers that keep batches apart, and of them alone."""

    def elements(self, good: Good) -> list[str] | Literal["all"] | None:
        """Give the elements for which a good is hit; none if it is not."""
        if self.goods == "all":
            return "all"
        if isinstance(self.goods, dict):
            return self.goods.get(good)
        return "all" if good in self.goods else None

    def narrowing(self) -> tuple[Callable[["Route"], Collection[str]], Abroad | None]:
        """Give what is hit on a route that leaves the exporter, and what abroad."""
        held = cache(self._held)

        def items(route: "Route") -> Collection[str]:
            own = self.network.stands(route.seller, self.exporter)
            return held(route.good) if own and self._meant(route) else ()

        def abroad(route: "Route") -> bool:
            if self.network.stands(route.seller, self.exporter) or not self._meant(route):
                return False
            there, _ = self.network.declared(route)
            here = self.network.place_of(route.seller)
            return self.within_borders or not self.network.within(here, there)

        if self.content_abroad is None:
            return items, None
        counts = self._counts_from if self.in_part else None
        content, by_batch = self.content_abroad, self.by_batch
        return items, Abroad(self.exporter, self._counted, content, abroad, counts, by_batch)

    def elsewhere(self, third: Callable[["Route"], bool]) -> Callable[["Route"], Collection[str]]:
        """Give what leaves the exporter of the goods on routes to third countries."""
        held = cache(self._held)

        def items(route: "Route") -> Collection[str]:
            to, _ = self.network.declared(route)
            leaves = self.network.stands(route.seller, self.exporter)
            leaves = leaves and not self.network.within(to, self.exporter)
            return held(route.good) if leaves and third(route) else ()

        return items

    def leaves(self, route: "Route") -> bool:
        """Tell whether a route leaves the exporter, or may hold its material if that counts."""
        there, _ = self.network.declared(route)
        own = self.network.stands(route.seller, self.exporter)
        return (own or self.content_abroad is not None) and not self.network.within(
            there, self.exporter
        )

    def is_on(self, route: "Route") -> bool:
        """Tell whether a route carries any of the goods, by all that its seller makes of them."""
        elements = self.elements(route.good)
        if elements is None or elements == "all":
            return elements is not None
        return any(self._carries(route, element) for element in elements)

    def follows_nothing(self, key: str) -> Iterator[Finding]:
        """Find a key that asks for the exporter's material in goods that hold none of it, ever."""
        _, abroad = self.narrowing()
        asked = [r for r in self.network.routes if abroad is not None and abroad.hits(r)]
        asked = [route for route in asked if self.elements(route.good) is not None]
        if asked and not any(self._holds(route) for route in asked):
            goods = listed(dict.fromkeys(route.good for route in asked))
            says = f"{key} has no effect: what others sell of {goods} holds none of its elements."
            remedy = "Write recipe, t of each element in a tonne of magnet, in grades."
            yield Finding((key,), says, remedy, "warning")

    def _holds(self, route: "Route") -> bool:
        """Tell whether a route may carry any of the elements that count."""
        counted = self._counted(route.good)
        if route.good not in BY_GRADE:
            return bool(counted)
        grades = self.network.scenario.grades
        carried = [item for item in self.network.items(route.good) if route.may_carry(item)]
        return any(grades[item].recipe.get(e, 0.0) > 0 for item in carried for e in counted)

    def _meant(self, route: "Route") -> bool:
        to, _ = self.network.declared(route)
        return not self.network.within(to, self.exporter) and self.aimed(route)

    def _counted(self, good: Good) -> Collection[str]:
        elements = self.elements(good)
        return tuple(self.network.scenario.elements) if elements == "all" else elements or ()

    def _counts_from(self, good: Good) -> float:
        return self.content_threshold if good in BY_GRADE else 0.0

    def _held(self, good: Good) -> Collection[str]:
        """Give the items of a good that hold anything controlled."""
        elements, items = self.elements(good), self.network.items(good)
        if elements is None or elements == "all" or good == CONCENTRATE:
            return () if elements is None else items
        if good not in BY_GRADE:
            return tuple(item for item in items if item in elements)
        grades = self.network.scenario.grades
        return tuple(
            item
            for item in items
            if any(grades[item].recipe.get(e, 0.0) >= self.content_threshold for e in elements)
        )

    def _carries(self, route: "Route", element: str) -> bool:
        """Tell whether a route carries an element."""
        if route.good in {CONCENTRATE, SCRAP}:
            return True
        scenario, items = self.network.scenario, self.network.items(route.good)
        carried = [item for item in items if route.may_carry(item)]
        if route.good not in BY_GRADE:
            return element in carried
        factor: float | dict[dt.date, float] = 1.0
        if route.seller in scenario.magnet_makers:
            factor = scenario.magnet_makers[route.seller].recipe_factor.get(element, 1.0)
        most = max(factor.values()) if isinstance(factor, dict) else factor
        contents = [scenario.grades[grade].recipe.get(element, 0.0) * most for grade in carried]
        return any(content > 0 and content >= self.content_threshold for content in contents)
