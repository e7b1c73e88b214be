"""Stockpiles in days of their members' use."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim import measures
from sim.output.fan import Fan
from sim.output.groups import Group, flows_of, member_sum
from sim.output.tables import Tables
from sim.scenario.network import buyers_named

F64 = NDArray[np.float64]


def magnet_members(tables: Tables, stockpile: str) -> Group | None:
    """Give the consumers that may draw on a stockpile; none if it does not hold magnets."""
    block = tables.run.scenario.stockpiles[stockpile]
    if block.good != "magnets":
        return None
    names = buyers_named(tables.run.scenario, "magnets", block.members)
    consumers = tables.run.record.consumers
    members = tuple(consumers.index(name) for name in names if name in consumers)
    return Group("all", stockpile, block.label or stockpile, members)


def reserve_fan(tables: Tables, stockpile: str) -> tuple[Fan, str]:
    """Summarise a stockpile's stock, with its unit.

    Magnets count in days of their members' demand of the day (unit d). Metal and oxide are used
    by plants, whose use depends on what they are ordered: they stay in t of contained element.
    """
    record = tables.run.record
    stock = record.reserve_t[:, record.stockpiles.index(stockpile)].astype(np.float64)
    members = magnet_members(tables, stockpile)
    if members is None:
        return Fan.of(stock), "t"
    return Fan.of(measures.days_of_cover(stock, member_sum(record.demand_t, members))), "d"


def cover_with_reserves(tables: Tables, group: Group) -> F64 | None:
    """Give a group's days of cover with its part of the stockpiles of magnets.

    A stockpile counts for each member with the same days: stock over the demand of all members.

    Returns
    -------
    array, days, ``[day, history]``; none if no member of the group may draw on a stockpile.
    """
    record, ours = tables.run.record, set(group.members)
    parts: list[F64] = []
    for i, name in enumerate(record.stockpiles):
        members = magnet_members(tables, name)
        if members is None or ours.isdisjoint(members.members):
            continue
        inside = replace(members, members=tuple(sorted(ours.intersection(members.members))))
        share = measures.fill_rate(
            member_sum(record.demand_t, members), member_sum(record.demand_t, inside)
        )
        parts.append(record.reserve_t[:, i] * share)
    if not parts:
        return None
    flows = flows_of(record, group)
    return measures.days_of_cover(sum(parts, flows.on_hand_t), flows.demand_t)
