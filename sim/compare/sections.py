"""A comparison as tables of text, which the terminal, Markdown and HTML show alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.compare.changes import ABSENT, Change
from sim.compare.common import common_settings
from sim.compare.row import Contrast, Row
from sim.compare.words import difference_text, interval_text, mean_text, share_text
from sim.measures.measure import CAUSED
from sim.scenario.errors import plural
from sim.scenario.settings import in_brief

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison

CHANGES_HEAD = ("value", "run", "is", "written at")


@dataclass(frozen=True)
class Section:
    """One measure of several groups."""

    title: str
    """Name of the measure."""
    about: str
    """What of it is shown, its unit and direction of better."""
    head: tuple[str, ...]
    """Names of the columns."""
    lines: tuple[tuple[str, ...], ...]
    """Cells; the last one is a mark."""
    below: tuple[str, ...]
    """What stands below the table: groups that do not differ, why some are not comparable."""
    words: int
    """Number of columns at the left that are no numbers."""

    @property
    def right(self) -> range:
        """The columns of numbers."""
        return range(self.words, len(self.head) - 1)


def run_lines(comparison: "Comparison") -> list[str]:
    """Name the runs, the baseline first, and say what ``--set`` changed in all of them."""
    common = in_brief(common_settings(comparison.runs))
    return [
        f"{label}{' (baseline)' if i == 0 else ''}: {plural(len(run.numbers), 'history')}, "
        f"{run.loaded.scenario.start} to {run.loaded.scenario.end}, seed {run.seed}"
        + (f", {run.sampling.scheme}" if run.sampling.scheme != "random" else "")
        + (f", {known}" if (known := run.loaded.scenario.known_until) else "")
        for i, (label, run) in enumerate(zip(comparison.labels, comparison.runs, strict=True))
    ] + ([f"Set in all of them: {common}"] if common else [])


def change_lines(comparison: "Comparison", changes: Sequence[Change]) -> Iterator[tuple[str, ...]]:
    """Give a line for the baseline's value and each that differs from it."""
    for change in changes:
        cells = zip(comparison.labels, change.values, change.places, strict=True)
        first = True
        for label, value, place in cells:
            if first or value != change.values[0]:
                yield (change.name if first else "", label, value, "" if value == ABSENT else place)
            first = False


def sections(comparison: "Comparison", table: Sequence[Row]) -> list[Section]:
    """Make a section of each measure, in the order of the table.

    What disruptions cause of a measure is shown where it is not all of it.
    """
    by_name: dict[str, list[Row]] = {}
    for row in table:
        by_name.setdefault(row.name, []).append(row)
    return [
        _section(comparison, rows, by_name.get(name.removesuffix(CAUSED), []))
        for name, rows in by_name.items()
    ]


def _section(comparison: "Comparison", rows: Sequence[Row], wholes: Sequence[Row]) -> Section:
    """Make a section of a measure; of one that is caused, *wholes* are the rows of all of it."""
    first, of_group = rows[0], {(row.kind, row.group): row for row in wholes}
    alike = [row for row in rows if _is_all(row, of_group.get((row.kind, row.group)))]
    rows = [row for row in rows if row not in alike]
    differing = [row for row in rows if not _is_same(row)]
    direction = f", {first.better} is better" if first.better else ""
    unit = {"1": "share", "day": "date, differences in days"}.get(first.unit, first.unit)
    two = len(comparison.runs) == 2
    compared = ("difference", "95 % interval", "of baseline", "")
    return Section(
        title=first.name,
        about=f"mean, {unit}{direction}",
        head=("", *comparison.labels, *compared) if two else ("", "run", "mean", *compared),
        lines=tuple(line for row in differing for line in _lines(comparison, row, two=two)),
        below=(*_below(comparison, rows), *_as_all(alike, wholes, bool(rows))),
        words=1 if two else 2,
    )


def _is_all(row: Row, whole: Row | None) -> bool:
    """Tell whether all of a measure is caused by disruptions, in every run."""
    return (
        whole is not None
        and whole.name != row.name
        and (row.values, row.contrasts) == (whole.values, whole.contrasts)
    )


def _as_all(alike: Sequence[Row], wholes: Sequence[Row], others: bool) -> Iterator[str]:
    """Say of which groups all of a measure is caused by disruptions."""
    if alike:
        whose = "; ".join(row.label for row in alike) if others else "every group"
        yield f"All of {wholes[0].name}, as above: {whose}."


def _is_same(row: Row) -> bool:
    return all(contrast is None or contrast.mark == "the same" for contrast in row.contrasts)


def _lines(comparison: "Comparison", row: Row, *, two: bool) -> Iterator[tuple[str, ...]]:
    """Give a line for the other run, or one for the baseline and each of the others."""
    starts = [run.loaded.scenario.start for run in comparison.runs]
    means = [
        mean_text(value, row.unit, start) for value, start in zip(row.values, starts, strict=True)
    ]
    if two:
        contrast = row.contrasts[1]
        assert contrast is not None, "only the baseline has none"
        yield (row.label, *means, *_compared(contrast, row.unit))
        return
    for i, (label, mean, contrast) in enumerate(
        zip(comparison.labels, means, row.contrasts, strict=True)
    ):
        cells = ("", "", "", "") if contrast is None else _compared(contrast, row.unit)
        yield (row.label if i == 0 else "", label, mean, *cells)


def _compared(contrast: Contrast, unit: str) -> tuple[str, str, str, str]:
    return (
        difference_text(contrast, unit),
        interval_text(contrast, unit),
        share_text(contrast, unit),
        contrast.mark,
    )


def _below(comparison: "Comparison", rows: Sequence[Row]) -> Iterator[str]:
    same = []
    for row in rows:
        if _is_same(row):
            text = mean_text(row.values[0], row.unit, comparison.runs[0].loaded.scenario.start)
            same.append(f"{row.label} {text}")
    if same:
        yield f"The same in every run: {'; '.join(same)}."
    reasons: dict[str, list[str]] = {}
    for row in rows:
        for label, contrast in zip(comparison.labels, row.contrasts, strict=True):
            if contrast is not None and contrast.reason and contrast.mark != "the same":
                whose = row.label if len(comparison.runs) == 2 else f"{row.label} of {label}"
                reasons.setdefault(f"{contrast.mark}: {contrast.reason}", []).append(whose)
    for reason, names in reasons.items():
        yield f"{'; '.join(names)}: {reason}."
