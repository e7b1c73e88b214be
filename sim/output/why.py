"""Why groups go short, or do not: what held up their goods, what came instead, what they held."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.output.groups import WITH_SERIES, Group
from sim.output.month import first_of_month, month_text
from sim.output.tables import Tables
from sim.output.text import rounded
from sim.rules.bottleneck import CONSTRAINTS
from sim.scenario.chain import CONSUMERS
from sim.world.facility.bottleneck_recorder import HELD_UP

F64 = NDArray[np.float64]

LEAST = 0.05
"""Part of a month's plan that has to be missing for the month to count."""
BEFORE = 6
"""Months before, with which what comes from elsewhere is compared, at most."""


def why_summary(tables: Tables) -> list[dict[str, Any]]:
    """Give, of each group with series, what held up its goods in which months.

    All are means over the histories. What is recorded is of all consumers of a good in a region: of
    groups that are not all of them, the numbers are of those, too (``whole`` tells, and
    ``regions`` of which). Cover is the group's own.
    """
    histories = tables.histories
    if not histories.has(str(HELD_UP.kept)):
        return []
    means = histories.mean(str(HELD_UP.kept))
    names = {name: at for at, name in enumerate(histories.ids("inflows"))}
    return [
        _why(tables, group, means, names) for group in histories.groups if group.kind in WITH_SERIES
    ]


def _why(tables: Tables, group: Group, means: F64, names: dict[str, int]) -> dict[str, Any]:
    scenario, consumers = tables.histories.scenario, tables.axis(CONSUMERS)
    blocks = [scenario.consumers[consumers[at]] for at in group.members]
    inflows = {f"{one.good}.{CONSUMERS}.{one.region}" for one in blocks}
    rows = sorted(names[name] for name in inflows if name in names)
    entries = np.add.reduce(means[:, rows], axis=1)
    of = {name: entries[:, at] for name, at in HELD_UP.at.items()}
    held_up = np.add.reduce([of[name] for name in CONSTRAINTS])
    missing = np.minimum(np.maximum(of["planned"] - of["shipped"], 0.0), held_up)
    months = np.flatnonzero(missing > LEAST * of["planned"])
    everyone = {
        name
        for name, one in scenario.consumers.items()
        if f"{one.good}.{CONSUMERS}.{one.region}" in inflows
    }
    found: dict[str, Any] = {
        "kind": group.kind,
        "group": group.name,
        "label": group.label,
        "whole": everyone == {consumers[at] for at in group.members},
        "regions": sorted({one.region for one in blocks}),
        "months": len(months),
    }
    if months.size:
        first, last = int(months[0]), int(months[-1])
        start = tables.histories.start
        found |= {
            "first": month_text(start, first),
            "last": month_text(start, last),
            "planned_t": rounded(float(of["planned"][months].sum())),
            "missing_t": rounded(float(missing[months].sum())),
            "held_up_t": {name: rounded(float(of[name][months].sum())) for name in CONSTRAINTS},
            "elsewhere_t_a_month": dict(_elsewhere(tables, {one.region for one in blocks}, months)),
        }
    return found | _cover(tables, group, months)


def _elsewhere(
    tables: Tables, regions: set[str], months: NDArray[np.intp]
) -> Iterator[tuple[str, float | None]]:
    """Give origins from which more came a month than in those before, the most first."""
    first = int(months[0])
    if first == 0:
        return
    at = [at for at, region in enumerate(tables.axis("regions")) if region in regions]
    supply = np.add.reduce(tables.supply_t[:, :, at], axis=2)
    more = supply[months].mean(axis=0) - supply[max(first - BEFORE, 0) : first].mean(axis=0)
    origins = tables.axis("origins")
    for place in np.argsort(-more, kind="stable"):
        if more[place] > 0.0:
            yield origins[place], rounded(float(more[place]))


def _cover(tables: Tables, group: Group, months: NDArray[np.intp]) -> dict[str, Any]:
    """Give days of cover as the months begin, and the least in them; of the run without any."""
    cover, start = tables.series[group].cover.mean, tables.histories.start
    first, end = 0, len(cover)
    if months.size:
        first = max((first_of_month(start, int(months[0])) - start).days, 0)
        end = min((first_of_month(start, int(months[-1]) + 1) - start).days, len(cover))
    least = float(cover[first:end].min())
    return {"cover_days": rounded(float(cover[first])), "least_cover_days": rounded(least)}
