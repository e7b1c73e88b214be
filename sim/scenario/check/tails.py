"""Tails of distributions that lie outside what a number may be: how much is left out."""

from collections.abc import Iterable, Iterator

from sim.scenario.errors import Level
from sim.scenario.finding import Finding
from sim.scenario.schema import Distribution
from sim.scenario.schema.bounds import MOST_CUT, Bounds
from sim.scenario.value import Value

TOLD_FROM = 1e-3
"""Part left out from which it is told."""


def tails(numbers: Iterable[Value]) -> Iterator[Finding]:
    """Tell which part of a distribution is never drawn, as no such number is possible."""
    for path, value, bounds in ((one.path, one.value, one.bounds) for one in numbers):
        if not isinstance(value, Distribution) or not value.has_tail:
            continue
        # What varies daily is cut at 0, yet a form without a tail may go below: that counts as 0.
        cut = (Bounds(0.0) if path[-1] == "daily_variation" else bounds).cut(value)
        for part, where in cut:
            if part > TOLD_FROM:
                says = (
                    f"{100 * part:.1f} % of {value} lies {where}; this part is left out, "
                    "and the rest scaled up."
                )
                level: Level = "error" if part > MOST_CUT else "warning"
                yield Finding(path, says, "Write one that stays inside, as triangular.", level)
