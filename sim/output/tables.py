"""Every table of a run, computed once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.output.fan import Series
from sim.output.groups import Group, Kind, flows_of, groups_of
from sim.output.onset import Window, reference_window
from sim.output.outcomes import Outcome, outcomes_of

if TYPE_CHECKING:
    from sim.study.run import Run

WITH_SERIES: frozenset[Kind] = frozenset({"consumer", "region", "end_use", "all"})
"""Kinds of group that have daily series."""


@dataclass(frozen=True)
class Tables:
    """What the terminal summary, the files and the figures read."""

    run: "Run"
    """The run they are of."""
    window: Window
    """Onset and end of the reference disruption."""
    groups: tuple[Group, ...]
    """The groups."""
    outcomes: tuple[Outcome, ...]
    """One number a history for each group and measure, in the order of the groups."""
    series: dict[Group, Series]
    """Daily series of the groups that have them."""

    def of_kind(self, kind: Kind) -> list[Group]:
        """List the groups of a kind."""
        return [group for group in self.groups if group.kind == kind]


def tabulate(run: "Run") -> Tables:
    """Compute the tables of a run."""
    window = reference_window(run.scenario, run.record)
    groups = groups_of(run.scenario, run.record.consumers)
    outcomes: list[Outcome] = []
    series: dict[Group, Series] = {}
    for group in groups:
        flows = flows_of(run.record, group)
        outcomes.extend(outcomes_of(run, group, flows, window))
        if group.kind in WITH_SERIES:
            series[group] = Series.of(flows)
    return Tables(run, window, groups, tuple(outcomes), series)
