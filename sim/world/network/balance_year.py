"""The year of the balance, planned with uncertain numbers: what must come out as it is known."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.scenario.balance import Row, is_by, shipped_balance
from sim.scenario.chain import (
    CONCENTRATE,
    MAGNET_MAKERS,
    MINES,
    OXIDE,
    SCRAP,
    SEPARATION_PLANTS,
    STAGE,
    Feed,
)
from sim.scenario.membership import without_stockpiles
from sim.scenario.network import block_of, place_of, within
from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.inputs import MID_2024
from sim.world.chance.chance import Chance
from sim.world.chance.drawn import Drawn
from sim.world.chance.values import Known, Values
from sim.world.network.capacities import capacities_of
from sim.world.network.capacity import Capacity
from sim.world.network.coefficients import Coefficients
from sim.world.network.demand import planned_demand
from sim.world.network.layout import Layout, layouts
from sim.world.network.learning import in_full_use
from sim.world.network.planned_day import PlannedDay
from sim.world.state.state import BATCH, added
from sim.world.time.clock import DAYS_PER_YEAR, Clock

F64 = NDArray[np.float64]

FIRST_DAY, LAST_DAY = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
MIDDLE = (MID_2024 - FIRST_DAY).days
"""Day of the year on which it is planned."""


class BalanceYear:
    """The world as it was in the year of the balance, undisrupted and without stockpiles.

    Parameters
    ----------
    scenario : Scenario
    end : date
        Last day on which it is planned.
    """

    def __init__(self, scenario: Scenario, end: dt.date = LAST_DAY) -> None:
        changes = {"start": FIRST_DAY, "end": end, "disruptions": {}}
        self.scenario: Scenario = without_stockpiles(scenario).model_copy(update=changes)
        self.layouts = layouts(self.scenario)
        self._known = Known()
        self._place = {name: place_of(scenario, name) for name in block_of(scenario)}

    def planned(self, drawn: Drawn | None = None, day: float = MIDDLE) -> "Planned":
        """Plan a day as expected, but for numbers that are drawn."""
        return self.on([day], drawn)[0]

    def on(self, days: Sequence[float], drawn: Drawn | None = None) -> list["Planned"]:
        """Plan some days likewise."""
        width = BATCH if drawn is None else drawn.scores.shape[-1]
        chance = Chance(0, 0, width, expected_value=True)
        values = Values(self.scenario, chance, drawn, self._known)
        capacities = capacities_of(self.scenario, Clock(FIRST_DAY), values, None)
        learned = in_full_use(capacities)
        coefficients = Coefficients(self.scenario, self.layouts, values, learned)
        demand = planned_demand(self.scenario, values)
        found = []
        for day in days:
            planned = PlannedDay(self.layouts, coefficients, capacities, day)
            planned.follow({good: one.at(day) for good, one in demand.items()})
            found.append(Planned(self, planned, coefficients, capacities))
        return found

    @cached_property
    def rows(self) -> list[Row]:
        """Rows of the balance that the plan tells; none where the world is not the balance's."""
        rows = shipped_balance().rows_of(self.scenario)
        named = {name for row in rows for name in row.by if name[0].islower()}
        if not named <= self._place.keys():
            return []
        return [row for row in rows if row.share_of is None and row.in_goods is None]

    def made_by(self, row: Row, sellers: tuple[str, ...]) -> list[int]:
        """List the sellers whose output a row adds up."""
        place = self._place
        return [at for at, n in enumerate(sellers) if is_by(self.scenario, n, place[n], row.by)]

    def shipped(self, layout: Layout, origin: str, region: str) -> list[int]:
        """List the lanes from a country or bloc to consumers, or makers, of a region."""
        place = self._place
        return [
            at
            for at, route in enumerate(layout.routes)
            if place[route.buyer] == region and within(self.scenario, place[route.seller], origin)
        ]

    def used(self, layout: Layout, region: str) -> list[int]:
        """List the consumers of a region among buyers."""
        consumers = self.scenario.consumers
        return [
            at
            for at, name in enumerate(layout.buyers)
            if name in consumers and consumers[name].region == region
        ]


