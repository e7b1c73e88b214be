"""When firms of consumers first stand still, and from when on a run's table counts."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sim.cli.table import table
from sim.output.text import date_of
from sim.scenario.branches import may_happen
from sim.scenario.errors import ScenarioError
from sim.scenario.grouping import consumers_by_group
from sim.scenario.load import Loaded
from sim.scenario.measured import is_asked
from sim.scenario.outlook import known_disruptions
from sim.scenario.schema import Scenario

Row = Mapping[str, Any]

PARTS = {"first_stop_1pct": "1 %", "first_stop_10pct": "10 %", "first_stop_50pct": "50 %"}
"""What heads the columns of parts of demand."""
BUILT = "first_output_stop_1pct"
MOST = 5
"""Consumers that never stop that are named; of more only their number is."""
EARLIEST = 3
"""Consumers that a line names."""
READ = (
    "Days on which so much more of demand is not served than on the day before the onset, or of\n"
    "output is not built, as parts bridge a gap."
)
"""What the dates are."""


def first_stops(
    summary: Mapping[str, Any], loaded: Loaded, asked: Collection[str] = (), *, brief: bool = False
) -> Iterator[str]:
    """Write a table: when parts of each consumer with ``firms`` first stand still.

    A consumer that is *asked* for by its name, or that one's own groups name, has a row without
    firms, too: then all of it stops at once. Who does not stop in the median history is named in a
    line below, without a row. Of those in groups that are *asked* for, or of all; in *brief* a
    line names the earliest.
    """
    named = {*asked, *(name for group in loaded.scenario.groups.values() for name in group)}
    firms = [
        name
        for name, block in loaded.scenario.consumers.items()
        if block.firms or {name, f"consumer.{name}"} & named
    ]
    if asked:
        groups = consumers_by_group(loaded.scenario)
        some = {one for key, within in groups.items() if is_asked(*key, asked) for one in within}
        firms = [name for name in firms if name in some]
    found: dict[str, dict[str, Row]] = {name: {} for name in firms}
    for row in summary["rows"]:
        if row["kind"] == "consumer" and row["group"] in found:
            found[row["group"]][row["measure"]] = row
    rows = [one for one in found.values() if "first_stop_1pct" in one]
    stop = [one for one in rows if one["first_stop_1pct"]["q50"] is not None]
    if not rows:
        return
    never = [str(one["first_stop_1pct"]["label"]) for one in rows if one not in stop]
    whose = "; ".join(never) if len(never) <= MOST else f"{len(never)} consumers"
    says = f"None in the median history: {whose}"
    if not stop:
        yield f"First stops. {says}"
        return
    if brief:
        yield _earliest(stop, dt.date.fromisoformat(summary["start"]))
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


def _earliest(stop: list[dict[str, Row]], start: dt.date) -> str:
    """Name who stops first, in a line."""
    first = [one["first_stop_1pct"] for one in stop]
    first.sort(key=lambda row: float(row["q50"]))
    told = [f"{row['label']} {date_or_never(start, row['q50'])}" for row in first[:EARLIEST]]
    more = f"; {len(first) - EARLIEST} more later" if len(first) > EARLIEST else ""
    return f"First stops, of 1 % of demand, median: {'; '.join(told)}{more}"


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
    if own is None and known:
        yield from _unnamed(scenario, known)
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


def _unnamed(scenario: Scenario, known: Sequence[str]) -> Iterator[str]:
    """Say that days count from what the world knew of, though what is asked of comes later."""
    later = [
        name
        for name, one in scenario.disruptions.items()
        if name not in known and one.delays is None and may_happen(scenario, one)
    ]
    if later:
        yield (
            "First short day and first stops: from the onset of what had begun by "
            f"{scenario.as_of} ({known[0]} ...),\nas no reference is named. "
            f"From that of {later[0]}: --set measures.reference={later[0]}"
        )
