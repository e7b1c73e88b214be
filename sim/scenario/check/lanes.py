"""Lanes: who may sell and buy what, once each, in shares that sum to 1."""

import datetime as dt
from collections.abc import Iterator, Mapping

from sim.scenario.chain import BUYERS, SELLERS
from sim.scenario.check.shares import shares
from sim.scenario.finding import Finding
from sim.scenario.network import (
    Route,
    block_of,
    lane_buyers,
    lane_sellers,
    routes,
)
from sim.scenario.numbers import highest, on_date
from sim.scenario.opening import opens
from sim.scenario.schema import Distribution, Scenario


def lanes(scenario: Scenario) -> Iterator[Finding]:
    """Check every lane and what the lanes of a buyer make together."""
    found = list(_trades(scenario))
    yield from found
    if found:
        return
    yield from _never_qualifying(scenario)
    yield from _never_drawn(scenario)
    yield from _ore_that_nobody_orders(scenario)
    taken_apart = list(routes(scenario))
    yield from _twice(taken_apart)
    yield from _only_standby(taken_apart)
    yield from shares(scenario, taken_apart)
    yield from _shared_before_it_opens(scenario, taken_apart)


def _never_qualifying(scenario: Scenario) -> Iterator[Finding]:
    """Find lanes that are in use from the first day, and yet are to qualify."""
    for name, lane in scenario.lanes.items():
        if lane.standby is None and highest(lane.qualification_days) > 0.0:
            says = "Only a stand-by lane is qualified: qualification_days has no effect here."
            remedy = "Leave it out. A new plant has qualification_months in its project."
            yield Finding(("lanes", name, "qualification_days"), says, remedy, "warning")


def _never_drawn(scenario: Scenario) -> Iterator[Finding]:
    """Find shipments that are to have days of their own where nothing is drawn for them."""
    for name, lane in scenario.lanes.items():
        by_shipment = lane.transit_drawn == "by_shipment"
        if by_shipment and isinstance(lane.transit_days, Mapping):
            says = "Days that are drawn for each shipment take no dates."
            remedy = "Write one distribution, or leave transit_drawn out."
            yield Finding(("lanes", name, "transit_days"), says, remedy)
        elif by_shipment and not isinstance(lane.transit_days, Distribution):
            says = "transit_days is a plain number, the same for every shipment."
            remedy = "Write a distribution, as {uniform: [30, 45]}; or leave transit_drawn out."
            yield Finding(("lanes", name, "transit_drawn"), says, remedy, "warning")
        if lane.consignment_t is not None and not by_shipment:
            says = "All that leaves on a day travels together: consignment_t has no effect here."
            remedy = "Write transit_drawn: by_shipment, or leave it out."
            yield Finding(("lanes", name, "consignment_t"), says, remedy, "warning")


def _ore_that_nobody_orders(scenario: Scenario) -> Iterator[Finding]:
    """Find mines that would push their ore: mines dig what is ordered."""
    for name, lane in scenario.lanes.items():
        mines = [seller for seller in lane_sellers(lane) if seller in scenario.mines]
        if lane.push and mines:
            says = f"{mines[0]} digs what is ordered, and on a push lane nothing is."
            remedy = "Write share: 1. Only what plants leave over (residue, scrap) is pushed."
            yield Finding(("lanes", name, "push"), says, remedy)


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
                one = scenario.depots.get(party) or scenario.consumers.get(party)
                if block[party] not in blocks:
                    says = f"{party} is one of the {block[party]}; none of them {does} {lane.good}."
                    yield Finding(("lanes", name, key), says, f"{lane.good}: {', '.join(blocks)}.")
                elif one is not None and one.good != lane.good:
                    does = "is a depot of" if party in scenario.depots else "uses"
                    says = f"{party} {does} {one.good}, not {lane.good}."
                    yield Finding(("lanes", name, key), says, "Change the good of one of the two.")
        if set(lane_sellers(lane)) & set(lane_buyers(scenario, lane)):
            yield Finding(("lanes", name, "to"), "A lane leads from a facility to itself.", "")


def _only_standby(taken_apart: list[Route]) -> Iterator[Finding]:
    """Find buyers that nothing ever reaches: a stand-by lane stands by for another."""
    roles: dict[tuple[str, str], set[str]] = {}
    for route in taken_apart:
        roles.setdefault((route.buyer, route.good), set()).add(_role(route))
    told = set[tuple[str, str]]()
    for route in taken_apart:
        of = route.buyer, route.good
        if roles[of] == {"standby"} and of not in told:
            told.add(of)
            says = (
                f"Only stand-by lanes bring {route.buyer} {route.good}: they are used when another "
                "lane is closed or failing, so nothing ever comes."
            )
            yield Finding(("lanes", route.lane, "standby"), says, "Give one of them a share.")


def _shared_before_it_opens(scenario: Scenario, taken_apart: list[Route]) -> Iterator[Finding]:
    """Find shares of plants that are still to open: stocks begin as if they had always sold."""
    later = _still_to_open(scenario)
    told = set[str]()
    for route in taken_apart:
        parts = () if route.share is None else route.share.values()
        counts = any(on_date(part, scenario.start, highest) > 0.0 for part in parts)
        idle = route.seller not in later or route.buyer in later  # who is not there buys nothing
        if idle or not counts or route.lane in told:
            continue
        told.add(route.lane)
        says = (
            f"{route.seller} opens on {later[route.seller]} by plan, but {route.buyer} counts on "
            "its share before: what is on hand and on its way begins as if it had sold."
        )
        remedy = "Write offtake instead of share: until it runs the others sell its part."
        yield Finding(("lanes", route.lane, "share"), says, remedy, "warning")


def _still_to_open(scenario: Scenario) -> dict[str, dt.date]:
    """Give the facilities that are nothing at the start, and when they open by plan."""
    found = {one.facility: opens(scenario, one.facility) for one in scenario.projects.values()}
    return {name: day for name, day in found.items() if day is not None and day > scenario.start}


def _role(route: Route) -> str:
    return next(
        (role for role in ("share", "offtake", "standby") if getattr(route, role) is not None),
        "push",
    )


def _twice(taken_apart: list[Route]) -> Iterator[Finding]:
    """Find two lanes of the same role for the same good between the same two."""
    first: dict[tuple[str, ...], str] = {}
    for route in taken_apart:
        via = route.grey.via if route.grey else ""
        key = (route.good, route.seller, route.buyer, _role(route), via)
        other = first.setdefault(key, route.lane)
        if other != route.lane:
            says = (
                f"{route.seller} already sells {route.good} to {route.buyer} by the lane {other}, "
                f"with the same role ({_role(route)})."
            )
            yield Finding(("lanes", route.lane), says, "Put the two together.")
