"""Grey lanes: what they can carry at most, and what is seized on them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.network import Route
from sim.scenario.schema import Grey
from sim.world.chance.chance import Draws
from sim.world.chance.in_order import InOrder
from sim.world.chance.values import Values
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.time.clock import DAYS_PER_YEAR, PLANNING_DAYS
from sim.world.time.course import Course, combined
from sim.world.trade.cut_orders import CutOrders

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


class Interceptions:
    """Which weeks' shipments are seized on the lanes of one entry of the file.

    Parameters
    ----------
    odds : Course
        Chance of a week, 0 to 1, ``[1 or replication]``.
    draws : InOrder of Draws, or None
        Draws by the week; with None the expected share of everything is seized.
    """

    def __init__(self, odds: Course, draws: InOrder[Draws] | None) -> None:
        self._odds, self._draws = odds, draws
        self._share = Course(self._seized, changes=True)

    def share(self, day: int) -> F64:
        """Give the share of what leaves on a day that is seized, ``[1 or replication]``."""
        return self._share.on(day if self._odds.changes else day // PLANNING_DAYS * PLANNING_DAYS)

    def _seized(self, day: float) -> F64:
        odds = self._odds.on(day)
        if self._draws is None:
            return odds
        p = self._draws.of(int(day // PLANNING_DAYS)).p
        return np.asarray(p < odds, dtype=float)


@dataclass(frozen=True)
class Branch:
    """The lanes of one entry of the file that leave one seller."""

    entry: int
    """Number of the entry among those of the good."""
    lanes: Index
    """Lanes, ``[lane of the branch]``."""
    part: Index
    """The same lanes, counted from the seller's first."""
    buyers: Index
    """Their buyers, each another one."""
    capacity: Course | None
    """Most they carry together, t a day, ``[1 or replication]``; None if there is no limit."""
    interceptions: Interceptions | None


class GreyLanes:
    """All grey lanes of one good.

    Parameters
    ----------
    context : Context
    layout : Layout
    on_order, seized : array, t, ``[buyer, item, replication]``
        Those of the trade.

    Attributes
    ----------
    names : tuple of str
        Ids of the entries of the file, sorted.
    cut : CutOrders
        What is ordered today and more than they carry.
    """

    def __init__(self, context: Context, layout: Layout, on_order: F64, seized: F64) -> None:
        self._on_order, self._seized, self._clock = on_order, seized, context.clock
        self._ordered_items = len(layout.items)
        self._booked: F64 | None = None
        self.names = tuple(sorted({route.lane for route in layout.routes if route.grey}))
        self.cut = CutOrders(len(layout.routes), len(layout.items), on_order.shape[-1])
        self._branches: dict[int, list[Branch]] = {}
        interceptions: dict[str, Interceptions | None] = {}
        for (row, name), lanes in sorted(_together(layout).items()):
            route = layout.routes[lanes[0]]
            assert route.grey is not None
            if name not in interceptions:
                interceptions[name] = _interceptions(name, route.grey, context.values)
            branch = Branch(
                entry=self.names.index(name),
                lanes=lanes,
                part=lanes - layout.lanes_of(row).start,
                buyers=layout.buyer[lanes],
                capacity=_capacity(route, context.values),
                interceptions=interceptions[name],
            )
            self._branches.setdefault(row, []).append(branch)

    def keep_books(self) -> F64:
        """Add up from now on what each entry of the file ships, and what of it is seized.

        Returns
        -------
        array, t of what is ordered, ``[entry of the file, (shipped, seized), replication]``
            Grows day by day; who reads it may empty it.
        """
        if self._booked is None:
            self._booked = np.zeros((len(self.names), 2, self._on_order.shape[-1]))
        return self._booked

    def _book(self, branch: Branch, what: int, amount: F64) -> None:
        """Add what a branch ships (0) or loses (1), ``[lane of the branch, item, replication]``."""
        if self._booked is not None:
            total = np.add.reduce(amount[:, : self._ordered_items], axis=(0, 1))
            self._booked[branch.entry, what] += total

    def narrow(self, seller: int, orders: F64) -> None:
        """Cut today's orders for a seller to what its grey lanes carry in a day.

        What the seller is late with has been cut on its own day, so that nobody is late for good.

        Parameters
        ----------
        seller : int
        orders : array, t, ``[lane of the seller, ordered item, replication]``
            Changed in place; the rest is in :attr:`cut`.
        """
        for branch in self._branches.get(seller, ()):
            if branch.capacity is None:
                continue
            requested = orders[branch.part]
            total = np.add.reduce(requested, axis=(0, 1))
            capacity = branch.capacity.on(self._clock.day)
            over = total > capacity
            share = np.divide(capacity, total, out=np.ones_like(total), where=over)
            carried = requested * share
            orders[branch.part] = carried
            self.cut.note(branch.lanes, requested - carried, any_is=bool(over.any()))

    def seize(self, day: int, seller: int, leaving: F64) -> F64:
        """Seize some of what leaves a seller, and take it off its buyers' orders.

        Parameters
        ----------
        day : int
        seller : int
        leaving : array, t, ``[lane of the seller, item, replication]``

        Returns
        -------
        array, t, ``[lane of the seller, item, replication]``
            What goes on its way.
        """
        branches = self._branches.get(seller, ())
        if any(branch.interceptions is not None for branch in branches):
            leaving = leaving.copy()
        for branch in branches:
            shipped = leaving[branch.part]
            self._book(branch, 0, shipped)
            if branch.interceptions is None:
                continue
            seized = shipped * branch.interceptions.share(day)
            self._book(branch, 1, seized)
            leaving[branch.part] -= seized
            self._seized[branch.buyers] += seized
            self._on_order[branch.buyers] -= seized
        return leaving


def _together(layout: Layout) -> dict[tuple[int, str], Index]:
    """Group the grey lanes by seller and entry of the file."""
    found: dict[tuple[int, str], list[int]] = {}
    for lane, route in enumerate(layout.routes):
        if route.grey is not None:
            found.setdefault((int(layout.seller[lane]), route.lane), []).append(lane)
    return {key: np.array(lanes, dtype=np.intp) for key, lanes in found.items()}


def _capacity(route: Route, values: Values) -> Course | None:
    """Give what the lanes of a seller carry by its portion, t a day."""
    assert route.grey is not None
    if route.grey.capacity_t_per_year is None:
        return None
    whole = values.course("lanes", route.lane, "grey", "capacity_t_per_year")
    return combined(lambda a_year: a_year * route.portion / DAYS_PER_YEAR, whole)


def _interceptions(lane: str, grey: Grey, values: Values) -> Interceptions | None:
    if grey.intercepted == 0.0:
        return None
    odds, chance = values.course("lanes", lane, "grey", "intercepted"), values.chance
    if chance.steady:
        return Interceptions(odds, None)
    return Interceptions(odds, InOrder(chance.weekly(f"lanes.{lane}.grey.intercepted.weeks")))
