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
from sim.scenario.chain import CONSUMERS
from sim.scenario.measured import is_asked
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison

MOST = 8
"""Consumers whose blocks differ that are shown by themselves; of more the others tell enough."""


COSTS = ("cost_musd", "holding_cost_musd", "transport_cost_musd", "shortage_cost_musd")
"""Shown, too, of a group that is asked for, where the scenario keeps costs of it."""


def select(
    comparison: "Comparison",
    groups: Collection[str] = (),
    measures: Collection[str] = (),
    *,
    everything: bool = False,
) -> list[Row]:
    """Keep the headline measures of regions, defence and all, or what is asked for.

    Consumers of oxide or metal, who are in none of these, are kept, too, below the others, and so
    are consumers whose own blocks differ between the runs, if they are few.

    Measures that scenarios ask for (dependence) are kept beside them, of defence consumers, too.

    Parameters
    ----------
    comparison : Comparison
    groups, measures : collection of str
        Names of the groups (or ``kind.name``, or a kind) and measures, with an item or of all of
        them, to keep instead.
    everything : bool
        Keep all groups and measures that are not narrowed by the other two.
    """
    scenarios = [run.loaded.scenario for run in comparison.runs]
    usual = {*compared(), *(COSTS if groups else ())}
    own = {("consumer", name) for name in _changed(comparison)}
    found = [
        row
        for row in comparison.table
        if (
            is_asked(row.kind, row.group, groups)
            if groups
            else everything or _is_usual(row, scenarios, own)
        )
        and (
            not {row.measure, row.name}.isdisjoint(measures)
            if measures
            else everything or row.measure in usual
        )
    ]
    if groups or everything:
        return found
    place = {name: number for number, name in enumerate(dict.fromkeys(row.name for row in found))}
    return sorted(
        found,
        key=lambda row: (
            place[row.name], (row.kind, row.group) in own or _is_alone(row, scenarios)
        ),
    )  # fmt: skip


def _changed(comparison: "Comparison") -> set[str]:
    """Name the consumers whose blocks differ between the runs; none if they are many."""
    paths = [change.path for change in comparison.changes]
    found = {str(path[1]) for path in paths if path[0] == CONSUMERS and len(path) > 1}
    return found if len(found) <= MOST else set()


def _is_alone(row: Row, scenarios: Iterable[Scenario]) -> bool:
    """Tell whether a row is of a consumer that is in no other group: it comes last."""
    return any(is_by_itself(scenario, row.kind, row.group) for scenario in scenarios)


def _is_usual(row: Row, scenarios: Iterable[Scenario], own: Collection[tuple[str, str]]) -> bool:
    """Tell whether a row's group is shown unless others are asked for; *own* are."""
    if (row.kind, row.group) in own:
        return True
    if by_name()[row.measure].per != "place":
        return _is_alone(row, scenarios) or is_headline(row.kind, row.group)
    return any(shows_dependence(scenario, row.kind, row.group) for scenario in scenarios)


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
