"""Lanes: who may sell and buy what, once each, in shares that sum to 1."""

from collections import defaultdict
from collections.abc import Iterator

from sim.scenario.check.need import needed_items
from sim.scenario.check.tables import NEAR
from sim.scenario.errors import listed
from sim.scenario.finding import Finding
from sim.scenario.network import (
    BUYERS,
    SELLERS,
    Route,
    block_of,
    items,
    lane_buyers,
    lane_sellers,
    routes,
)
from sim.scenario.numbers import expected
from sim.scenario.schema import Scenario


def lanes(scenario: Scenario) -> Iterator[Finding]:
    """Check every lane and what the lanes of a buyer make together."""
    found = list(_trades(scenario))
    yield from found
    if found:
        return
    taken_apart = list(routes(scenario))
    yield from _twice(taken_apart)
    yield from _shares(scenario, taken_apart)


def _trades(scenario: Scenario) -> Iterator[Finding]:
    """Find sellers and buyers that do not deal in the good of their lane."""
    block = block_of(scenario)
    for name, lane in scenario.lanes.items():
        sides = (
            ("from", "sells", lane_sellers(lane), SELLERS[lane.good]),
            ("to", "buys", lane_buyers(scenario, lane), BUYERS[lane.good]),
        )
        for key, does, parties, blocks in sides:
            for party in parties:
                depot = scenario.depots.get(party)
                if block[party] not in blocks:
                    says = f"{party} is one of the {block[party]}; none of them {does} {lane.good}."
                    yield Finding(("lanes", name, key), says, f"{lane.good}: {', '.join(blocks)}.")
                elif depot is not None and depot.good != lane.good:
                    says = f"{party} is a depot of {depot.good}, not of {lane.good}."
                    yield Finding(("lanes", name, key), says, "Change the good of one of the two.")
        if set(lane_sellers(lane)) & set(lane_buyers(scenario, lane)):
            yield Finding(("lanes", name, "to"), "A lane leads from a facility to itself.", "")


def _role(route: Route) -> str:
    return next(
        (role for role in ("share", "offtake", "standby") if getattr(route, role) is not None),
        "push",
    )


def _twice(taken_apart: list[Route]) -> Iterator[Finding]:
    """Find two lanes of the same role for the same good between the same two."""
    first: dict[tuple[str, ...], str] = {}
    for route in taken_apart:
        key = (route.good, route.seller, route.buyer, _role(route))
        other = first.setdefault(key, route.lane)
        if other != route.lane:
            says = (
                f"{route.seller} already sells {route.good} to {route.buyer} by the lane {other}, "
                f"with the same role ({_role(route)})."
            )
            yield Finding(("lanes", route.lane), says, "Put the two together.")


def _shares(scenario: Scenario, taken_apart: list[Route]) -> Iterator[Finding]:
    """Check that the shares of each buyer sum to 1 and its offtakes to 1 at most."""
    by_buyer: dict[tuple[str, str], list[Route]] = defaultdict(list)
    for route in taken_apart:
        by_buyer[route.good, route.buyer].append(route)
    needed = needed_items(scenario)
    for (good, buyer), group in by_buyer.items():
        shared = [route for route in group if route.share is not None]
        claims = [route for route in group if route.offtake is not None]
        claimed = 0.0
        for item in items(scenario, group[0].good):
            carried = [route for route in claims if _carries(scenario, route, item)]
            part = sum(expected(route.offtake or 0.0) * route.portion for route in carried)
            if part > 1 + NEAR >= claimed:
                what = _what(good, [item])
                says = f"The offtakes of {buyer} in {what} sum to {part:g}: {_terms(carried)}."
                yield Finding(
                    ("lanes", carried[-1].lane, "offtake"), says, "They sum to 1 at most."
                )
            claimed = max(claimed, part)
        if not shared and (not claims or claimed > 1 - NEAR):
            continue
        sums = {
            item: sum((route.share or {})[item] * route.portion for route in shared)
            for item in items(scenario, group[0].good)
        }
        wanted = needed.get(buyer, set())
        wrong = {
            item: total
            for item, total in sums.items()
            if abs(total - 1) > NEAR and (total > 0 or item in wanted or not any(sums.values()))
        }
        for total in sorted(set(wrong.values())):
            of = [item for item, value in wrong.items() if value == total]
            terms = f": {_terms(shared, of[0])}" if shared else ""
            says = f"The shares of {buyer} in {_what(good, of)} sum to {total:g}{terms}."
            where = (shared or claims)[-1]
            key = "share" if shared else "offtake"
            yield Finding(("lanes", where.lane, key), says, "They must sum to 1.")


def _what(good: str, of: list[str]) -> str:
    """Name a good with the items meant."""
    return good if good == "concentrate" else f"{good} ({listed(of)})"


def _carries(scenario: Scenario, route: Route, item: str) -> bool:
    """Tell whether the seller of a route makes an item at all."""
    plant = scenario.separation_plants.get(route.seller) or scenario.recyclers.get(route.seller)
    return plant is None or route.good != "oxide" or item in plant.recovery


def _terms(group: list[Route], item: str = "") -> str:
    """Write the terms of a sum."""
    amounts = [
        (route.share or {}).get(item, 0.0) if route.share else expected(route.offtake or 0.0)
        for route in group
    ]
    return ", ".join(
        f"{route.lane} {amount * route.portion:g}"
        for route, amount in zip(group, amounts, strict=True)
    )
