"""What a run leaves behind: daily series, totals and events of every replication."""

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from numpy.typing import NDArray

from sim.scenario.chain import STOCKPILES
from sim.world.record.series import Recorded


@dataclass(frozen=True, eq=False)
class Record:
    """The series and totals of a set of replications.

    Each series is an attribute by its name (``record.served_t``), and so are the ids along each of
    its axes (``record.consumers``). What there is, is declared where it is recorded;
    :func:`sim.world.recorders.series` lists it. Of a part that a world does not have (a market, a
    stockpile's finance) there are no series: :meth:`get` gives none.
    """

    start: dt.date
    """Date of day 0."""
    series: Mapping[str, Recorded] = field(repr=False)
    """By name."""

    @classmethod
    def of(cls, start: dt.date, recorded: Iterable[Recorded]) -> "Record":
        """Put series together.

        Raises
        ------
        ValueError
            If two have the same name, or differ in the ids along an axis.
        """
        found: dict[str, Recorded] = {}
        for one in recorded:
            if one.series.name in found:
                raise ValueError(f"there are two series {one.series.name}")
            found[one.series.name] = one
        axes: dict[str, tuple[str, ...]] = {}
        for one in found.values():
            for axis, ids in one.ids.items():
                if axes.setdefault(axis, ids) != ids:
                    raise ValueError(f"{one.series.name} has other {axis}: {ids}, not {axes[axis]}")
        return cls(start, found)

    def __getattr__(self, name: str) -> Any:
        """Give a series, or the ids along an axis."""
        series = self.__dict__.get("series", {})
        if name in series:
            return series[name].values
        for one in series.values():
            if name in one.ids:
                return one.ids[name]
        raise AttributeError(f"no series or axis {name} was recorded")

    def __dir__(self) -> list[str]:
        """Name the series and axes too, for whoever looks around."""
        axes = {axis for one in self.series.values() for axis in one.ids}
        return sorted({*super().__dir__(), *self.series, *axes})

    def get(self, name: str) -> NDArray[Any] | None:
        """Give a series; none if the world had nothing that it is recorded of."""
        return self.series[name].values if name in self.series else None

    def ids(self, axis: str) -> tuple[str, ...]:
        """Give the ids along an axis; empty if no series has it."""
        return next((one.ids[axis] for one in self.series.values() if axis in one.ids), ())

    @property
    def histories(self) -> int:
        """Number of replications."""
        return max(int(one.values.shape[-1]) for one in self.series.values())

    def including(self, *recorded: Recorded) -> "Record":
        """Add series, in place of those of the same names."""
        added = {one.series.name: one for one in recorded}
        return Record.of(self.start, (dict(self.series) | added).values())


def joined(records: list[Record]) -> Record:
    """Put blocks of replications together."""
    first, *others = records
    if not others:
        return first
    series = {
        name: one.beside([other.series[name] for other in others])
        for name, one in first.series.items()
    }
    return replace(first, series=series)


def first_of(record: Record, replications: int) -> Record:
    """Keep the first replications, as views."""
    return part_of(record, slice(replications))


def part_of(record: Record, replications: slice) -> Record:
    """Keep some replications, as views."""
    return replace(
        record, series={name: one.among(replications) for name, one in record.series.items()}
    )


def like(record: Record, other: Record) -> Record:
    """Keep what another record has: its series, along its ids."""
    series = {name: record.series[name].like(one) for name, one in other.series.items()}
    return replace(record, series=series)


def repeated(record: Record, replications: int) -> Record:
    """Give the first replication to so many: of a record whose replications are alike."""
    return replace(
        record, series={name: one.repeated(replications) for name, one in record.series.items()}
    )


def without_disruptions(record: Record, names: Container[str]) -> Record:
    """Leave some disruptions and branchings out, as if the world had not had them."""
    series = {}
    for name, one in record.series.items():
        kept: Recorded | None = one
        for axis in ("disruptions", "recurring", "branchings"):
            kept = kept and kept.without(names, axis)
        if kept is not None:
            series[name] = kept
    return replace(record, series=series)


def without_stockpiles(record: Record, names: Container[str]) -> Record:
    """Leave some stockpiles out, whatever they hold, as if the world had not had them."""
    series = {}
    for name, one in record.series.items():
        kept: Recorded | None = one
        for axis in (STOCKPILES, "stockpile_accounts", "member_stockpiles"):
            held = {id_ for id_ in one.ids.get(axis, ()) if id_.partition(":")[0] in names}
            kept = kept and kept.without(held, axis)
        if kept is not None:
            series[name] = kept
    return replace(record, series=series)
