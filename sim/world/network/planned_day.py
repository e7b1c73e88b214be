"""One day of the plan: consumers' demand, followed up the chain to the mines."""

from collections.abc import Mapping
from dataclasses import dataclass

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
from sim.scenario.schema import Good
from sim.world.network.availability import Availability
from sim.world.network.capacity import Capacity
from sim.world.network.coefficients import Coefficients
from sim.world.network.layout import Layout, takes_off_spec
from sim.world.state.state import added
from sim.world.time.clock import DAYS_PER_YEAR

F64 = NDArray[np.float64]


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


class PlannedDay:
    """One day of the plan.

    Attributes
    ----------
    flows : dict of Good to Flows
        What is sold, bought and shipped.
    separated : array, ``[plant, element, 1 or replication]``
        What separation plants make, t of element a day, ordered or not.
    ordered : array, likewise
        What they have to make for what is ordered of them.
    left : array, ``[element, 1 or replication]``
        What leaves the chain in heavy concentrate that no plant parts, t of element a day.
    """

    def __init__(
        self,
        layouts: dict[Good, Layout],
        coefficients: Coefficients,
        capacities: dict[str, Capacity],
        day: float,
    ) -> None:
        self.layouts, self.c, self.day, self.capacities = layouts, coefficients, day, capacities
        self.flows: dict[Good, Flows] = {}
        self.separated: F64 = np.zeros((0, len(coefficients.elements), 1))
        self.ordered = self.separated
        self.left: F64 = np.zeros((len(coefficients.elements), 1))
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
            self.ordered = self._with_off_spec(sold)
            self._separate(self.ordered)
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
        self.separated = np.zeros((len(layout.buyers), elements, width))
        self.left = np.zeros((elements, width))
        plants = [c.scenario.separation_plants[name] for name in layout.buyers]
        for p in layout.residue_order:
            into = np.flatnonzero(layout.buyer == p)
            mix = added(weights[into, None] * content[layout.seller[into]])
            if plants[p].feed_surplus_above_days is not None:
                # What it cannot part leaves again.
                can = np.broadcast_to(capacity[p] / DAYS_PER_YEAR, width)
                part = np.divide(can, pushed[p, 0], out=np.ones(width), where=can < pushed[p, 0])
                self.left += pushed[p, 1:] * (1.0 - part)
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
            fed = mix * bulk + pushed[p, 1:]
            self.separated[p], residue = fed * recovery[p], fed * residues[p]
            heavies = np.concatenate([added(residue * c.oxide[:, None])[None], residue])
            sending = np.flatnonzero((layout.seller == first + p) & (split > 0))
            self.left += 0.0 if len(sending) else residue
            for lane in sending:
                pushed[layout.buyer[lane]] += heavies * split[lane]
                lanes[lane, 0] += heavies[0] * split[lane]
        flows.lane = flows.lane + lanes
        flows.used, flows.content = used, mixes
        flows.sold = flows.sold + layout.by_seller.total(flows.lane)
