"""The groups of consumers that a reader asks for by their names."""

from collections.abc import Iterator

from sim.output.fan import Series
from sim.output.groups import Group
from sim.output.tables import Tables
from sim.plots.style import INK, place_colour, place_name
from sim.plots.view import View


def asked_groups(tables: Tables, view: View) -> Iterator[tuple[Group, Series]]:
    """Give the groups with series that a view asks for, in the order in which it does.

    Raises
    ------
    ValueError
        If the run has no such group; a group may be named with its kind, as ``end_use.defence``.
    """
    for name in view.groups:
        yield _found(tables, name, [g for g in tables.series if name in _names(g)])
    for name in view.consumers:
        yield _found(tables, name, [g for g in tables.of_kind("consumer") if g.name == name])


def asked_consumers(tables: Tables, view: View) -> set[str]:
    """Name the consumers that a view asks for, and those in the groups that it asks for."""
    names = tables.axis("consumers")
    return {names[member] for group, _ in asked_groups(tables, view) for member in group.members}


def _found(tables: Tables, name: str, groups: list[Group]) -> tuple[Group, Series]:
    if not groups:
        known = ", ".join(dict.fromkeys(group.name for group in tables.series))
        raise ValueError(f"no group {name!r} in this run; it has {known}")
    return groups[0], tables.series[groups[0]]


def _names(group: Group) -> set[str]:
    return {group.name, f"{group.kind}.{group.name}"}


def title_of(group: Group) -> str:
    """Give what a panel of a group is headed."""
    return place_name(group.name) if group.kind == "region" else group.label


def colour_of(tables: Tables, group: Group) -> str:
    """Give the colour of a group: that of the region that all of it is in, if there is one."""
    if group.kind == "region":
        return place_colour(group.name)
    of = tables.histories.scenario.consumers
    regions = {of[tables.axis("consumers")[member]].region for member in group.members}
    return place_colour(regions.pop()) if len(regions) == 1 else INK
