"""Where the material in goods comes from: one origin's part of what every seller sells.

It is read from the plan, the flows of an undisrupted world, and followed down the chain. What
passes one of the origin's stages in its place is of that origin; anything else is as the mean of
what its seller buys.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import (
    BY_GRADE,
    CONCENTRATE,
    DEPOTS,
    MADE_OF,
    SEPARATION_PLANTS,
)
from sim.scenario.joint import EVERYTHING, Joint, Joints
from sim.scenario.network import Route, place_of, within
from sim.scenario.provenance import Origin
from sim.scenario.schema import Good
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.state.state import added
from sim.world.time.course import Course
from sim.world.time.timeline import Timeline

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROUNDS = 200
"""Most rounds down the chain; loops of scrap settle long before."""
SETTLED = 1e-12
"""Largest change of a share in a round after which nothing more is followed."""


class Material(NamedTuple):
    """What goods hold, ``[seller, ordered item, element, 1 or replication]``."""

    held: F64
    """Tonnes of each element in a tonne of the item (concentrate: contained element a t REO)."""
    share: F64
    """The origin's part of it, 0 to 1."""

    @property
    def content(self) -> F64:
        """Tonnes of each element of the origin in a tonne of the item."""
        return self.share * self.held


def exporters_material(context: Context, exporter: str, days: F64) -> dict[Good, Material]:
    """Give how much material of an exporter the goods of every seller hold.

    Parameters
    ----------
    context : Context
        Network, plan and coefficients.
    exporter : str
        Country or bloc.
    days : array, days, ``[1 or replication]``
        Day whose planned flows count.

    Returns
    -------
    dict of Good to Material
    """
    joints = Joints(context.scenario, [Origin(exporter)])
    return OriginTrace(context, joints.all[-1], days, joints).sold


