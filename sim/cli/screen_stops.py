"""When firms of consumers first stand still, and from when on a run's table counts."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from sim.cli.table import table
from sim.output.text import date_of
from sim.scenario.errors import ScenarioError
from sim.scenario.load import Loaded
from sim.scenario.outlook import known_disruptions

Row = Mapping[str, Any]

PARTS = {"first_stop_1pct": "1 %", "first_stop_10pct": "10 %", "first_stop_50pct": "50 %"}
"""What heads the columns of parts of demand."""
BUILT = "first_output_stop_1pct"
MOST = 5
"""Consumers that never stop that are named; of more only their number is."""
READ = (
    "Days on which so much more of demand is not served than on the day before the onset, or of\n"
    "output is not built, as parts bridge a gap."
)
"""What the dates are."""


def first_stops(summary: Mapping[str, Any], loaded: Loaded) -> Iterator[str]:
    """Write a table: when parts of each consumer with ``firms`` first stand still.

    Who does not in the median history is named in a line below, without a row.
    """
    firms = [name for name, block in loaded.scenario.consumers.items() if block.firms]
    found: dict[str, dict[str, Row]] = {name: {} for name in firms}
    for row in summary["rows"]:
        if row["kind"] == "consumer" and row["group"] in found:
            found[row["group"]][row["measure"]] = row
    rows = [one for one in found.values() if "first_stop_1pct" in one]
    stop = [one for one in rows if one["first_stop_1pct"]["q50"] is not None]
    if not rows:
        return
    never = [str(one["first_stop_1pct"]["label"]) for one in rows if one not in stop]
    whose = "; ".join(never) if len(never) <= MOST else f"{len(never)} consumers with firms"
    says = f"None in the median history: {whose}"
    if not stop:
        yield f"First stops. {says}"
        return
    built = any(BUILT in one for one in stop)
    names = (*PARTS, BUILT) if built else tuple(PARTS)
    head = (
        ("First stops, of demand", "1 %", "", "10 %", "50 %", *(("1 % of output",) * built)),
        ("", "median", "5 to 95 %", *("median" for _ in names[1:])),
    )
    start = dt.date.fromisoformat(summary["start"])
    cells = [_cells(one, names, start) for one in stop]
    yield "\n".join([table([*head, *cells]), *([says] if never else []), READ])


def _cells(found: Mapping[str, Row], names: tuple[str, ...], start: dt.date) -> tuple[str, ...]:
    first = found[names[0]]
    middle, *later = (
        date_or_never(start, found[name]["q50"]) if name in found else "-" for name in names
    )
    band = " to ".join(date_or_never(start, first[end]) for end in ("q05", "q95"))
    return (str(first["label"]), middle, band, *later)


def date_or_never(start: dt.date, day: float | None) -> str:
    """Write the date of a day of the run, or that it never comes."""
    return "never" if day is None else str(date_of(start, day))


def counted(summary: Mapping[str, Any], loaded: Loaded) -> Iterator[str]:
    """Say which disruptions a column counts, where a run's world knows of some that it is not for.

    And how to see what its own does beside those.
    """
    scenario, own = loaded.scenario, summary["reference"]
    known = [name for name in known_disruptions(scenario) if name != own]
    if own is None or not known:
        return
    others = "" if len(known) == 1 else f" and {len(known) - 1} more"
    yield (
        f"Caused by disruption: by all, also by what had begun by {scenario.as_of} "
        f"({known[0]}{others}).\nFirst short day: from the onset of {own} on."
    )
    without = f"disruptions.{own}=null", "measures.reference=null"
    try:
        loaded.changed(list(without))
    except ScenarioError:
        return
    if not loaded.settings:
        run = loaded.named or scenario.name
        yield f"What {own} adds: shortfall compare '{run}@{','.join(without)}' {run}"
