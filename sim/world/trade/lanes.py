"""Lanes: which are open, which are failing, and how each buyer splits its orders over them."""

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import TRIAL, rerouted_weights
from sim.world.network.availability import Availability
from sim.world.network.context import Context
from sim.world.network.layout import Layout, classes_by_seller, compact
from sim.world.state.pipeline import Mask
from sim.world.trade.buyers_lanes import BuyersLanes, columns, lanes_of_all, lanes_of_some
from sim.world.trade.judging import Judging
from sim.world.trade.lane_licences import LaneLicences
from sim.world.trade.lane_limits import LaneLimits
from sim.world.trade.piled_up import PiledUp
from sim.world.trade.ruled_lots import RuledLots
from sim.world.trade.split import Ahead, Split, mean_lead, side_by_side, split
from sim.world.trade.standby import StandBy

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
ALL = slice(None)
"""All replications."""
STEP = 0.05
"""Change of the running part of a seller's capacity that buyers in trouble take note of
(assumption): half of the part with which a failing lane is tried."""


class Lanes:
    """All lanes of one good.

    Attributes
    ----------
    weight : array, ``[lane, item, 1 or replication]``
        Part of its buyer's orders that each lane gets today.
    has_source : array, ``[buyer, item, 1 or replication]``
        1 where a buyer has an open lane, else 0.
    limits : LaneLimits
        What controls and closures let pass.
    judging : Judging
        Which lanes fail.
    standby : StandBy
        Lanes that are called when others are in trouble.
    licences : LaneLicences or None
        Licences on these lanes; None where none are ever needed.
    ruled : tuple of RuledLots
        What of their output sellers may sell to buyers with rules of origin.
    requested : list of bool
        Sellers over whose lanes anything is ordered these days.
    """

    DERIVED: ClassVar = {"_told"}

    def __init__(self, layout: Layout, context: Context) -> None:
        coefficients, state = context.coefficients, context.state
        self.layout = layout
        self._roles = coefficients.roles(layout)
        self._share, self._offtake = (role.on(context.clock.day) for role in self._roles)
        self.standby = StandBy(layout, coefficients, state)
        self._all = np.arange(state.width)
        self.push = layout.push_split
        good, count, items = layout.good, len(layout.routes), len(layout.items)
        self._below = context.values.at("policy", "failing_below")
        self.judging = Judging(layout, state, context.scenario.policy, self._below)
        dated = np.array([route.role_is_dated for route in layout.routes], dtype=bool)
        claims = np.flatnonzero(np.logical_or.reduce(self._offtake, axis=(1, 2)) | dated)
        depend = np.union1d(claims, self.standby.lanes)
        growing = np.unique(layout.seller[depend])
        self._offers = (
            Availability(layout, context.capacities, growing.tolist()) if len(growing) else None
        )
        """What sellers can make on whom the split depends, if there are any."""
        self._grows_as = np.full(count, len(growing))
        """Place of each lane's seller among the growing; after the last where it is not."""
        self._grows_as[depend] = np.searchsorted(growing, layout.seller[depend])
        self._every = lanes_of_all(layout, self.standby.lanes)
        self._depend = lanes_of_some(layout, self.standby.lanes, np.unique(layout.buyer[depend]))
        self._normal = np.zeros((count, items, 1)), np.zeros((len(layout.buyers), items, 1))
        self.weight, self.has_source = self._normal
        self._lead: F64 | None = None
        self._shape = count, items, state.width
        self._seen: F64 = np.zeros((0, 1))
        self._unsplit = True
        self._ahead = Ahead(lambda offered: self._split(self._depend, offered), STEP)
        self._stepped = np.zeros((0, 0))
        """What the split follows, as it was when those in trouble last followed."""
        self._troubled = np.zeros(state.width, dtype=bool)
        """Where any lane is closed or failing, ``[replication]``."""
        self._transit = coefficients.transit[good]
        self.transit = self._transit.on(context.clock.day)
        self._alike = self.transit.shape[-1] == self._offtake.shape[-1] == 1
        self._dated = bool(dated.any()) or self.standby.changes
        self._alike = self._alike and not (self._transit.changes or self._dated)
        self.licences: LaneLicences | None = None
        self.piled_up = PiledUp()
        self._told: tuple[int, Index] = -1, self._all[:0]
        self.sellers = [layout.lanes_of(row) for row in range(len(layout.sellers))]
        self.limits = LaneLimits(self._shape, self.sellers)
        self.ruled: tuple[RuledLots, ...] = ()
        self.buyers = [compact(layout.buyer[lanes]) for lanes in self.sellers]
        self.requested = [False] * len(self.sellers)
        self.classes = classes_by_seller(context.scenario, layout)

    def follow(self, day: int) -> None:
        """Split orders anew where sellers on whose capacity they depend have more or less today.

        Who has no trouble follows every day; who has, only when something has changed by
        :data:`STEP` since the last time, for then all orders have to be moved anew.
        """
        if self._dated:
            self._share, self._offtake = (role.on(day) for role in self._roles)
        if self._transit.changes and not np.array_equal(self._transit.on(day), self.transit):
            self.transit, self._lead = self._transit.on(day), None
        if self._unsplit:
            self._unsplit = False
            self.refresh(day)
        if self._offers is None:
            return
        if self._alike and not self._offers.differs:
            if (found := self._ahead.on(day, self._offers)) is not None:
                new, step, gains = found
                if self.weight is not self._normal[0] or self.licences is not None or gains:
                    self._take(day, new, np.full(1, step))
                else:
                    self._note(new)
            return
        offered = self._offers.at(day)
        seen = self._with_roles(day, offered)
        if np.array_equal(seen, self._seen):
            return
        self._seen = seen
        if self._stepped.shape != seen.shape:
            self._stepped = np.full(seen.shape, np.inf)
        steps = np.maximum.reduce(np.abs(seen - self._stepped), axis=0) > STEP
        self._stepped[:, steps] = seen[:, steps]
        self._take(day, self._split(self._depend, offered), steps)

    def _with_roles(self, day: int, offered: F64) -> F64:
        """Give all that the split follows: what sellers can make; shares and weights if dated."""
        if not self._dated:
            return offered
        return side_by_side(offered, self._share, self._offtake, self.standby.weight_on(day))

    def _note(self, new: Split) -> None:
        """Note how buyers split their orders in normal times, where sellers grow."""
        some = self._depend
        self._normal[0][some.lanes], self._normal[1][some.buyers] = new.weight, new.has_source
        self._lead = None

    def _take(self, day: int, new: Split, steps: Mask) -> None:
        """Let buyers follow a new split; where somebody is in trouble, in some steps only.

        Parameters
        ----------
        steps : array of bool, ``[1 or replication]``
        """
        some = self._depend
        assert isinstance(some.lanes, np.ndarray)
        before = self._normal[0][some.lanes]
        moved = np.flatnonzero(np.logical_or.reduce(before != new.weight, axis=(1, 2)))
        gains = (before[moved] == 0.0) & (new.weight[moved] > 0.0)
        gain = np.logical_or.reduce(gains, axis=(0, 1))
        self._note(new)
        if gain.any():
            self._see_asked(new.weight, some.lanes)
        if self.weight is self._normal[0]:
            return
        every = np.broadcast_to(steps | gain, len(self._all))
        if every.all():
            self.reroute(day, some=some)
            return
        stepping = np.flatnonzero(every & self._troubled)
        if len(stepping):
            self.reroute(day, stepping)
        calm = np.flatnonzero(~self._troubled)
        for at in moved.tolist() if len(calm) else []:
            self.weight[some.lanes[at], :, calm] = columns(new.weight[at], calm).T
        if gain.any() and len(calm):
            self.has_source[..., calm] = columns(self._normal[1], calm)

    def refresh(self, day: int) -> None:
        """Split the orders of all buyers anew, in every replication."""
        new = self._split(self._every, self._offered_on(day))
        self._normal, self._lead = (new.weight, new.has_source), None
        self.weight, self.has_source = self._normal
        self.requested = [False] * len(self.sellers)
        self._see_asked(new.weight, self._every.lanes)
        self.reroute(day)

    @property
    def normal_weight(self) -> F64:
        """Weight if nobody were in trouble; that very array where nobody is."""
        return self._normal[0]

    @property
    def lead(self) -> F64:
        """Mean time from order to arrival, days, ``[buyer, item, 1 or replication]``.

        It is that when nothing is closed or failing: transit, and licences as far as buyers have
        learnt to wait for them. Most buyers ask for it once a week.
        """
        if self._lead is None:
            days = self.transit[:, None]
            if self.licences is not None:
                days = days + self.licences.lead_days
            self._lead = mean_lead(self._normal[0], days, self.layout.by_buyer)
        return self._lead

    def hear_of_lead_times(self, day: int) -> None:
        """Let buyers order ahead by what an authority has told them."""
        if self.licences is not None:
            self._told = day, self.licences.heard_of_lead_times()
            if len(self._told[1]):
                self._lead = None

    def told_today(self, day: int) -> Index | None:
        """List the replications in which buyers were told lead times today; None if in none."""
        return self._told[1] if self._told[0] == day and len(self._told[1]) else None

    def _split(self, some: BuyersLanes, offered: F64) -> Split:
        """Split orders as if no licences were needed."""
        share, offtake = self._share[some.lanes], self._offtake[some.lanes]
        return split(share, offtake, self._running(offered)[some.lanes], some)

    def _offered_on(self, day: int) -> F64:
        return np.ones((0, 1)) if self._offers is None else self._offers.at(day)

    def _running(self, offered: F64) -> F64:
        """Give the running part of every lane's seller where it matters, ``[lane, 1, ...]``."""
        whole = np.ones((1, offered.shape[-1]))
        return np.asarray(np.concatenate([offered, whole])[self._grows_as][:, None])

    def under_licence(self) -> LaneLicences:
        """Let licences be asked for on these lanes from now on."""
        if self.licences is None:
            self.licences, self._lead = LaneLicences(self._shape, self.sellers), None
        return self.licences

    def use(self, part: F64, ruled: tuple[RuledLots, ...]) -> Mask:
        """Let rules of origin hold from now on; tell where other parts may be used by them."""
        self.ruled = ruled
        return self.limits.use(part)

    def reroute(
        self, day: int, replications: Index | slice = ALL, some: BuyersLanes | None = None
    ) -> None:
        """Move orders from closed and failing lanes to the others.

        Parameters
        ----------
        day : int
        replications : array of int
            In which; all if not given.
        some : BuyersLanes, optional
            Whose; of all buyers if not given. Only one of the two narrows it down.
        """
        some = some or self._every
        failing = self._failing(some.lanes, replications)
        closed = self.limits.closed(some.lanes, replications)
        aside = self._aside(some.lanes, replications)
        usable = self.limits.usable_on(some.lanes, replications)
        if closed is None and failing is None and aside is None and usable is None:
            self.weight, self.has_source = self._normal
            self.standby.forget()
            self._troubled.fill(False)
            return
        normal = columns(self._normal[0][some.lanes], replications)
        if closed is None:
            closed = np.zeros((*normal.shape[:2], len(self._all[replications])), dtype=bool)
        trouble = closed if failing is None else closed | failing
        if some is self._every:
            differs = trouble if aside is None else trouble | aside
            differs = differs if usable is None else differs | (usable < 1.0)
            self._troubled[replications] = np.logical_or.reduce(differs, axis=(0, 1))
        lacking, running = trouble & (normal > 0.0), self._running(self._offered_on(day))
        foreseen = None if usable is None else lacking & (usable == 0.0)
        standby = self.standby.weights(day, lacking, foreseen, running, some, replications)
        buyers = some.by_buyer
        weight, has_source = rerouted_weights(normal, closed, failing, standby, buyers, usable)
        if aside is not None:
            shut = closed | aside
            others, other = rerouted_weights(normal, shut, failing, standby, buyers, usable)
            weight = np.where((other > 0.0)[some.by_buyer.of], others, weight)
        if self.weight is self._normal[0]:
            self.weight, self.has_source = (
                np.repeat(x, self._shape[-1] // x.shape[-1], axis=-1) for x in self._normal
            )
        self.weight[some.lanes, ..., replications] = weight
        self.has_source[some.buyers, ..., replications] = has_source
        self._see_asked(weight, some.lanes)

    def _aside(self, lanes: Index | slice, replications: Index | slice) -> Mask | None:
        """Tell over which lanes nobody orders who has another one; None if over none."""
        if self.licences is None or not self.licences.left.any():
            return None
        return np.asarray(self.licences.left[lanes][..., replications])

    def look_at_what_waits(self, backlog: F64, position: Callable[[], F64]) -> None:
        """Look where orders pile up, ``[lane, item, replication]``.

        Parameters
        ----------
        backlog : array, t
            Orders not yet shipped.
        position : callable
            Gives what buyers have, on hand and on order, t, ``[buyer, item, replication]``.
        """

        def usual() -> F64:
            part = np.maximum(self._normal[0], self.weight)
            return np.asarray(part * position()[self.layout.buyer])

        self.piled_up.look(self.piled_up.waiting(self.limits, self.licences), backlog, usual)

    def _failing(self, lanes: Index | slice, replications: Index | slice) -> Mask | None:
        """Tell which lanes fail, or are mostly refused licences; None if none is anywhere."""
        refused = None if self.licences is None else self.licences.refused(self.limits.factor)
        if refused is None and not self.judging.any_failing:
            return None
        failing = self.judging.failing[lanes][..., replications] > 0.0
        if refused is not None:
            failing = failing | refused[lanes][..., replications]
        return np.asarray(failing)

    def judge(
        self, day: int, backlog: F64, planned: F64
    ) -> tuple[list[tuple[int, F64]], Mask | None]:
        """Judge the lanes whose time is over.

        Parameters
        ----------
        day : int
        backlog : array, t, ``[lane, item, replication]``
            Orders not yet shipped.
        planned : array, t a day, ``[lane, item, 1 or replication]``
            Undisrupted flow of the date.

        Returns
        -------
        withdrawn : list of (int, array)
            Lanes on which orders wait in vain, and these, t, ``[item, replication]``.
        news : array of bool, ``[replication]``, or None
            Where a lane begins to fail, or does so no more; None if no time is over.
        """
        due, withdrawn, licences = self.judging.due(day), list[tuple[int, F64]](), self.licences
        back = None if licences is None else licences.come_back(backlog, self._below)
        if not due and back is None:
            return withdrawn, None
        news = np.zeros(len(self._all), dtype=bool)
        if back is not None and back.any():
            self.judging.trust(back)
            news |= np.logical_or.reduce(back, axis=(0, 1))
        for row in due:
            lanes, factor = self.sellers[row], self.limits.factor
            licensed, left = licences.waiting(factor, lanes) if licences else (None, None)
            orders, may_fail = (backlog[lanes], planned[lanes]), self.limits.may_pass(lanes)
            found = self.judging.judge(row, day, *orders, may_fail, licensed, left)
            if found is None:
                continue
            if licences is not None and licensed is not None:
                licences.tire(lanes, licensed & found.bad)
            waiting = np.flatnonzero(np.logical_or.reduce(found.withdrawn, axis=(1, 2))).tolist()
            withdrawn += [(lanes.start + at, found.withdrawn[at]) for at in waiting]
            news |= found.changed
        return withdrawn, news

    def given_up(self, day: int, backlog: F64) -> F64 | None:
        """Give what buyers take back who are tired of waiting for licences, and go elsewhere.

        They leave a part as a probe, and come back when most of it has left. Who has no other lane
        goes on waiting: to apply again would only begin the wait anew.

        Parameters
        ----------
        day : int
        backlog : array, t, ``[lane, item, replication]``
            Orders not yet shipped.

        Returns
        -------
        array, t, ``[lane, item, replication]``; None where nobody is tired
        """
        if self.licences is None or not self.licences.anyone_tired:
            return None
        failing = self.judging.failing > 0.0
        refused = self.licences.refused(self.limits.factor)
        works = (self.weight > 0.0) & ~(failing if refused is None else failing | refused)
        elsewhere = self.layout.by_buyer.any(works)[self.layout.buyer]
        probe = backlog * TRIAL
        goes = self.licences.leave(failing, elsewhere, probe)
        self.judging.begin_anew(goes, day, probe)
        return np.where(goes, backlog * (1.0 - TRIAL), 0.0)

    def _see_asked(self, weight: F64, lanes: Index | slice) -> None:
        used = np.logical_or.reduce(weight, axis=(1, 2))
        for seller in set(self.layout.seller[lanes][used].tolist()):
            self.requested[seller] = True
