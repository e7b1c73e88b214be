"""The plan: the flows of an undisrupted world, by date.

Consumers' demand of a date is followed up the chain through the normal sourcing shares, recipes
and yields. The world uses the plan for what firms would call normal: order-up-to levels, contract
volumes, what a quota is a share of. It holds expected values and no disruption.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import normal_weights
from sim.scenario.chain import (
    CONCENTRATE,
    CONSUMERS,
    DEPOTS,
    MAGNETS,
    SEPARATION_PLANTS,
    STAGES,
    Feed,
    Stage,
    upward,
)
from sim.scenario.schema import Good, Scenario
from sim.world.network.capacity import Capacity
from sim.world.network.coefficients import Coefficients
from sim.world.network.layout import Layout, ordered_ids
from sim.world.time.clock import DAYS_PER_YEAR
from sim.world.time.timeline import ANCHOR, expected_rates, expected_value, growth

F64 = NDArray[np.float64]

STEP_DAYS = 28
"""Days between two dates of the plan; straight lines between."""


@dataclass
class Flows:
    """Planned flows of one good, t a day, ``[date, row, item]``."""

    sold: F64
    """By seller."""
    used: F64
    """By buyer."""
    lane: F64
    """By lane."""
    content: F64
    """For concentrate, contained elements in a buyer's mean feed, t per t bulk; else empty."""


@dataclass
class Plan:
    """Planned flows of every good on a grid of dates."""

    days: F64
    """Days of the grid, ``[date]``."""
    flows: dict[Good, Flows] = field(default_factory=dict)

    def at(self, table: F64, day: float) -> F64:
        """Read a table ``[date, ...]`` of the plan on a day."""
        position = min(max((day - float(self.days[0])) / STEP_DAYS, 0.0), len(self.days) - 1.0)
        before = min(int(position), len(self.days) - 2)
        share = position - before
        value: F64 = table[before] * (1.0 - share) + table[before + 1] * share
        return value

    def ahead(self, table: F64, day: float, lags: F64) -> F64:
        """Read a table ``[date, row, item]`` for each row on a day of its own, *day* + its lag."""
        position = np.clip((day + lags - self.days[0]) / STEP_DAYS, 0, len(self.days) - 1)
        before = np.minimum(position.astype(int), len(self.days) - 2)
        share = (position - before)[:, None]
        rows = np.arange(len(lags))
        value: F64 = table[before, rows] * (1.0 - share) + table[before + 1, rows] * share
        return value


def make_plan(
    scenario: Scenario,
    layouts: dict[Good, Layout],
    coefficients: Coefficients,
    capacities: dict[str, Capacity],
    first_day: int,
) -> Plan:
    """Follow demand up the chain for every date of the grid.

    Parameters
    ----------
    scenario : Scenario
    layouts : dict of Good to Layout
        Rows of each good.
    coefficients, capacities
        Expected values, without disruptions.
    first_day : int
        First day of the warm-up.
    """
    count = int(np.ceil((scenario.days - first_day) / STEP_DAYS)) + 2
    days = first_day + STEP_DAYS * np.arange(count, dtype=float)
    plan = Plan(days)
    for good, layout in layouts.items():
        shape = (
            (count, len(layout.sellers)),
            (count, len(layout.buyers)),
            (count, len(layout.routes)),
        )
        k = len(layout.items)
        content = len(coefficients.elements) if good == CONCENTRATE else 0
        plan.flows[good] = Flows(
            sold=np.zeros((*shape[0], k)),
            used=np.zeros((*shape[1], k)),
            lane=np.zeros((*shape[2], k)),
            content=np.zeros((*shape[1], content)),
        )
    demand = consumer_demand(scenario, days)
    for t, day in enumerate(days):
        _Step(plan, layouts, coefficients, capacities, t, float(day)).follow(demand[t])
    return plan


def consumer_demand(scenario: Scenario, days: F64) -> F64:
    """Give expected demand, t finished magnets a day, ``[day, consumer, grade]``."""
    grades = list(scenario.grades)
    out = np.zeros((len(days), len(scenario.consumers), len(grades)))
    years = np.maximum((days - (ANCHOR - scenario.start).days) / DAYS_PER_YEAR, 0.0)
    for c, name in enumerate(ordered_ids(scenario, CONSUMERS)):
        consumer = scenario.consumers[name]
        level = growth(expected_rates(consumer.growth_per_year), scenario.start, days)[:, 0]
        shares = np.array([consumer.grades.get(grade, 0.0) for grade in grades])
        by_grade = shares * ((1.0 - consumer.thrift_per_year) ** years)[:, None]
        by_grade[:, 0] += shares.sum() - by_grade.sum(axis=1)
        per_day = expected_value(consumer.demand_t_per_year) / DAYS_PER_YEAR
        out[:, c] = per_day * level[:, None] * by_grade
    return out


