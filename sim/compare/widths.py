"""Where the width of shortfall days comes from in each run: the event, or all else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.compare.row import Row
from sim.compare.sections import Section, sections
from sim.compare.words import amount
from sim.measures.statistics import quantiles
from sim.measures.width import BAND, Parts
from sim.output.text import rounded
from sim.output.width import Width, width_of
from sim.scenario.errors import plural

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison

MEASURE, UNIT = "shortfall_days", "d"
"""What is taken apart."""
HEAD = ("", "run", "all", "of the event alone", "left where it is known", "event's part", "")


@dataclass(frozen=True)
class WidthRow:
    """The width of a measure of a group in one run."""

    row: Row
    """Whose."""
    label: str
    """Which run's."""
    whole: tuple[float, float]
    """5 and 95 % quantile over all histories, in the measure's unit."""
    parts: Parts | None
    """What comes of the event alone; none where it is certain, or histories are too few to tell."""

    def as_dict(self) -> dict[str, Any]:
        """Give the fields for JSON."""
        found: dict[str, Any] = {"kind": self.row.kind, "group": self.row.group, "run": self.label}
        found["q05"], found["q95"] = map(rounded, self.whole)
        if self.parts is not None:
            found["event"] = {
                "share": rounded(self.parts.share),
                "ci95": [*map(rounded, self.parts.ci95)],
                "alone": [*map(rounded, self.parts.alone)],
                "known": [*map(rounded, self.parts.known)],
            }
        return found


class Widths:
    """The widths of all runs of a comparison."""

    def __init__(self, comparison: "Comparison") -> None:
        self.labels = comparison.labels
        self.of: tuple[Width, ...] = tuple(width_of(run) for run in comparison.runs)
        self._outcomes = [
            {(o.group.kind, o.group.name): o for o in run.outcomes if o.full_name == MEASURE}
            for run in comparison.runs
        ]

    def rows(self, table: Sequence[Row]) -> Iterator[WidthRow]:
        """Take apart what a table shows of the measure, a row for each group and run."""
        for row in table:
            for label, width, known in zip(self.labels, self.of, self._outcomes, strict=True):
                if row.name == MEASURE and (found := known.get((row.kind, row.group))) is not None:
                    low, high = quantiles(found.values, BAND).tolist()
                    parts = width.parts(found) if width.chances.event else None
                    yield WidthRow(row, label, (low, high), parts)

    def section(self, table: Sequence[Row]) -> Section | None:
        """Make a table of it; none where nothing shown has any width."""
        rows = [row for row in self.rows(table) if row.whole[0] < row.whole[1]]
        if not rows:
            return None
        first = {id(row.row): row for row in reversed(rows)}
        return Section(
            title=f"{MEASURE}, what makes it wide",
            about=f"5 to 95 %, {UNIT}",
            head=HEAD,
            lines=tuple(_line(row, is_first=first[id(row.row)] is row) for row in rows),
            below=tuple(self.told()),
            words=2,
        )

    def told(self) -> Iterator[str]:
        """Say of each run what makes its histories differ, or that they are too few to tell."""
        for label, width in zip(self.labels, self.of, strict=True):
            chances, few = width.chances, ""
            if width.needed is not None:
                few = f" {plural(width.needed, 'history')} would do to tell the event's part."
            if chances.event and chances.rest:
                yield f"{label}: the event: {chances.of_event}; all else: {chances.of_rest}.{few}"
            elif chances.event or chances.rest:
                yield f"{label}: all width is of {chances.said}."
            else:
                yield f"{label}: nothing is random."

    def as_dict(self, table: Sequence[Row]) -> dict[str, Any]:
        """Give it for JSON: what makes the histories of each run differ, and the rows."""
        differ = [
            {"run": label, **width.as_dict()}
            for label, width in zip(self.labels, self.of, strict=True)
        ]
        return {"measure": MEASURE, "runs": differ, "rows": [o.as_dict() for o in self.rows(table)]}


def all_sections(comparison: "Comparison", table: Sequence[Row]) -> Iterator[Section]:
    """Make the sections of the measures, and then that of the widths."""
    yield from sections(comparison, table)
    if (found := comparison.widths.section(table)) is not None:
        yield found


def _line(one: WidthRow, *, is_first: bool) -> tuple[str, ...]:
    alone = left = part = "-"
    if one.parts is not None:
        alone = _span(one.parts.alone) if one.parts.share else "-"
        left = _span(one.parts.known) if one.parts.known[0] < one.parts.known[1] else "-"
        ends = dict.fromkeys(f"{100 * end:.0f}" for end in one.parts.ci95)
        part = f"{' to '.join(ends)} %"
    return (one.row.label if is_first else "", one.label, _span(one.whole), alone, left, part, "")


def _span(ends: tuple[float, float]) -> str:
    return f"{amount(ends[0], UNIT)} to {amount(ends[1], UNIT)}"
