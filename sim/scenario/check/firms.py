"""Firms of consumers: whether telling them apart can make a difference."""

from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS
from sim.scenario.finding import Finding
from sim.scenario.numbers import highest
from sim.scenario.schema import Scenario


def firms(scenario: Scenario) -> Iterator[Finding]:
    """Find firms without shelves of their own, and those that are all alike."""
    for name, consumer in scenario.consumers.items():
        if consumer.firms is None:
            continue
        path = (CONSUMERS, name, "firms")
        if consumer.order_up_to_t is not None:
            says = "firms has no effect: they share out stock_days, which order_up_to_t replaces."
            remedy = "Keep one of the two; null removes an inherited one."
            yield Finding(path, says, remedy)
        elif highest(consumer.stock_days) == 0.0:
            says = "firms has no effect: stock_days is 0, so that no firm has a shelf."
            yield Finding(path, says, "Write stock_days above 0, or leave firms out.", "warning")
        lowest, largest = consumer.firms.stock_days_factor.support
        if lowest == largest:
            says = f"All firms have {lowest:g} times the stock_days: all stand still at once."
            remedy = "Write a distribution with a spread, as {lognormal: {median: 1, sigma: 0.5}}."
            yield Finding((*path, "stock_days_factor"), says, remedy, "warning")
