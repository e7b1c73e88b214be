"""The histories of a run, condensed: in memory, or in its folder as lots of 64."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import product
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.measures import Statistics, describe
from sim.output.event import in_force
from sim.output.groups import Group, also_measured, groups_of
from sim.output.lot import OF_SCENARIO, STEPS, WRITTEN, key
from sim.output.lot_file import LotFile, largest_array
from sim.output.outcomes import Outcome, with_caused
from sim.output.stretches import beside, stretches
from sim.scenario.errors import plural
from sim.scenario.schema import Scenario
from sim.study.job import Job
from sim.world.chance.sampling import Sampling
from sim.world.record.series import Series

F64 = NDArray[np.float64]
Source = Path | bytes
"""Where a lot is."""

REMEMBERED = 256
"""Most lots of which it is remembered where their arrays are."""


@dataclass(frozen=True)
class Histories:
    """What is kept of every history of a run.

    Attributes
    ----------
    job : Job
        What was run.
    sampling : Sampling
        How the random inputs were drawn.
    lots : mapping of int to path or bytes
        The lots by their first history, ascending.
    twin : mapping of int to path or bytes
        The same of the undisrupted twin: one lot, of which one history counts, if nothing else
        is random; none if there are no disruptions.
    below : int
        Histories with this number or a higher one are left out.
    """

    job: Job
    sampling: Sampling
    lots: Mapping[int, Source]
    twin: Mapping[int, Source]
    below: int

    @property
    def scenario(self) -> Scenario:
        """What was run."""
        return self.job.scenario

    @property
    def start(self) -> dt.date:
        """Date of day 0."""
        return self.scenario.start

    @property
    def days(self) -> int:
        """Days of the run."""
        return self.scenario.days

    @cached_property
    def numbers(self) -> NDArray[np.intp]:
        """Numbers of the histories, ascending, ``[history]``."""
        counts = [len(self._read(lot, "outcomes")[0]) for lot in self.lots.values()]
        parts = [first + np.arange(n) for first, n in zip(self.lots, counts, strict=True)]
        numbers = np.concatenate(parts)
        return numbers[numbers < self.below]

    @property
    def count(self) -> int:
        """Number of histories."""
        return len(self.numbers)

    @property
    def is_random(self) -> bool:
        """Whether histories differ; otherwise one stands for all."""
        return self.job.is_random

    @property
    def said(self) -> str:
        """Their number in words, ``64 histories``."""
        return plural(self.count, "history")

    @cached_property
    def replicates(self) -> NDArray[np.intp] | None:
        """Independent replicate of each history, ``[history]``; none if each is one."""
        return self.sampling.replicates(self.numbers)

    def describe(self, values: F64) -> Statistics:
        """Summarise one value a history, ``[history]``."""
        return describe(values, self.replicates, exact=not self.is_random)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Groups of consumers."""
        return groups_of(self.scenario, tuple(self.axes["consumers"]))

    @cached_property
    def axes(self) -> dict[str, Any]:
        """Ids along the axes: consumers, stockpiles, origins, regions, disruptions; outcomes."""
        return self._about(self.lots)

    def ids(self, axis: str) -> tuple[str, ...]:
        """Give the ids along an axis of a series; empty if there is nothing along it."""
        if axis in OF_SCENARIO:
            return OF_SCENARIO[axis](self.scenario)
        return tuple(self.axes.get(WRITTEN.get(axis, axis), ()))

    @cached_property
    def onset_day(self) -> F64:
        """First day of each disruption, ``[disruption, history]``; nan where there is none."""
        return self.read("onset_day")

    @cached_property
    def end_day(self) -> F64:
        """First day after each disruption, ``[disruption, history]``; inf where it does not end."""
        return self.read("end_day")

    def in_force(self, disruption: str) -> NDArray[np.bool_]:
        """Tell when one that may occur more than once is in force, ``[day, history]``."""
        lasts = self.read("occurrence_days")[:, self.ids("recurring").index(disruption)]
        return in_force(lasts)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """One number a history for each group and measure, in the order of the groups."""
        every = (*self.groups, *also_measured(self.scenario))
        groups = {(group.kind, group.name): group for group in every}
        found = [
            Outcome(groups[kind, name], measure, unit, values, item)
            for (kind, name, measure, item, unit), values in zip(
                self.axes["outcomes"], self.read("outcomes"), strict=True
            )
        ]
        return tuple(with_caused(found, self._usual()))

    def _usual(self) -> dict[tuple[str, str, str], F64]:
        """Give the twin's values by kind and name of the group and measure, ``[history*]``."""
        if self.job.twin is None:
            lots = self.lots
        elif self.job.twin_is_random:
            lots = {first: self.twin[first] for first in self.lots}
        else:
            lots = dict(list(self.twin.items())[:1])
        names = self._about(lots)["outcomes"]
        values = self.read("outcomes", lots)
        if lots is not self.lots and not self.job.twin_is_random:
            values = values[:, :1]
        return {
            (kind, name, measure): row
            for (kind, name, measure, item, _), row in zip(names, values, strict=True)
            if item is None
        }

    def read(self, name: str, lots: Mapping[int, Source] | None = None) -> NDArray[Any]:
        """Read an array of all histories, ``[..., history]``, as :mod:`sim.output.lot` keeps it."""
        lots = self.lots if lots is None else lots
        return beside(self._parts(name, lots), self._wide(name, lots))

    def by_time(self, name: str) -> Iterator[NDArray[Any]]:
        """Read an array as :meth:`read` does, a stretch of time after the other."""
        return self._stretches(self.by_lot(name), name)

    def each(self, series: Series) -> Iterator[tuple[tuple[str, ...], F64]]:
        """Give a series by time for the ids along its axes, ``[time*, (entry,) history]`` each.

        Stretch by stretch, and of each in the order of the ids; nothing where the run has not
        recorded it.
        """
        first, *others = (self.ids(axis) for axis in series.id_axes)
        arrays: dict[str, tuple[str, ...]] = {}
        if series.split:
            arrays = {series.key(one): (one,) for one in first}
        elif series.kept and self.has(series.kept):
            arrays = {series.kept: first}
        for name, along in arrays.items():
            for stretch in self.by_time(name):
                whole = stretch[:, None] if series.split else stretch
                for places in product(*(enumerate(names) for names in (along, *others))):
                    part = whole
                    for place, _ in places:
                        part = part[:, place]
                    yield tuple(name for _, name in places), part.astype(np.float64)

    def cumulated(self, group: Group) -> Iterator[NDArray[np.uint32]]:
        """Give a group's shortfall since the start, ``[day*, history]``, stretch by stretch.

        In steps of 1 / :data:`sim.output.lot.STEPS` days. Adding up 64 histories at a time is ten
        times faster than all at once, which the processor's cache does not hold.
        """
        name = key("shortfall", group)
        return self._stretches(_cumulated(self.by_lot(name)), name)

    def _stretches(self, parts: Iterator[NDArray[Any]], name: str) -> Iterator[NDArray[Any]]:
        """Give stretches of parts that are as wide as those of an array."""
        lot = next(iter(self.lots.values()))
        folder = lot.parent if isinstance(lot, Path) else None
        return stretches(parts, self._wide(name, self.lots), folder)

    def _about(self, lots: Mapping[int, Source]) -> dict[str, Any]:
        """Read what the arrays of some lots are of."""
        return self._opened(next(iter(lots.values()))).about()

    def by_lot(self, name: str) -> Iterator[NDArray[Any]]:
        """Read an array as :meth:`read` does, lot by lot."""
        return self._parts(name, self.lots)

    def _parts(self, name: str, lots: Mapping[int, Source]) -> Iterator[NDArray[Any]]:
        for first, lot in lots.items():
            yield self._read(lot, name)[..., : max(self.below - first, 0)]

    def _wide(self, name: str, lots: Mapping[int, Source]) -> int:
        """Tell how many histories an array has: one a lot, where those have all in common."""
        whole = self._read(next(iter(lots.values())), name).shape[-1]
        return sum(min(whole, max(self.below - first, 0)) for first in lots)

    def _read(self, lot: Source, name: str) -> NDArray[Any]:
        """Read an array of a lot."""
        return self._opened(lot)[name]

    @cached_property
    def _opened(self) -> Callable[[Source], LotFile]:
        """Open a lot, or find it open."""
        return lru_cache(REMEMBERED)(partial(LotFile, largest=largest_array(self.scenario)))

    def only(self, first: int, at_most: int) -> "Histories":
        """Give one lot alone, and no more than so many histories of it."""
        one = Histories(self.job, self.sampling, {first: self.lots[first]}, self.twin, self.below)
        return replace(one, below=min(self.below, first + at_most))

    def has(self, name: str) -> bool:
        """Tell whether there is an array of a name."""
        return name in self._opened(next(iter(self.lots.values())))

    def mean(self, name: str) -> F64:
        """Give the mean of an array over the histories, holding one lot at a time."""
        total, count = np.zeros(()), 0
        for part in self.by_lot(name):
            total = total + part.sum(axis=-1, dtype=np.float64)
            count += part.shape[-1]
        return total / count

    def daily(self, group: Group, quantity: Literal["shortfall", "cumulative", "cover"]) -> F64:
        """Give a daily series of a group in every history, days, ``[day, history]``.

        Rounded as :mod:`sim.output.lot` says.
        """
        if quantity == "cover":
            return self.read(key("cover", group)).astype(np.float64)
        name = key("shortfall", group)
        if quantity == "shortfall":
            return self.read(name) / STEPS
        return beside(_cumulated(self.by_lot(name)), self.count) / STEPS


def _cumulated(parts: Iterator[NDArray[np.uint16]]) -> Iterator[NDArray[np.uint32]]:
    for part in parts:
        found = np.zeros(part.shape, np.uint32)
        yield np.cumsum(part, axis=0, dtype=np.uint32, out=found) if part.any() else found