class OriginTrace:
    """The way of the material of an origin, or of several at once, down the chain on one day.

    Arrays are ``[seller or lane, ordered item, element, 1 or replication]``.

    Parameters
    ----------
    context : Context
        Network, plan and coefficients.
    joint : Joint
        The origins that it is of.
    days : array, days, ``[1 or replication]``
        Day whose planned flows count.
    joints : Joints
        What it may be made of.
    others : mapping of Joint to OriginTrace, optional
        What it may be made of besides everything and itself.
    by_maker : bool
        Whether magnets hold what their maker puts in, not what their grade says.
    """

    def __init__(
        self,
        context: Context,
        joint: Joint,
        days: F64,
        joints: Joints,
        others: "Mapping[Joint, OriginTrace] | None" = None,
        *,
        by_maker: bool = False,
    ) -> None:
        self._joint, self._joints, self._others = joint, joints, others or {}
        self._context, self._scenario = context, context.scenario
        self._by_maker = by_maker
        self._layouts, self._coefficients = context.layouts, context.coefficients
        self._elements = self._coefficients.elements
        self._days, self._flow = days, _flows(context, days)
        self._nominal = {good: self._nominals(layout) for good, layout in self._layouts.items()}
        self._made_of = {
            (good, block): self._befores(block, layout.sellers[rows])
            for good, layout in self._layouts.items()
            for block, rows in layout.seller_rows.items()
        }
        self._own = {good: self._owns(good, layout) for good, layout in self._layouts.items()}
        self._held = dict[Good, F64]()
        for good, layout in self._layouts.items():  # down the chain
            self._held[good] = self._holdings(good, layout)
        self._share = {
            good: np.where(self._own[good][:, None, None, None], np.ones_like(held), 0.0)
            for good, held in self._held.items()
        }

    def _befores(self, block: str, names: tuple[str, ...]) -> dict[Joint | None, Mask]:
        """Tell who makes what is of the origin of anything else, by what."""
        before = [self._joints.before(block, name, self._joint) for name in names]
        others = (one for one in dict.fromkeys(before) if one != self._joint)
        return {one: np.array([o == one for o in before]) for one in others}

    def _owns(self, good: Good, layout: Layout) -> Mask:
        """Tell who makes what they sell material of the origin; of depots it is a first guess."""
        own = np.zeros(len(layout.sellers), dtype=bool)
        for block, rows in layout.seller_rows.items():
            own[rows] = self._made_of[good, block].get(EVERYTHING, False)
            if block == DEPOTS:
                own[rows] = [self._stands_there(name) for name in layout.sellers[rows]]
        return own

    def _stands_there(self, name: str) -> bool:
        here = place_of(self._scenario, name)
        return all(within(self._scenario, here, origin.place) for origin in self._joint)

    @cached_property
    def sold(self) -> dict[Good, Material]:
        """What the goods of every seller hold: down the chain until nothing changes.

        Each replication keeps what it found when it settled: it may not hang on others.
        """
        settled = np.zeros(1, dtype=bool)
        for _ in range(ROUNDS):
            before = {good: share.copy() for good, share in self._share.items()}
            for good, layout in self._layouts.items():
                self._pass_on(good, layout)
            moves = [
                np.maximum.reduce(np.abs(self._share[g] - before[g]), axis=(0, 1, 2), initial=0.0)
                for g in before
            ]
            if settled.any():
                for good, share in before.items():
                    self._share[good] = np.where(settled, share, self._share[good])
            settled = settled | np.logical_and.reduce(
                np.broadcast_arrays(*(m <= SETTLED for m in moves))
            )
            if settled.all():
                break
        return {good: Material(held, self._share[good]) for good, held in self._held.items()}

    @cached_property
    def bought(self) -> dict[Good, Material]:
        """What the goods that every buyer buys hold, ``[buyer, ordered item, element, ...]``."""
        found = dict[Good, Material]()
        for good in self.sold:
            whole, part = self._bought(good)
            amount = self._layouts[good].by_buyer.total(self._weights(good, self._layouts[good]))
            found[good] = Material(_ratio(whole, amount[:, :, None]), _ratio(part, whole))
        return found

    def _holdings(self, good: Good, layout: Layout) -> F64:
        """Give what every item holds of every element, t per t, by seller."""
        scenario, elements = self._scenario, self._elements
        if good == CONCENTRATE:
            return self._in_concentrate(layout)
        if good in BY_GRADE:
            recipes = [
                [scenario.grades[g].recipe.get(e, 0.0) for e in elements] for g in layout.items
            ]
            table = np.array(recipes).reshape(len(layout.items), len(elements))
        else:
            table = np.eye(len(elements))
        held = np.broadcast_to(table[..., None], (len(layout.sellers), *table.shape, 1)).copy()
        return self._as_made(held, layout) if good in BY_GRADE and self._by_maker else held

    def _as_made(self, held: F64, layout: Layout) -> F64:
        """Give what magnets hold of every element by what their makers put in, t per t."""
        for block, source in MADE_OF[layout.good]:
            rows = layout.seller_rows[block]
            if source not in BY_GRADE:
                held[rows] = self._coefficients.recipe.on(float(self._days[0]))[..., None]
            elif source in self._layouts:
                bought = self._layouts[source]
                held = _with(held, rows, self._mixed(self._held[source], bought, block))
        depots = layout.seller_rows.get(DEPOTS, slice(0, 0))
        for _ in range(depots.start, depots.stop):  # a depot may buy of another
            held = _with(held, depots, self._mixed(held, layout, DEPOTS))
        return held

    def _mixed(self, held: F64, layout: Layout, block: str) -> F64:
        """Give what a tonne of every item holds that the facilities of a block buy, t per t."""
        weight = self._weights(layout.good, layout)
        whole = layout.by_buyer.total(weight[:, :, None] * held[layout.seller])
        mixed = _ratio(whole, layout.by_buyer.total(weight)[:, :, None])
        return mixed[layout.buyer_rows[block]]

    def _in_concentrate(self, layout: Layout) -> F64:
        """Give the contained elements of concentrates: of mines, and of heavies passed on."""
        mined = _on(self._coefficients.content, self._days)
        residue = _on(self._coefficients.residue, self._days)
        weight = self._weights(CONCENTRATE, layout)[:, 0, None]
        oxide = self._coefficients.oxide[:, None]
        width = max(part.shape[-1] for part in (mined, residue, weight))
        held = np.zeros((len(layout.sellers), 1, len(self._elements), width))
        held[: len(mined), 0] = mined
        first = layout.seller_rows[SEPARATION_PLANTS].start
        for plant in layout.residue_order:
            into = np.flatnonzero(layout.buyer == plant)
            feed = added(weight[into] * held[layout.seller[into], 0])
            left = feed * residue[plant]
            held[first + plant, 0] = _ratio(left, added(left * oxide))
        return held

    def _weights(self, good: Good, layout: Layout) -> F64:
        """Give planned flows, ``[lane, item, ...]``; where a buyer has none, nominal parts."""
        flow = self._flow[good]
        bought = layout.by_buyer.total(flow)[layout.buyer]
        return np.where(bought > 0.0, flow, self._nominal[good])

    def _bought(self, good: Good) -> tuple[F64, F64]:
        """Give what buyers buy and the origin's part of it, t, ``[buyer, item, element]``."""
        layout = self._layouts[good]
        weight = self._weights(good, layout)[:, :, None] * self._held[good][layout.seller]
        ours = weight * self._share[good][layout.seller]
        return layout.by_buyer.total(weight), layout.by_buyer.total(ours)

    def _nominals(self, layout: Layout) -> F64:
        """Give share, offtake or stand-by weight of each lane, ``[lane, item, ...]``."""
        values, coefficients = self._context.values, self._coefficients

        def part(route: Route) -> list[Timeline]:
            if route.share is not None:
                return [coefficients.share(route, item) for item in layout.items]
            key = "offtake" if route.standby is None else "standby"
            line = values.timeline("lanes", route.lane, key, default=1.0)
            return [line] * len(layout.items)

        lines = [line for route in layout.routes for line in part(route)]
        portion = np.array([route.portion for route in layout.routes])[:, None, None]
        parts = Course.of(lines, len(layout.routes), len(layout.items))
        return np.asarray(portion * _on(parts, self._days))

    def _pass_on(self, good: Good, layout: Layout) -> None:
        for block, source in MADE_OF[good]:
            if block not in layout.seller_rows or source not in self._layouts:
                continue
            rows = layout.seller_rows[block]
            found = self._taken_in(block, source)
            for before, some in self._made_of[good, block].items():
                if before is None or before == EVERYTHING:
                    other = np.full((1, 1, 1, 1), 0.0 if before is None else 1.0)
                else:
                    other = self._others[before]._taken_in(block, source)
                found = np.where(some[:, None, None, None], other, found)
            self._put(good, rows, found)
        if DEPOTS in layout.seller_rows:
            # A depot makes nothing: what it sells is what it buys, wherever it stands.
            rows, taken = layout.seller_rows[DEPOTS], layout.buyer_rows[DEPOTS]
            bought, ours = self._bought(good)
            self._put(good, rows, _ratio(ours[taken], bought[taken]))

    def _taken_in(self, block: str, source: Good) -> F64:
        """Give the part of what facilities take in, ``[facility, 1 or item, element, ...]``.

        Of a good by grade each grade counts by itself: nobody makes another of it.
        """
        bought, ours = self._bought(source)
        taken = self._layouts[source].buyer_rows[block]
        if source in BY_GRADE:
            return _ratio(ours[taken], bought[taken])
        return _ratio(_over_items(ours[taken]), _over_items(bought[taken]))[:, None]

    def _put(self, good: Good, rows: slice, share: F64) -> None:
        """Set the shares of some sellers; the first that differ between replications widen all."""
        known = self._share[good]
        if share.shape[-1] > known.shape[-1]:
            known = np.repeat(known, share.shape[-1], axis=-1)
            self._share[good] = known
        known[rows] = share


def _with(held: F64, rows: slice, some: F64) -> F64:
    """Put in what some sellers' goods hold; the first that differ widen all."""
    if some.shape[-1] > held.shape[-1]:
        held = np.broadcast_to(held, (*held.shape[:-1], some.shape[-1])).copy()
    held[rows] = some
    return held


def _flows(context: Context, days: F64) -> dict[Good, F64]:
    """Read the plan on one day or, where they differ, on each replication's own."""
    plan, found = context.plan, dict[Good, F64]()
    for day in np.unique(days):
        for good in context.layouts:
            flow = plan.at(good, "lane", float(day))
            known = found.get(good, flow)
            found[good] = np.where(days == day, flow, known)
    return found


def _on(course: Course, days: F64) -> F64:
    """Give an array on one day or, where they differ, on each replication's own."""
    found = course.on(float(days[0]))
    for day in np.unique(days) if course.changes else ():
        found = np.where(days == day, course.on(float(day)), found)
    return found


def _over_items(bought: F64) -> F64:
    return added(np.moveaxis(bought, 1, 0))


def _ratio(part: F64, whole: F64) -> F64:
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0.0)
