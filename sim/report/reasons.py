"""Why who loses what: on whom a region depends, what it held, and how little came in between."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.output.month import first_of_month
from sim.output.monthly import Months, monthly_supply
from sim.output.tables import Tables
from sim.plots.bottlenecks import KEY, NOTABLE, breaks, inflows
from sim.plots.style import in_order, place_name
from sim.report.document import Cell, Table, row_of
from sim.report.losses import MEDIAN
from sim.report.words import days, percent, place_list
from sim.scenario.chain import CONSUMERS
from sim.scenario.schema import Scenario

F64 = NDArray[np.float64]

AHEAD = 365
"""Days from the onset within which the least is looked for."""


def onset_day(tables: Tables) -> int | None:
    """Give the day of the run from which measures count, in the median history; none if never."""
    histories = tables.histories
    name = reference(histories.scenario)
    if name is None or name not in tables.axis("disruptions"):
        return None
    onset = histories.onset_day[tables.axis("disruptions").index(name)]
    onset = onset[np.isfinite(onset)]
    if not onset.size:
        return None
    day = int(np.quantile(onset, 0.5, method="inverted_cdf"))
    return day if 0 <= day < histories.days else None


def reference(scenario: Scenario) -> str | None:
    """Name the disruption that measures count from, where it is a single one."""
    name = scenario.measures.reference
    if name in scenario.disruptions:
        return name
    return next(iter(scenario.disruptions)) if len(scenario.disruptions) == 1 else None


def dependence(tables: Tables) -> Table | None:
    """Say of each region on whom it depends, what it holds at the onset, and what then comes.

    None where nothing single begins, or magnets are not shipped by origin.
    """
    day = onset_day(tables)
    scenario = tables.histories.scenario
    name = reference(scenario)
    if day is None or name is None or not tables.axis("origins"):
        return None
    disruption = scenario.disruptions[name]
    exporter = getattr(disruption, "exporter", None)
    rows = [*_rows(tables, day, exporter)]
    if not rows:
        return None
    who = place_list(exporter) if exporter else ""
    head = (
        "Who",
        *((f"Magnets from {who} before",) if who else ()),
        "Cover when it begins, days",
        "Least that comes in a quarter, of before",
        "In the quarter to",
    )
    return Table(
        "dependence",
        "On whom each region depends, and what it holds when it begins",
        head,
        tuple(rows),
        numbers=frozenset(range(1, len(head) - 1)),
        below=(
            "Magnets shipped, means over the histories: a quarter before the onset against the "
            "quarter of the year after it with the least. Cover is what users hold, in days of "
            "their use, in the median history.",
        ),
    )


def held_up(tables: Tables) -> Table | None:
    """Say what of the planned flows is missing, by good and place, and what holds up most of it.

    None where a run has not kept it, or nothing is missing.
    """
    if not breaks(tables):
        return None
    rows = [*_inflow_rows(tables)]
    if not rows:
        return None
    return Table(
        "held-up",
        "What of the planned flows is missing, and what holds it up",
        ("To", "What", "Planned, t", "Missing, t", "Part", "Held up most by", "Part of that"),
        tuple(rows),
        numbers=frozenset({2, 3, 4, 6}),
        below=(
            "Over the whole run, means over the histories. Missing: over all lanes together, after "
            "other lanes stepped in. Tonnes of ore are of rare-earth oxides, of other goods than "
            "magnets and motors of contained elements.",
        ),
    )


def _inflow_rows(tables: Tables) -> Iterator[tuple[Cell, ...]]:
    """Give the rows: of each region what its consumers use, of the world what its makers use."""
    regions = in_order([*tables.axis("regions")])
    found = [
        (place_name(region), one)
        for region in regions
        for one in inflows(tables, region)
        if one.block == CONSUMERS
    ]
    found += [("World", one) for one in inflows(tables, None) if one.block != CONSUMERS]
    for place, one in found:
        planned, missing = float(one.planned.sum()), float(one.missing.sum())
        if missing < NOTABLE * planned:
            continue
        most, held = one.worst
        part = held / float(one.total.sum())
        yield row_of(
            place, one.title, Cell(f"{planned:,.0f}", planned), Cell(f"{missing:,.0f}", missing),
            Cell(percent(missing / planned), missing / planned), KEY[most].name,
            Cell(percent(part), part),
        )  # fmt: skip


def _rows(tables: Tables, day: int, exporter: str | None) -> Iterator[tuple[Cell, ...]]:
    """Give the row of each region that is sent magnets."""
    scenario = tables.histories.scenario
    months = Months.of(scenario)
    supply = monthly_supply(months, tables.supply_t)
    before = int(np.searchsorted(months.ends, day, side="right")) - 1
    if before < 0:
        return
    after = months.are_whole & (months.first_day >= day) & (months.first_day < day + AHEAD)
    origins, regions = tables.axis("origins"), tables.axis("regions")
    ours = [place in _within(scenario, exporter) for place in origins]
    covers = {group.name: series.cover for group, series in tables.series.items()
              if group.kind == "region"}  # fmt: skip
    for region in in_order([*regions]):
        of_region = supply[:, :, regions.index(region)]
        usual = of_region[before].sum()
        if not usual or region not in covers:
            continue
        cells: list[Cell | str] = [place_name(region)]
        if exporter is not None:
            share = float(of_region[before, ours].sum() / usual)
            cells.append(Cell(percent(share), share))
        cover = float(covers[region].quantiles[max(day - 1, 0), MEDIAN])
        cells.append(Cell(days(cover), cover))
        if not after.any():
            yield row_of(*cells, "", "")
            continue
        total = np.where(after, of_region.sum(axis=1), np.inf)
        least = int(total.argmin())
        part = float(total[least] / usual)
        month = first_of_month(tables.histories.start, least)
        yield row_of(*cells, Cell(percent(part), part), Cell(f"{month:%B %Y}", month.isoformat()))


def _within(scenario: Scenario, place: str | None) -> set[str]:
    """Give a place, and those in it if it is a bloc."""
    return set() if place is None else {place, *scenario.blocs.get(place, [])}
