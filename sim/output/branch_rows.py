"""``branches.csv``: what the histories of each branch come to."""

import datetime as dt
from collections.abc import Sequence

from sim.output.branches import BranchResult
from sim.output.summary import NAMES
from sim.output.text import csv_text, iso, number

DATED = NAMES[::2]
"""Quantiles of days that are told as dates, too."""
HEADER = [
    *("branching", "branch", "weight", "histories", "kind", "group", "measure", "unit"),
    *("mean", "half_width95", *NAMES, "share_never", *(f"{name}_date" for name in DATED)),
]


def branches_csv(results: Sequence[BranchResult], start: dt.date) -> str:
    """Write a row for each branch, headline group and headline measure.

    Days of the run have their dates at the end, by its first day.
    """
    rows = []
    for one in results:
        whose = [one.branching, one.branch, number(one.weight), str(one.histories)]
        for outcome, found in one.measured:
            said = (found.mean, found.half_width95, *found.quantiles, found.share_never)
            of = [outcome.group.kind, outcome.group.name, outcome.measure, outcome.unit]
            days = found.quantiles[::2] if outcome.unit == "day" else ()
            dates = [iso(start, day) for day in days] or [""] * len(DATED)
            rows.append([*whose, *of, *map(number, said), *dates])
    return csv_text(HEADER, rows)
