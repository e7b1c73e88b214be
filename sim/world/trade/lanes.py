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
from sim.world.trade.judging import Judging
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
    judging : Judging
        Which lanes fail.
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
        grows = np.logical_or.reduce(self._offtake, axis=(1, 2)) | (self._standby > 0.0).any(axis=1)
        self._growing = np.unique(layout.seller[grows])
        self._all = np.arange(state.width)
        self.push = layout.push_split
        self._pushes = self.push > 0.0
        good, count, items = layout.good, len(layout.routes), len(layout.items)
        self.judging = Judging(layout, state, policy)
        self._spare = np.flatnonzero(np.logical_or.reduce(self._standby, axis=1))
        self._ready = qualification[self._spare, None]
        self.has_standby = len(self._spare) > 0
        self._trouble_since = state.array(f"{good}.trouble_since", len(self._spare), items)
        """Day since which the buyer of each stand-by lane has a closed or failing lane, or inf."""
        self._trouble_since.fill(np.inf)
        self._normal = np.zeros((count, items, 1)), np.zeros((len(layout.buyers), items, 1))
        self.weight, self.has_source = self._normal
        self._qualified = np.zeros(self._trouble_since.shape, dtype=bool)
        self._next_qualified = -np.inf
        """Day on which a stand-by lane may begin to count, at the earliest; not known at first."""
        self._shape = count, items, state.width
        self._offered: F64 | None = None
        self._running: F64 = np.ones((count, 1, 1))
        self.factor: F64 | None = None
        self._open: Mask | None = None
        self._passes: F64 | None = None
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

    def follow(self, day: int, availability: F64) -> None:
        """Split orders anew where sellers with an offtake or a stand-by lane have more or less.

        Parameters
        ----------
        day : int
            Today.
        availability : array, 0 to 1, ``[seller, 1 or replication]``
            Running part of each seller's full capacity.
        """
        offered = availability[self._growing]
        if self._offered is None or not np.array_equal(offered, self._offered):
            self._offered = offered
            self._running = availability[self.layout.seller][:, None, :]
            self.refresh(day)

    def refresh(self, day: int) -> None:
        """Split orders anew in every replication."""
        layout = self.layout
        normal = normal_weights(self._share, self._offtake, self._running, layout.by_buyer)
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
            self.licences = LaneLicences(self._shape, self.sellers)
        return self.licences

    def closes(self, stay_open: Mask, replications: Index) -> Mask:
        """Tell which lanes no longer take orders, ``[lane, item, one of these replications]``."""
        before = True if self._open is None else self._open[..., replications]
        return np.asarray(before & ~stay_open)

    def plan_flow(self, planned: F64) -> None:
        """Take note of the undisrupted flow, t a day, ``[lane, item, 1 or replication]``."""
        self.planned = planned

    def control(self, replications: Index, factor: F64 | None, takes_orders: Mask | None) -> None:
        """Narrow lanes.

        Parameters
        ----------
        replications : array of int
            Where something changes.
        factor : array, ``[lane, item, one of these replications]`` or None
            Part of the flow that passes there; None if all passes in every replication.
        takes_orders : array of bool, shaped likewise, or None
            Where orders may be placed, and wait if nothing passes.
        """
        if factor is None or takes_orders is None:
            self.factor = self._open = None
            return
        if self.factor is None or self._open is None:
            self.factor, self._open = np.ones(self._shape), np.ones(self._shape, dtype=bool)
        self.factor[..., replications] = factor
        self._open[..., replications] = takes_orders

    def reroute(self, day: int, replications: Index | slice = ALL) -> None:
        """Move the orders of some replications from closed and failing lanes to the others."""
        self._set_limits(replications)
        failing = self._failing(replications)
        if self.factor is None and failing is None:
            self.weight, self.has_source = self._normal
            self._trouble_since.fill(np.inf)
            self._qualified.fill(False)
            self._next_qualified = np.inf
            return
        normal = columns(self._normal[0], replications)
        closed = np.zeros((*self._shape[:2], len(self._all[replications])), dtype=bool)
        if self._open is not None:
            closed = ~self._open[..., replications]
        trouble = closed if failing is None else closed | failing
        standby = self._qualified_standby(day, trouble & (normal > 0.0), replications)
        weight, has_source = rerouted_weights(
            normal, closed, failing, standby, self.layout.by_buyer
        )
        if self.weight is self._normal[0]:
            self.weight, self.has_source = (
                np.repeat(x, self._shape[-1] // x.shape[-1], axis=-1) for x in self._normal
            )
        self.weight[..., replications], self.has_source[..., replications] = weight, has_source
        self._see_asked(weight)

    def _failing(self, replications: Index | slice) -> Mask | None:
        """Tell which lanes fail, or are mostly refused licences; None if none is anywhere."""
        refused = None if self.licences is None else self.licences.refused(self.factor)
        if refused is None and not self.judging.any_failing:
            return None
        failing = self.judging.failing[..., replications] > 0.0
        return np.asarray(failing if refused is None else failing | refused[..., replications])

    def may_fail(self, lanes: slice) -> Mask:
        """Tell where the orders of some lanes wait neither by choice nor for a licence."""
        may: Mask = np.ones((lanes.stop - lanes.start, *self._shape[1:]), dtype=bool)
        if self.factor is not None:
            may &= self.factor[lanes] > 0.0
        if self.licences is not None:
            may &= ~self.licences.awaited(self.factor, lanes)
        return may

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
        waiting = np.where(qualified, np.inf, since + columns(self._ready, replications))
        self._next_qualified = min(self._next_qualified, float(waiting.min(initial=np.inf)))
        weights = np.zeros((len(self.layout.routes), *qualified.shape[1:]))
        running = columns(self._running[spare], replications)
        weight = columns(self._standby[spare, None], replications) * running
        weights[spare] = np.where(qualified, weight, 0.0)
        return weights

    def _qualifies(self, day: int) -> Mask:
        """Tell which stand-by lanes count, ``[stand-by lane, item, replication]``."""
        return np.asarray(day >= self._trouble_since + self._ready)

    def newly_qualified(self, day: int) -> Index:
        """List the replications in which a stand-by lane begins to count."""
        if day < self._next_qualified:
            return np.zeros(0, dtype=np.intp)
        self._next_qualified = np.inf
        qualifies = self._qualifies(day)
        ready = np.where(qualifies, np.inf, self._trouble_since + self._ready)
        self._next_qualified = float(ready.min(initial=np.inf))
        return np.flatnonzero(np.logical_or.reduce(qualifies != self._qualified, axis=(0, 1)))

    def _set_limits(self, replications: Index | slice) -> None:
        if self.factor is None or self._open is None:
            self._passes = None
            self.limited = [False] * len(self.sellers)
            return
        # Nobody orders over a closed lane unless orders wait there.
        factor = self.factor[..., replications]
        narrowed = (factor < 1.0) & self._open[..., replications]
        if self._passes is None and not narrowed.any():
            return
        if self._passes is None:
            self._passes = np.full(self._shape, np.inf)
        self._passes[..., replications] = np.where(narrowed, factor, np.inf)
        self.limited = [bool((self._passes[lanes] < np.inf).any()) for lanes in self.sellers]

    def limit(self, row: int) -> F64 | None:
        """Give the most that a seller may ship today, t, ``[its lane, item, replication]``.

        A quota is a share of the undisrupted flow of the date, not of orders that fear has
        swollen. None where nothing is limited.
        """
        if self._passes is None or not self.limited[row]:
            return None
        lanes = self.sellers[row]
        passes = self._passes[lanes]
        with np.errstate(invalid="ignore"):  # unlimited, of nothing
            return np.where(passes < np.inf, self.planned[lanes] * passes, np.inf)


def columns(array: Values, replications: Index | slice) -> Values:
    """Give some replications of an array ``[..., 1 or replication]``."""
    return array if array.shape[-1] == 1 else array[..., replications]
