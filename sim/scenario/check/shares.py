"""The lanes of a buyer together: shares that sum to 1, offtakes that sum to 1 at most."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from sim.scenario.chain import CONCENTRATE
from sim.scenario.check.need import needed_items
from sim.scenario.check.tables import NEAR
from sim.scenario.errors import figure, listed
from sim.scenario.finding import Finding
from sim.scenario.network import Route, items, makes
from sim.scenario.numbers import dates_of, expected, greatest, on_date
from sim.scenario.schema import Good, Scenario


class Sum(NamedTuple):
    """A sum over the lanes of a buyer that is not what it must be."""

    lane: str
    """The last of the lanes."""
    role: str
    """Whether shares or offtakes are summed."""
    good: Good
    """The good."""
    total: float
    """The sum."""
    terms: str
    """The lanes with their parts."""
    date: dt.date | None = None
    """The first date on which it is so, where parts are dated."""


def shares(scenario: Scenario, taken_apart: list[Route]) -> Iterator[Finding]:
    """Check the sums of every buyer; buyers with the same lanes are told of together."""
    by_buyer: dict[tuple[Good, str], list[Route]] = defaultdict(list)
    for route in taken_apart:
        by_buyer[route.good, route.buyer].append(route)
    needed = needed_items(scenario)
    buyers: dict[tuple[Sum, tuple[str, ...]], list[str]] = defaultdict(list)
    for (good, buyer), group in by_buyer.items():
        by_sum: dict[Sum, list[str]] = defaultdict(list)
        for item, wrong in _first_wrong(scenario, good, group, needed.get(buyer, set())):
            by_sum[wrong].append(item)
        for wrong, of in by_sum.items():
            buyers[wrong, tuple(of)].append(buyer)
    for (wrong, found), names in buyers.items():
        what = wrong.good if wrong.good == CONCENTRATE else f"{wrong.good} ({listed(found)})"
        terms = f": {wrong.terms}" if wrong.terms else ""
        when = f" on {wrong.date}" if wrong.date else ""
        total = f"{figure(wrong.total, 1.0)}{when}{terms}"
        says = f"The {wrong.role}s of {listed(names)} in {what} sum to {total}."
        rule = "They must sum to 1." if wrong.role == "share" else "They sum to 1 at most."
        yield Finding(("lanes", wrong.lane, wrong.role), says, rule)


def _first_wrong(
    scenario: Scenario, good: Good, group: list[Route], needed: set[str]
) -> Iterator[tuple[str, Sum]]:
    """Find what is wrong on the first date on which anything is: sums change on straight lines."""
    values = [value for r in group for value in (*(r.share or {}).values(), r.offtake or 0.0)]
    for date in dates_of(values):
        found = list(_wrong(scenario, good, [_on(date, route) for route in group], needed))
        yield from ((item, wrong._replace(date=date)) for item, wrong in found)
        if found:
            return


def _on(date: dt.date | None, route: Route) -> Route:
    """Give a route with the expected share and offtake that it has on a date."""
    share, offtake = route.share, route.offtake
    if share is not None:
        share = {item: on_date(value, date, expected) for item, value in share.items()}
    if offtake is not None:
        offtake = on_date(offtake, date, expected)
    return replace(route, share=share, offtake=offtake)


def _wrong(
    scenario: Scenario, good: Good, group: list[Route], needed: set[str]
) -> Iterator[tuple[str, Sum]]:
    """Find the items of one buyer and good whose parts do not sum to what they must."""
    shared = [route for route in group if route.share is not None]
    claims = [route for route in group if route.offtake is not None]
    sums = {}
    for item in items(scenario, good):
        parts = _by_lane((route, _share(route, item)) for route in shared)
        claimed = _by_lane((r, _offtake(r)) for r in claims if makes(scenario, r, item))
        if (total := _sum(claimed)) > 1 + NEAR:
            yield item, Sum(list(claimed)[-1], "offtake", good, total, _terms(claimed))
        if shared or (claims and total < 1 - NEAR):
            sums[item] = parts
    # A buyer need not take an item that nobody asks of it; but it takes one at least.
    idle = not any(any(parts.values()) for parts in sums.values())
    for item, parts in sums.items():
        total = _sum(parts)
        if abs(total - 1) > NEAR and (total > 0 or item in needed or idle):
            where = (shared or claims)[-1].lane
            yield item, Sum(where, "share", good, total, _terms(parts))


def _share(route: Route, item: str) -> float:
    return greatest((route.share or {}).get(item, 0.0)) * route.portion


def _offtake(route: Route) -> float:
    return greatest(route.offtake or 0.0) * route.portion


def _by_lane(amounts: Iterable[tuple[Route, float]]) -> dict[str, float]:
    """Sum over the sellers of each lane."""
    parts: dict[str, float] = defaultdict(float)
    for route, amount in amounts:
        parts[route.lane] += amount
    return dict(parts)


def _sum(parts: dict[str, float]) -> float:
    # Rounded, so that buyers with the same lanes in another order have the same sum.
    return round(sum(parts.values()), 9)


def _terms(parts: dict[str, float]) -> str:
    return ", ".join(f"{lane} {part:g}" for lane, part in parts.items())
