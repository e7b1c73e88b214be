"""What is measured: pure functions on arrays, day as first axis and history as last.

They import numpy and nothing of ours, and never see the simulator.

- What results report is in :mod:`~sim.measures.consumers`, :mod:`~sim.measures.stockpiles` and
  :mod:`~sim.measures.costs`, a decorated function a measure: a new one is written there and nowhere
  else (:mod:`~sim.measures.measure` says how, and ``python -m tests.tables`` describes it in
  ``results/README.md``). They are functions of :class:`~sim.measures.observed.Observed`,
  :class:`~sim.measures.account.Account` and :class:`~sim.measures.bill.Bill`.
- What they are made of, one family a file: :mod:`~sim.measures.shortfall`,
  :mod:`~sim.measures.survival`, :mod:`~sim.measures.cover` and :mod:`~sim.measures.finance`.
- What is said of them over histories: :mod:`~sim.measures.statistics` and
  :mod:`~sim.measures.proportion`.
- What is said of a forecast once it is known what came: :mod:`~sim.measures.scores`, and
  :mod:`~sim.measures.naive` for what it has to beat.
"""

# These put their measures in the register, in this order.
from sim.measures import consumers, costs, stockpiles
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
from sim.measures.survival import first_short_day, first_stop_day, time_to_recover, time_to_survive

__all__ = [
    "QUANTILES",
    "Statistics",
    "backlog_days",
    "consumers",
    "costs",
    "cumulative",
    "daily_shortfall",
    "days_of_cover",
    "describe",
    "fill_rate",
    "first_short_day",
    "first_stop_day",
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
    "stockpiles",
    "time_to_recover",
    "time_to_survive",
    "total",
]
