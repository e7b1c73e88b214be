"""What is measured: pure functions on arrays, day as first axis and history as last.

They import numpy and nothing of ours, and never see the simulator. One family a file:
:mod:`~sim.measures.shortfall`, :mod:`~sim.measures.survival`, :mod:`~sim.measures.cover`,
:mod:`~sim.measures.finance` and :mod:`~sim.measures.statistics`.
"""

from sim.measures.cover import days_of_cover
from sim.measures.finance import largest_paper_loss, loss_on_dear, payback_day
from sim.measures.shortfall import (
    backlog_days,
    cumulative,
    daily_shortfall,
    fill_rate,
    line_down,
    line_down_days,
    lost_days,
    lost_tonnes,
    net_lost_flow_days,
    shortage,
    shortfall_days,
    total,
)
from sim.measures.statistics import QUANTILES, Statistics, describe, quantiles
from sim.measures.survival import first_short_day, time_to_recover, time_to_survive

__all__ = [
    "QUANTILES",
    "Statistics",
    "backlog_days",
    "cumulative",
    "daily_shortfall",
    "days_of_cover",
    "describe",
    "fill_rate",
    "first_short_day",
    "largest_paper_loss",
    "line_down",
    "line_down_days",
    "loss_on_dear",
    "lost_days",
    "lost_tonnes",
    "net_lost_flow_days",
    "payback_day",
    "quantiles",
    "shortage",
    "shortfall_days",
    "time_to_recover",
    "time_to_survive",
    "total",
]
