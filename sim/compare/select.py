"""Which rows of a comparison are shown, and of which groups."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from sim.compare.row import Row
from sim.measures.measure import by_name, compared
from sim.output.groups import (
    also_measured,
    groups_of,
    is_by_itself,
    is_headline,
    shows_dependence,
)
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison


def select(
    comparison: "Comparison",
    groups: Collection[str] = (),
    measures: Collection[str] = (),
    *,
    everything: bool = False,
) -> list[Row]:
    """Keep the headline measures of regions, defence and all, or what is asked for.

    Consumers of oxide or metal, who are in none of these, are kept, too, below the others.

    Measures that scenarios ask for (dependence) are kept beside them, of defence consumers, too.

    Parameters
    ----------
    comparison : Comparison
    groups, measures : collection of str
        Names of the groups (or ``kind.name``) and measures, with an item or of all of them, to
        keep instead.
    everything : bool
        Keep all groups and measures that are not narrowed by the other two.
    """
    scenarios = [run.loaded.scenario for run in comparison.runs]
    usual = compared()
    found = [
        row
        for row in comparison.table
        if (is_named(row, groups) if groups else everything or _is_usual(row, scenarios))
        and (
            not {row.measure, row.name}.isdisjoint(measures)
            if measures
            else everything or row.measure in usual
        )
    ]
    if groups or everything:
        return found
    place = {name: number for number, name in enumerate(dict.fromkeys(row.name for row in found))}
    return sorted(found, key=lambda row: (place[row.name], _is_alone(row, scenarios)))


def _is_alone(row: Row, scenarios: Iterable[Scenario]) -> bool:
    """Tell whether a row is of a consumer that is in no other group: it comes last."""
    return any(is_by_itself(scenario, row.kind, row.group) for scenario in scenarios)


def _is_usual(row: Row, scenarios: Iterable[Scenario]) -> bool:
    """Tell whether a row's group is shown unless others are asked for."""
    if by_name()[row.measure].per != "place":
        return _is_alone(row, scenarios) or is_headline(row.kind, row.group)
    return any(shows_dependence(scenario, row.kind, row.group) for scenario in scenarios)


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
