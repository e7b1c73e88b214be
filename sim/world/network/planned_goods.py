"""What goods hold by the plan of one day, and what of them everybody buys."""

import numpy as np
from numpy.typing import NDArray

from sim.rules.ratio import ratio
from sim.scenario.chain import BY_GRADE, CONCENTRATE, DEPOTS, MADE_OF, SEPARATION_PLANTS
from sim.scenario.network import Route
from sim.scenario.schema import Good
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.state.state import added
from sim.world.time.course import Course
from sim.world.time.timeline import Timeline

F64 = NDArray[np.float64]


class PlannedGoods:
    """The goods of an undisrupted world on one day.

    Parameters
    ----------
    context : Context
        Network, plan and coefficients.
    days : array, days, ``[1 or replication]``
        Day whose planned flows count.
    by_maker : bool
        Whether magnets hold what their maker puts in, not what their grade says.

    Attributes
    ----------
    scenario : Scenario
    layouts : mapping of Good to Layout
    held : dict of Good to array, ``[seller, ordered item, element, 1 or replication]``
        Tonnes of each element in a tonne of the item (concentrate: contained element a t REO).
    flow : dict of Good to array, ``[lane, ordered item, 1 or replication]``
        Planned; where a buyer has none, nominal parts.
    """

    def __init__(self, context: Context, days: F64, *, by_maker: bool = False) -> None:
        self._context, self.scenario, self._by_maker = context, context.scenario, by_maker
        self._coefficients, self._days = context.coefficients, days
        self._elements = self._coefficients.elements
        self.layouts = context.layouts
        planned = _flows(context, days)
        self.flow = {
            good: self._flow(layout, planned[good]) for good, layout in self.layouts.items()
        }
        self.held = dict[Good, F64]()
        for good, layout in self.layouts.items():  # down the chain
            self.held[good] = self._holdings(good, layout)
        self._carried = {
            good: self.flow[good][:, :, None] * self.held[good][layout.seller]
            for good, layout in self.layouts.items()
        }
        self._bought = {
            good: layout.by_buyer.total(self._carried[good])
            for good, layout in self.layouts.items()
        }

    def bought(self, good: Good, share: F64) -> tuple[F64, F64]:
        """Give what buyers buy, and a share of it, t, ``[buyer, item, element, ...]``.

        The share is that of what sellers sell, ``[seller, item, element, ...]``.
        """
        layout = self.layouts[good]
        ours = self._carried[good] * share[layout.seller]
        return self._bought[good], layout.by_buyer.total(ours)

    def _flow(self, layout: Layout, planned: F64) -> F64:
        bought = layout.by_buyer.total(planned)[layout.buyer]
        return np.where(bought > 0.0, planned, self._nominals(layout))

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

    def _holdings(self, good: Good, layout: Layout) -> F64:
        """Give what every item holds of every element, t per t, by seller."""
        scenario, elements = self.scenario, self._elements
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
            elif source in self.layouts:
                bought = self.layouts[source]
                held = _with(held, rows, self._mixed(self.held[source], bought, block))
        depots = layout.seller_rows.get(DEPOTS, slice(0, 0))
        for _ in range(depots.start, depots.stop):  # a depot may buy of another
            held = _with(held, depots, self._mixed(held, layout, DEPOTS))
        return held

    def _mixed(self, held: F64, layout: Layout, block: str) -> F64:
        """Give what a tonne of every item holds that the facilities of a block buy, t per t."""
        weight = self.flow[layout.good]
        whole = layout.by_buyer.total(weight[:, :, None] * held[layout.seller])
        mixed = ratio(whole, layout.by_buyer.total(weight)[:, :, None])
        return mixed[layout.buyer_rows[block]]

    def _in_concentrate(self, layout: Layout) -> F64:
        """Give the contained elements of concentrates: of mines, and of heavies passed on."""
        mined = _on(self._coefficients.content, self._days)
        residue = _on(self._coefficients.residue, self._days)
        weight = self.flow[CONCENTRATE][:, 0, None]
        oxide = self._coefficients.oxide[:, None]
        width = max(part.shape[-1] for part in (mined, residue, weight))
        held = np.zeros((len(layout.sellers), 1, len(self._elements), width))
        held[: len(mined), 0] = mined
        first = layout.seller_rows[SEPARATION_PLANTS].start
        for plant in layout.residue_order:
            into = np.flatnonzero(layout.buyer == plant)
            feed = added(weight[into] * held[layout.seller[into], 0])
            left = feed * residue[plant]
            held[first + plant, 0] = ratio(left, added(left * oxide))
        return held


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