class Planned:
    """A day that was planned, in the terms of the balance: t a day, ``[1 or replication]``."""

    def __init__(
        self,
        year: BalanceYear,
        day: PlannedDay,
        coefficients: Coefficients,
        capacities: dict[str, Capacity],
    ) -> None:
        self._year, self._day = year, day
        self._coefficients, self._capacities = coefficients, capacities

    def flows(self) -> F64:
        """Give the flow of each row of the balance, ``[row, 1 or replication]``."""
        found = [self._flow(row) for row in self._year.rows]
        width = max((len(one) for one in found), default=1)
        return np.array([np.broadcast_to(one, width) for one in found]).reshape(len(found), width)

    def use(self, block: str) -> F64:
        """Give what facilities are to work, in the terms of their capacity, t a year.

        Returns
        -------
        array, ``[facility, 1 or replication]``
        """
        stage, flows, oxide = STAGE[block], self._day.flows, self._coefficients.oxide[:, None]
        good = stage.takes if stage.feed in {Feed.BASKET, Feed.SENT} else stage.gives
        if good not in flows:
            return np.zeros((len(getattr(self._year.scenario, block)), 1))
        layout = self._year.layouts[good]
        if stage.feed in {Feed.BASKET, Feed.SENT}:
            bulk = flows[good].used[layout.buyer_rows[block]]
        else:
            bulk = flows[good].sold[layout.seller_rows[block]]
        if good == SCRAP:
            bulk = bulk * oxide
        if block == MAGNET_MAKERS:
            bulk = bulk / self._coefficients.finished.on(self._day.day)[:, None]
        return DAYS_PER_YEAR * added(np.moveaxis(bulk, 1, 0))

    @property
    def blocks(self) -> list[str]:
        """Blocks of facilities that have a capacity."""
        return list(self._capacities)

    def room(self, block: str) -> F64:
        """Give capacities, parts of what is to be worked, ``[facility, 1 or replication]``.

        Of a plant that parts whatever comes to it, what it parts of the element that is the
        scarcest, part of what it has to.
        """
        room = _part(self.capacity(block), self.use(block))
        if block != SEPARATION_PLANTS or not self.parts:
            return room
        parts = np.minimum.reduce(_part(self._day.separated, self._day.ordered), axis=1)
        return np.where(self.pushes, parts, room)

    @property
    def parts(self) -> bool:
        """Whether anything is mined and parted."""
        return CONCENTRATE in self._day.flows and OXIDE in self._day.flows

    @property
    def pushes(self) -> NDArray[np.bool_]:
        """Which separation plants part whatever comes to them, ``[plant, 1]``."""
        plants = self._year.scenario.separation_plants
        return np.array([[plants[name].mode == "push"] for name in sorted(plants)])

    def larger(self, enough: F64) -> F64:
        """Give by what these are to be multiplied to part enough of every element.

        What they get of others is the same then: all that is more is of mines. 1 of one without
        limit.

        Parameters
        ----------
        enough : array, ``[plant, 1 or replication]``
            Part of what they have to part.
        """
        made, of = self._day.separated, self._coefficients.recovery.on(self._day.day)
        capacity = self.capacity(SEPARATION_PLANTS)[:, None]
        limited = np.isfinite(capacity)
        mined = self._day.flows[CONCENTRATE].content * of
        mined = mined * np.where(limited, capacity, 0.0) / DAYS_PER_YEAR
        missed = np.maximum(enough[:, None] * self._day.ordered - made, 0.0)
        more = _part(missed, np.where(mined > 0.0, mined, made))
        more = np.where((made > 0.0) & limited, more, 0.0)
        return np.asarray(1.0 + np.maximum.reduce(more, axis=1))

    def room_of_mines(self, lifts: F64) -> F64:
        """Give the same of mines where plants that part whatever comes are larger.

        Parameters
        ----------
        lifts : array, ``[plant, 1 or replication]``
            By what they are multiplied.
        """
        layout, lanes = self._year.layouts[CONCENTRATE], self._day.flows[CONCENTRATE].lane[:, 0]
        mined = lanes * (layout.seller < layout.seller_rows[MINES].stop)[:, None]
        capacity = self.capacity(SEPARATION_PLANTS)
        wanted = np.where(np.isfinite(capacity), capacity, 0.0) * (lifts - 1.0) * self.pushes
        more = _part(wanted / DAYS_PER_YEAR, layout.by_buyer.total(mined))
        more = np.where(np.isfinite(more), 1.0 + more, 1.0)
        sold = layout.by_seller.total(mined * more[layout.buyer])
        return _part(self.capacity(MINES), DAYS_PER_YEAR * sold[layout.seller_rows[MINES]])

    def capacity(self, block: str) -> F64:
        """Give what facilities can make, their seasons counted, t a year, likewise."""
        capacity = self._capacities[block]
        days = int(DAYS_PER_YEAR)
        last = int(self._day.day) + days // 2
        return capacity.made_in(last, days) * (DAYS_PER_YEAR / days)

    def _flow(self, row: Row) -> F64:
        if row.surplus is not None:
            return self._surplus(row.surplus)
        if row.left is not None:
            return np.asarray(self._day.left[self._element(row.left)])
        layout = self._year.layouts.get(row.made or row.good)
        if layout is None:
            return np.zeros(1)
        flows = self._day.flows[layout.good]
        if row.shipped is not None:
            return _total(flows.lane, self._year.shipped(layout, *row.shipped))
        if row.used is not None:
            return _total(flows.used, self._year.used(layout, row.used))
        items = slice(None) if row.element is None else slice(*self._only(row.element))
        made = self._made(layout, blanks=row.basis == "blanks")[:, items]
        return _total(made, self._year.made_by(row, layout.sellers))

    def _made(self, layout: Layout, *, blanks: bool) -> F64:
        """Give what sellers make, ordered or not, ``[seller, item, 1 or replication]``."""
        made = self._day.flows[layout.good].sold
        if layout.good == OXIDE:
            rows = layout.seller_rows[SEPARATION_PLANTS]
            made = np.concatenate([self._separated(rows), made[rows.stop :]])
        if blanks:
            rows = layout.seller_rows[MAGNET_MAKERS]
            made = made[rows] / self._coefficients.finished.on(self._day.day)[:, None]
        return made

    def _separated(self, rows: slice) -> F64:
        assert rows.start == 0, "separation plants come first among those who sell oxide"
        return self._day.separated

    def _surplus(self, element: str) -> F64:
        """Give what separation plants make of an element above what is ordered of them.

        Below 0 where more is ordered.
        """
        layout, at = self._year.layouts[OXIDE], self._element(element)
        sold = self._day.flows[OXIDE].sold[layout.seller_rows[SEPARATION_PLANTS]]
        return added((self._day.separated - sold)[:, at])

    def _only(self, element: str) -> tuple[int, int]:
        at = self._element(element)
        return at, at + 1

    def _element(self, name: str) -> int:
        return self._coefficients.elements.index(name)


def _part(made: F64, of: F64) -> F64:
    """Give a part; all there can be where it is of nothing."""
    made, of = np.broadcast_arrays(made, of)
    return np.asarray(np.divide(made, of, out=np.full(of.shape, np.inf), where=of > 0.0))


def _total(table: F64, rows: list[int]) -> F64:
    """Add up some rows and all their items, ``[row, item, 1 or replication]``."""
    some = table[rows].reshape(-1, table.shape[-1])
    return added(some) if len(some) else np.zeros(1)
