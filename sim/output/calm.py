"""Why a run whose event narrows lanes leaves nobody short: nought without a reason is a fault."""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.scenario.errors import listed, plural
from sim.scenario.load import Loaded
from sim.scenario.network import Network

SHOWN = 0.05
"""Shortfall days from which on somebody is short."""
MOST = 4
"""Buyers that are named."""


def why_calm(summary: Mapping[str, Any], loaded: Loaded) -> Iterator[str]:
    """Say what the reference event narrows and who sells the same to its buyers, if all are served.

    Nothing where a group of the summary is short, or the event is not one that narrows lanes.
    """
    scenario, own = loaded.scenario, summary["reference"]
    days = [
        max(row["mean"], row["q95"])
        for row in summary["rows"]
        if row["measure"] == "shortfall_days"
    ]
    if own not in scenario.disruptions or not days or max(days) >= SHOWN:
        return
    network = Network(scenario)
    narrowing = scenario.disruptions[own].narrows(network)
    if narrowing is None:
        return
    hit = [
        route
        for route in network.routes
        if any(route.may_carry(item) for item in narrowing.items(route))
    ]
    bought = {(route.buyer, route.good) for route in hit}
    others = [
        route
        for route in network.routes
        if (route.buyer, route.good) in bought and route not in hit
    ]
    served = {(route.buyer, route.good) for route in others}
    buyers = sorted({buyer for buyer, _ in bought})
    if not hit:
        yield f"Why nobody goes short: no lane that {own} narrows carries anything in the plan."
        return
    named = listed(buyers) if len(buyers) <= MOST else plural(len(buyers), "buyer")
    lanes = plural(len({route.lane for route in hit}), "lane")
    yield (
        f"Why nobody goes short: {own} narrows {lanes}, to {named}; "
        + (
            "nobody else sells them the same: they live on what is held and under way."
            if not served
            else f"{'each' if served == bought else 'some'} may buy the same elsewhere "
            f"({plural(len({route.lane for route in others}), 'other lane')}) or use what is held."
        )
    )
