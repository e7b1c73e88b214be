"""``branches.csv``: what the histories of each branch come to."""

from collections.abc import Sequence

from sim.output.branches import BranchResult
from sim.output.summary import NAMES
from sim.output.text import csv_text, number

HEADER = [
    *("branching", "branch", "weight", "histories", "kind", "group", "measure", "unit"),
    *("mean", "half_width95", *NAMES, "share_never"),
]


def branches_csv(results: Sequence[BranchResult]) -> str:
    """Write a row for each branch, headline group and headline measure."""
    rows = []
    for one in results:
        whose = [one.branching, one.branch, number(one.weight), str(one.histories)]
        for outcome, found in one.measured:
            said = (found.mean, found.half_width95, *found.quantiles, found.share_never)
            of = [outcome.group.kind, outcome.group.name, outcome.measure, outcome.unit]
            rows.append([*whose, *of, *map(number, said)])
    return csv_text(HEADER, rows)
