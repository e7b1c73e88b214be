"""Notes below the table of a run: what became of licences, and of what went over grey lanes."""

from collections.abc import Iterator, Mapping
from typing import Any

Entry = Mapping[str, Any]


def notes(summary: Mapping[str, Any]) -> Iterator[str]:
    """Give a line for each queue of licences and for each grey lane of a run."""
    yield from map(_licences, summary.get("licences", []))
    for lane, found in summary.get("grey", {}).items():
        yield _grey(lane, found)


def _licences(found: Entry) -> str:
    """Say how much waits at most, in the mean over histories, and how much is granted."""
    kind = {"licence": "Licences", "inspection": "Inspections"}[found["kind"]]
    share = found["share_granted"]
    return (
        f"{kind} for {found['good']} ({found['control']}): peak of "
        f"{_tonnes(found['peak_pending_t']['mean'])} pending at the end of "
        f"{found['peak_pending_month']}, "
        + ("none decided" if share is None else f"{_percent(share['mean'])} granted")
    )


def _grey(lane: str, found: Entry) -> str:
    """Say what a grey lane ships, loses and costs more, means over histories."""
    head = f"Grey lane {lane} via {found['via']}: "
    if found["share_seized"] is None:
        return head + "nothing shipped"
    price = f"{_percent(found['premium'])} above" if found["premium"] else "at"
    return (
        f"{head}{_tonnes(found['shipped_t'])} shipped, {_tonnes(found['seized_t'])} seized "
        f"({_percent(found['share_seized'])}), {price} the normal price"
    )


def _tonnes(value: float) -> str:
    """Write tonnes, with a digit after the point where they are few."""
    return f"{value:,.0f} t" if value >= 10 or value == 0 else f"{value:.1f} t"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 or share == 0 else f"{100 * share:.1f} %"
