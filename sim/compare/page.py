"""A comparison as one HTML page that needs nothing else."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape as escaped
from typing import TYPE_CHECKING

from sim.compare.robust import Robust, disagreements, ties
from sim.compare.robust_sections import TITLE, reading, robust_sections
from sim.compare.row import Row
from sim.compare.sections import CHANGES_HEAD, Section, change_lines, run_lines
from sim.compare.widths import all_sections
from sim.scenario.visible import visible

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison

STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; color: #222; max-width: 60em; }
body { margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.5em; }
h2 { font-size: 1.2em; margin-top: 2em; }
h3 { font-size: 1em; margin: 1.6em 0 .3em; }
h3 small { font-weight: normal; color: #555; }
table { border-collapse: collapse; font-size: .9em; }
th, td { padding: .2em .7em; text-align: left; vertical-align: top; }
th { border-bottom: 1px solid #222; }
td { border-bottom: 1px solid #ddd; }
.number { text-align: right; white-space: nowrap; }
code { font-size: .95em; overflow-wrap: anywhere; }
.better { color: #00604a; font-weight: bold; }
.worse { color: #9c3400; font-weight: bold; }
.below, ul { font-size: .9em; }
figure { margin: 1.5em 0; }
svg { max-width: 100%; height: auto; }
@media print { body { max-width: none; margin: 0; } figure, tr { break-inside: avoid; } }
""".strip()


def page_of(
    comparison: "Comparison",
    table: Sequence[Row],
    figures: Mapping[str, bytes],
    robust: Robust | None = None,
) -> str:
    """Write a comparison as an HTML page with its figures inside.

    Parameters
    ----------
    comparison : Comparison
    table : sequence of Row
        Rows to show.
    figures : mapping of str to bytes
        SVG files by name, in the order they are shown.
    robust : Robust, optional
        The runs by other criteria than the mean, which get a section then.
    """
    labels = comparison.labels
    title = escape(f"{', '.join(labels[1:])} against {labels[0]}")
    parts = [f"<h1>{title}</h1>", _list(run_lines(comparison))]
    parts.append("<h2>What differs in the scenarios</h2>")
    lines = [
        (_code(path), escape(run), _code(value), escape(place))
        for path, run, value, place in change_lines(comparison, comparison.changes)
    ]
    parts.append(_grid(CHANGES_HEAD, lines, ()) if lines else "<p>Nothing.</p>")
    parts.append("<h2>Results</h2>")
    parts += _sections(all_sections(comparison, table))
    if robust:
        start = comparison.runs[0].loaded.scenario.start
        parts += [f"<h2>{TITLE}</h2>", *_sections(robust_sections(robust, table, start))]
        judged = robust.rows(table)
        warned = disagreements(judged, labels)
        parts += [f'<p class="worse">{escape(sentence)}</p>' for sentence in warned]
        parts += [f"<p>{escape(sentence)}</p>" for sentence in ties(judged, labels)]
    if figures:
        parts.append("<h2>Figures</h2>")
        parts += [f"<figure>{inline(name, svg)}</figure>" for name, svg in figures.items()]
    notes = [*comparison.notes, *([reading(robust)] if robust else [])]
    parts += ["<h2>How to read it</h2>", _list(notes)]
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _sections(found: Iterable[Section]) -> Iterator[str]:
    for section in found:
        yield f"<h3>{escape(section.title)} <small>{escape(section.about)}</small></h3>"
        if section.lines:
            cells = [[*map(escape, line[:-1]), _mark(line[-1])] for line in section.lines]
            yield _grid(section.head, cells, section.right)
        yield from (f'<p class="below">{escape(sentence)}</p>' for sentence in section.below)


def inline(name: str, svg: bytes) -> str:
    """Make an SVG file part of a page: no prolog, and ids that no other figure has."""
    text = svg.decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", text)
    return text.replace("<svg", f'<svg role="img" aria-label="{escape(name)}"', 1).strip()


def escape(text: str) -> str:
    """Write a text as HTML that means the text and nothing else."""
    return escaped(visible(text))


def _grid(head: Sequence[str], lines: Sequence[Sequence[str]], right: Sequence[int]) -> str:
    """Write a table of cells that are HTML already."""

    def row(tag: str, cells: Sequence[str]) -> str:
        kinds = (' class="number"' if column in right else "" for column in range(len(cells)))
        return "".join(
            f"<{tag}{kind}>{cell}</{tag}>" for kind, cell in zip(kinds, cells, strict=True)
        )

    rows = "\n".join(f"<tr>{row('td', line)}</tr>" for line in lines)
    top = row("th", [escape(name) for name in head])
    return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _mark(mark: str) -> str:
    """Set what matters apart by weight as well as by colour."""
    return f'<span class="{mark}">{mark}</span>' if mark in {"better", "worse"} else escape(mark)


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>" if text else ""


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
