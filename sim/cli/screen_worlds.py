"""A line of a run's screen: which worlds its histories are in."""

from collections.abc import Iterator, Mapping
from typing import Any


def worlds_of(summary: Mapping[str, Any]) -> Iterator[str]:
    """Say what is in the bands of a run with uncertain numbers; nothing of one without."""
    found = summary.get("worlds")
    if found is None:
        return
    if found["kind"] == "central":
        yield "Worlds: the central one; bands are of what happens alone, all numbers as written."
    elif found["kind"] == "prior":
        why = f" ({found['because']})" if "because" in found else ""
        yield (
            f"Worlds: prior{why}; bands are of what happens and of numbers as far as the grades "
            "of their sources allow."
        )
    else:
        yield (
            f"Worlds: {found['count']} that agree with {found['name']}, by their weights "
            f"({found['sha256'][:10]}); bands are of what happens and of numbers."
        )
