"""What is put out of action in a stress test: a facility, a lane, a country or a stage."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sim.output.label import label_of
from sim.scenario.chain import DEPOTS, FACILITY_BLOCKS, STAGES
from sim.scenario.network import Network, Route
from sim.scenario.schema import Disruption, Scenario
from sim.scenario.schema.disruption.feed_loss import FeedLoss
from sim.scenario.schema.disruption.lane_closure import LaneClosure
from sim.scenario.schema.disruption.outage import Outage

Kind = Literal["facility", "lane", "country", "stage"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Node:
    """A part of the chain that is out as a whole.

    A facility makes nothing, and goes on selling what it holds; a depot, which makes nothing
    anyway, sells nothing. Over a lane nothing leaves. In a country all facilities stand still, and
    nothing leaves it, either. A stage is all facilities of a block.
    """

    number: int
    """Place among all nodes of its scenario."""
    kind: Kind
    name: str
    """Id of the facility or lane, code of the country, block of the stage."""
    label: str
    """How reports call it."""
    idle: tuple[str, ...] = ()
    """Facilities that make nothing."""
    lanes: tuple[str, ...] = ()
    """Lanes over which nothing leaves."""
    silent: tuple[str, ...] = ()
    """Facilities that sell nothing ..."""
    deprived: tuple[str, ...] = ()
    """... to these buyers."""

    def strikes(self, route: Route) -> bool:
        """Tell whether what a route carries fails in the end while the node is out."""
        return (
            route.seller in self.idle
            or route.lane in self.lanes
            or (route.seller in self.silent and route.buyer in self.deprived)
        )

    def outage(self, prefix: str, start: dt.date, days: int) -> dict[str, Disruption]:
        """Give the disruptions that put it out from a date for some days, by id.

        Ids are the same whatever the days: points that differ in these differ in numbers alone.
        """
        when: dict[str, Any] = {"start": start, "duration_days": float(days)}
        name = f"{prefix}_{self.number}"
        found: dict[str, Disruption] = {}
        if self.idle:
            found[name] = Outage(kind="outage", facilities=list(self.idle), **when)
        if self.lanes:
            found[name] = LaneClosure(kind="lane_closure", lanes=list(self.lanes), **when)
        if self.silent and self.deprived:
            plants, suppliers = list(self.deprived), list(self.silent)
            found[f"{name}_sales"] = FeedLoss(
                kind="feed_loss", plants=plants, suppliers=suppliers, **when
            )
        return found


def nodes_of(scenario: Scenario) -> list[Node]:
    """List all that can be put out, kind by kind, in the order of the chain and of names."""
    network = Network(scenario)
    parts = [*_facilities(network), *_lanes(network), *_countries(network), *_stages(network)]
    return [Node(number, **part) for number, part in enumerate(parts)]


def free_prefix(scenario: Scenario) -> str:
    """Give what the ids of added disruptions begin with: no id of the scenario does."""
    prefix = "stress"
    while any(name.startswith(prefix) for name in scenario.disruptions):
        prefix += "_"
    return prefix


def _facilities(network: Network) -> Iterator[dict[str, Any]]:
    for block in FACILITY_BLOCKS:
        for name, entry in sorted(getattr(network.scenario, block).items()):
            node = {"kind": "facility", "name": name, "label": label_of(entry.label, name)}
            if block == DEPOTS:
                silent = {"silent": (name,), "deprived": _buyers(network.routes, [name])}
                yield node | silent
            else:
                yield node | {"idle": (name,)}


def _lanes(network: Network) -> Iterator[dict[str, Any]]:
    for name in sorted(network.scenario.lanes):
        yield {"kind": "lane", "name": name, "label": name, "lanes": (name,)}


def _countries(network: Network) -> Iterator[dict[str, Any]]:
    scenario = network.scenario
    names = sorted(name for block in FACILITY_BLOCKS for name in getattr(scenario, block))
    for place in sorted({network.place_of(name) for name in names}):
        there = tuple(name for name in names if network.place_of(name) == place)
        leaving = [r for r in network.routes if not network.stands(r.buyer, place)]
        yield {
            "kind": "country",
            "name": place,
            "label": place,
            "idle": tuple(name for name in there if name not in scenario.depots),
            "silent": there,
            "deprived": _buyers(leaving, there),
        }


def _stages(network: Network) -> Iterator[dict[str, Any]]:
    for stage in STAGES:
        names = tuple(sorted(getattr(network.scenario, stage.block)))
        if stage.gives is not None and names:
            label = stage.block.replace("_", " ")
            yield {"kind": "stage", "name": stage.block, "label": label, "idle": names}


def _buyers(routes: Iterable[Route], sellers: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted({route.buyer for route in routes if route.seller in sellers}))
