"""What several runs have in common."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.output.stored import StoredRun


def common_settings(runs: "Sequence[StoredRun]") -> tuple[str, ...]:
    """Give what ``--set`` changed in all of several runs alike, in its order."""
    first, *others = (run.loaded.settings for run in runs)
    return tuple(one for one in first if others and all(one in other for other in others))
