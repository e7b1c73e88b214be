"""Groups of consumers that results are reported for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.measures.observed import daily_sum
from sim.output.label import label_of
from sim.scenario.chain import CONSUMERS
from sim.scenario.cost import LANES, Cost, costs
from sim.scenario.grouping import consumers_by_group
from sim.scenario.schema import Consumer, Scenario

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

Kind = Literal[
    "consumer",
    "region",
    "sector",
    "end_use",
    "region_end_use",
    "group",
    "all",
    "stockpile",
    "facility",
    "lane",
    "chain",
]

WITH_SERIES: frozenset[Kind] = frozenset({"consumer", "region", "end_use", "group", "all"})
"""Kinds of group that have daily series."""


@dataclass(frozen=True)
class Group:
    """One consumer, or several together; or, without members, a stockpile whose money is booked, or
    a facility, a lane or the whole chain with costs.
    """

    kind: Kind
    """What its members have in common."""
    name: str
    """Id of the consumer, region, end use, stockpile, facility or lane; name of the sector;
    ``all``, ``chain``."""
    label: str
    """How reports call it."""
    members: tuple[int, ...]
    """Positions of its members along the consumer axis."""
    of: str = ""
    """What its tonnes are of, as ``element in oxide``, if not of finished magnets."""


def groups_of(scenario: Scenario, consumers: tuple[str, ...]) -> tuple[Group, ...]:
    """List the groups: each consumer, region, sector and end use, some by both, one's own, and all.

    Within a kind they are in the order of their names. Tonnes of magnets and of elements do not add
    up: who uses elements is together with others only where nobody uses magnets.
    """
    blocks = [scenario.consumers[name] for name in consumers]
    at = {name: position for position, name in enumerate(consumers)}
    return tuple(
        _group(kind, name, _label(scenario, kind, name), blocks, sorted(at[one] for one in members))
        for (kind, name), members in consumers_by_group(scenario).items()
    )


def _label(scenario: Scenario, kind: Kind, name: str) -> str:
    """Say how reports call a group of consumers."""
    if kind == "consumer":
        return label_of(scenario.consumers[name].label, name)
    if kind == "all":
        return "All consumers"
    if kind == "region_end_use":
        return f"All {name}"  # its consumer may well be called so
    if kind == "group":
        return name.replace("_", " ")
    return label_of(name[:1].upper() + name[1:], name)


def _group(
    kind: Kind, name: str, label: str, blocks: Sequence[Consumer], members: Iterable[int]
) -> Group:
    """Put those of some consumers together whose tonnes add up: who uses magnets, else all."""
    every = tuple(members)
    some = tuple(i for i in every if blocks[i].by_grade) or every
    goods = " and ".join(sorted({blocks[i].good for i in some if not blocks[i].by_grade}))
    of = f"element in {goods}" if goods else ""
    return Group(kind, name, f"{label} (t in {goods})" if goods else label, some, of)


def financed(scenario: Scenario) -> tuple[Group, ...]:
    """List the stockpiles whose money is booked, in the order of their ids."""
    return tuple(
        Group("stockpile", name, label_of(block.label, name), ())
        for name, block in sorted(scenario.stockpiles.items())
        if block.finance is not None
    )


def billed(scenario: Scenario) -> dict[Group, tuple[Cost, ...]]:
    """List who has costs (facilities, consumers and lanes), and which; last the whole chain."""
    found: dict[tuple[str, str], list[Cost]] = {}
    for cost in costs(scenario):
        found.setdefault((cost.block, cost.name), []).append(cost)
    by_group = {
        _with_costs(scenario, block, name): tuple(own) for (block, name), own in found.items()
    }
    if by_group:
        by_group[Group("chain", "chain", "Whole chain", ())] = tuple(costs(scenario))
    return by_group


def also_measured(scenario: Scenario) -> tuple[Group, ...]:
    """List what is measured beside consumers: stockpiles with books, whoever else has costs."""
    others = (group for group in billed(scenario) if group.kind != "consumer")
    return (*financed(scenario), *others)


def is_headline(kind: str, name: str) -> bool:
    """Tell whether a group is one that results are shown of at first.

    That are regions, defence, groups of one's own, and all.
    """
    return kind in {"region", "group", "all"} or (kind, name) == ("end_use", "defence")


def is_on_screen(kind: str, name: str, of: str) -> bool:
    """Tell whether a group is on the one-screen summary: headlines, and who is in none of them.

    Parameters
    ----------
    kind, name : str
    of : str
        What its tonnes are of, if not of finished magnets.
    """
    return is_headline(kind, name) or (kind == "consumer" and bool(of))


def is_by_itself(scenario: Scenario, kind: str, name: str) -> bool:
    """Tell whether a group is a consumer whose tonnes are in no headline of a scenario."""
    consumer = scenario.consumers.get(name) if kind == "consumer" else None
    return consumer is not None and not consumer.by_grade


def shows_dependence(scenario: Scenario, kind: str, name: str) -> bool:
    """Tell whether it is shown at first on whom a group depends: headlines, defence consumers."""
    defence = kind == "consumer" and (
        name in scenario.consumers and scenario.consumers[name].end_use == "defence"
    )
    return defence or is_headline(kind, name)


def member_sum(series: F32, group: Group) -> F64:
    """Sum the members of a group: t, ``[day, consumer, history]`` to ``[day, history]``."""
    return daily_sum(series, group.members)


def _with_costs(scenario: Scenario, block: str, name: str) -> Group:
    """Make the group of a facility, consumer or lane."""
    if block == LANES:
        return Group("lane", name, name, ())
    label = label_of(getattr(scenario, block)[name].label, name)
    if block == CONSUMERS:
        names = sorted(scenario.consumers)
        blocks = [scenario.consumers[one] for one in names]
        return _group("consumer", name, label, blocks, [names.index(name)])
    return Group("facility", name, label, ())
