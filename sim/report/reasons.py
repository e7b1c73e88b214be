"""Why who loses what: on whom a region depends, what it held, and how little came in between."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.output.month import first_of_month
from sim.output.monthly import Months, monthly_supply
from sim.output.tables import Tables
from sim.plots.style import in_order, place_name
from sim.report.document import Cell, Table, row_of
from sim.report.losses import MEDIAN
from sim.report.words import days, percent, place_list
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
