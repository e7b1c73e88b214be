"""Lanes: which are open, which are failing, and how each buyer splits its orders over them."""

from dataclasses import dataclass
from types import EllipsisType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import normal_weights, rerouted_weights
from sim.scenario.schema import Policy
from sim.world.network.coefficients import Coefficients
from sim.world.network.layout import Layout, compact, priority_classes
from sim.world.state.pipeline import Mask, Pipeline, delay_groups
from sim.world.state.state import State
from sim.world.time.clock import PLANNING_DAYS
from sim.world.trade.lane_licences import LaneLicences

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Values = TypeVar("Values", F64, Mask)
ALL = slice(None)
"""All replications."""
Where = EllipsisType | slice | tuple[EllipsisType | Index | slice, ...]
"""Some lanes, items or replications."""


@dataclass(frozen=True)
class LaneSpan:
    """Neighbouring lanes of a seller to neighbouring buyers with the same transit time."""

    lanes: slice
    part: slice
    """The same lanes, counted from the seller's first."""
    buyers: slice
    delays: list[tuple[int, Mask | None]]


class Lanes:
    """All lanes of one good.

    Attributes
    ----------
    weight : array, ``[lane, item, 1 or replication]``
        Part of its buyer's orders that each lane gets today.
    lead : array, days, ``[buyer, item, 1 or replication]``
        Mean time from order to arrival when nothing is closed or failing: transit, and licences as
        far as buyers have learnt to wait for them.
    has_source : array, ``[buyer, item, 1 or replication]``
        1 where a buyer has an open lane, else 0.
    factor : array, ``[lane, item, replication]`` or None
        Part of the undisrupted flow that controls and closures let pass; None where all passes.
    planned : array, t a day, ``[lane, item, 1 or replication]``
        Undisrupted flow of the date.
    limit : array, t a day, ``[lane, item, replication]`` or None
        Most that may be shipped; None where nothing is limited.
    limited : list of bool
        Sellers with a limited lane.
    licences : LaneLicences or None
        Licences on these lanes; None where none are ever needed.
    requested : list of bool
        Sellers over whose lanes anything is ordered these days.
    """

    def __init__(
        self, layout: Layout, coefficients: Coefficients, state: State, policy: Policy
    ) -> None:
        self.layout = layout
        self._policy = policy
        self._share, self._offtake = coefficients.roles(layout)
        self._standby, qualification = coefficients.standby(layout)
        self._qualification = qualification
        self.push = layout.push_split
        self._pushes = self.push > 0.0
        good, count, items = layout.good, len(layout.routes), len(layout.items)
        self.failing = state.array(f"{good}.failing", count, items)
        """1 where a lane is failing."""
        self._spare = np.flatnonzero(np.logical_or.reduce(self._standby, axis=1))
        self.has_standby = len(self._spare) > 0
        self._trouble_since = state.array(f"{good}.trouble_since", len(self._spare), items)
        """Day since which the buyer of each stand-by lane has a closed or failing lane, or inf."""
        self._trouble_since.fill(np.inf)
        self.ordered = state.array(f"{good}.ordered", count, items)
        """Orders since the lanes were last judged, t."""
        self._waiting = state.array(f"{good}.waiting", count, items)
        """Orders not shipped by then, t."""
        self._any_failing = False
        self._normal = np.zeros((count, items, 1)), np.zeros((len(layout.buyers), items, 1))
        self.weight, self.has_source = self._normal
        self._qualified = np.zeros(self._trouble_since.shape, dtype=bool)
        self.factor: F64 | None = None
        self.limit: F64 | None = None
        self._keeps = np.zeros((count, 1, 1), dtype=bool)
        self.planned = np.zeros((count, items, 1))
        self.transit = coefficients.transit[good]
        self.limited = [False] * len(layout.sellers)
        self.licences: LaneLicences | None = None
        self.sellers = [layout.lanes_of(row) for row in range(len(layout.sellers))]
        self.buyers = [compact(layout.buyer[lanes]) for lanes in self.sellers]
        self.spans = [self._spans(lanes) for lanes in self.sellers]
        self.requested = [False] * len(self.sellers)
        buyers = [route.buyer for route in layout.routes]
        self.classes = [
            priority_classes(coefficients.scenario, buyers[lanes]) for lanes in self.sellers
        ]

    def _spans(self, lanes: slice) -> list[LaneSpan]:
        spans = []
        first = lanes.start
        for lane in range(lanes.start, lanes.stop):
            ends = lane + 1 == lanes.stop or (
                self.layout.buyer[lane + 1] != self.layout.buyer[lane] + 1
                or not np.array_equal(self.transit[lane + 1], self.transit[lane])
            )
            if ends:
                buyers = slice(int(self.layout.buyer[first]), int(self.layout.buyer[lane]) + 1)
                part = slice(first - lanes.start, lane + 1 - lanes.start)
                delays = delay_groups(self.transit[lane])
                spans.append(LaneSpan(slice(first, lane + 1), part, buyers, delays))
                first = lane + 1
        return spans

    def refresh(self, day: int, availability: F64) -> None:
        """Split orders anew in every replication.

        Parameters
        ----------
        day : int
            Today.
        availability : array, 0 to 1, ``[seller, 1 or replication]``
            Running part of each seller's full capacity.
        """
        layout = self.layout
        running = availability[layout.seller][:, None, :]
        normal = normal_weights(self._share, self._offtake, running, layout.by_buyer)
        whole = layout.by_buyer.total(normal)
        days = self.transit[:, None, :]
        if self.licences is not None:
            days = days + self.licences.lead_days
        lead = layout.by_buyer.total(normal * days)
        self.lead = np.divide(lead, whole, out=np.zeros_like(lead), where=whole > 0.0)
        self._normal = normal, (whole > 0.0).astype(float)
        self.weight, self.has_source = self._normal
        self.requested = [False] * len(self.sellers)
        self._see_asked(normal)
        self.reroute(day)

    def fill(self, pipeline: Pipeline, day: int, flow: F64) -> None:
        """Put a flow, t a day, ``[lane, item, replication]``, on its way for all days past."""
        for span in (span for spans in self.spans for span in spans):
            for delay, replications in span.delays:
                for past in range(day - delay, day):
                    pipeline.send(past, span.buyers, [(delay, replications)], flow[span.lanes])

    def under_licence(self) -> LaneLicences:
        """Let licences be asked for on these lanes from now on."""
        if self.licences is None:
            self.licences = LaneLicences(self.failing.shape, self.sellers)
        return self.licences

    def keep_orders(self, lanes: Mask) -> None:
        """Let orders wait on some lanes, ``[lane]``, while they are closed."""
        self._keeps |= lanes[:, None, None]

    def closes(self, factor: F64, replications: Index) -> Mask:
        """Tell which lanes are closed by a factor, ``[lane, item, one of these replications]``.

        Those that are closed already, and those on which orders wait, do not count.
        """
        before = 1.0 if self.factor is None else self.factor[..., replications]
        return np.asarray((factor == 0.0) & (before > 0.0) & ~self._keeps)

    def plan_flow(self, planned: F64) -> None:
        """Take note of the undisrupted flow, t a day, ``[lane, item, 1 or replication]``."""
        self.planned = planned

    def control(self, replications: Index, factor: F64 | None) -> None:
        """Narrow lanes.

        Parameters
        ----------
        replications : array of int
            Where something changes.
        factor : array, ``[lane, item, one of these replications]`` or None
            Part of the flow that passes there; None if all passes in every replication.
        """
        if factor is None:
            self.factor = None
            return
        if self.factor is None:
            self.factor = np.ones(self.failing.shape)
        self.factor[..., replications] = factor

    def reroute(self, day: int, replications: Index | slice = ALL) -> None:
        """Move the orders of some replications from closed and failing lanes to the others."""
        self._set_limits(replications)
        if self.factor is None and not self._any_failing:
            self.weight, self.has_source = self._normal
            self._trouble_since.fill(np.inf)
            self._qualified.fill(False)
            return
        normal = columns(self._normal[0], replications)
        failing = self.failing[..., replications] > 0.0 if self._any_failing else None
        closed = np.zeros(self.failing[..., replications].shape, dtype=bool)
        if self.factor is not None:
            closed = (self.factor[..., replications] == 0.0) & ~self._keeps
        trouble = closed if failing is None else closed | failing
        standby = self._qualified_standby(day, trouble & (normal > 0.0), replications)
        weight, has_source = rerouted_weights(
            normal, closed, failing, standby, self.layout.by_buyer
        )
        if self.weight is self._normal[0]:
            self.weight, self.has_source = (
                np.repeat(x, self.failing.shape[-1] // x.shape[-1], axis=-1) for x in self._normal
            )
        self.weight[..., replications], self.has_source[..., replications] = weight, has_source
        self._see_asked(weight)

    def _see_asked(self, weight: F64) -> None:
        used = np.logical_or.reduce(weight, axis=(1, 2))
        self.requested = [
            requested or bool(np.logical_or.reduce(used[lanes]))
            for requested, lanes in zip(self.requested, self.sellers, strict=True)
        ]

    def _qualified_standby(
        self, day: int, trouble: Mask, replications: Index | slice
    ) -> F64 | None:
        """Give the weights of stand-by lanes whose buyer has been in trouble for long enough."""
        if not self.has_standby:
            return None
        spare = self._spare
        troubled = self.layout.by_buyer.any(trouble)[self.layout.buyer[spare]]
        since = np.where(troubled, np.minimum(self._trouble_since[..., replications], day), np.inf)
        self._trouble_since[..., replications] = since
        qualified = self._qualifies(day)[..., replications]
        self._qualified[..., replications] = qualified
        weights = np.zeros((len(self.layout.routes), *qualified.shape[1:]))
        weights[spare] = np.where(qualified, columns(self._standby[spare, None], replications), 0.0)
        return weights

    def _qualifies(self, day: int) -> Mask:
        """Tell which stand-by lanes count, ``[stand-by lane, item, replication]``.

        Looked at weekly: a day on which other replications are hit changes nothing here.
        """
        looked = day // PLANNING_DAYS * PLANNING_DAYS
        return np.asarray(looked >= self._trouble_since + self._qualification[self._spare, None])

    def newly_qualified(self, day: int) -> Index:
        """List the replications in which a stand-by lane begins to count."""
        news = np.logical_or.reduce(self._qualifies(day) != self._qualified, axis=(0, 1))
        return np.flatnonzero(news)

    def _set_limits(self, replications: Index | slice) -> None:
        if self.factor is None:
            self.limit = None
            self.limited = [False] * len(self.sellers)
            return
        # Nobody orders over a closed lane unless orders wait there. A quota is a share of the
        # undisrupted flow, not of orders that fear has swollen.
        factor = self.factor[..., replications]
        narrowed = (factor < 1.0) & ((factor > 0.0) | self._keeps)
        if self.limit is None and not narrowed.any():
            return
        if self.limit is None:
            self.limit = np.full(self.failing.shape, np.inf)
        self.limit[..., replications] = np.where(
            narrowed, columns(self.planned, replications) * factor, np.inf
        )
        self.limited = [bool((self.limit[lanes] < np.inf).any()) for lanes in self.sellers]

    def book(self, orders: F64, where: Where = ...) -> None:
        """Note orders, t, some of ``[lane, item, replication]``."""
        self.ordered[where] += orders

    def unbook(self, orders: F64, where: Where = ...) -> None:
        """Forget orders, t, some of ``[lane, item, replication]``."""
        self.ordered[where] -= orders

    def shipped_since_judged(self, backlog: F64) -> F64:
        """Give what was shipped since the lanes were judged, t, ``[lane, item, replication]``."""
        shipped = self._waiting + self.ordered
        shipped -= backlog
        return np.maximum(shipped, 0.0, out=shipped)

    def judge(self, backlog: F64) -> F64:
        """Judge the lanes by what they shipped of what was ordered since they were last judged.

        Parameters
        ----------
        backlog : array, t, ``[lane, item, replication]``
            Orders not yet shipped.

        Returns
        -------
        array, t, ``[lane, item, replication]``
            Orders that wait in vain on a failing lane; they are placed again elsewhere.
        """
        requested = self._waiting + self.ordered
        bad = (self.shipped_since_judged(backlog) < self._policy.failing_below * requested) & (
            requested > 0.0
        )
        if self.factor is not None:
            # A closed lane is no failing one: its orders go elsewhere, or wait by choice.
            bad &= self.factor > 0.0
        bad[self._pushes] = False
        waits_in_vain = bad
        if self.licences is not None:
            # What waits for licences alone is kept; buyers turn from lanes that are refused them.
            waits = self.licences.required
            if self.factor is not None:
                waits = waits & (self.factor == 1.0)
            waits_in_vain = bad & ~waits
            bad = waits_in_vain | (self.licences.refusing & waits)
        self.failing[...] = bad
        self._any_failing = bool(bad.any())
        self.ordered.fill(0.0)
        withdrawn = np.where(waits_in_vain, backlog, 0.0)
        self._waiting[...] = backlog - withdrawn
        return withdrawn


def columns(array: Values, replications: Index | slice) -> Values:
    """Give some replications of an array ``[..., 1 or replication]``."""
    return array if array.shape[-1] == 1 else array[..., replications]
