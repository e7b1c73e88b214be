"""Which class of priority a buyer has, and where."""

from sim.scenario.network import lane_buyers, lane_sellers, place_of, within
from sim.scenario.schema import Scenario

ORDINARY = 1
"""The class of all who have no other: facilities, and consumers where no law gives them one."""


def priority_holds(scenario: Scenario, consumer: str, place: str) -> bool:
    """Tell whether a consumer has its priority where goods are held in a country."""
    where = scenario.consumers[consumer].priority_in
    return where is None or any(within(scenario, place, one) for one in where)


def priority_in(scenario: Scenario, buyer: str, place: str) -> int:
    """Give the class of a buyer for whoever holds goods in a country.

    With the policy ``pro_rata`` all are of one class.
    """
    if buyer not in scenario.consumers or scenario.policy.allocation == "pro_rata":
        return ORDINARY
    holds = priority_holds(scenario, buyer, place)
    return scenario.consumers[buyer].priority if holds else ORDINARY


def home_of(scenario: Scenario, place: str) -> str | None:
    """Give the country or bloc whose buyers come first at sellers in a country; None if none."""
    homes = (home for home in scenario.policy.home_first if within(scenario, place, home))
    return next(homes, None)


def best_priority(scenario: Scenario, consumer: str) -> int:
    """Give the class of a consumer at those of its sellers that serve it first."""
    block = scenario.consumers[consumer]
    if block.priority_in is None:
        return block.priority
    places = places_of_sellers(scenario, consumer)
    holds = [priority_holds(scenario, consumer, place) for place in places]
    return min(block.priority if one else ORDINARY for one in holds) if holds else ORDINARY


def places_of_sellers(scenario: Scenario, consumer: str) -> set[str]:
    """Name the countries from which a consumer buys over its lanes."""
    return {
        place_of(scenario, seller)
        for lane in scenario.lanes.values()
        if consumer in lane_buyers(scenario, lane)
        for seller in lane_sellers(lane)
    }
