"""Yields, recipes, transit times and sourcing roles as arrays, in the rows of the layouts."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import (
    MAGNET_MAKERS,
    MINES,
    RECYCLERS,
    SCRAP,
    SEPARATION_PLANTS,
    STAGES,
    Feed,
)
from sim.scenario.learning import off_spec_plants
from sim.scenario.network import Route, makes, shares_by_item
from sim.scenario.origin import Path
from sim.scenario.schema import Good, Scenario
from sim.world.chance.values import Values
from sim.world.network.layout import Layout, ordered_ids
from sim.world.network.planned_size import PlannedSizes
from sim.world.state.state import added, stacked
from sim.world.time.course import Course, combined
from sim.world.time.timeline import Timeline, rounded_up

F64 = NDArray[np.float64]

ON_SPEC = "on_spec"
"""Name of the share to grade among what plants learn."""


class Coefficients:
    """What turns one good into the next; drawn once for each replication where random.

    What may be dated is a :class:`~sim.world.time.course.Course` of the arrays told of.

    Parameters
    ----------
    scenario : Scenario
    layouts : dict of Good to Layout
    values : Values
        Its numbers in the replications.
    learned : mapping of str to Course, optional
        By block, the part of their yields that plants reach, ``[plant, 1 or replication]``, and by
        :data:`ON_SPEC` that of the share to grade; those of other blocks reach all.
    """

    def __init__(
        self,
        scenario: Scenario,
        layouts: dict[Good, Layout],
        values: Values,
        learned: Mapping[str, Course] | None = None,
    ) -> None:
        self.scenario = scenario
        self._values, self._learned = values, learned or {}
        self._roles: dict[Good, tuple[Course, Course]] = {}
        self.elements = sorted(scenario.elements)
        self.grades = list(scenario.grades)
        self.oxide = np.array([scenario.elements[e].oxide_t_per_t_element for e in self.elements])
        """t oxide that hold a t of element, ``[element]``."""
        self.content = self._mine_content()
        """t contained element per t REO of a mine, ``[mine, element, 1 or replication]``."""
        self.recovery = self._reached(SEPARATION_PLANTS, self._table(SEPARATION_PLANTS, "recovery"))
        """Share of each element separated, ``[plant, element, 1 or replication]``."""
        self.on_spec = self._shares_to_grade()
        """Share of the oxide that is to grade, ``[plant, 1 or replication]``; None where all is."""
        self.residue = self._table(SEPARATION_PLANTS, "residue")
        """Share of an element kept as heavy concentrate, ``[plant, element, 1 or replication]``."""
        self.recycled = self._reached(RECYCLERS, self._table(RECYCLERS, "recovery"))
        """Share of each element won back, ``[recycler, element, 1 or replication]``."""
        self.yields = {
            stage.block: self._reached(stage.block, self.numbers(stage.block, stage.yields))
            for stage in STAGES
            if stage.feed is Feed.YIELD
        }
        """By block: element in what is made per element taken in, ``[maker, 1 or replication]``."""
        self.recipe = self._recipes()
        """t of element in a t of finished magnet, ``[maker, grade, element]``."""
        self._set_magnet_yields(layouts.get(SCRAP))
        self.transit: dict[Good, Course] = {}
        """Days on the way, ``[lane, 1 or replication]``: whole, or expected if each shipment has
        its own."""
        self.longest_transit: dict[Good, int] = {}
        """Most days that can be drawn, over all lanes."""
        for good, layout in layouts.items():
            self.transit[good], self.longest_transit[good] = self._transit(layout)

    def _shares_to_grade(self) -> Course | None:
        if not off_spec_plants(self.scenario):
            return None
        return self._reached(ON_SPEC, self.numbers(SEPARATION_PLANTS, "on_spec"))

    def _reached(self, block: str, own: Course) -> Course:
        """Give what plants reach of their own yields, ``[plant, ..., 1 or replication]``."""
        if block not in self._learned:
            return own

        def reached(own: F64, part: F64) -> F64:
            return own * (part if own.ndim == part.ndim else part[:, None])

        return combined(reached, own, self._learned[block])

    def _transit(self, layout: Layout) -> tuple[Course, int]:
        """Draw the days on the way; lanes of one entry of the file share its draw."""
        paths: list[Path] = [("lanes", r.lane, "transit_days") for r in layout.routes]
        each = [self.scenario.lanes[route.lane].each_shipment for route in layout.routes]
        once = [path for path, differs in zip(paths, each, strict=True) if not differs]
        fixed, longest = self.days(once, at_least=1.0)
        if not any(each):
            return fixed, longest
        expected = [
            self._values.day_odds(*path, at_least=1.0) if differs else None
            for path, differs in zip(paths, each, strict=True)
        ]

        def days(fixed: F64) -> F64:
            rows = iter(fixed)
            found = [
                next(rows) if odds is None else np.array([float(odds @ np.arange(len(odds)))])
                for odds in expected
            ]
            return stacked(found, len(found))

        drawn = max(len(odds) - 1 for odds in expected if odds is not None)
        return combined(days, fixed), max(longest, drawn)

    def _mine_content(self) -> Course:
        oxide = self.oxide[:, None]
        baskets = self._table(MINES, "basket")
        if self._values.drawn is not None:
            baskets = combined(_whole_at_most, baskets)
        return combined(lambda basket: basket / oxide, baskets)

    def _table(self, block: str, field: str) -> Course:
        facilities = sorted(getattr(self.scenario, block))
        lines = [
            self._values.timeline(block, name, field, e, default=0.0)
            for name in facilities
            for e in self.elements
        ]
        return Course.of(lines, len(facilities), len(self.elements))

    def numbers(
        self, block: str, field: str, default: float | None = None, good: Good | None = None
    ) -> Course:
        """Give a numeric field of every facility of a block, ``[facility, 1 or replication]``.

        The default counts where a facility has none. Of consumers those of one good, if it is
        given.
        """
        names = ordered_ids(self.scenario, block, good)
        lines = [self._values.timeline(block, name, field, default=default) for name in names]
        return Course.of(lines, len(names))

    def _recipes(self) -> Course:
        grades = self.scenario.grades.values()
        recipe = np.array([[g.recipe.get(e, 0.0) for e in self.elements] for g in grades])
        makers = sorted(self.scenario.magnet_makers)
        lines = [
            self._values.timeline(MAGNET_MAKERS, maker, "recipe_factor", e, default=1.0)
            for maker in makers
            for e in self.elements
        ]
        factors = Course.of(lines, len(makers), 1, len(self.elements))
        return combined(lambda factor: np.asarray(recipe * factor[..., 0]), factors)

    def _set_magnet_yields(self, scrap_layout: Layout | None) -> None:
        blank, alloy, back, collected = (
            self.numbers(MAGNET_MAKERS, field)
            for field in (
                "finished_t_per_t_blank",
                "blank_t_per_t_alloy",
                "in_house_return",
                "scrap_collected",
            )
        )
        blank = self._reached(MAGNET_MAKERS, blank)
        sends = {route.seller for route in scrap_layout.routes} if scrap_layout else set()
        can_send = [name in sends for name in sorted(self.scenario.magnet_makers)]
        sending = np.array(can_send, dtype=float)[:, None]

        def scrap(blank: F64, alloy: F64, back: F64) -> F64:
            finished = blank * alloy
            return (1.0 - finished) / finished * (1.0 - back)

        def drawn(blank: F64, alloy: F64, back: F64) -> F64:
            return np.asarray(1.0 + scrap(blank, alloy, back))

        def sent(blank: F64, alloy: F64, back: F64, collected: F64) -> F64:
            return np.asarray(scrap(blank, alloy, back) * collected * sending)

        self.finished = blank
        """Finished magnets per blank, ``[maker, 1 or replication]``."""
        self.metal_drawn = combined(drawn, blank, alloy, back)
        """t of element drawn for a t of it in finished magnets, ``[maker, 1 or replication]``."""
        self.scrap_sent = combined(sent, blank, alloy, back, collected)
        """t of element in scrap sent out for a t in magnets, ``[maker, 1 or replication]``."""

    def days(self, paths: Sequence[Path], at_least: float = 0.0) -> tuple[Course, int]:
        """Draw whole days, rounded up; the tail of an unbounded distribution is cut.

        Parameters
        ----------
        paths : list of Path
            Where the numbers stand in the scenario.
        at_least : float, days

        Returns
        -------
        Course
            The draws, days, ``[row, 1 or replication]``.
        int
            Most days that can be drawn in any replication, on any date.
        """
        lines = [self._values.days_by_date(*path, at_least=at_least) for path in paths]
        most = [self._values.longest(*path, at_least=at_least) for path in paths]

        def whole(day: float) -> F64:
            drawn = [rounded_up(line.over(np.array([day]))[0], line) for line in lines]
            return np.maximum(stacked(drawn, len(drawn)), at_least)

        changes = any(line.changes for line in lines)
        return Course(whole, changes=changes), int(max(most, default=0))

    def roles(self, layout: Layout) -> tuple[Course, Course]:
        """Give share and offtake of each lane, ``[lane, item, 1 or replication]``.

        Seller by seller: each has its portion of them.
        """
        if layout.good not in self._roles:
            self._roles[layout.good] = self._read_roles(layout)
        return self._roles[layout.good]

    def _read_roles(self, layout: Layout) -> tuple[Course, Course]:
        lanes = layout.routes
        shares = [self.share(lane, item) for lane in lanes for item in layout.items]
        claims = [self._lane(r, "offtake") for r in lanes]
        portion = np.array([r.portion for r in lanes])[:, None, None]
        made = [[makes(self.scenario, r, item) for item in layout.items] for r in lanes]
        makes_it = np.array(made)[..., None]

        uncertain = any(self._is_uncertain(lane) for lane in lanes)

        def share(shares: F64) -> F64:
            parts = portion * shares
            if not uncertain:
                return np.asarray(parts)
            total = layout.by_buyer.total(parts)[layout.buyer]
            return np.divide(parts, total, out=parts.copy(), where=total > 0.0)

        sizes = PlannedSizes(self.scenario, self._values)
        size = stacked([sizes.of(lane.seller) for lane in lanes], len(lanes), 1)
        moved = np.logical_or.reduce(size != 1.0, axis=None)

        def offtake(claims: F64) -> F64:
            parts = np.asarray((portion * claims) * makes_it)
            if not moved:
                return parts
            # Nobody buys more than it needs: plants that are all larger share that.
            written, sized = (layout.by_buyer.total(part) for part in (parts, parts * size))
            most = np.maximum(written, 1.0)
            return parts * size * (most / np.maximum(sized, most))[layout.buyer]

        share_of_each = Course.of(shares, len(lanes), len(layout.items))
        return (
            combined(share, share_of_each),
            combined(offtake, Course.of(claims, len(lanes), 1)),
        )

    def _is_uncertain(self, lane: Route) -> bool:
        """Tell whether a share of a lane is uncertain: then those of its buyer are made to sum."""
        by_item = shares_by_item(self.scenario.lanes[lane.lane])
        paths = [("share",), *(("share", item) for item in by_item or ())]
        return any(self._values.is_uncertain(("lanes", lane.lane, *path)) for path in paths)

    def share(self, lane: Route, item: str) -> Timeline:
        """Give the share of an item that is bought over a lane, of all its sellers together."""
        by_item = shares_by_item(self.scenario.lanes[lane.lane])
        path = ("share",) if by_item is None else ("share", item)
        return self._lane(lane, *path)

    def _lane(self, lane: Route, *path: str) -> Timeline:
        return self._values.timeline("lanes", lane.lane, *path, default=0.0)

    def standby(self, layout: Layout) -> tuple[Course, F64]:
        """Give weight and qualification days of stand-by lanes, ``[lane, 1 or replication]``."""
        lanes = layout.routes
        portion = np.array([r.portion for r in lanes])[:, None]
        weights = Course.of([self._lane(r, "standby") for r in lanes], len(lanes))
        days = [self._values.at("lanes", r.lane, "qualification_days") for r in lanes]
        return combined(lambda weight: portion * weight, weights), stacked(days, len(days))


def _whole_at_most(baskets: F64) -> F64:
    """Scale down baskets that are more than all of the ore, ``[mine, element, ...]``."""
    total = added(np.moveaxis(baskets, 1, 0))[:, None]
    return np.asarray(baskets / np.maximum(total, 1.0))
