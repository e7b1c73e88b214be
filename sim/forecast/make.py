"""A forecast out of the histories of a run."""

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from sim import __version__
from sim.forecast.forecast import FlowForecast, Forecast, StopForecast
from sim.forecast.holds import holds
from sim.forecast.stops import PARTS, first_stops
from sim.measures import quantiles
from sim.output.flow import MonthlyFlow, monthly_flows
from sim.output.histories import Histories
from sim.output.text import date_of, rounded
from sim.scenario.digest import package_hash

Past = Mapping[str, Mapping[str, float]]
"""Recorded months of flows, t: by flow, by month."""


def make_forecast(
    histories: Histories,
    months: Sequence[str],
    past: Past,
    past_file: str | None = None,
    settings: Sequence[str] = (),
) -> Forecast:
    """Freeze what a run says of some months.

    Parameters
    ----------
    histories : Histories
        Of a scenario that measures flows.
    months : sequence of str
        Whole months of it, ascending, none left out.
    past : mapping
        Recorded months before.
    past_file : str, optional
        Where these were read.
    settings : sequence of str
        What was changed in the scenario on the command line.
    """
    job, start = histories.job, histories.start
    first = dt.date.fromisoformat(f"{months[0]}-01")
    after = dt.date.fromisoformat(f"{months[-1]}-01") + dt.timedelta(days=31)
    last = after.replace(day=1) - dt.timedelta(days=1)
    flows = monthly_flows(histories)
    return Forecast(
        name=job.scenario.name,
        settings=tuple(settings),
        digest=job.digest,
        version=__version__,
        source=package_hash(),
        seed=job.seed,
        sampling=job.scheme,
        histories=histories.count,
        as_of=job.scenario.as_of,
        first=first,
        last=last,
        holds=holds(job.scenario),
        past=past_file,
        flows={
            name: _flow(histories, flows[name], months, past.get(name, {}))
            for name in job.scenario.measures.flows
        },
        stops={
            f"{measure}[{group.name}]": StopForecast(
                label=group.label,
                group=group.name,
                part=PARTS[measure],
                chance=_number(float(np.isfinite(days).mean())),
                dates=tuple(date_of(start, float(day)) for day in quantiles(days)),
            )
            for measure, group, days in first_stops(
                histories, (first - start).days, (last - start).days + 1
            )
        },
    )


def _flow(
    histories: Histories, flow: MonthlyFlow, months: Sequence[str], past: Mapping[str, float]
) -> FlowForecast:
    block = histories.scenario.measures.flows[flow.name]
    found = quantiles(flow.flow_t[[flow.months.index(month) for month in months]])
    return FlowForecast(
        label=flow.label,
        good=block.good,
        sellers=block.sellers,
        buyers=block.buyers,
        at=block.at,
        t={m: tuple(map(_number, row)) for m, row in zip(months, found.tolist(), strict=True)},
        past={month: _number(past[month]) for month in sorted(past)},
    )


def _number(value: float) -> float:
    """Round as in all files."""
    return rounded(value) or 0.0
