"""How much of what each facility must make: the consumers' demand followed up the chain.

Rough, by shares and expected values alone (the greatest, of dated ones), without stocks or limits:
good enough to tell which items a plant needs, and tonnes from kilograms.
"""

from collections import defaultdict
from collections.abc import Mapping

from sim.scenario.chain import USED, Feed, Stage, upward
from sim.scenario.network import Route, routes
from sim.scenario.numbers import expected, greatest
from sim.scenario.schema import Consumer, Good, Scenario

Amounts = dict[str, dict[str, float]]
"""Facility to item (element or grade) to tonnes a year."""

_DEPOT_CHAIN = 4
"""Most depots that follow each other."""


def needs(scenario: Scenario) -> dict[Good, Amounts]:
    """Give what every buyer needs of each good, t a year (contained element but for magnets).

    Where consumers use a good themselves they are among its buyers.
    """
    by_good: dict[str, list[Route]] = defaultdict(list)
    for route in routes(scenario):
        by_good[route.good].append(route)
    found: dict[Good, Amounts] = {good: _by_consumers(scenario, good) for good in USED}
    for good, stage in upward():
        sold = _sold(by_good[good], found[good])
        if stage.takes is None or stage.feed not in _FEED:
            break
        makers, feed = getattr(scenario, stage.block), _FEED[stage.feed]
        found[stage.takes] |= {
            maker: feed(scenario, stage, maker, amounts)
            for maker, amounts in sold.items()
            if maker in makers
        }
    return found


def _by_consumers(scenario: Scenario, good: Good) -> Amounts:
    """Give what consumers need of a good."""
    users = {name: one for name, one in scenario.consumers.items() if one.good == good}
    found: Amounts = {
        name: {item: share * _demand(scenario, consumer) for item, share in consumer.shares.items()}
        for name, consumer in users.items()
    }
    for name, consumer in users.items():
        if consumer.by_grade and expected(consumer.thrift_per_year) > 0:
            found[name].setdefault(next(iter(scenario.grades)), 0.0)
    return found


def needed_items(scenario: Scenario) -> dict[str, set[str]]:
    """Give the items that each buyer needs."""
    found: dict[str, set[str]] = defaultdict(set)
    for amounts in needs(scenario).values():
        for buyer, by_item in amounts.items():
            found[buyer] |= set(by_item)
    return found


def total(amounts: Amounts, *, leave_out: Mapping[str, object]) -> dict[str, float]:
    """Sum what buyers need, by item, leaving out some (depots, which pass on)."""
    sums: dict[str, float] = defaultdict(float)
    for buyer, by_item in amounts.items():
        for item, t in by_item.items() if buyer not in leave_out else ():
            sums[item] += t
    return dict(sums)


def _demand(scenario: Scenario, consumer: Consumer) -> float:
    """Give the larger of the demands at the start and at the end, t a year."""
    growth = consumer.growth_per_year
    rate = max(map(expected, growth.values())) if isinstance(growth, dict) else expected(growth)
    years = max((scenario.end.year - 2024) if rate > 0 else (scenario.start.year - 2024), 0)
    return expected(consumer.demand_t_per_year) * (1 + max(rate, -0.99)) ** min(years, 50)


def _sold(lanes: list[Route], bought: Amounts) -> Amounts:
    """Follow what buyers need to the sellers; depots among them become buyers in *bought*."""
    sold: Amounts = defaultdict(lambda: defaultdict(float))
    pending = dict(bought)
    for _ in range(_DEPOT_CHAIN + 1):
        passed_on: Amounts = defaultdict(lambda: defaultdict(float))
        for route in lanes:
            for item, t in pending.get(route.buyer, {}).items():
                if (weight := _weight(route, item)) is not None:
                    sold[route.seller][item] += t * weight
                    passed_on[route.seller][item] += t * weight
        buyers = {route.buyer for route in lanes}
        pending = {seller: amounts for seller, amounts in passed_on.items() if seller in buyers}
        for depot, amounts in pending.items():
            entry = bought.setdefault(depot, {})
            for item, t in amounts.items():
                entry[item] = entry.get(item, 0.0) + t
        if not pending:
            break
    return sold


def _weight(route: Route, item: str) -> float | None:
    """Give the part of a buyer's need that a route may carry; none if it does not."""
    if route.share is not None:
        share = greatest(route.share.get(item, route.share.get("bulk", 0.0)))
        return share * route.portion or None
    if route.offtake is not None:
        return greatest(route.offtake) * route.portion
    return 0.0 if route.standby is not None else None


def _over_yield(
    scenario: Scenario, stage: Stage, maker: str, elements: Mapping[str, float]
) -> dict[str, float]:
    """Give the elements that a maker takes in for tonnes of the same elements."""
    lost = greatest(getattr(getattr(scenario, stage.block)[maker], stage.yields))
    return {element: t / lost for element, t in elements.items()}


def _by_recipe(
    scenario: Scenario, stage: Stage, maker: str, grades: Mapping[str, float]
) -> dict[str, float]:
    """Give the elements a maker melts for tonnes of finished magnets."""
    plant = getattr(scenario, stage.block)[maker]
    lost = greatest(plant.finished_t_per_t_blank) * greatest(plant.blank_t_per_t_alloy)
    found: dict[str, float] = defaultdict(float)
    for grade, t in grades.items():
        for element, content in scenario.grades[grade].recipe.items():
            if content > 0:
                factor = greatest(plant.recipe_factor.get(element, 1.0))
                found[element] += t * content * factor / lost
    return dict(found)


_FEED = {Feed.YIELD: _over_yield, Feed.RECIPE: _by_recipe}
"""What a maker takes in for what it sells; other stages take in bulk, or what is sent to them."""
