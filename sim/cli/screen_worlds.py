"""A line of a run's screen: which worlds its histories are in."""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.scenario.errors import listed


def worlds_of(summary: Mapping[str, Any]) -> Iterator[str]:
    """Say what is in the bands of a run with uncertain numbers; nothing of one without."""
    found = summary.get("worlds")
    if found is None:
        return
    why = f" ({found['because']})" if "because" in found else ""
    if found["kind"] == "central":
        yield f"Worlds: the central one{why}: estimates as written, bands of all else that differs."
    elif found["kind"] == "prior":
        yield (
            f"Worlds: prior{why}: estimates are off as far as the grades of their sources allow, "
            "and that is in the bands."
        )
    else:
        yield (
            f"Worlds: {found['count']} that agree with {found['name']}, by their weights "
            f"({found['sha256'][:10]}): estimates are as in these, and that is in the bands."
        )
    if known := found.get("known"):
        block, _, key = known[0].rpartition(".")
        yield (
            f"Known in every history, as it is set without a source: {listed(known, most=4)}. "
            f"--set {block}.sources.{key}=ID makes it as uncertain as its grade says."
        )
