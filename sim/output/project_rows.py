"""``projects.csv``: how late each project comes, and how often it never does."""

import numpy as np

from sim.measures.statistics import quantiles
from sim.output.tables import Tables
from sim.output.text import csv_text, iso, number
from sim.scenario.scheduled import is_scheduled
from sim.world.network.project_recorder import LATE

QUANTILES = 0.05, 0.5, 0.95
HEADER = (
    *("project", "facility", "owner", "kind", "planned", "scheduled", "built", "came"),
    *("mean_days_late", "q05_days_late", "q50_days_late", "q95_days_late", "q50_first_product"),
)
"""Columns of ``projects.csv``."""


def projects_csv(tables: Tables) -> str:
    """Write a row a project, over all histories; days late over those in which it is built."""
    histories, rows = tables.histories, []
    scenario = histories.scenario
    for name, late in zip(histories.ids("projects"), histories.read(LATE.name), strict=True):
        project = scenario.projects[name]
        planned = (project.first_product - scenario.start).days
        built = late[np.isfinite(late)]
        band = quantiles(built, QUANTILES) if len(built) else np.full(len(QUANTILES), np.nan)
        mean = built.mean() if len(built) else np.nan
        shares = np.isfinite(late).mean(), (planned + late < scenario.days).mean()
        rows.append(
            [
                *(name, project.facility, project.owner or "", project.kind or ""),
                project.first_product.isoformat(),
                str(int(is_scheduled(scenario, name))),
                *(number(float(value)) for value in (*shares, mean, *band)),
                iso(scenario.start, planned + float(band[1])),
            ]
        )
    return csv_text(list(HEADER), rows)
