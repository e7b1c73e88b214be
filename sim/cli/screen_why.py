"""Why groups go short or do not, a line each below the table of a run, from ``summary.json``."""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.cli.screen_number import number
from sim.rules.bottleneck import CONSTRAINTS
from sim.scenario.country import called
from sim.scenario.errors import listed

Entry = Mapping[str, Any]

SAYS = {
    "lane": "closed or narrowed lanes",
    "licence": "licences awaited or refused",
    "stock": "empty depots",
    "feed": "makers without feed",
    "capacity": "makers at capacity",
    "conversion": "goods in process",
}
"""What each constraint is called."""
NOTABLE = 0.1
"""Part of what is held up from which on a constraint is told."""
MOST = 2
"""Origins that are named."""
NAMED = 3
"""Regions of a group that are named, at most."""
READ = (
    "Why, means over the histories; tonnes are of months that lack a twentieth of the plan\n"
    "or more (of a day, up the chain: shortfall explain RUN --day DATE --consumer ID):"
)
"""Said above."""


def why(summary: Mapping[str, Any], shown: Mapping[tuple[str, str], bool]) -> Iterator[str]:
    """Give a line for each group: what bound and for how long, what came instead, why nothing.

    Nothing where nobody goes short.

    Parameters
    ----------
    summary : mapping
    shown : mapping of kind and name to bool
        Groups of the table, and whether they go short.
    """
    found = [one for one in summary.get("why", []) if (one["kind"], one["group"]) in shown]
    if not found or not any(shown.values()):
        return
    yield READ
    alike: dict[str, list[str]] = {}
    for one in found:
        says = _reason(one, is_short=shown[one["kind"], one["group"]])
        alike.setdefault(says, []).append(one["label"])
    for says, labels in alike.items():
        yield f"  {'; '.join(labels)}: {says}"


def _reason(found: Entry, *, is_short: bool) -> str:
    if not found["months"]:
        if is_short:
            return "short for days or in few histories: no month lacks a twentieth of its plan"
        return "nothing lost, as all came as planned"
    parts = [_held_up(found), *_elsewhere(found), _cover(found, is_short=is_short)]
    return "; ".join(parts)


def _of(found: Entry) -> str:
    """Say whose the tonnes are, where they are not the group's own but its regions'."""
    if found["whole"]:
        return ""
    names = [called(name) for name in found["regions"]]
    if len(names) > NAMED:
        return f"all of its {len(names)} regions: "
    return f"its region{'s' * (len(names) > 1)}, all consumers of {listed(names)}: "


def _held_up(found: Entry) -> str:
    """Say what was missing, for how long, and what held it up."""
    by = found["held_up_t"]
    gross = sum(by.values())
    told = sorted(
        (name for name in CONSTRAINTS if by[name] >= NOTABLE * gross), key=lambda n: -by[n]
    )
    bound = ", ".join(f"{SAYS[name]} {100 * by[name] / gross:.0f} %" for name in told)
    months = found["months"]
    span = found["first"] if months == 1 else f"{found['first']} to {found['last']}"
    return (
        f"{_of(found)}{_tonnes(found['missing_t'])} of {_tonnes(found['planned_t'])} planned did "
        f"not come in {months} month{'s' * (months > 1)}, {span}: {bound}"
    )


def _elsewhere(found: Entry) -> Iterator[str]:
    """Say from where more came than before."""
    more = [*found["elsewhere_t_a_month"].items()][:MOST]
    told = [f"{called(origin)} {_tonnes(amount)}" for origin, amount in more if amount >= 0.5]
    if told:
        yield f"more a month than before from {', '.join(told)}"


def _cover(found: Entry, *, is_short: bool) -> str:
    days, least = number(found["cover_days"]), number(found["least_cover_days"])
    own = "" if found["whole"] else "its own "
    if is_short:
        return f"{own}shelves of {days} days, {least} at the least"
    return f"nothing lost, as {own}shelves of {days} days bridged it ({least} at the least)"


def _tonnes(amount: float) -> str:
    return f"{amount:,.0f} t" if amount >= 10 else f"{amount:.1f} t"
