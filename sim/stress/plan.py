"""What is asked of a stress test: which nodes, for how long, from when, and where results go."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sim.design.inquiry import Inquiry
from sim.output.groups import Group, groups_of
from sim.output.run_request import RunRequest
from sim.scenario.digest import LENGTH
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.measured import UnknownNameError, known_group
from sim.scenario.schema import Disruption, Scenario
from sim.stress.node import KINDS, Kind, Node, free_prefix, nodes_of
from sim.stress.take import KINDS as GROUPS
from sim.stress.take import Felt

DAYS = (30, 90, 180)
"""Lengths of the outages that are tried unless others are named."""
LEAD_DAYS = 28
"""Days before the outages begin: four weeks in which the scenario is seen as it is."""
TRIAL_DAYS = 730
"""Two years last longer than what is held anywhere: what is not felt then, others make up for."""


class StressError(ValueError):
    """A stress test cannot be as it is asked for; the message says what can."""


@dataclass(frozen=True)
class StressTest(Inquiry):
    """Every node out in turn, for each of some lengths, on top of a scenario as it is."""

    nodes: tuple[Node, ...]
    days: tuple[int, ...]
    """Lengths of the outages, ascending."""
    begins: int
    """First day of every outage."""
    group: Group
    """Whose shortfall nodes are ranked by."""
    pairs: int = 0
    """Among how many of the worst nodes all pairs are out together, too."""

    @property
    def first_date(self) -> dt.date:
        """Date of the outages' first day."""
        return self.scenario.start + dt.timedelta(days=self.begins)

    @property
    def trial_days(self) -> int:
        """Length of an outage that tells whether consumers hold out or do without."""
        return min(TRIAL_DAYS, self.scenario.days - self.begins)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Groups that outages are measured for, the largest first."""
        found = groups_of(self.scenario, tuple(sorted(self.scenario.consumers)))
        return tuple(group for kind in GROUPS for group in found if group.kind == kind)

    @cached_property
    def _prefix(self) -> str:
        return free_prefix(self.scenario)

    @property
    def take(self) -> Felt:
        """What is kept of a point."""
        return Felt(self._prefix, self.begins)

    def point(self, nodes: Iterable[Node], days: int, *, ends: bool = False) -> Scenario:
        """Give the scenario with some nodes out for some days; *ends* ends the run with them."""
        disruptions: dict[str, Disruption] = dict(self.scenario.disruptions)
        for node in nodes:
            disruptions |= node.outage(self._prefix, self.first_date, days)
        last = self.first_date + dt.timedelta(days=days - 1) if ends else self.scenario.end
        return self.scenario.model_copy(update={"disruptions": disruptions, "end": last})

    @cached_property
    def digest(self) -> str:
        """Stands for the scenario, the seed, the sampling and what is asked."""
        content = {
            "scenario": self.request.settled[0].digest,
            "nodes": [f"{node.kind} {node.name}" for node in self.nodes],
            "days": self.days,
            "begins": self.begins,
            "group": f"{self.group.kind} {self.group.name}",
            "pairs": self.pairs,
        }
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:LENGTH]

    @property
    def folder(self) -> Path:
        """Where all of it is written."""
        return self.request.out / f"stress-{self.scenario.name}-{self.digest}"


@dataclass(frozen=True)
class Asked:
    """What the options of a stress test say; none is what is usual."""

    days: Sequence[int] = DAYS
    first_date: dt.date | None = None
    kinds: Sequence[Kind] = KINDS
    names: Sequence[str] = ()
    """Nodes to which the test is narrowed."""
    group: str = "all"
    pairs: int = 0


def stress_test(request: RunRequest, asked: Asked) -> StressTest:
    """Make sure that a stress test fits a scenario.

    Raises
    ------
    StressError
        If it does not.
    """
    scenario = request.loaded.scenario
    nodes = _nodes(scenario, asked)
    first = asked.first_date or scenario.start + dt.timedelta(days=LEAD_DAYS)
    days = tuple(sorted(set(asked.days)))
    _check_days(scenario, first, days, given=asked.first_date is not None)
    groups = groups_of(scenario, tuple(sorted(scenario.consumers)))
    try:
        known_group(asked.group, [(group.kind, group.name) for group in groups])
    except UnknownNameError as error:
        raise StressError(str(error)) from None
    group = min(
        (one for one in groups if asked.group in {one.name, f"{one.kind}.{one.name}"}),
        key=lambda one: GROUPS.index(one.kind),
    )
    test = StressTest(request, nodes, days, (first - scenario.start).days, group, asked.pairs)
    if not test.is_random and request.sampling != "random":
        return replace(test, request=replace(request, sampling="random"))
    return test


def _nodes(scenario: Scenario, asked: Asked) -> tuple[Node, ...]:
    every = [node for node in nodes_of(scenario) if node.kind in asked.kinds]
    if not asked.names:
        return tuple(every)
    known = {node.name for node in every}
    for name in asked.names:
        if name not in known:
            kinds = " or ".join(asked.kinds)
            hint = did_you_mean(name, known) or f"There are: {listed(known)}."
            raise StressError(sentences(f"there is no {kinds} '{name}'.", hint))
    return tuple(node for node in every if node.name in asked.names)


def _check_days(scenario: Scenario, first: dt.date, days: Sequence[int], *, given: bool) -> None:
    if first < scenario.start or first >= scenario.end:
        raise StressError(
            f"outages from {first} on lie outside of the scenario, which runs from "
            f"{scenario.start} to {scenario.end}. Name a day within it."
        )
    if days[-1] <= (scenario.end - first).days:
        return
    earlier = "an earlier --from, " if given else ""
    raise StressError(
        f"an outage of {days[-1]} days from {first} on is not over by {scenario.end}, where the "
        f"scenario ends. Name {earlier}fewer --days or a later end (--set end=...)."
    )
