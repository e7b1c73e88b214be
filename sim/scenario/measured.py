"""Measures and groups by their names, and what has which measure in a scenario."""

from collections.abc import Container, Iterable

import sim.measures  # noqa: F401  puts the measures in the register
from sim.measures.account import Account
from sim.measures.bill import Bill
from sim.measures.measure import Measure, by_name
from sim.scenario.chain import CONSUMERS
from sim.scenario.cost import LANES, costs
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.grouping import consumers_by_group
from sim.scenario.network import entries_of
from sim.scenario.schema import Scenario

KINDS = (
    *("all", "region", "end_use", "group", "region_end_use", "sector", "consumer"),
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
        says = f"There is no group '{name}'."
        raise UnknownNameError(sentences(says, did_you_mean(name, found), _by_kind(pairs)))
    return found[name]


def check_groups(names: Iterable[str], known: Iterable[tuple[str, str]]) -> None:
    """Make sure that each name is of a group, or of a kind of group, as ``consumer``.

    Raises
    ------
    UnknownNameError
        If one is not; the message lists the groups.
    """
    pairs = list(known)
    kinds = {kind for kind, _ in pairs}
    for name in names:
        if name not in kinds:
            known_group(name, pairs)


def is_asked(kind: str, name: str, names: Container[str]) -> bool:
    """Tell whether a group is among names: its own, that with its kind before, or of its kind."""
    return name in names or f"{kind}.{name}" in names or kind in names


def _by_kind(pairs: Iterable[tuple[str, str]]) -> str:
    """List groups, kind by kind."""
    names: dict[str, list[str]] = {}
    for kind, name in sorted(pairs, key=lambda pair: KINDS.index(pair[0])):
        names.setdefault(kind, []).append(name)
    of_kinds = (
        kind if found == [kind] else f"{kind} {listed(found, 30)}" for kind, found in names.items()
    )
    return f"Groups: {'; '.join(of_kinds)}."


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
        found = set(consumers_by_group(scenario))
    return sorted(found, key=lambda pair: (KINDS.index(pair[0]), pair[1]))


def known_value(
    text: str, scenarios: Iterable[Scenario], *, every: bool = False
) -> tuple[Measure, str | None]:
    """Find a measure by its name, which has an item in brackets where there is a value for each.

    Parameters
    ----------
    text : str
        As ``shortfall_days`` or ``dependence[CN]``.
    scenarios : iterable of Scenario
        At least one of them has to have the item.
    every : bool
        Take a name without an item for all items.

    Returns
    -------
    Measure, str or None

    Raises
    ------
    UnknownNameError
        If there is no such measure, or it has no such value; the message says which it has.

    Examples
    --------
    >>> from sim.scenario.load import load
    >>> measure, item = known_value("unmet_grade_t[traction]", [load("two-mines").scenario])
    >>> measure.name, item
    ('unmet_grade_t', 'traction')
    """
    name, bracket, rest = text.partition("[")
    item = rest.removesuffix("]").strip() if bracket and rest.endswith("]") else None
    measure = known_measure(text if item is None else name.strip())
    if item is not None or not every:
        known_item(scenarios, measure, item)
    return measure, item


def items_of(scenario: Scenario, measure: Measure) -> list[str]:
    """List the grades, elements, places or products of a scenario that a measure has values for."""
    items: dict[str | None, Iterable[str]] = {
        "grade": entries_of(scenario),
        "element": scenario.elements,
        "place": scenario.measures.exposure,
        "product": {
            one.output.product
            for one in scenario.consumers.values()
            if one.output is not None and one.output.product is not None
        },
    }
    return sorted(items.get(measure.per, ()))


def known_item(scenarios: Iterable[Scenario], measure: Measure, item: str | None) -> None:
    """Make sure that a measure has a value for a grade, element, place or product, or one for all.

    Parameters
    ----------
    scenarios : iterable of Scenario
        At least one of them has to have the item.
    measure : Measure
    item : str, optional
        None for the one value of a measure that is not of items.

    Raises
    ------
    UnknownNameError
        If it has not; the message says which it has.
    """
    name, per = measure.name, measure.per
    if per is None:
        if item is not None:
            raise UnknownNameError(f"{name} has one value for all. Write {name}.")
        return
    known = list(dict.fromkeys(one for each in scenarios for one in items_of(each, measure)))
    if item in known:
        return
    of = per if item is None else f"{per} '{item}'"
    if not known:  # of grades and elements there are always some
        says = (
            "Name places in measures.exposure, as --set 'measures.exposure=[CN]' does."
            if per == "place"
            else "Name what consumers build in their output.product."
        )
        raise UnknownNameError(f"{name} is of no {of} here. {says}")
    each = f"It has a value for each {per}: {listed([f'{name}[{one}]' for one in known], 30)}."
    if item is None:
        raise UnknownNameError(f"{name} is not one value. {each}")
    raise UnknownNameError(f"{name} is of no {of} here. {did_you_mean(item, known) or each}")
