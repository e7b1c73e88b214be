"""``flows.csv``: the measured flows of every month."""

from collections.abc import Mapping

import numpy as np

from sim.measures import quantiles
from sim.output.flow import MonthlyFlow
from sim.output.summary import NAMES
from sim.output.text import csv_text, number

HEADER = (
    *("month", "flow", "days", "mean_t", *(f"{name}_t" for name in NAMES)),
    *("normal_t", "share_of_normal", "net_lost_days"),
)
"""Columns of ``flows.csv``."""


def flows_csv(flows: Mapping[str, MonthlyFlow]) -> str:
    """Write a row a month for each flow."""
    rows = []
    for flow in flows.values():
        mean = flow.flow_t.mean(axis=1)
        undefined = np.full(mean.shape, np.nan)
        share = np.divide(mean, flow.normal_t, out=undefined, where=flow.normal_t > 0.0)
        columns = np.column_stack(
            [mean, quantiles(flow.flow_t), flow.normal_t, share, flow.lost_days]
        )
        for month, days, values in zip(flow.months, flow.days, columns.tolist(), strict=True):
            rows.append([month, flow.name, str(days), *map(number, values)])
    return csv_text(list(HEADER), rows)
