"""A run or a comparison as a notebook shows it: a table of who loses what, and a figure."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from sim.compare.comparison import Comparison
from sim.compare.row import Contrast
from sim.compare.row import Row as Compared
from sim.compare.words import difference_text, interval_text
from sim.output.groups import is_headline
from sim.output.summary import summary_rows
from sim.output.tables import Tables
from sim.plots.catalogue import OF_A_RUN, OF_SEVERAL
from sim.plots.style import RC, place_name, rendered, styled
from sim.plots.told import Told
from sim.plots.view import USUAL
from sim.scenario.errors import plural

Row = Mapping[str, Any]
DAYS = "shortfall_days"

HEAD = ("", "shortfall days, mean", "5 to 95 %", "median", "caused, median",
        "first short day, median", "unmet t, median")  # fmt: skip
"""Names of the columns."""


def svg_of(tables: Tables) -> bytes:
    """Draw the first figure that a run has, as SVG."""
    return _figure(tables)[0]


def html_of(tables: Tables) -> str:
    """Set the table of a run, with its first figure below; all text is escaped."""
    histories = tables.histories
    svg, told = _figure(tables)
    scenario = histories.scenario
    title = f"{scenario.called}: {histories.said}, {histories.start} to {scenario.end}"
    return (
        f"<div><p><strong>{escape(title)}</strong></p>{_table(tables)}{_image(svg, told.alt)}</div>"
    )


def html_of_comparison(comparison: Comparison) -> str:
    """Set the days that groups lose in each run, with what differs from the first; a figure below.

    All text is escaped.
    """
    names = [f"{label}, mean d" for label in comparison.labels]
    others = [f"{label}, difference" for label in comparison.labels[1:]]
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in ("", *names, *others))
    rows = [
        one for one in comparison.table
        if one.name == DAYS and is_headline(one.kind, one.group)
    ]  # fmt: skip
    body = "".join(f"<tr>{''.join(_compared(row))}</tr>" for row in rows)
    title = f"{', '.join(comparison.labels[1:])} against {comparison.labels[0]}"
    kind = next(one for one in OF_SEVERAL.values() if one.wanted(comparison))
    with styled(RC):
        svg = rendered(kind.pages(comparison)[0], "svg", dpi=150)
        alt = kind.told(comparison, USUAL).alt
    return (
        f"<div><p><strong>{escape(title)}</strong></p><table><caption>Shortfall days; in brackets "
        f"95 % intervals</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"{_image(svg, alt)}</div>"
    )


def _compared(row: Compared) -> Iterator[str]:
    """Write a mean for each run, then each difference with its interval and what it is."""
    yield f"<th scope='row' style='text-align:left'>{escape(place_name(row.label))}</th>"
    texts = ["-" if one is None else _number(one.mean) for one in row.values]
    texts += [_difference(one) for one in row.contrasts[1:]]
    yield from (f"<td style='text-align:right'>{escape(text)}</td>" for text in texts)


def _difference(one: Contrast | None) -> str:
    if one is None:
        return "-"
    interval = f" ({interval_text(one, 'd')})" if one.is_random else ""
    return f"{difference_text(one, 'd')}{interval}, {one.mark}"


def _image(svg: bytes, alt: str) -> str:
    source = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
    return f'<img src="{source}" alt="{escape(alt)}" style="max-width:100%">'


def _figure(tables: Tables) -> tuple[bytes, Told]:
    kind = next(one for one in OF_A_RUN.values() if one.wanted(tables))
    with styled(RC):
        return rendered(kind.pages(tables)[0], "svg", dpi=150), kind.told(tables, USUAL)


def _table(tables: Tables) -> str:
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in HEAD)
    groups: dict[tuple[str, str], dict[str, Row]] = {}
    for row in summary_rows(tables):
        groups.setdefault((row["kind"], row["group"]), {})[row["measure"]] = row
    body = "".join(f"<tr>{''.join(_cells(found))}</tr>" for found in groups.values())
    said = plural(tables.histories.count, "history")
    return (
        f"<table><caption>Over {escape(said)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cells(found: Mapping[str, Row]) -> Iterator[str]:
    days = found["shortfall_days"]
    first = found.get("first_short_day", {}).get("median")
    yield f"<th scope='row' style='text-align:left'>{escape(str(days['label']))}</th>"
    for text in (
        _number(days["mean"]),
        f"{_number(days['q05'])} to {_number(days['q95'])}",
        _number(days["median"]),
        _number(found.get("shortfall_days_caused", {}).get("median")),
        "never" if first is None else str(first),
        _number(found.get("unmet_t", {}).get("median")),
    ):
        yield f"<td style='text-align:right'>{escape(text)}</td>"


def _number(value: float | None) -> str:
    if value is None:
        return "never"
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"
    return "0" if float(text.replace(",", "")) == 0.0 else text
