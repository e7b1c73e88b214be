"""A run as a notebook shows it: a table of who loses what, and the first figure."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from sim.output.summary import summary_rows
from sim.output.tables import Tables
from sim.plots.catalogue import OF_A_RUN
from sim.plots.style import RC, rendered, styled
from sim.plots.told import Told
from sim.plots.view import USUAL
from sim.scenario.errors import plural

Row = Mapping[str, Any]

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
    source = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
    return (
        f"<div><p><strong>{escape(title)}</strong></p>{_table(tables)}"
        f'<img src="{source}" alt="{escape(told.alt)}" style="max-width:100%">'
        "</div>"
    )


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
