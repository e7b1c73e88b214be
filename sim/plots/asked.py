"""The groups of consumers that a reader asks for by their names."""

from sim.output.fan import Series
from sim.output.groups import Group
from sim.output.tables import Tables
from sim.plots.style import INK, place_colour, place_name
from sim.plots.view import View
from sim.scenario.measured import is_asked


def asked_groups(tables: Tables, view: View) -> list[tuple[Group, Series]]:
    """Give the groups with series that a view asks for, those of a kind in the order of the run.

    None where it asks for none.

    Raises
    ------
    ValueError
        If the run has none of them.
    """
    found = [
        (group, series)
        for group, series in tables.series.items()
        if is_asked(group.kind, group.name, view.groups)
        or (group.kind == "consumer" and group.name in view.consumers)
    ]
    if view.is_choosy and not found:
        raise ValueError(f"no group {', '.join((*view.groups, *view.consumers))} in this run")
    return found


def asked_consumers(tables: Tables, view: View) -> set[str]:
    """Name the consumers that a view asks for, with those in the groups that it asks for."""
    if not view.is_choosy:
        return set()
    names = tables.axis("consumers")
    return {names[member] for group, _ in asked_groups(tables, view) for member in group.members}


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
