"""The plan: the flows of an undisrupted world, by date.

Consumers' demand of a date is followed up the chain through the normal sourcing shares, recipes
and yields of that date. The world uses the plan for what firms would call normal: order-up-to
levels, contract volumes, what a quota is a share of. It holds no disruption; what is drawn of
yields, demand or capacities it holds as drawn, so every replication is planned by its own numbers.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import normal_weights
from sim.scenario.chain import (
    CONCENTRATE,
    CONSUMERS,
    DEPOTS,
    OXIDE,
    SEPARATION_PLANTS,
    STAGES,
    Feed,
    Stage,
    upward,
)
from sim.scenario.network import items
from sim.scenario.schema import Good, Scenario
from sim.world.network.capacity import Availability, Capacity
from sim.world.network.coefficients import Coefficients
from sim.world.network.demand import PlannedDemand
from sim.world.network.layout import Layout, takes_off_spec
from sim.world.state.state import added
from sim.world.time.clock import DAYS_PER_YEAR

F64 = NDArray[np.float64]

STEP_DAYS = 28
"""Days between two dates of the plan; straight lines between."""
DATES_KEPT = 16
"""Dates kept at a time of a plan that differs between replications."""
Quantity = Literal["sold", "used", "lane", "content"]


@dataclass
class Flows:
    """Planned flows of one good on a date, t a day, ``[row, item, 1 or replication]``."""

    sold: F64
    """By seller."""
    used: F64
    """By buyer."""
    lane: F64
    """By lane."""
    content: F64
    """For concentrate, contained elements in a buyer's mean feed, t per t bulk; else empty."""


class Plan:
    """Planned flows of every good on a grid of dates.

    A date is planned when it is first asked for. Where all replications are alike, all dates are
    planned at once and kept; where they differ, only the last few are kept.

    Parameters
    ----------
    days : array, days, ``[date]``
        Days of the grid.
    follow : callable, optional
        Plans a day; without it all dates are in *known*.
    known : mapping of int to dict, optional
        What is planned already, by place on the grid.
    width : int
        1, or the number of replications where they may differ.
    """

    DERIVED: ClassVar = {"_known"}

    def __init__(
        self,
        days: F64,
        follow: Callable[[float], dict[Good, Flows]] | None = None,
        known: Mapping[int, dict[Good, Flows]] | None = None,
        width: int = 1,
    ) -> None:
        self._days, self._follow, self.width = days, follow, width
        self._known = OrderedDict(known or {})
        self._start = float(days[0])

    def at(self, good: Good, quantity: Quantity, day: float) -> F64:
        """Give planned flows of a day, t a day, ``[row, item, 1 or replication]``."""
        last = len(self._days) - 1
        position = min(max((day - self._start) / STEP_DAYS, 0.0), float(last))
        before = min(int(position), last - 1)
        share = position - before
        value: F64 = self._table(good, quantity, before) * (1.0 - share)
        return value + self._table(good, quantity, before + 1) * share

    def ahead(self, good: Good, quantity: Quantity, rows: slice, day: float, lags: F64) -> F64:
        """Give planned flows of some rows, each *lags* days ahead, t a day.

        Parameters
        ----------
        lags : array, days, ``[row, 1 or replication]``

        Returns
        -------
        array, ``[row, item, 1 or replication]``
        """
        last = len(self._days) - 1
        position = np.clip((day + lags - self._days[0]) / STEP_DAYS, 0, last)
        before = np.minimum(position.astype(int), last - 1)
        share = (position - before)[:, None]
        first = int(before.min(initial=last))
        dates = range(first, int(before.max(initial=first)) + 2)
        tables = np.array([self._table(good, quantity, date)[rows] for date in dates])
        date, row = before - first, np.arange(len(lags))
        if lags.shape[-1] == 1:
            one = date[:, 0]
            return np.asarray(tables[one, row] * (1.0 - share) + tables[one + 1, row] * share)
        item, column = np.arange(tables.shape[2])[:, None], np.arange(tables.shape[-1])
        there = row[:, None, None], item, column
        value = tables[date[:, None], *there] * (1.0 - share)
        return np.asarray(value + tables[date[:, None] + 1, *there] * share)

    def _table(self, good: Good, quantity: Quantity, date: int) -> F64:
        if self._follow is not None:
            if date in self._known:
                self._known.move_to_end(date)
            else:
                self._known[date] = self._follow(float(self._days[date]))
                if len(self._known) > DATES_KEPT:
                    self._known.popitem(last=False)
        table: F64 = getattr(self._known[date][good], quantity)
        return table


