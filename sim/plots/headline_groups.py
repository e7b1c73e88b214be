"""The groups that figures of a run have panels for: regions, defence and all, or who is asked."""

from sim.output.groups import Group
from sim.output.tables import Tables
from sim.plots.asked import asked_groups, title_of
from sim.plots.style import in_order
from sim.plots.view import View

WIDE = {("end_use", "defence"): "Defence, all regions", ("all", "all"): "All consumers"}
"""Groups across regions, and how they are called."""


def called(group: Group) -> str:
    """Give the name of a group, as figures call it."""
    return WIDE.get((group.kind, group.name), title_of(group))


def panel_groups(tables: Tables, view: View) -> list[Group]:
    """Give the groups with daily series that are drawn, in the order of their panels.

    Regions in the order of places, then defence, then all; or, of *view*, the groups and consumers
    that are asked for, in the order of the run.
    """
    if view.is_choosy:
        return [group for group, _ in asked_groups(tables, view)]
    regions = {one.name: one for one in tables.of_kind("region")}
    wide = [one for one in tables.series if (one.kind, one.name) in WIDE]
    usual = [regions[name] for name in in_order(list(regions))]
    usual += sorted(wide, key=lambda one: list(WIDE).index((one.kind, one.name)))
    if len(regions) == 1:
        usual = usual[:1]
    return usual
