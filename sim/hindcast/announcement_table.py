"""Announcements, what had become of them and what was to be expected, in Markdown."""

import datetime as dt

from sim.hindcast.announcements import Announcement
from sim.hindcast.score_announcements import Score
from sim.hindcast.scored import Scored
from sim.output.markdown import plain_grid

PLANTS = ("plant", "promised by", "came", "if built, at 5 %", "50 %", "95 %")
SCORED = ("promised", "expected, each left out", "expected, as written", "was")


def markdown(scored: Scored) -> str:
    """Write what each was to bring, then how good that was."""
    return f"{_plants(scored)}\n\n{_scores(scored)}"


def _plants(scored: Scored) -> str:
    """Write a row a plant: the dates of the forecast without it, and both chances."""
    known = scored.block.known
    head = (*PLANTS, f"runs by {known:%Y-%m}", "the same, as written")
    rows = []
    chances = zip(scored.left_out.runs, scored.foretold.runs, strict=True)
    for (name, one), odds in zip(scored.block.announcements.items(), chances, strict=True):
        band = scored.left_out.if_built(name, (0.05, 0.5, 0.95))
        dates = (_month(one.promised + dt.timedelta(days=float(late))) for late in band)
        shares = (f"{share:.0%}" for share in odds)
        rows.append((one.label, _month(one.promised), _became(one), *dates, *shares))
    return plain_grid(head, rows)


def _scores(scored: Scored) -> str:
    """Write how many were to run by the day on which it was known, and how good that was."""
    ways, count = (scored.without, scored.written), len(scored.block.announcements)
    rows = [
        ("run by then", f"{scored.promised}", *map(_running, ways), f"{scored.came}"),
        ("Brier score", f"{scored.brier:.2f}", *(f"{way.brier:.2f}" for way in ways), ""),
    ]
    for share in ways[0].held:
        held = (f"{way.held[share]}" for way in ways)
        rows.append((f"held by {share:.0%} bands", "", *held, f"{share * count:.0f} would do"))
    return plain_grid((f"of {count} plants", *SCORED), rows)


def _running(way: Score) -> str:
    return f"{way.expected:.1f} ({way.low:.0f} to {way.high:.0f})"


def _became(one: Announcement) -> str:
    if one.came is not None:
        return f"{_month(one.came)}"
    return f"given up {_month(one.cancelled)}" if one.cancelled else f"not yet; {_month(one.now)}"


def _month(date: dt.date | None) -> str:
    return "" if date is None else f"{date:%Y-%m}"
