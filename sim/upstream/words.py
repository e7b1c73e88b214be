"""The walk up the chain in words: a tree, the worst lane first, and what binds in the end."""

import datetime as dt
from collections.abc import Iterator

from sim.scenario.chain import BY_GRADE, CONCENTRATE
from sim.scenario.errors import plural
from sim.upstream.answer import Explained
from sim.upstream.branch import WINDOW_DAYS, Branch

STEP = "   "
"""What a step up the chain is set in by."""
HELD_UP = {
    "": "less was ordered of it",
    "lane": "the lane is closed or narrowed",
    "licence": "licences were waited for or refused",
    "stock": "it was empty",
    "feed": "it lacked what it makes it of",
    "capacity": "it made all it can",
    "conversion": "all it could use was in process",
}
"""What each constraint is, of a seller or the lane from it."""
ENDS = {
    "": "less was ordered",
    "lane": "lanes closed or narrowed",
    "licence": "licences awaited or refused",
    "stock": "depots empty",
    "feed": "no feed, and none was missing of its plan",
    "capacity": "capacity",
    "conversion": "goods in process",
}
"""The same as an end of the walk."""
FEW = 0.05
"""Part of a whole from which on it is told by itself."""


def lines_of(found: Explained) -> Iterator[str]:
    """Write the answer, a line each."""
    lacking = found.demand - found.served
    why = f" ({found.chosen})" if found.chosen else ""
    yield f"{found.label(found.consumer)} on {found.date}, history {found.history}{why}"
    others = ", of other firms or grades" if found.held > lacking else ""
    yield (
        f"{tonnes(lacking)} of the day's {tonnes(found.demand)} are not served; on the shelf are "
        f"{tonnes(found.held)}{others}, after {tonnes(found.held_before)} on {found.before}."
    )
    inflow, of = found.inflow, _unit(found.good)
    if inflow.planned == 0.0 and inflow.shipped == 0.0:
        yield "Nothing was to come to it in these weeks."
        return
    yield (
        f"Of {found.good}, so as to come in the {WINDOW_DAYS} days up to then, "
        f"{tonnes(inflow.shipped)} left for it of {tonnes(inflow.planned)} planned{of}."
    )
    if inflow.extra:
        most = sorted(inflow.extra, key=lambda name: -inflow.extra[name])[:3]
        named = "; ".join(f"{found.label(name)} {tonnes(inflow.extra[name])}" for name in most)
        more = tonnes(sum(inflow.extra.values()))
        yield f"More than planned came from elsewhere: {more} ({named})."
    if not inflow.branches:
        yield "All left as planned: the shelf has not filled again, or more is needed than planned."
        return
    yield f"{tonnes(inflow.missing)} are missing:"
    for branch in inflow.branches:
        yield from _branch(found, branch, "")
    if inflow.folded:
        yield f"and {plural(inflow.folded, 'lane')} with less than a tenth of it each"
    yield ends(found)


def ends(found: Explained) -> str:
    """Say what binds in the end, by the part of what is missing that comes down to it."""
    parts: dict[str, float] = {}
    for branch in found.inflow.branches:
        for leaf in branch.leaves():
            says = ENDS[leaf.constraint]
            if leaf.constraint in {"capacity", "conversion", "stock", "feed", ""}:
                says += f" at {found.label(leaf.seller)}"
            if names := found.causes.of(leaf):
                says += f" ({', '.join(names)})"
            parts[says] = parts.get(says, 0.0) + leaf.part
    ordered = sorted(parts, key=lambda says: -parts[says])
    told = [says for says in ordered if parts[says] >= FEW] or ordered[:1]
    words = "; ".join(f"{says} {100 * parts[says]:.0f} %" for says in told)
    rest = 1.0 - sum(parts[says] for says in told)
    other = f"; other {100 * rest:.0f} %" if rest >= 0.005 else ""
    return f"What binds in the end: {words}{other}"


def _branch(found: Explained, branch: Branch, indent: str) -> Iterator[str]:
    """Write a lane, and those above it set in by a step."""
    start = found.run.start
    first, last = (start + dt.timedelta(days=day) for day in (branch.first, branch.last))
    most = f", what lacks is mostly {branch.most_of}" if branch.most_of else ""
    names = found.causes.of(branch)
    why = HELD_UP[branch.constraint] + (f": {', '.join(names)}" if names else "")
    yield (
        f"{indent}<- {100 * branch.part:.0f} %  {branch.good} of {found.label(branch.seller)} "
        f"({branch.lane}), {first} to {last}: {tonnes(branch.shipped)} of {tonnes(branch.planned)} "
        f"left{_unit(branch.good)}{most}; {why}"
    )
    for one in branch.above:
        yield from _branch(found, one, indent + STEP)
    if branch.folded:
        yield f"{indent}{STEP}and {plural(branch.folded, 'lane')} with less than a tenth each"


def tonnes(amount: float) -> str:
    """Write tonnes with three digits at most."""
    if amount >= 100.0:
        return f"{float(f'{amount:.3g}'):,.0f} t"
    return f"{amount:.3g} t"


def _unit(good: str) -> str:
    """Say what tonnes are of."""
    if good in BY_GRADE:
        return ""
    return " of ore (REO)" if good == CONCENTRATE else " (element)"
