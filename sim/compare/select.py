"""Groups and measures by their names, and which rows of a comparison are shown."""

from collections.abc import Collection, Iterable, Sequence

from sim.compare.row import Row
from sim.measures.measure import Measure, by_name, headlines
from sim.output.groups import also_measured, groups_of, is_headline
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.schema import Scenario


class UnknownNameError(ValueError):
    """There is no such group or measure; the message suggests one."""


def select(
    table: Sequence[Row],
    groups: Collection[str] = (),
    measures: Collection[str] = (),
    *,
    everything: bool = False,
) -> list[Row]:
    """Keep the headline measures of regions, defence and all, or what is asked for.

    Parameters
    ----------
    table : sequence of Row
    groups, measures : collection of str
        Names of the groups (or ``kind.name``) and measures to keep instead.
    everything : bool
        Keep all groups and measures that are not narrowed by the other two.
    """
    wanted = headlines()
    return [
        row
        for row in table
        if (is_named(row, groups) if groups else everything or is_headline(row.kind, row.group))
        and (row.measure in measures if measures else everything or row.measure in wanted)
    ]


def is_named(row: Row, groups: Collection[str]) -> bool:
    """Tell whether a row's group is among the names, which may have their kind before them."""
    return row.group in groups or f"{row.kind}.{row.group}" in groups


def groups_in(scenarios: Iterable[Scenario], *, booked: bool = True) -> list[tuple[str, str]]:
    """List kind and name of every group of some scenarios, each once.

    Parameters
    ----------
    scenarios : iterable of Scenario
    booked : bool
        With those that have measures of their own, of money: stockpiles, and whoever has costs.
    """
    return list(
        dict.fromkeys(
            (group.kind, group.name)
            for scenario in scenarios
            for group in (
                *groups_of(scenario, tuple(sorted(scenario.consumers))),
                *(also_measured(scenario) if booked else ()),
            )
        )
    )


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
