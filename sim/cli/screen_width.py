"""Where the width of results comes from: the event, or all else, from ``summary.json``."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sim.cli.screen_number import span
from sim.cli.table import table
from sim.output.groups import is_on_screen
from sim.scenario.errors import plural
from sim.scenario.load import Loaded
from sim.scenario.measured import is_asked
from sim.scenario.schema import Uncertainty
from sim.scenario.uncertainty.inputs import of_block

Row = Mapping[str, Any]

HEAD = (
    ("Width of shortfall days", "all", "of the event", "left where it", "the event's part"),
    ("", "5 to 95 %", "alone", "is known", "of the variance"),
)
READ = (
    "Left is what all else makes, and both together. The part is a 95 % interval; -: none stands\n"
    "out of the noise."
)
"""What the columns are."""


def widths(
    summary: Mapping[str, Any], loaded: Loaded | None = None, asked: Collection[str] = ()
) -> str:
    """Write a table: for each group, or each that is *asked* for, the width that comes from the
    event, and what else is left.

    Lines alone where all comes from one of them, nothing is random, or there are too few histories
    to tell. With the scenario at hand, a last line says if its numbers are estimates that the run
    takes as they are written.
    """
    if (found := summary.get("width")) is None:
        return ""
    event, rest = ", ".join(found["event"]), ", ".join(found["rest"])
    needed, lines = found["histories_needed"], [f"The event: {event}", f"All else: {rest}"]
    if not event and not rest:
        lines = ["Nothing is random in this run: one history stands for all."]
    elif not rest:
        lines = [f"All width is of the event: {event}"]
    elif not event:
        lines = [f"All width is of {rest}: the event is the same in every history."]
    elif needed is not None:
        have = plural(summary["histories"], "history")
        verb = "is" if summary["histories"] == 1 else "are"
        lines.append(f"{have} {verb} too few to tell their widths apart: {needed} would do.")
    elif cells := [*_cells(summary["rows"], asked)]:
        lines = [table([*HEAD, *cells], right=range(1, len(HEAD[0]))), *lines, READ]
    return "\n".join([*lines, *(_as_written(loaded) if loaded is not None else ())])


def _cells(rows: Sequence[Row], asked: Collection[str]) -> Iterator[tuple[str, ...]]:
    for row in sorted(rows, key=lambda one: one["kind"] == "consumer"):
        shown = (
            is_asked(row["kind"], row["group"], asked)
            if asked
            else is_on_screen(row["kind"], row["group"], row.get("of", ""))
        )
        if shown and row["measure"] == "shortfall_days" and (found := row.get("event")):
            low, high = (100.0 * end for end in found["ci95"])
            alone = span(*found["alone"]) if found["share"] else "-"
            widths = span(row["q05"], row["q95"]), alone, span(*found["known"])
            yield row["label"], *widths, f"{low:.0f} to {high:.0f} %"


def _as_written(loaded: Loaded) -> Iterator[str]:
    """Say that numbers are estimates, where a run takes them as if they were known."""
    if loaded.scenario.uncertainty is not None:
        return
    grades = Counter(one.grade for one in of_block(loaded.scenario, Uncertainty()).drawn)
    if count := grades.total():
        of_grade = f"({100 * grades['C'] / count:.0f} % of grade C)"
        yield (
            f"{plural(count, 'number')} of this world "
            + ("is an estimate" if count == 1 else "are estimates")
            + f" {of_grade}, in every history as written:\n--set uncertainty=from_grades tells how "
            "far off that may be."
        )
