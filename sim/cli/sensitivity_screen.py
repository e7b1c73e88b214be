"""The answer of ``shortfall sensitivity`` on one screen."""

from collections.abc import Sequence
from pathlib import PurePath

from sim.cli.table import table
from sim.scenario.errors import clipped, plural
from sim.sensitivity.answer import Answer
from sim.sensitivity.driver import Driver
from sim.sensitivity.pick_freeze import Row, by_group
from sim.sensitivity.sensitivity import Sensitivity
from sim.sensitivity.words import ends_text, percent, range_text, sentence, shares, whole

MOST_ROWS = 12
"""Inputs that are listed of a group."""
LEAST_ROWS = 3
"""Inputs that are listed even if none is told from noise."""
LABEL = 44
"""Letters of an input's label."""
HEAD = ("input", "part", "95 %", "rank corr.", "range", "mean at ends", "source", "place")
ENDS = HEAD.index("mean at ends")
READ = (
    "Part: how much less the variance would be, in the mean, if the input were known. Range: 5 to\n"
    "95 % of the input. Ends: mean of the measure in the tenth of the histories with the lowest\n"
    "and the highest input. Groups of inputs count as sums of their effects; numbers of one\n"
    "source move together, so countries and stages overlap."
)
"""How to read a table."""
ANEW = ("input", "alone", "95 %", "in all", "95 %")
TOTAL = (
    "Alone: the same part, from histories with this input anew. In all: what would be left of the\n"
    "variance if all but this input were known, with all that it does only together with others."
)
"""How to read the table of what was run anew."""


def screen(answer: Answer, rows: Sequence[Row] = ()) -> str:
    """Write a sentence and a table for each group that was asked for, and how to read them.

    Where none was, for the last, which is the largest, and a sentence for each of the others.
    """
    run = answer.run
    lines = [
        f"{run.name}  {run.said}, {plural(len(answer.found[0].drivers), 'input')}, seed {run.seed}",
        "",
    ]
    shown = answer.found if answer.asked else answer.found[-1:]
    for found in shown:
        lines += [sentence(found), whole(found), "", _table(found), "", *shares(found), ""]
    lines += [sentence(found) for found in answer.found if found not in shown]
    lines += [""] if len(answer.found) > len(shown) else []
    for group, some in by_group(rows).items():
        cells = [_indices(one) for one in some]
        lines += [f"{group}, run anew:", table([ANEW, *cells], right=(1, 2, 3, 4)), ""]
    lines += [f"{label}: {why}." for label, why in answer.reasons.items()]
    return "\n".join([*lines, READ, *([TOTAL] if rows else [])])


def _table(found: Sensitivity) -> str:
    shown = found.strong[:MOST_ROWS] or found.drivers[:LEAST_ROWS]
    left = len(found.strong) - len(shown)
    more = f"\n... and {left} more that are told from noise, in inputs.csv" if left > 0 else ""
    unit = f", {found.outcome.unit}" if found.outcome.unit not in {"", "1"} else ""
    head = (*HEAD[:ENDS], f"{HEAD[ENDS]}{unit}", *HEAD[ENDS + 1 :])
    return table([head, *(_row(found, one) for one in shown)], right=(1, 2, 3, ENDS)) + more


def _indices(one: Row) -> tuple[str, ...]:
    both = (one.indices.first, one.indices.total)
    cells = [(percent(e.value), f"{100 * e.low:.0f} to {100 * e.high:.0f}") for e in both]
    return (clipped(one.input.label, LABEL), *cells[0], *cells[1])


def _row(found: Sensitivity, one: Driver) -> tuple[str, ...]:
    source = one.input
    direction = "" if source.kind == "chance" and source.high > 1 else f"{one.direction:+.2f}"
    return (
        clipped(source.label, LABEL),
        percent(one.index.value),
        f"{100 * one.index.low:.0f} to {100 * one.index.high:.0f}",
        direction,
        range_text(found, source),
        ends_text(one),
        f"{source.source} ({source.grade})" if source.source else "",
        _brief(source.place),
    )


def _brief(place: str) -> str:
    """Leave out the folder of a file, and the column."""
    file, _, rest = place.partition(":")
    return f"{PurePath(file).name}:{rest.partition(':')[0]}" if rest else place