def make_plan(
    scenario: Scenario,
    layouts: dict[Good, Layout],
    coefficients: Coefficients,
    capacities: dict[str, Capacity],
    demand: Mapping[Good, PlannedDemand],
    first_day: int,
    width: int,
) -> Plan:
    """Follow demand up the chain for every date of the grid.

    Parameters
    ----------
    scenario : Scenario
    layouts : dict of Good to Layout
        Rows of each good.
    coefficients
        In every replication.
    capacities
        In every replication, without disruptions.
    demand : mapping of Good to PlannedDemand
    first_day : int
        First day of the warm-up.
    width : int
        1 where all replications are alike, so that all dates are planned at once; else how many
        there are.
    """

    def follow(day: float) -> dict[Good, Flows]:
        used = {good: planned.at(day) for good, planned in demand.items()}
        return _Step(layouts, coefficients, capacities, day).follow(used)

    count = int(np.ceil((scenario.days - first_day) / STEP_DAYS)) + 2
    days = first_day + STEP_DAYS * np.arange(count, dtype=float)
    if width > 1:
        return Plan(days, follow, width=width)
    return Plan(days, known={date: follow(float(day)) for date, day in enumerate(days)})


class _Step:
    """One date of the plan."""

    def __init__(
        self,
        layouts: dict[Good, Layout],
        coefficients: Coefficients,
        capacities: dict[str, Capacity],
        day: float,
    ) -> None:
        self.layouts, self.c, self.day, self.capacities = layouts, coefficients, day, capacities
        self.flows: dict[Good, Flows] = {}
        for good, layout in layouts.items():
            k = len(layout.items)
            content = len(coefficients.elements) if good == CONCENTRATE else 0
            self.flows[good] = Flows(
                sold=np.zeros((len(layout.sellers), k, 1)),
                used=np.zeros((len(layout.buyers), k, 1)),
                lane=np.zeros((len(layout.routes), k, 1)),
                content=np.zeros((len(layout.buyers), content, 1)),
            )

    def follow(self, demand: Mapping[Good, F64]) -> dict[Good, Flows]:
        """Go up the chain from the consumers' demand, ``[consumer, item, 1 or replication]``."""
        fed: dict[str, F64] = {}
        for good, stage in upward():
            self._send_what_comes(good)
            uses = fed | ({CONSUMERS: demand[good]} if good in demand else {})
            sold = self._source(good, stage.block, uses)
            if stage.feed is Feed.BASKET:
                break
            fed = {stage.block: self._feed(stage, sold)}
        if CONCENTRATE in self.flows:
            self._separate(self._with_off_spec(sold))
        return self.flows

    def _with_off_spec(self, sold: F64) -> F64:
        """Give what separation plants make for what they sell, some of it not to grade.

        Those for whom that suffices take it first.
        """
        if self.c.on_spec is None or OXIDE not in self.flows:
            return sold
        layout, to_grade = self.layouts[OXIDE], self.c.on_spec.on(self.day)[:, None]
        needs = self.flows[OXIDE].lane * ~takes_off_spec(self.c.scenario, layout)[:, None, None]
        needed = layout.by_seller.total(needs)[layout.seller_rows[SEPARATION_PLANTS]]
        needed, to_grade = np.broadcast_arrays(needed, to_grade)
        whole = np.divide(needed, to_grade, out=np.zeros(needed.shape), where=to_grade > 0.0)
        return np.maximum(sold, whole)

    def _feed(self, stage: Stage, sold: F64) -> F64:
        """Give what a stage takes in for what it sells; send on what it leaves."""
        c = self.c
        if stage.feed is Feed.YIELD:
            return sold / c.yields[stage.block].on(self.day)[:, None]
        recipe = c.recipe.on(self.day)[..., None]
        content = added(np.moveaxis(sold[:, :, None] * recipe, 1, 0))
        if stage.leaves is not None:
            self._push(stage.leaves, stage.block, content * c.scrap_sent.on(self.day)[:, None])
        return content * c.metal_drawn.on(self.day)[:, None]

    def _send_what_comes(self, good: Good) -> None:
        """Send on a good that is made of what comes, whether it is ordered or not."""
        for stage in STAGES:
            if stage.gives == good and stage.feed is Feed.SENT and stage.takes is not None:
                taken = self.flows[stage.takes].used if stage.takes in self.flows else None
                recovery = self.c.recycled.on(self.day)
                made = np.zeros((1, 1, 1)) if taken is None else taken * recovery
                self._push(good, stage.block, made)

    def _source(self, good: Good, maker: str, uses: Mapping[str, F64]) -> F64:
        """Split what blocks use over their lanes; give what the makers of the good sell."""
        if good not in self.flows:
            count = len(getattr(self.c.scenario, maker))
            return np.zeros((count, len(items(self.c.scenario, good)), 1))
        layout, flows = self.layouts[good], self.flows[good]
        weights = self._weights(layout)
        pushed = flows.used
        width = max(table.shape[-1] for table in (weights, pushed, *uses.values()))
        need = np.zeros((len(layout.buyers), len(layout.items), width))
        for block, use in uses.items():
            need[layout.buyer_rows[block]] = use
        depots = layout.buyer_rows.get(DEPOTS, slice(0, 0))
        selling = layout.seller_rows.get(DEPOTS, slice(0, 0))
        # What depots sell is what they need; a chain of n depots settles in n rounds.
        for _ in range(depots.stop - depots.start + 1):
            lane = weights * np.maximum(need - pushed, 0.0)[layout.buyer]
            sold = layout.by_seller.total(lane)
            need[depots] = sold[selling]
        flows.lane = flows.lane + lane
        flows.sold = flows.sold + sold
        flows.used = need
        return sold[layout.seller_rows[maker]]

    def _weights(self, layout: Layout) -> F64:
        share, offtake = (role.on(self.day) for role in self.c.roles(layout))
        running = Availability(layout, self.capacities).at(self.day)[layout.seller][:, None]
        return normal_weights(share, offtake, running, layout.by_buyer)

    def _push(self, good: Good, block: str, made: F64) -> None:
        """Send what a block makes over its push lanes; buyers' use starts with it."""
        if good not in self.flows:
            return
        layout, flows = self.layouts[good], self.flows[good]
        amount = np.zeros((len(layout.sellers), len(layout.items), made.shape[-1]))
        amount[layout.seller_rows[block]] = made
        lane = layout.push_split[:, None, None] * amount[layout.seller]
        flows.used = flows.used + layout.by_buyer.total(lane)
        flows.sold = flows.sold + layout.by_seller.total(lane)
        flows.lane = flows.lane + lane

    def _separate(self, sold: F64) -> None:
        """Feed of the separation plants, those that send heavies to others before these."""
        layout, flows, c = self.layouts[CONCENTRATE], self.flows[CONCENTRATE], self.c
        weights = self._weights(layout)[:, 0]
        split = layout.push_split
        first = layout.seller_rows[SEPARATION_PLANTS].start
        capacity = self.capacities[SEPARATION_PLANTS].per_year(self.day)
        mined, recovery, residues = (x.on(self.day) for x in (c.content, c.recovery, c.residue))
        parts = weights, mined, recovery, residues, capacity, sold
        width = max(part.shape[-1] for part in parts)
        elements = len(c.elements)
        content = np.zeros((len(layout.sellers), elements, width))
        content[: len(mined)] = mined
        lanes = np.zeros((len(layout.routes), 1, width))
        used = np.zeros((len(layout.buyers), 1, width))
        mixes = np.zeros((len(layout.buyers), elements, width))
        pushed = np.zeros((len(layout.buyers), 1 + elements, width))
        plants = [c.scenario.separation_plants[name] for name in layout.buyers]
        for p in layout.residue_order:
            into = np.flatnonzero(layout.buyer == p)
            mix = added(weights[into, None] * content[layout.seller[into]])
            if plants[p].feed_surplus_above_days is not None:
                # What it cannot part leaves again.
                can = np.broadcast_to(capacity[p] / DAYS_PER_YEAR, width)
                part = np.divide(can, pushed[p, 0], out=np.ones(width), where=can < pushed[p, 0])
                pushed[p] *= part
            if plants[p].mode == "push":
                bulk = np.maximum(capacity[p] / DAYS_PER_YEAR - pushed[p, 0], 0.0)
                bulk = bulk * np.logical_or.reduce(mix, axis=0)
            else:
                per_bulk = mix * recovery[p]
                short = sold[p] - pushed[p, 1:] * recovery[p]
                each = np.divide(short, per_bulk, out=np.zeros_like(mix), where=per_bulk > 0)
                bulk = np.maximum.reduce(each, axis=0, initial=0.0)
            lanes[into, 0] += weights[into] * bulk
            mixes[p] = mix
            used[p, 0] = bulk + pushed[p, 0]
            residue = (mix * bulk + pushed[p, 1:]) * residues[p]
            heavies = np.concatenate([added(residue * c.oxide[:, None])[None], residue])
            for lane in np.flatnonzero((layout.seller == first + p) & (split > 0)):
                pushed[layout.buyer[lane]] += heavies * split[lane]
                lanes[lane, 0] += heavies[0] * split[lane]
        flows.lane = flows.lane + lanes
        flows.used, flows.content = used, mixes
        flows.sold = flows.sold + layout.by_seller.total(flows.lane)
