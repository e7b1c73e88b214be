"""The scores of a replayed episode on the terminal."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.cli.table import table

if TYPE_CHECKING:
    from sim.hindcast.line import Line
    from sim.hindcast.replay import Replay

HEAD = ("series", "score", "when", "recorded", "simulated", "", "value", "limit", "")
"""Over the columns; the sixth is the unit of recorded and simulated."""

WHAT = {
    "wape_in_sample": "WAPE, fitted months",
    "wape_out_of_sample": "WAPE, other months",
    "trough": "lowest month",
    "rebound": "highest month after",
    "lost_days": "days lost by the end",
    "coverage_90": "months in 5-95 %",
    "event_width": "width of event alone",
    "total": "total",
    "first_stop": "first stop",
}
"""How scores are called."""

UNSIGNED = frozenset({"wape_in_sample", "wape_out_of_sample", "coverage_90", "event_width"})
"""Scores that are no differences."""

GAP = (
    "\nValue of a first stop: days between the recorded window and the 5 to 95 % band, 0 where "
    "they meet; in brackets those between the window and the median."
)
"""Said below where a stop is judged by its band."""


def screen(replay: "Replay") -> str:
    """Write the scores of a replayed episode, each with its limit and verdict."""
    from sim.hindcast.line import not_judged, summary
    from sim.hindcast.lines import lines_of
    from sim.scenario.chances import chances_of
    from sim.scenario.errors import plural

    lines, job = list(lines_of(replay)), replay.histories.job
    count = plural(replay.histories.count, "history")
    head = f"{replay.name}  {count} of {job.scenario.name}, "
    left = not_judged(lines)
    rest = f"; not judged: {', '.join(left)}" if left else ""
    dates = _dates(replay)
    medians = _medians(replay)
    rows = [HEAD, *(_cells(line, dates, medians) for line in lines)]
    for row in range(len(rows) - 1, 1, -1):
        if rows[row][0] == rows[row - 1][0]:
            rows[row] = ("", *rows[row][1:])
    return (
        f"{head}seed {job.seed}\n{replay.episode.question}\n\n"
        f"{table(rows, right=(3, 4, 6, 7))}\n\n{summary(lines)}{rest}. "
        "Simulated: means over the histories; first stops: medians (5 to 95 %), days from onset; "
        "width: of the event alone and of the 5-95 % band, means over months, and its part. "
        f"Histories differ by {chances_of(job.scenario).said}."
        f"{GAP if medians else ''}"
    )


def _dates(replay: "Replay") -> dict[str, str]:
    """Write the dates of recorded stops, which are told in days after the onset."""
    if replay.onset is None:
        return {}
    windows = {
        one.name: [replay.onset + dt.timedelta(days=int(day)) for day in one.stop.days]
        for one in replay.stops
    }
    return {name: " to ".join(map(str, dict.fromkeys(days))) for name, days in windows.items()}


def _medians(replay: "Replay") -> dict[str, str]:
    """Write how far the median is from the window of each recorded stop judged by its band."""
    found = {}
    for one in replay.stops:
        if one.stop.judged_by == "band":
            (first, last), middle = one.stop.days, float(one.days[1])
            miss = min(middle - first, 0.0) + max(middle - last, 0.0)
            found[one.name] = f" ({_sized(miss, 'd', signed=True)})"
    return found


def _cells(line: "Line", dates: Mapping[str, str], medians: Mapping[str, str]) -> tuple[str, ...]:
    unit = {"%": "% of normal", "t": "t", "d": "d"}.get(line.unit, "")
    limit = "" if line.limit is None else _sized(line.limit, line.limit_unit, signed=False)
    side = "" if line.limit is None else ("at least " if line.at_least else "at most ")
    signed = line.what not in UNSIGNED
    return (
        line.label,
        WHAT[line.what],
        dates.get(line.of, "") if line.what == "first_stop" else line.when,
        line.recorded,
        line.simulated,
        unit,
        _sized(line.value, line.limit_unit, signed=signed)
        + (medians.get(line.of, "") if line.what == "first_stop" else ""),
        f"{side}{limit}",
        line.verdict,
    )


def _sized(value: float, unit: str, *, signed: bool) -> str:
    if not math.isfinite(value):
        return "-" if math.isnan(value) else "never"
    size, name = (100.0 * value, "%") if unit == "1" else (value, unit)
    return f"{size + 0.0:{'+' if signed else ''}.1f} {name}"
