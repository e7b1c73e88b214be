"""Groups of consumers that results are of, by kind and name, with who is in each."""

from collections.abc import Iterator
from typing import Literal, get_args

from sim.scenario.network import within
from sim.scenario.schema import Scenario

Kind = Literal["consumer", "region", "sector", "end_use", "region_end_use", "group", "all"]
"""What the members of a group have in common."""
Pair = tuple[Kind, str]
"""Kind and name of a group."""

BY_KEY: dict[Kind, tuple[str, ...]] = {
    "region": ("region",),
    "sector": ("sector",),
    "end_use": ("end_use",),
    "region_end_use": ("region", "end_use"),
}
"""Kinds of group whose members have the same values of keys of theirs, as ``US defence`` of two."""


def consumers_by_group(scenario: Scenario) -> dict[Pair, tuple[str, ...]]:
    """List who is in each group: each consumer, those of a kind, those of one's own, and all.

    Within a kind they are in the order of their names.
    """
    found = _by_kind(scenario)
    known = dict(found)
    for name, members in sorted(scenario.groups.items()):
        inside = {one for member in members for one in meant(scenario, member, known)}
        found["group", name] = tuple(sorted(inside))
    return found | {("all", "all"): tuple(sorted(scenario.consumers))}


def meant(
    scenario: Scenario, member: str, known: dict[Pair, tuple[str, ...]] | None = None
) -> tuple[str, ...]:
    """Give the consumers that an entry of a group stands for; none where it is unknown.

    It is the name of a group of consumers, with its kind before it or without, or of a bloc. Of
    several kinds that have it, the first counts, in the order consumer, region, sector, end use.
    """
    known = _by_kind(scenario) if known is None else known
    for (kind, name), members in known.items():
        if member in {name, f"{kind}.{name}"}:
            return members
    if member not in scenario.blocs:
        return ()
    return tuple(
        name
        for name, one in sorted(scenario.consumers.items())
        if within(scenario, one.region, member)
    )


def meanings(scenario: Scenario, member: str) -> list[str]:
    """Name the kinds of group that an entry without a kind may be of, where they differ in who."""
    found = {
        kind: members for (kind, name), members in _by_kind(scenario).items() if member == name
    }
    return sorted(found) if len(set(found.values())) > 1 else []


def names_taken(scenario: Scenario) -> dict[str, str]:
    """Give the kind of whatever has a name that a group of one's own may not have as well."""
    taken: dict[str, str] = {kind: kind for kind in (*get_args(Kind), "chain")}
    taken |= {name: kind for kind, name in _by_kind(scenario)}
    return taken | dict.fromkeys(scenario.stockpiles, "stockpile")


def entries_known(scenario: Scenario) -> list[str]:
    """List what an entry of a group may be."""
    return list(dict.fromkeys([*(name for _, name in _by_kind(scenario)), *scenario.blocs]))


def _by_kind(scenario: Scenario) -> dict[Pair, tuple[str, ...]]:
    found: dict[Pair, tuple[str, ...]] = {
        ("consumer", name): (name,) for name in sorted(scenario.consumers)
    }
    for kind, keys in BY_KEY.items():
        found |= {(kind, name): members for name, members in _shared(scenario, keys)}
    return found


def _shared(scenario: Scenario, keys: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Put consumers together that have the same values of some keys."""
    members: dict[str, list[str]] = {}
    for name, block in sorted(scenario.consumers.items()):
        members.setdefault(" ".join(getattr(block, key) for key in keys), []).append(name)
    yield from ((name, tuple(found)) for name, found in sorted(members.items()))
