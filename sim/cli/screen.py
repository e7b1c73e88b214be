"""The summary of a run on one screen, from its ``summary.json``."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from sim.cli.screen_exposure import exposures
from sim.cli.screen_headline import FOLDED, headline
from sim.cli.screen_notes import notes
from sim.cli.screen_number import number, span
from sim.cli.screen_output import lost_production
from sim.cli.screen_stops import counted, date_or_never, first_stops
from sim.cli.screen_why import why
from sim.cli.screen_width import widths
from sim.cli.screen_worlds import worlds_of
from sim.cli.table import table
from sim.output.calm import why_calm
from sim.output.groups import is_on_screen
from sim.scenario.load import Loaded
from sim.scenario.measured import is_asked

Row = Mapping[str, Any]

HEAD = (
    ("", "shortfall days", "", "", "caused by", "first", "line-down", "unmet"),
    ("", "", "", "", "disruption", "short day", "days", "t"),
    ("", "median", "5 to 95 %", "mean", "median", "median", "median", "median"),
)
"""Three lines over the columns; the last one names the statistic."""
READ = (
    "Statistics are over the histories, each column by itself; ± is half the 95 % interval of a "
    "mean."
)
"""Said below where there are several histories."""
SHOWN = 0.05
"""Days from which on a number is not written as nought."""


def screen(
    summary: Mapping[str, Any],
    loaded: Loaded | None = None,
    asked: Collection[str] = (),
    *,
    brief: bool = False,
) -> str:
    """Write a summary: a line for every region, for defence, one's own groups, and all consumers.

    Last, one for every consumer of oxide or metal, whose tonnes are in no other line. Or a line for
    each group that is *asked* for. Who loses nothing is named below, without a line.

    Below, with the scenario at hand, what its columns count; then where the width of the days comes
    from, and a table of first stops. Then a table of lost production, for each place of
    ``measures.exposure`` and for each branching, and a line for each queue of licences, grey lane
    and financed stockpile, and for costs, if there are any.

    ``never`` stands where the median history is never short. In *brief* the answer comes first, and
    first stops, production and notes are folded.
    """
    groups: dict[tuple[str, str, str], dict[str, Row]] = {}
    for row in summary["rows"]:
        shown = (
            is_asked(row["kind"], row["group"], asked)
            if asked
            else is_on_screen(row["kind"], row["group"], row.get("of", ""))
        )
        if shown and row.get("item") is None:
            groups.setdefault((row["kind"], row["group"], row["label"]), {})[row["measure"]] = row
    start = dt.date.fromisoformat(summary["start"])
    lines = sorted(groups.items(), key=lambda one: not asked and one[0][0] == "consumer")
    losing = [(label, found) for (_, _, label), found in lines if not loses_nothing(found)]
    cells = [_cells(label, found, start) for label, found in losing]
    rows = table([*HEAD, *cells], right=range(1, len(HEAD[0]))) if cells else ""
    if any("±" in cell for line in cells for cell in line):
        rows += f"\n{READ}"
    if calm := [label for (_, _, label), found in lines if loses_nothing(found)]:
        rows += ("\nNobody else" if cells else "Nobody") + f" loses a day: {'; '.join(calm)}."
    if loaded is not None:
        rows = "\n".join([rows, *counted(summary, loaded), *why_calm(summary, loaded)])
    short = {(kind, name): not loses_nothing(found) for (kind, name, _), found in lines}
    days = [found["shortfall_days"] for _, found in lines if "shortfall_days" in found]
    found = [
        *(headline(days) if brief else ()),
        rows,
        "\n".join(why(summary, short)),
        "\n".join(worlds_of(summary)),
        widths(summary, loaded, asked),
        *(first_stops(summary, loaded, asked, brief=brief) if loaded is not None else ()),
        *lost_production(summary, loaded, brief=brief),
        *exposures(summary),
        *_branchings(summary.get("branches", [])),
        "\n".join(
            notes({key: one for key, one in summary.items() if not (brief and key in FOLDED)})
        ),
    ]
    return "\n\n".join(part for part in found if part)


def _branchings(results: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Write a table for each branching: mean shortfall days where each of its branches is taken."""
    for (_, label), found in groupby(results, key=lambda one: (one["branching"], one["label"])):
        branches = [*found]
        days = [
            [row for row in one["rows"] if row["measure"] == "shortfall_days"] for one in branches
        ]
        yield table(
            [
                (label, *(one["branch"] for one in branches)),
                ("weight", *(f"{100 * one['weight']:.3g} %" for one in branches)),
                ("histories", *(f"{one['histories']:,}" for one in branches)),
                ("shortfall days, mean", *("" for _ in branches)),
                *((rows[0]["label"], *map(_mean, rows)) for rows in zip(*days, strict=True)),
            ],
            right=range(1, len(branches) + 1),
        )


def _mean(row: Row) -> str:
    """Write a mean, with the half-width of its interval where there is one."""
    half = _half_width(row)
    mean = number(row.get("mean"))
    return f"{mean} ± {half}" if half else mean


def _cells(label: str, found: Mapping[str, Row], start: dt.date) -> tuple[str, ...]:
    days, first = found.get("shortfall_days", {}), found.get("first_short_day", {})
    return (
        label,
        number(days.get("q50")),
        span(days.get("q05"), days.get("q95")),
        _mean(days),
        number(found.get("shortfall_days_caused", {}).get("q50")),
        date_or_never(start, first.get("q50")),
        number(found.get("line_down_days", {}).get("q50")),
        number(found.get("unmet_t", {}).get("q50")),
    )


def loses_nothing(found: Mapping[str, Row]) -> bool:
    """Tell whether a group is never short in any way that its line would show."""
    days, caused = found.get("shortfall_days", {}), found.get("shortfall_days_caused", {})
    numbers = [days.get(name) for name in ("mean", "q50", "q95")]
    numbers += [caused.get("q50"), found.get("line_down_days", {}).get("q50")]
    first = found.get("first_short_day", {}).get("q50")
    return first is None and all(abs(value or 0.0) < SHOWN for value in numbers)


def _half_width(row: Row) -> str:
    """Give the half-width of the 95 % interval of a mean; nothing where it has none."""
    low, high = row.get("ci95", (None, None))
    return "" if low is None or high is None or low == high else number((high - low) / 2)
