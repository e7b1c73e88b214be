"""Firms of consumers: whether telling them apart can make a difference, and of what shelf."""

import math
from collections.abc import Iterator

from sim.scenario.chain import CONSUMERS
from sim.scenario.finding import Finding
from sim.scenario.numbers import greatest, highest
from sim.scenario.origin import Path
from sim.scenario.schema import Consumer, Distribution, Scenario
from sim.scenario.schema.bounds import MOST_CUT

MOST_TIMES = 20.0
"""Times the ``stock_days`` that a firm has as its shelf, at most as usual."""
MOST_DAYS = 366.0
"""Days that the shelf of a firm lasts, at most as usual: where ``stock_days`` is 1, factors are."""


def firms(scenario: Scenario) -> Iterator[Finding]:
    """Find firms without shelves of their own, those that are all alike, and odd shelves."""
    for name, consumer in scenario.consumers.items():
        if consumer.firms is None:
            continue
        path: Path = (CONSUMERS, name, "firms")
        yield from _no_shelf(consumer, path)
        factor = consumer.firms.stock_days_factor
        lowest, largest = factor.support
        if lowest == largest:
            says = f"All firms have {lowest:g} times the stock_days: all stand still at once."
            remedy = "Write a distribution with a spread, as {lognormal: {median: 1, sigma: 0.5}}."
            yield Finding((*path, "stock_days_factor"), says, remedy, "warning")
        yield from _long(consumer, factor, path)


def _no_shelf(consumer: Consumer, path: Path) -> Iterator[Finding]:
    """Find shelves that are not there to be told apart, or that nobody has written."""
    if consumer.order_up_to_t is not None:
        says = "firms has no effect: they share out stock_days, which order_up_to_t replaces."
        yield Finding(path, says, "Keep one of the two; null removes an inherited one.")
    elif highest(consumer.stock_days) == 0.0:
        says = "firms has no effect: stock_days is 0, so that no firm has a shelf."
        yield Finding(path, says, "Write stock_days above 0, or leave firms out.", "warning")
    elif "stock_days" not in consumer.model_fields_set:
        days = f"{highest(consumer.stock_days):g}"
        says = f"firms varies stock_days, which is not written: its default of {days} counts."
        yield Finding(path, says, f"Write stock_days, as {days}; 1 if factors are days.", "warning")


def _long(consumer: Consumer, factor: Distribution, path: Path) -> Iterator[Finding]:
    """Find shelves of firms that are as long as days would be that were taken for factors."""
    days = greatest(consumer.stock_days)
    most = max(MOST_TIMES, MOST_DAYS / days) if days > 0.0 else MOST_TIMES
    part = 1.0 - factor.below(math.nextafter(most, math.inf))
    if part > MOST_CUT:
        says = (
            f"{part:.0%} of {factor} lies above {most:g}: times the stock_days of {days:g} "
            f"these are shelves of more than {most * days:,.0f} days."
        )
        remedy = "A slip of units? Where stock_days is 1, factors are days."
        yield Finding((*path, "stock_days_factor"), says, remedy, "warning")
