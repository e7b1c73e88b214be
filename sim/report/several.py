"""The report of several runs, compared with the first of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sim.compare.comparison import Comparison
from sim.compare.robust import Robust, disagreements, ties
from sim.compare.robust_sections import TITLE, reading, robust_sections
from sim.compare.row import Row
from sim.compare.sections import Section as Compared
from sim.compare.sections import run_lines
from sim.compare.widths import all_sections
from sim.plots.style import place_name
from sim.report.answer import difference, with_band
from sim.report.asked import Asked
from sim.report.commands import program
from sim.report.differences import appendix, differences
from sim.report.document import (
    Block,
    Cell,
    Document,
    Items,
    Paragraph,
    Plate,
    Section,
    Table,
    row_of,
    section,
)  # fmt: skip
from sim.report.events import events
from sim.report.figures import figures_of_several
from sim.report.inputs import inputs
from sim.report.losses import DAYS, Loss, losses, side_by_side
from sim.report.one_run import BAND, chosen, closing, named
from sim.report.words import plain

TONES = {"better": "better", "worse": "worse"}


def report_of_several(
    comparison: Comparison, table: Sequence[Row], asked: Asked, robust: Robust | None = None,
    *, figured: bool = True,
) -> Document:  # fmt: skip
    """Put together what several runs show.

    Parameters
    ----------
    comparison : Comparison
    table : sequence of Row
        Rows to show.
    asked : Asked
    robust : Robust, optional
        The runs by other criteria than the mean, which get a section then.
    figured : bool
        Whether figures are drawn.

    Raises
    ------
    ValueError
        If there is no group of the name that is asked for.
    """
    labels, runs = comparison.labels, comparison.runs
    having = (one for one in runs if not asked.group or named(one, asked.group))
    loss = chosen(next(having, runs[0]), asked.group, losses(runs[0]))
    questions = dict.fromkeys(
        run.scenario.question.strip() for run in runs if run.scenario.question
    )
    row = next(
        one
        for one in comparison.table
        if (one.kind, one.group, one.name) == (loss.group.kind, loss.group.name, DAYS)
    )
    plates = [*figures_of_several(comparison, asked.figures, loss.group)] if figured else []
    return Document(
        title=asked.title or f"{', '.join(labels[1:])} against {labels[0]}",
        facts=asked.facts(runs),
        question=" ".join(filter(None, questions)) or f"How do {', '.join(labels)} differ?",
        answer=difference(comparison, row, loss),
        figures=dict(zip(labels, _days(comparison, loss), strict=True)),
        sections=tuple(_sections(comparison, table, plates, loss, robust)),
        notes=(program(),),
    )


def _days(comparison: Comparison, loss: Loss) -> Iterator[str]:
    """Give the days that the group of the answer loses in each run."""
    kind, name = loss.group.kind, loss.group.name
    for run in comparison.runs:
        same = (one for one in losses(run, {kind}) if one.group.name == name)
        yield next(map(with_band, same), "-")


def _sections(
    comparison: Comparison,
    table: Sequence[Row],
    plates: Sequence[Plate],
    loss: Loss,
    robust: Robust | None,
) -> Iterator[Section]:
    yield from section("first", "At a glance", plates[:1])
    found = differences(comparison)
    yield from section("differs", "What differs", [found or Paragraph("Nothing differs.")])
    yield from section("happens", "What happens", [*_happens(comparison)])
    yield from section("losses", "Who loses how much, and when", [*_losses(comparison)])
    compared = [*_tables("results", all_sections(comparison, table))]
    yield from section("results", "Measure by measure", compared)
    if robust:
        yield from section("robust", TITLE, [*_robust(comparison, table, robust)])
    yield from section("figures", "Figures", plates[1:])
    yield from section("rests", "What the numbers rest on", inputs(comparison.runs[0], loss.group))
    notes = [*comparison.notes, *([reading(robust)] if robust else [])]
    yield from section("reading", "How to read it", [Items(tuple(notes))])
    yield from closing(comparison.runs)
    paths = appendix(comparison)
    runs = Items(tuple(run_lines(comparison)))
    yield from section("appendix", "Appendix", [runs, *([paths] if paths else [])])


def _happens(comparison: Comparison) -> Iterator[Block]:
    """Tell what happens: once for runs in which it is the same."""
    told: dict[Table, list[str]] = {}
    for label, run in zip(comparison.labels, comparison.runs, strict=True):
        found = events(run.scenario)
        if not found:
            yield Paragraph(f"In {label} nothing happens: the world goes as planned.")
        for table in found:
            told.setdefault(table, []).append(label)
    for place, (table, labels) in enumerate(told.items()):
        whose = "every run" if len(labels) == len(comparison.runs) else ", ".join(labels)
        caption = f"{table.caption}, in {whose}"
        yield replace(table, name=f"{table.name}-{place}", caption=caption)


def _losses(comparison: Comparison) -> Iterator[Block]:
    yield Paragraph(BAND)
    found = side_by_side(comparison.labels, comparison.runs)
    yield from found
    if not found:
        yield Paragraph("In no run anybody loses anything in 95 % of histories.")


def _tables(name: str, found: Iterable[Compared]) -> Iterator[Block]:
    """Lay out the sections of a comparison as tables."""
    for place, one in enumerate(found):
        if not one.lines:
            yield Paragraph(f"{plain(one.title).capitalize()}: {' '.join(one.below)}", small=True)
            continue
        yield Table(
            f"{name}-{place}",
            f"{plain(one.title).capitalize()} ({one.about})",
            ("Who", *(name.capitalize() or "Verdict" for name in one.head[1:])),
            tuple(row_of(*line[:-1], Cell(line[-1], tone=TONES.get(line[-1], "")))
                  for line in _filled(one)),
            numbers=frozenset(one.right),
            below=one.below,
        )  # fmt: skip


def _filled(found: Compared) -> Iterator[tuple[str, ...]]:
    """Name whose each line is, as lines may be sorted."""
    whose = ""
    for first, *others in found.lines:
        whose = first or whose
        yield (place_name(whose), *others)


def _robust(comparison: Comparison, table: Sequence[Row], robust: Robust) -> Iterator[Block]:
    start = comparison.runs[0].loaded.scenario.start
    yield from _tables("criteria", robust_sections(robust, table, start))
    rows = robust.rows(table)
    for sentence in (*disagreements(rows, comparison.labels), *ties(rows, comparison.labels)):
        yield Paragraph(sentence)
