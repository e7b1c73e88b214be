"""Which rows of a comparison are shown, and of which groups."""

from collections.abc import Collection, Iterable, Sequence

from sim.compare.row import Row
from sim.measures.measure import headlines
from sim.output.groups import also_measured, groups_of, is_headline
from sim.scenario.schema import Scenario


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
