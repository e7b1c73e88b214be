"""The sources that a value of a scenario rests on."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sim.scenario.origin import Path
from sim.scenario.outline import SOURCED
from sim.scenario.schema import Scenario
from sim.scenario.sourcing import sources_of

_WORDS = frozenset({"label", "note", "kind", "owner"})
"""Keys that hold no number."""
_Given = Mapping[str, str | list[str]]


class Cited(NamedTuple):
    """A source that a value rests on."""

    id: str
    grade: str
    known: dt.date | None = None
    """Day up to which it knows the world, if it says."""

    def __str__(self) -> str:
        """Write it as ``X-09 (A, 2025-11-07)``."""
        return f"{self.id} ({self.grade}{f', {self.known}' if self.known else ''})"


def cited(scenario: Scenario, path: Path) -> tuple[Cited, ...]:
    """Find the sources of a value."""
    given, key = _where_given(scenario, path)
    return tuple(
        Cited(name, source.grade, source.known)
        for name in sources_of(given, key)
        for source in [scenario.sources[name]]
    )


def best_of(sources: Iterable[Cited]) -> Cited | None:
    """Give the source of the best grade, of equal ones the first; none of none."""
    return min(sources, key=lambda one: one.grade, default=None)


def is_named(scenario: Scenario, path: Path) -> bool:
    """Tell whether a source is given for the key of a value itself, not just for all of a block."""
    given, key = _where_given(scenario, path)
    return key in given


def takes_source(path: Path) -> bool:
    """Tell whether a value is of an entry of a table, which may name a source of it."""
    return len(path) > 2 and path[0] in SOURCED


def _where_given(scenario: Scenario, path: Path) -> tuple[_Given, str]:
    """Give the sources of the block that a value stands in, and the value's key there."""
    if len(path) > 1 and path[0] == "market" and scenario.market is not None:
        return scenario.market.sources, str(path[1])
    if len(path) > 1 and path[0] == "learning":
        return scenario.learning.sources, str(path[1])
    if len(path) > 1 and path[0] == "schedule" and scenario.schedule is not None:
        kind = scenario.schedule.kinds.get(str(path[2])) if path[1] == "kinds" else None
        block, key = (scenario.schedule, path[1]) if kind is None else (kind, path[3])
        return ({} if key in _WORDS else block.sources), str(key)
    if len(path) < 3 or path[0] not in SOURCED:
        return {}, ""
    block = getattr(scenario, str(path[0]))[path[1]]
    if path[2] in _WORDS or path[-1] in _WORDS:
        return {}, ""
    inner = getattr(block, str(path[2]), None)
    own = getattr(inner, "sources", {}) if len(path) > 3 else {}
    if own and sources_of(own, str(path[3])):
        return own, str(path[3])
    return block.sources, str(path[2])
