"""Stockpiles in days of their members' use."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.measures.observed import Observed
from sim.output.groups import Group, member_sum
from sim.output.label import label_of
from sim.scenario.chain import MAGNETS
from sim.scenario.membership import member_consumers, row_of
from sim.scenario.schema import Scenario
from sim.world.record.record import Record

F64 = NDArray[np.float64]


def stockpile_unit(scenario: Scenario, stockpile: str) -> str:
    """Give the unit a stockpile is shown in: d (days of its members' use) for magnets, else t."""
    return "d" if row_of(scenario, stockpile)[1] == MAGNETS else "t"


def stockpile_label(scenario: Scenario, stockpile: str) -> str:
    """Give the label of a stockpile, with the form if it may hold several."""
    name, form = row_of(scenario, stockpile)
    block = scenario.stockpiles[name]
    label = label_of(block.label, name)
    return label if block.holds is None else f"{label} ({form})"


def stockpile_cover(record: Record, stockpile: str) -> tuple[F64, F64] | None:
    """Give a stockpile's stock in days of its members' use, and what of it is usable.

    A day of oxide is not a day of magnets: usable is what can reach the members at the day's rates
    of conversion and release.

    Returns
    -------
    array, days, ``[day, history]``, and another; none if the record does not hold them.
    """
    usable = record.get("usable_days")
    if usable is None:
        return None
    row = record.stockpiles.index(stockpile)
    return days_of_use(record)[:, row], usable[:, row].astype(float)


def days_of_use(record: Record) -> F64:
    """Give the stock of the stockpiles, days of the members' use, ``[day, stockpile, history]``."""
    stock, use = record.stockpile_t.astype(float), record.stockpile_use_t.astype(float)
    days: F64 = np.divide(stock, use, out=np.full(stock.shape, np.inf), where=use > 0.0)
    return days


def stockpile_days(
    scenario: Scenario, record: Record, stockpile: str
) -> tuple[NDArray[np.float32], str]:
    """Give a stockpile's stock, ``[day, history]``, with its unit.

    Magnets count in days of their members' demand of the day (unit d). Metal and oxide are used
    by plants, whose use depends on what they are ordered: they stay in t of contained element.
    """
    stock = record.stockpile_t[:, record.stockpiles.index(stockpile)]
    members = _magnet_members(scenario, record, stockpile)
    if members is None:
        return stock, "t"
    days = measures.days_of_cover(stock, member_sum(record.demand_t, members))
    return days.astype(np.float32), "d"


def cover_with_stockpiles(scenario: Scenario, record: Record, seen: Observed) -> F64 | None:
    """Give a group's days of cover with its part of the stockpiles of magnets.

    A stockpile counts for each member with the same days: stock over the demand of all members.

    Returns
    -------
    array, days, ``[day, history]``; none if no member of the group may draw on a stockpile.
    """
    ours = set(seen.members)
    parts: list[F64] = []
    for i, name in enumerate(record.stockpiles):
        members = _magnet_members(scenario, record, name)
        if members is None or ours.isdisjoint(members.members):
            continue
        inside = replace(members, members=tuple(sorted(ours.intersection(members.members))))
        share = measures.fill_rate(
            member_sum(record.demand_t, members), member_sum(record.demand_t, inside)
        )
        parts.append(record.stockpile_t[:, i] * share)
    if not parts:
        return None
    return measures.days_of_cover(sum(parts, seen.on_hand_t), seen.demand_t)


def _magnet_members(scenario: Scenario, record: Record, stockpile: str) -> Group | None:
    """Give the consumers that may draw on a stockpile; none if it does not hold magnets."""
    name, form = row_of(scenario, stockpile)
    if form != MAGNETS:
        return None
    names = member_consumers(scenario, name)
    members = tuple(record.consumers.index(name) for name in names if name in record.consumers)
    return Group("all", stockpile, stockpile_label(scenario, stockpile), members)
