"""Measures of groups at the points of a design, with their differences to the undisrupted twins."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.design.design import Design
from sim.design.run_design import run_design
from sim.design.take import Taken, name_of
from sim.measures.measure import CAUSED
from sim.output.event import event_in
from sim.output.groups import Group, is_headline
from sim.output.observed import observed
from sim.output.outcomes import outcomes_of
from sim.scenario.schema import Scenario
from sim.scenario.schema.scenario import ABOUT
from sim.scenario.undisrupted import undisrupted
from sim.study.job import Job, is_random
from sim.study.pool import Pool
from sim.study.replicate import Progress
from sim.world.record.record import Record

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class GroupMeasures:
    """Keeps measures of groups of consumers, by :func:`sim.design.take.name_of`.

    Attributes
    ----------
    measures : frozenset of str
        Names of measures, of every item if they are of items; of a difference to the twin the
        measure is kept.
    groups : frozenset of tuple, optional
        Kinds and names of groups; without it those of the headlines.
    every_group : bool
        Whether all groups count instead.
    event : bool
        Whether what of the event may differ is kept besides, by :func:`sim.output.event.event_in`.
    """

    measures: frozenset[str]
    groups: frozenset[tuple[str, str]] | None = None
    every_group: bool = False
    event: bool = False

    def __call__(self, scenario: Scenario, record: Record) -> Taken:
        """Measure some histories of a point."""
        only = {name.removesuffix(CAUSED) for name in self.measures}
        found = {
            name_of(group, one.full_name): one.values
            for group, seen in observed(scenario, record)
            if self._is_wanted(group)
            for one in outcomes_of(group, seen, only=only)
        }
        return found | event_in(scenario, record) if self.event else found

    def _is_wanted(self, group: Group) -> bool:
        if self.every_group:
            return True
        if self.groups is None:
            return is_headline(group.kind, group.name)
        return (group.kind, group.name) in self.groups


def run_group_measures(
    design: Design,
    measures: GroupMeasures,
    pool: Pool,
    store: Path | None = None,
    progress: Progress | None = None,
) -> list[Taken]:
    """Run a design, and its undisrupted twins where a difference to them is measured.

    Twins that several points have in common are run once.

    Parameters
    ----------
    design : Design
    measures : GroupMeasures
    pool, store, progress
        As in :func:`sim.design.run_design.run_design`; progress counts the twins' histories, too.

    Returns
    -------
    list of dict of str to array, ``[history]``
        For each point the measures, differences included.
    """
    caused = [name for name in measures.measures if name.endswith(CAUSED)]
    whole, twins = _with_twins(design) if caused else (design, [])
    found = run_design(whole, measures, pool, store, progress)
    own = found[: len(design.points)]
    if not caused:
        return own
    every = slice(None)
    return [
        _with_caused(one, found[twin], caused, list(design.only.get(number, ())) or every)
        for number, (one, twin) in enumerate(zip(own, twins, strict=True))
    ]


def _with_twins(design: Design) -> tuple[Design, list[int]]:
    """Add the twins that are no points yet, and give the place of each point's twin."""
    points, twins, drawn_as = list(design.points), list[int](), dict[int, int]()
    laid_out = [_layout(point, design) for point in points]
    places = {
        (_text(point), laid_out[place]): place
        for place, point in reversed(list(enumerate(points)))
        if place not in design.only
    }
    for number, point in enumerate(design.points):
        twin = undisrupted(point) if point.disruptions else point
        place = places.setdefault((_text(twin), laid_out[number]), len(points))
        if place == len(points):
            points.append(twin)
            if laid_out[number]:
                drawn_as[place] = number
        twins.append(place)
    return replace(design, points=points, drawn_as=drawn_as), twins


def _layout(point: Scenario, design: Design) -> frozenset[tuple[str, int]]:
    """Give the dimensions of a point's random inputs, which its twin shares; most have none."""
    if design.scheme != "sobol" or not is_random(point):
        return frozenset()
    return frozenset(Job(point, design.seed, design.scheme).sampling.inputs.items())


def _with_caused(found: Taken, twin: Taken, caused: list[str], met: slice | list[int]) -> Taken:
    """Add the differences to the twin, of the histories that are met."""
    more: Mapping[str, F64] = {
        f"{name}{CAUSED}": values - twin[name][..., met]
        for name, values in found.items()
        if f"{name.rpartition('.')[2]}{CAUSED}" in caused
    }
    return {**found, **more}


def _text(scenario: Scenario) -> str:
    """Write what decides a scenario's results, so that equal ones are found."""
    apart = {"histories", "seed", *ABOUT}
    if not scenario.disruptions:
        apart.add("branches")  # without disruptions no branch differs from any other
    return scenario.model_dump_json(exclude=apart)
