"""The scores of a forecast on the terminal, and how little they prove yet."""

import math
from textwrap import fill
from typing import TYPE_CHECKING

from sim.cli.table import WIDE, table

if TYPE_CHECKING:
    from sim.forecast.scored import Scored, SeriesScore

HEAD = (
    *("t a month", "judged", "in 90 %", "in 50 %", "width", "score", "persistence", "skill"),
    *("median off", "persistence"),
)


def screen(scored: "Scored") -> str:
    """Write them."""
    from sim.forecast.frozen import sealed

    forecast = scored.forecast
    known = f"  known up to {forecast.as_of}" if forecast.as_of else ""
    parts = [f"{forecast.title}{known}\nsha256 {sealed(forecast)}", _said(scored)]
    if scored.judged:
        rows = [HEAD, *(_cells(one) for one in scored.series if one.bands.judged), _all(scored)]
        parts += [table(rows, right=range(1, len(HEAD))), _note(scored)]
    if scored.stops:
        parts.append(_stops(scored))
    return "\n\n".join([*parts, "\n".join(forecast.holds)])


def _said(scored: "Scored") -> str:
    """Say how many months are judged, and how many are to come."""
    months, every = scored.months, scored.forecast.months
    if not months:
        return f"No month is judged yet, {len(every)} are to come."
    span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    left = len(every) - len(months)
    return f"{len(months)} of {len(every)} months judged ({span}), {left} to come."


def _cells(one: "SeriesScore") -> tuple[str, ...]:
    from sim.forecast.files import tonnes
    from sim.forecast.scored import NAIVE

    bands, first = one.bands, next(iter(NAIVE))
    naive = one.naive.get(first)
    return (
        one.flow.label,
        f"{bands.judged}",
        f"{bands.inside(0.9)}",
        f"{bands.inside(0.5)}",
        tonnes(bands.width(0.9)),
        tonnes(bands.score(0.9)),
        tonnes(naive.score(0.9)) if naive else "-",
        _skill(one.skill(0.9, first)),
        tonnes(bands.error),
        tonnes(naive.error) if naive else "-",
    )


def _all(scored: "Scored") -> tuple[str, ...]:
    from sim.forecast.scored import NAIVE

    inside = (f"{scored.inside(band)}" for band in (0.9, 0.5))
    skill = _skill(scored.skill(0.9, next(iter(NAIVE))))
    return "all", f"{scored.judged}", *inside, "", "", "", skill, "", ""


def _note(scored: "Scored") -> str:
    """Say what the numbers are, and how surely."""
    from sim.forecast.scored import FEW

    low, high = scored.sure(0.9)
    share = scored.inside(0.9) / scored.judged
    said = [
        "Width and interval score are of the 90 % band; the score is the width, and 20 times what "
        "lies outside. Median off: mean absolute error. Beside both persistence: it stays as it "
        "last was, give or take what it changed by before. Skill: part of the score saved against "
        "it; 1 is perfect, below 0 is worse, and it is easily had where the record swings.",
        f"In the 90 % band: {100 * share:.0f} %. Were these months independent, the share of all "
        f"to come could be anywhere from {100 * low:.0f} % to {100 * high:.0f} % (95 % interval).",
    ]
    if scored.judged < FEW:
        said.append("So few months prove little: neighbours and flows of one another go together.")
    if not any(one.naive for one in scored.series):
        said.append("The forecast holds no recorded months: there is no persistence to beat.")
    return "\n".join(fill(sentence, WIDE) for sentence in said)


def _stops(scored: "Scored") -> str:
    from sim.forecast.files import stop_cells

    rows = [("first stop", "of demand", "chance", "forecast, median (5 to 95 %)", "came", "")]
    for one in scored.stops:
        came = str(one.seen.date) if one.seen.date else f"none by {one.seen.until}"
        verdict = "still open" if one.verdict == "open" else one.verdict
        rows.append((*stop_cells(one.stop), came, verdict))
    counts = (
        f"{scored.count('inside')} inside their 90 % band, {scored.count('outside')} outside, "
        f"{scored.count('open')} still open."
    )
    return f"{table(rows, right=(1, 2))}\n{counts}"


def _skill(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:+.2f}"
