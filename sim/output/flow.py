"""Measured flows by month."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.histories import Histories
from sim.output.label import label_of
from sim.output.monthly import Months

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class MonthlyFlow:
    """A measured flow, by calendar month; the first and the last may be incomplete."""

    name: str
    """Id of the flow."""
    label: str
    """How reports call it."""
    months: tuple[str, ...]
    """The months, as 2025-04."""
    days: NDArray[np.intp]
    """Simulated days of each month, ``[month]``."""
    flow_t: F64
    """What counts in the month, t, ``[month, history]``."""
    normal_t: F64
    """The same of the undisrupted plan, t, ``[month]``."""
    lost_days: F64
    """Days of normal flow lost since the start, net of what came in excess, at the month's end,
    mean over histories, ``[month]``."""


def monthly_flows(histories: Histories) -> dict[str, MonthlyFlow]:
    """Add up the measured flows of a run by month; none where the scenario measures none."""
    names = histories.ids("flows")
    if not names:
        return {}
    months = Months.of(histories.scenario)
    dates = [histories.start + dt.timedelta(days=int(day)) for day in months.first_day]
    total = _by_month(months, histories.read("flow_t"))
    plan_t = histories.read("flow_plan_t")[..., 0].astype(np.float64)
    plan = _by_month(months, plan_t[..., None])[..., 0]
    lost = measures.net_lost_flow_days(histories.mean("flow_t"), plan_t)
    last = months.first_day + months.days - 1
    flows = histories.scenario.measures.flows
    return {
        name: MonthlyFlow(
            name=name,
            label=label_of(flows[name].label, name.replace("_", " ")),
            months=tuple(f"{date:%Y-%m}" for date in dates),
            days=months.days,
            flow_t=total[:, i],
            normal_t=plan[:, i],
            lost_days=lost[last, i],
        )
        for i, name in enumerate(names)
    }


def _by_month(months: Months, daily: NDArray[np.float32] | F64) -> F64:
    """Add up the days of each month, ``[day, flow, history]`` to ``[month, flow, history]``."""
    return np.stack(
        [
            measures.total(daily[first : first + days].astype(np.float64))
            for first, days in zip(months.first_day, months.days, strict=True)
        ]
    )
