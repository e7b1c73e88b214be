"""The files of figures: images that carry their record, their data, and what is said of them."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from matplotlib.figure import Figure

from sim.compare.comparison import Comparison
from sim.output.tables import Tables
from sim.plots.compare_onset import as_asked
from sim.plots.kind import Kind
from sim.plots.record import Record
from sim.plots.sealed import beside, drawn
from sim.plots.style import RC, footer, styled
from sim.plots.told import Told
from sim.plots.view import View

DPI = 150
"""Pixels per inch."""


def files_of(
    kinds: Iterable[Kind[Any]], source: Tables | Comparison, view: View, formats: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """Draw kinds of figure, those that a source has what they show of, and give file by file.

    Each page has an image in each format; beside the first lie the data (CSV), and caption, words
    and citations (text).

    Yields
    ------
    str, bytes
        Name of a file, as ``cover.svg``, and its content.
    """
    with styled(RC):
        source = as_seen(source, view)
        for kind in kinds:
            told = None
            for page, figure in enumerate(kind.pages(source, view), start=1):
                told = told or kind.told(source, view)
                _mark(figure, source)
                for form in formats:
                    record = Record.of(source, kind.name, view, told.title, page, form)
                    yield f"{record.name}.{form}", drawn(figure, record, told, DPI)
            if told is not None:
                form = next(iter(formats), "svg")
                record = Record.of(source, kind.name, view, told.title, 1, form)
                yield f"{kind.name}.csv", told.data.csv().encode()
                yield f"{kind.name}.txt", beside(record, told).encode()


def remade(kind: Kind[Any], source: Tables | Comparison, record: Record) -> bytes:
    """Draw the one figure that a record is of.

    Raises
    ------
    ValueError
        If it has no such page, or the run has no such days.
    """
    view = View.of(record.asked)
    source = as_seen(source, view)
    with styled(RC):
        pages = kind.pages(source, view)
        if not 1 <= record.page <= len(pages):
            raise ValueError(f"it is page {record.page} of {len(pages)}")
        told: Told = kind.told(source, view)
        figure = pages[record.page - 1]
        _mark(figure, source)
        now = Record.of(source, kind.name, view, told.title, record.page, record.form)
        return drawn(figure, now, told, DPI)


def as_seen(source: Tables | Comparison, view: View) -> Tables | Comparison:
    """Give a source as a view looks at it: runs of a comparison may be moved to their onsets."""
    return as_asked(source, view) if isinstance(source, Comparison) else source


def _mark(figure: Figure, source: Tables | Comparison) -> None:
    """Write small of which day the world of a run is; of several the notes say it."""
    if isinstance(source, Tables):
        footer(figure, source.histories.scenario.known_until)
