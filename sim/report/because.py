"""Why each group goes short or does not, in a sentence each."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.output.tables import Tables
from sim.output.why import why_summary
from sim.plots.bottlenecks import KEY
from sim.report.losses import Loss, most_first
from sim.report.words import days, percent, some
from sim.scenario.country import called
from sim.scenario.errors import listed

NOTABLE = 0.1
"""Part of what is held up from which on a constraint is told."""
MOST = 2
"""Origins that are named."""


def because(tables: Tables, shown: Sequence[Loss]) -> Iterator[str]:
    """Say of each group what held up its goods, what came instead, and what its shelves held.

    Nothing where a run has not kept it. Means over the histories.
    """
    found = {(one["kind"], one["group"]): one for one in why_summary(tables)}
    for loss in sorted(shown, key=most_first):
        one = found.get((loss.group.kind, loss.group.name))
        if one is not None and (one["months"] or not loss.is_nothing):
            yield f"{loss.label}: {_reason(one, loss)}."


def _reason(one: Mapping[str, Any], loss: Loss) -> str:
    if not one["months"]:
        return "short for days or in few histories; no month lacks a twentieth of what was planned"
    by = one["held_up_t"]
    total = sum(by.values())
    told = sorted((name for name in by if by[name] >= NOTABLE * total), key=lambda name: -by[name])
    bound = listed([f"{KEY[name].name} ({percent(by[name] / total)})" for name in told])
    first, last = _month(one["first"]), _month(one["last"])
    when = f"in {first}" if first == last else f"from {first} to {last}"
    part = percent(one["missing_t"] / one["planned_t"])
    says = f"{part} of what was planned{_of(one)} did not come {when}: {bound}"
    more = [*one["elsewhere_t_a_month"].items()][:MOST]
    if named := [f"{called(who)} ({t:,.0f} t a month)" for who, t in more if t >= 0.5]:
        says += f"; more than before came from {listed(named)}"
    held, least = days(one["cover_days"]), days(one["least_cover_days"])
    own = "" if one["whole"] else "its own "
    if loss.is_nothing:
        return f"{says}; nothing was lost, as {own}shelves held {held} days, {least} at the least"
    return f"{says}; {own}shelves held {held} days when it began and {least} at the least"


def _of(one: Mapping[str, Any]) -> str:
    """Say whose plan it is, where it is not the group's own but that of its regions."""
    if one["whole"]:
        return ""
    regions = one["regions"]
    noun = "its region" if len(regions) == 1 else "its regions"
    return f" for {noun}, all consumers of {some([called(name) for name in regions])},"


def _month(text: str) -> str:
    """Write ``2027-03`` as ``March 2027``."""
    return f"{dt.date.fromisoformat(f'{text}-01'):%B %Y}"
