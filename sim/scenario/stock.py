"""What lies where: the goods that each facility and consumer of a network may hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sim.scenario.chain import CONSUMERS, DEPOTS, STAGES, Stage
from sim.scenario.network import items, lane_buyers, lane_sellers
from sim.scenario.schema import Good, Scenario

Part = Literal["input", "in_process", "output"]
"""What is to be used, what is in the works, and what is for sale."""


@dataclass(frozen=True)
class Stock:
    """A good with one facility or consumer."""

    block: str
    """Block of the scenario that has it."""
    name: str
    """Its id."""
    part: Part
    good: Good


def stocks(scenario: Scenario) -> Iterator[Stock]:
    """List every stock of facilities and consumers, down the chain, then those of depots.

    Whom no lane touches holds nothing, nor is a by-product held that no lane takes away.
    """
    lanes = scenario.lanes.values()
    carried = {lane.good for lane in lanes}
    bought = {(name, lane.good) for lane in lanes for name in lane_buyers(scenario, lane)}
    sold = {(name, lane.good) for lane in lanes for name in lane_sellers(lane)}
    touched = {name for name, _ in bought | sold}
    for stage in STAGES:
        made = list(_made(stage, carried))
        for name in sorted(touched.intersection(getattr(scenario, stage.block))):
            if stage.takes is not None and (name, stage.takes) in bought:
                yield Stock(stage.block, name, "input", stage.takes)
            yield from (Stock(stage.block, name, part, good) for part, good in made)
            if stage.leaves is not None and (name, stage.leaves) in sold:
                yield Stock(stage.block, name, "output", stage.leaves)
    for name in sorted(touched.intersection(scenario.consumers)):
        yield Stock(CONSUMERS, name, "input", scenario.consumers[name].good)
    for name in sorted(touched.intersection(scenario.depots)):
        yield Stock(DEPOTS, name, "output", scenario.depots[name].good)


def measured_stocks(scenario: Scenario) -> dict[str, list[str]]:
    """Give whose stocks are in results, by key of the measures; all are those who hold anything."""
    given = {key: getattr(scenario.measures, key) for key in ("stocks", "daily_stocks")}
    return {
        key: list(dict.fromkeys(stock.name for stock in stocks(scenario)))
        if names == "all"
        else names
        for key, names in given.items()
    }


def measured_items(scenario: Scenario, key: str) -> list[tuple[Stock, str]]:
    """List the stocks that a key of the measures asks for, each with its items."""
    names = set(measured_stocks(scenario)[key])
    return [
        (stock, item)
        for stock in (stocks(scenario) if names else ())
        if stock.name in names
        for item in items(scenario, stock.good)
    ]


def _made(stage: Stage, carried: set[Good]) -> Iterator[tuple[Part, Good]]:
    """List what facilities of a stage make, and have of it."""
    if stage.gives in carried:
        if stage.converts and (stage.takes in carried or stage.by_item):
            yield "in_process", stage.gives
        yield "output", stage.gives
