"""``milestones.csv``: when the milestones of projects are planned, and when they are reached."""

import numpy as np

from sim.measures.statistics import quantiles
from sim.output.milestones import milestone_dates
from sim.output.tables import Tables
from sim.output.text import csv_text, iso, number

QUANTILES = 0.05, 0.5, 0.95
HEADER = (
    *("project", "milestone", "cause", "planned_start", "planned", "reached", "came", "given_up"),
    *("mean_days_late", "q05_days_late", "q50_days_late", "q95_days_late"),
    *("q05_date", "q50_date", "q95_date"),
)
"""Columns of ``milestones.csv``."""


def milestones_csv(tables: Tables) -> str:
    """Write a row a milestone; days late over the histories in which it is reached."""
    histories, rows = tables.histories, []
    start, days = histories.start, histories.days
    for one in milestone_dates(histories):
        known = one.reached[np.isfinite(one.reached)]
        band = quantiles(known, QUANTILES) if len(known) else np.full(len(QUANTILES), np.nan)
        mean = known.mean() if len(known) else np.nan
        shares = [
            np.isfinite(one.reached).mean(),
            (one.reached < days).mean(),
            (one.given_up < days).mean(),
        ]
        planned = (one.planned.end - start).days
        rows.append(
            [
                *(one.project, one.milestone, (one.step and one.step.cause) or ""),
                *(one.planned.start.isoformat(), one.planned.end.isoformat()),
                *(number(float(share)) for share in shares),
                *(number(float(day) - planned) for day in (mean, *band)),
                *(iso(start, float(np.ceil(day))) for day in band),
            ]
        )
    return csv_text(list(HEADER), rows)
