"""On which places consumers depend: a table for each place, from ``summary.json``."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from sim.cli.table import table
from sim.scenario.chain import MAGNETS, METAL

STAGES = {"mined": "mined", "separated": "separated", "reduced": METAL, "made": MAGNETS}
"""What heads the columns of stages."""
RUN = "run"
COUNTED = (
    "Means over the histories, counted by the elements contained, of which a tonne of magnets "
    "holds more or less by maker"
)
"""What the parts are parts of."""


def exposures(summary: Mapping[str, Any]) -> Iterator[str]:
    """Write a table for each place asked for: regions, defence, its consumers, and all.

    By year the part of what was used that was there at any stage; then, of the whole run, by
    stage, by element, and the days of normal demand met without it. All are means over the
    histories. A line below the last says what is counted.
    """
    written = [*_tables(summary.get("exposure", []))]
    if written:
        written[-1] += f"\n{COUNTED}"
    yield from written


def _tables(exposure: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for place, found in groupby(exposure, key=lambda row: str(row["place"])):
        rows = list(found)
        years = [period for period in rows[0]["share"] if period != RUN]
        stages = [stage for stage in STAGES if stage in rows[0]["share_by_stage"]]
        elements = list(rows[0]["share_by_element"])
        head = (
            *(f"Used, was in {place}", *years, *(STAGES[stage] for stage in stages), *elements),
            "days without",
        )
        cells = [
            (
                row["label"],
                *(_percent(row["share"][year]["mean"]) for year in years),
                *(_percent(row["share_by_stage"][stage]) for stage in stages),
                *(_percent(row["share_by_element"][element]) for element in elements),
                f"{row['days_met_without']['mean']:,.0f}",
            )
            for row in rows
        ]
        yield table([head, *cells], right=range(1, len(head)))


def _percent(share: float | None) -> str:
    if share is None:
        return "-"
    return f"{100 * share:.0f} %" if share >= 0.1 or share == 0 else f"{100 * share:.1f} %"