class _Step:
    """One date of the plan."""

    def __init__(
        self,
        plan: Plan,
        layouts: dict[Good, Layout],
        coefficients: Coefficients,
        capacities: dict[str, Capacity],
        t: int,
        day: float,
    ) -> None:
        self.flows, self.layouts, self.c, self.t, self.day = (
            plan.flows,
            layouts,
            coefficients,
            t,
            day,
        )
        self.capacities = capacities

    def follow(self, demand: F64) -> None:
        """Go up the chain from the consumers' demand, ``[consumer, grade]``."""
        buyers, use = CONSUMERS, demand
        for good, stage in upward():
            self._send_what_comes(good)
            sold = self._source(good, stage.block, buyers, use)
            if stage.feed is Feed.BASKET:
                break
            buyers, use = stage.block, self._feed(stage, sold)
        if CONCENTRATE in self.flows:
            self._separate(sold)

    def _feed(self, stage: Stage, sold: F64) -> F64:
        """Give what a stage takes in for what it sells; send on what it leaves."""
        c = self.c
        if stage.feed is Feed.YIELD:
            return sold / c.yields[stage.block]
        content: F64 = np.add.reduce(sold[..., None] * c.recipe, axis=1)
        if stage.leaves is not None:
            self._push(stage.leaves, stage.block, content * c.scrap_sent)
        return content * c.metal_drawn

    def _send_what_comes(self, good: Good) -> None:
        """Send on a good that is made of what comes, whether it is ordered or not."""
        for stage in STAGES:
            if stage.gives == good and stage.feed is Feed.SENT and stage.takes is not None:
                taken = self.flows[stage.takes].used[self.t] if stage.takes in self.flows else None
                made = 0.0 if taken is None else taken * self.c.recycled[..., 0]
                self._push(good, stage.block, made)

    def _source(self, good: Good, maker: str, block: str, use: F64) -> F64:
        """Split the use of a block over its lanes; give what the makers of the good sell."""
        if good not in self.flows:
            count = len(getattr(self.c.scenario, maker))
            return np.zeros((count, use.shape[1] if good == MAGNETS else len(self.c.elements)))
        layout, flows, t = self.layouts[good], self.flows[good], self.t
        weights = self._weights(layout)
        need = np.zeros((len(layout.buyers), len(layout.items)))
        pushed = flows.used[t].copy()
        need[layout.buyer_rows[block]] = use
        depots = layout.buyer_rows.get(DEPOTS, slice(0, 0))
        selling = layout.seller_rows.get(DEPOTS, slice(0, 0))
        # What depots sell is what they need; a chain of n depots settles in n rounds.
        for _ in range(depots.stop - depots.start + 1):
            lane = weights * np.maximum(need - pushed, 0.0)[layout.buyer]
            sold = np.zeros((len(layout.sellers), len(layout.items)))
            np.add.at(sold, layout.seller, lane)
            need[depots] = sold[selling]
        flows.lane[t] += lane
        flows.sold[t] += sold
        flows.used[t] = need
        return sold[layout.seller_rows[maker]]

    def _weights(self, layout: Layout) -> F64:
        available = np.concatenate(
            [
                self.capacities[block].availability(self.day).mean(axis=-1)
                if block in self.capacities
                else np.ones(rows.stop - rows.start)
                for block, rows in layout.seller_rows.items()
            ]
        )
        share, offtake = self.c.roles(layout)
        running = available[layout.seller][:, None, None]
        weights: F64 = normal_weights(share, offtake, running, layout.by_buyer).mean(axis=-1)
        return weights

    def _push(self, good: Good, block: str, made: F64 | float) -> None:
        """Send what a block makes over its push lanes; buyers' use starts with it."""
        if good not in self.flows:
            return
        layout, flows, t = self.layouts[good], self.flows[good], self.t
        rows = layout.seller_rows[block]
        amount = np.zeros((len(layout.sellers), len(layout.items)))
        amount[rows] = made
        lane = layout.push_split[:, None] * amount[layout.seller]
        np.add.at(flows.used[t], layout.buyer, lane)
        np.add.at(flows.sold[t], layout.seller, lane)
        flows.lane[t] += lane

    def _separate(self, sold: F64) -> None:
        """Feed of the separation plants, those that send heavies to others before these."""
        layout, flows, c, t = self.layouts[CONCENTRATE], self.flows[CONCENTRATE], self.c, self.t
        weights = self._weights(layout)[:, 0]
        split = layout.push_split
        first = layout.seller_rows[SEPARATION_PLANTS].start
        content = np.zeros((len(layout.sellers), len(c.elements)))
        content[: len(c.content)] = c.content.mean(axis=-1)
        pushed = np.zeros((len(layout.buyers), 1 + len(c.elements)))
        capacity = self.capacities[SEPARATION_PLANTS].per_year(self.day).mean(axis=-1)
        plants = [c.scenario.separation_plants[name] for name in layout.buyers]
        for p in layout.residue_order:
            into = np.flatnonzero(layout.buyer == p)
            mix = np.add.reduce(weights[into, None] * content[layout.seller[into]], axis=0)
            recovery = c.recovery[p].mean(axis=-1)
            if plants[p].mode == "push":
                bulk = max(capacity[p] / DAYS_PER_YEAR - pushed[p, 0], 0.0) * float(mix.any())
            else:
                per_bulk = mix * recovery
                short = sold[p] - pushed[p, 1:] * recovery
                bulk = max(
                    0.0, *np.divide(short, per_bulk, out=np.zeros_like(mix), where=per_bulk > 0)
                )
            flows.lane[t, into, 0] += weights[into] * bulk
            flows.content[t, p] = mix
            flows.used[t, p] = bulk + pushed[p, 0]
            residue = (mix * bulk + pushed[p, 1:]) * c.residue[p].mean(axis=-1)
            heavies = np.concatenate([[np.add.reduce(residue * c.oxide)], residue])
            for lane in np.flatnonzero((layout.seller == first + p) & (split > 0)):
                pushed[layout.buyer[lane]] += heavies * split[lane]
                flows.lane[t, lane, 0] += heavies[0] * split[lane]
        np.add.at(flows.sold[t], layout.seller, flows.lane[t])
