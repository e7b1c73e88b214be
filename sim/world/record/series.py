"""A series: what is recorded of every replication, declared once, beside what it is recorded of.

The record, the lots of a run, its CSV file and the tables of ``results/README.md`` all follow from
the declaration.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import STOCKPILES
from sim.world.record.table import Table

TIMES = ("day", "week", "month", "year", "period")
"""Axes of time; week 0 begins on day 0, month 0 and year 0 hold the start date; periods are all
months, then all years."""
STANDING = frozenset({"disruptions", STOCKPILES})
"""Axes of ids along which a world records though there be nothing along them."""
ENTRY = "entry"
"""Axis of the entries of an account."""


@dataclass(frozen=True)
class Entry:
    """One of several quantities of a series, along its entry axis."""

    name: str
    doc: str
    """What it is."""
    when: Literal["over", "end"] = "over"
    """Whether it is a total over the month (or year), or of its end."""
    unit: str | None = None
    """Its unit, where it is another than the series has."""


@dataclass(frozen=True)
class Series:
    """A quantity of every replication.

    Its axes are time (unless it is a total), then ids (which the record has by the name of the
    axis), then entries, if it has any; last comes the replication, which is not named here.
    """

    name: str
    """Name in the record; ends with the unit."""
    axes: tuple[str, ...]
    """Names of the axes before the last: one of :data:`TIMES`, axes of ids, :data:`ENTRY`."""
    unit: str
    """Unit; of the entries that have no other."""
    doc: str
    """What it is."""
    entries: tuple[Entry, ...] = ()
    """Along the entry axis."""
    may_be_shared: bool = False
    """Whether all replications may have one in common; the last axis then has length one."""
    kept: str | None = None
    """Name in the lots of a run; none if it is not kept there. A part in angle brackets stands for
    the ids along the first axis of ids, each of which then has an array of its own."""
    unit_note: str = ""
    """What the unit counts, where that is not plain; Markdown."""
    table: Table | None = None
    """Its file; none if it has none. Only what is kept, or derived of it, by time, may have one."""

    @cached_property
    def at(self) -> dict[str, int]:
        """Place of each entry along its axis."""
        return {entry.name: at for at, entry in enumerate(self.entries)}

    @property
    def id_axes(self) -> tuple[str, ...]:
        """Axes of ids."""
        return tuple(axis for axis in self.axes if axis not in {*TIMES, ENTRY})

    @property
    def split(self) -> str | None:
        """Axis whose ids have an array each in the lots; none if all are in one."""
        return self.id_axes[0] if self.kept is not None and "<" in self.kept else None

    def key(self, one: str) -> str:
        """Name the array of an id in the lots."""
        assert self.kept is not None, self.name
        return re.sub("<.*>", lambda _: one, self.kept)

    def unit_of(self, entry: Entry) -> str:
        """Give the unit of an entry."""
        return entry.unit or self.unit

    def of(self, values: NDArray[Any], **ids: tuple[str, ...]) -> "Recorded":
        """Put values to the declaration.

        Parameters
        ----------
        values : array
            Along the axes, and the replication.
        **ids : tuple of str
            Ids along each axis of ids.

        Raises
        ------
        ValueError
            If they do not fit the declaration.
        """
        lengths = {axis: len(names) for axis, names in ids.items()} | {ENTRY: len(self.entries)}
        shape = tuple(
            length if axis in TIMES else lengths.get(axis)
            for axis, length in zip(self.axes, values.shape, strict=False)
        )
        if values.ndim != len(self.axes) + 1 or shape != values.shape[:-1]:
            raise ValueError(f"{self.name}{list(self.axes)}: shape {values.shape}, ids {lengths}")
        return Recorded(self, values, {axis: ids[axis] for axis in self.id_axes})


@dataclass(frozen=True, eq=False)
class Recorded:
    """A series of some replications."""

    series: Series
    values: NDArray[Any]
    """Along the axes of the series, and the replication."""
    ids: Mapping[str, tuple[str, ...]]
    """Ids along each axis of ids."""

    @property
    def is_shared(self) -> bool:
        """Whether all replications have it in common."""
        return self.series.may_be_shared and self.values.shape[-1] == 1

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give what is kept of it in lots, by name."""
        axis, name = self.series.split, self.series.kept
        if name is None:
            return {}
        if axis is None:
            return {name: self.values}
        along = np.moveaxis(self.values, self.series.axes.index(axis), 0)
        return {self.series.key(one): along[at] for at, one in enumerate(self.ids[axis])}

    def among(self, replications: slice) -> "Recorded":
        """Keep some replications, as a view."""
        if self.is_shared:
            return self
        return Recorded(self.series, self.values[..., replications], self.ids)

    def repeated(self, replications: int) -> "Recorded":
        """Give the first replication to so many."""
        if self.is_shared:
            return self
        values = np.repeat(self.values[..., :1], replications, axis=-1)
        return Recorded(self.series, values, self.ids)

    def without(self, names: Container[str], axis: str) -> "Recorded | None":
        """Leave some ids along an axis out; none if nothing is left along it."""
        if axis not in self.ids:
            return self
        kept = [at for at, name in enumerate(self.ids[axis]) if name not in names]
        if not kept and axis not in STANDING:
            return None
        ids = dict(self.ids) | {axis: tuple(self.ids[axis][at] for at in kept)}
        values = np.take(self.values, kept, axis=self.series.axes.index(axis))
        return Recorded(self.series, values, ids)

    def like(self, other: "Recorded") -> "Recorded":
        """Keep the ids that another one has; and one replication, if all have that in common."""
        values = self.values
        for axis, ids in other.ids.items():
            if ids != self.ids[axis]:
                kept = [self.ids[axis].index(name) for name in ids]
                values = np.take(values, kept, axis=self.series.axes.index(axis))
        return Recorded(self.series, values[..., :1] if other.is_shared else values, other.ids)

    def beside(self, others: list["Recorded"]) -> "Recorded":
        """Put the replications of others behind these."""
        if self.is_shared:
            return self
        parts = [self.values, *(other.values for other in others)]
        return Recorded(self.series, np.concatenate(parts, axis=-1), self.ids)
