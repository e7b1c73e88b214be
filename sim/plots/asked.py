"""The groups of consumers that a reader asks for by their names."""

from collections.abc import Iterable

from sim.output.fan import Series
from sim.output.groups import Group
from sim.output.tables import Tables
from sim.plots.style import INK, place_colour, place_name
from sim.plots.view import View
from sim.scenario.measured import is_asked


def asked_groups(tables: Tables, view: View) -> list[tuple[Group, Series]]:
    """Give the groups with series that a view asks for; none where it asks for none.

    In the order in which they are asked for; of one name, or one kind, in that of the run.

    Raises
    ------
    ValueError
        If the run has none of them.
    """
    found = named_groups(tables.series, view)
    if view.is_choosy and not found:
        raise ValueError(f"no group {', '.join((*view.groups, *view.consumers))} in this run")
    return [(group, tables.series[group]) for group in found]


def named_groups(groups: Iterable[Group], view: View) -> list[Group]:
    """Choose those of some groups that a view asks for, in the order in which it names them."""
    every = list(groups)
    names = [*view.groups, *(f"consumer.{name}" for name in view.consumers)]
    found = (one for name in names for one in every if is_asked(one.kind, one.name, {name}))
    return list(dict.fromkeys(found))


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
