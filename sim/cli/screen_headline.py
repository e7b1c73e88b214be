"""The answer of a run in a sentence, and where there is more, from ``summary.json``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.cli.screen_number import number, span

Row = Mapping[str, Any]

SHOWN = 0.05
"""Days from which on a loss is told."""
FOLDED = {
    "licences": "licences",
    "grey": "grey lanes",
    "stockpile_days": "days of stockpiles",
    "surplus": "surplus of oxide",
}
"""Keys of a summary that are told on request alone, and what they are called."""


def headline(days: Sequence[Row]) -> Iterator[str]:
    """Say what all lose, or who is asked for, and who of several regions loses most.

    Parameters
    ----------
    days : sequence of mapping
        Shortfall days of the groups that are shown.
    """
    all_of = next((row for row in days if row["kind"] == "all"), days[0] if days else None)
    if all_of is None or all_of["mean"] is None or all_of["mean"] < SHOWN:
        return
    low, high = all_of.get("ci95", (None, None))
    known = low is not None and high is not None and low != high
    half = f" \N{PLUS-MINUS SIGN} {number((high - low) / 2)}" if known else ""
    band = span(all_of["q05"], all_of["q95"])
    within = f", 5 to 95 %: {band}" if all_of["q05"] != all_of["q95"] else ""
    whose = "All consumers lose" if all_of["kind"] == "all" else f"{all_of['label']} loses"
    says = f"{whose} {number(all_of['mean'])}{half} days of normal supply (mean{within})"
    regions = [row for row in days if row["kind"] == "region" and row["mean"]]
    worst = max(regions, key=lambda row: float(row["mean"]), default=None)
    if worst is not None and len(regions) > 1 and worst["mean"] >= SHOWN:
        says += f"; most of all {worst['label']}: {number(worst['mean'])}"
    yield f"{says}."


def more(summary: Mapping[str, Any], folder: str) -> str:
    """Say where there is more: what is folded, and the next commands."""
    folded = [says for key, says in FOLDED.items() if summary.get(key)]
    tables = ", ".join(["first stops and lost production by group", *folded])
    return (
        f"More: --all ({tables})\n"
        f"      shortfall explain {folder} --day DATE; shortfall report {folder}; "
        f"shortfall plot {folder}"
    )
