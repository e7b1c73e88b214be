"""Measures and groups by their names, and what has which measure in a scenario."""

from collections.abc import Iterable

import sim.measures  # noqa: F401  puts the measures in the register
from sim.measures.account import Account
from sim.measures.bill import Bill
from sim.measures.measure import Measure, by_name
from sim.scenario.chain import CONSUMERS
from sim.scenario.cost import LANES, costs
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.schema import Scenario

KINDS = (
    *("all", "region", "end_use", "sector", "consumer"),
    *("stockpile", "facility", "lane", "chain"),
)
"""Where a group without a kind is looked for, in this order."""


class UnknownNameError(ValueError):
    """There is no such group or measure; the message suggests one."""


def known_group(name: str, known: Iterable[tuple[str, str]]) -> str:
    """Give the name of a group without its kind, and make sure that there is one.

    Parameters
    ----------
    name : str
        Name, or ``kind.name``.
    known : pairs of kind and name

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    pairs = list(known)
    names = {of: of for _, of in pairs}
    found = {f"{kind}.{of}": of for kind, of in pairs} | names
    if name not in found:
        hint = did_you_mean(name, names) or f"Groups: {listed(names, 30)}."
        raise UnknownNameError(f"There is no group '{name}'. {hint}")
    return found[name]


def known_measure(name: str) -> Measure:
    """Find the measure of that name, or that whose difference to the undisrupted twin it is.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    known = by_name()
    if name not in known:
        hint = did_you_mean(name, known) or f"Measures: {listed(known, 30)}."
        raise UnknownNameError(sentences(f"There is no measure '{name}'.", hint))
    return known[name]


def measured(scenario: Scenario, measure: Measure) -> list[tuple[str, str]]:
    """List kind and name of what has a measure in a scenario, in the order of :data:`KINDS`."""
    if measure.source is Account:
        books = (name for name, one in scenario.stockpiles.items() if one.finance is not None)
        return [("stockpile", name) for name in books]
    if measure.source is Bill:
        kinds = {CONSUMERS: "consumer", LANES: "lane"}
        charged = {(kinds.get(cost.block, "facility"), cost.name) for cost in costs(scenario)}
        found = charged | ({("chain", "chain")} if charged else set())
    else:
        found = {("all", "all")}
        for name, block in scenario.consumers.items():
            found |= {("consumer", name), ("region", block.region)}
            found |= {("sector", block.sector), ("end_use", block.end_use)}
    return sorted(found, key=lambda pair: (KINDS.index(pair[0]), pair[1]))


def items_of(scenario: Scenario, measure: Measure) -> list[str]:
    """List the grades, elements or places of a scenario that a measure has values for."""
    items: dict[str | None, Iterable[str]] = {
        "grade": scenario.grades,
        "element": scenario.elements,
        "place": scenario.measures.exposure,
    }
    return sorted(items.get(measure.per, ()))


def known_item(scenario: Scenario, measure: Measure, item: str | None) -> None:
    """Make sure that a measure is of a grade, element or place of a scenario, if it is of one.

    Raises
    ------
    UnknownNameError
        If it is not; the message says what it is of.
    """
    if item is None or measure.per is None:
        return
    known = items_of(scenario, measure)
    if item not in known:
        hint = f"It is of {listed(known, 30)}." if known else "Name it in measures.exposure."
        raise UnknownNameError(
            sentences(f"{measure.name} is of no {measure.per} '{item}' here.", hint)
        )
