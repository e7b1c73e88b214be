"""Stockpiles: what they hold, who takes it, and how fast it may leave."""

import numpy as np
from numpy.typing import NDArray

from sim.foresight.past import Past
from sim.foresight.programme import Flow, Programme
from sim.scenario.chain import STOCKPILES
from sim.scenario.membership import receivers, surplus_plants
from sim.scenario.schema import Form
from sim.world.stockpile.release_order import limits_by_form
from sim.world.time.course import Course

F64 = NDArray[np.float64]

ROUNDING = 1e-6
"""Share of a stock by which its daily record, in single precision, may be off."""


def add_stockpiles(programme: Programme, past: Past, released: F64 | None) -> None:
    """Add stocks and releases.

    The trigger, the lag and what is kept back are policy, and left to the planner; the limit a
    day is not.

    Parameters
    ----------
    programme : Programme
    past : Past
    released : array, t, ``[day, stockpile]``, optional
        Most that each may release on each day.
    """
    for number, holding in enumerate(past.world.stockpiles.holdings):
        layout = past.layouts[holding.good]
        holding.fill_at_start()
        stock = past.of(holding.stock)
        takers = receivers(past.scenario, holding.stockpile, holding.good)
        rows = [row for row, buyer in enumerate(layout.buyers) if buyer in takers]
        flows: list[Flow] = []
        for k in range(len(layout.items)):
            key = ("pile", holding.stockpile, holding.good, k)
            programme.stock(key)
            programme.comes(key, 0, float(stock[k]))
            for plant in _sellers_of_surplus(past, holding.stockpile, holding.good):
                flow = programme.flow(np.full(past.days, np.inf))
                programme.out_of(("place", holding.good, plant, k, "out"), flow)
                programme.into(key, flow)
            for row in rows:
                flow = programme.flow(np.full(past.days, np.inf))
                programme.out_of(key, flow)
                taken = ("place", holding.good, layout.buyers[row], k, "in")
                programme.into(taken, flow)
                flows.append(flow)
        most = release_limit(past, holding.stockpile, holding.good)
        if released is not None:
            most = np.minimum(most, released[:, number])
        if np.isfinite(most).any():
            programme.limit([(flow, 1.0) for flow in flows], most)


def _sellers_of_surplus(past: Past, stockpile: str, form: Form) -> list[str]:
    """Name the plants whose surplus it buys: to the planner all that they make is."""
    fill = past.scenario.stockpiles[stockpile].forms[form].fill
    return [] if fill is None else sorted(surplus_plants(past.scenario, fill))


def release_limit(past: Past, stockpile: str, form: Form) -> F64:
    """Give the most that may leave on each day, t, ``[day]``; infinite where there is no limit."""
    block, values = past.scenario.stockpiles[stockpile], past.context.values
    limit: Course | None = None
    if block.release is not None:
        limit = limits_by_form(values, stockpile, block.release).get(form)
    elif block.release_t_per_day is not None:
        limit = values.course(STOCKPILES, stockpile, "release_t_per_day")
    if limit is None:
        return np.full(past.days, np.inf)
    return np.array([past.of(limit.on(day)) for day in range(past.days)])


def released_in(past: Past) -> F64:
    """Give what each stockpile released on each day of the run at most, t, ``[day, stockpile]``.

    As far as the record, in single precision, tells: what the stock fell by, and its rounding.
    Where it is bought for, that does not tell what was released: then it is not bounded.
    """
    stock = past.of(past.record.stockpile_t)
    start = []
    for holding in past.world.stockpiles.holdings:
        holding.fill_at_start()
        start.append(past.of(holding.stock).sum())
    before = np.concatenate([np.array(start)[None], stock[:-1]])
    fell: F64 = np.maximum(before - stock, 0.0) + ROUNDING * np.maximum(before, 1e-3)
    fell[:, [holding.purchase is not None for holding in past.world.stockpiles.holdings]] = np.inf
    return fell
