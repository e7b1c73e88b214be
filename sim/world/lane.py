"""Lanes: which are open, which are failing, and how each buyer splits its orders over them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.rules.sourcing import normal_weights, rerouted_weights
from sim.scenario.schema import Policy
from sim.world.clock import PLANNING_DAYS
from sim.world.coefficients import Coefficients
from sim.world.layout import Layout, priority_classes
from sim.world.pipeline import Mask, delay_groups
from sim.world.state import State

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Run:
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
    weight : array, ``[lane, item, 1 or history]``
        Part of its buyer's orders that each lane gets today.
    lead : array, days, ``[buyer, item, 1 or history]``
        Mean transit to each buyer when nothing is closed or failing.
    reach : array, ``[buyer, item, 1 or history]``
        1 where a buyer has an open lane, else 0.
    factor : array, ``[lane, item, history]`` or None
        Part of the undisrupted flow that controls and closures let pass; None where all passes.
    planned : array, t a day, ``[lane, item, 1]``
        Undisrupted flow of the date.
    limit : array, t a day, ``[lane, item, history]`` or None
        Most that may be shipped; None where nothing is limited.
    limited : list of bool
        Sellers with a limited lane.
    asked : list of bool
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
        self._spare = np.flatnonzero(self._standby.any(axis=1))
        self.has_standby = len(self._spare) > 0
        self._trouble_since = state.array(f"{good}.trouble_since", len(self._spare), items)
        """Day since which the buyer of each stand-by lane has a closed or failing lane, or inf."""
        self._trouble_since.fill(np.inf)
        self.ordered = state.array(f"{good}.ordered", count, items)
        """Orders since the lanes were last judged, t."""
        self._waiting = state.array(f"{good}.waiting", count, items)
        """Orders not shipped by then, t."""
        self.factor: F64 | None = None
        self.limit: F64 | None = None
        self.keeps = np.zeros((count, 1, 1), dtype=bool)
        self.planned = np.zeros((count, items, 1))
        self.transit = coefficients.transit[good]
        self.limited = [False] * len(layout.sellers)
        self.sellers = [layout.lanes_of(row) for row in range(len(layout.sellers))]
        self.buyers = [layout.buyer[lanes] for lanes in self.sellers]
        self.runs = [self._runs(lanes) for lanes in self.sellers]
        buyers = [route.buyer for route in layout.routes]
        self.classes = [
            priority_classes(coefficients.scenario, buyers[lanes]) for lanes in self.sellers
        ]

    def _runs(self, lanes: slice) -> list[Run]:
        runs = []
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
                runs.append(Run(slice(first, lane + 1), part, buyers, delays))
                first = lane + 1
        return runs

    def refresh(self, day: int, availability: F64) -> None:
        """Split orders anew.

        Parameters
        ----------
        day : int
            Today.
        availability : array, 0 to 1, ``[seller, 1 or history]``
            Running part of each seller's full capacity.
        """
        self._set_limits()
        self._split(day, availability)
        self.asked = [bool(self.weight[lanes].any()) for lanes in self.sellers]

    def _split(self, day: int, availability: F64) -> None:
        layout = self.layout
        running = availability[layout.seller][:, None, :]
        normal = normal_weights(self._share, self._offtake, running, layout.by_buyer)
        self.weight = normal
        whole = layout.by_buyer.total(normal)
        self.reach = (whole > 0.0).astype(float)
        lead = layout.by_buyer.total(normal * self.transit[:, None, :])
        self.lead = np.divide(lead, whole, out=np.zeros_like(lead), where=whole > 0.0)
        failing = self.failing > 0.0 if self.failing.any() else None
        if self.factor is None and failing is None:
            self._trouble_since.fill(np.inf)
            return
        closed = np.zeros(self.failing.shape, dtype=bool)
        if self.factor is not None:
            closed = (self.factor == 0.0) & ~self.keeps
        trouble = closed if failing is None else closed | failing
        standby = self._qualified_standby(day, trouble & (normal > 0.0))
        self.weight, self.reach = rerouted_weights(
            normal, closed, failing, standby, layout.by_buyer
        )

    def _qualified_standby(self, day: int, trouble: Mask) -> F64 | None:
        """Give the weights of stand-by lanes whose buyer has been in trouble for long enough."""
        if not self.has_standby:
            return None
        spare = self._spare
        troubled = self.layout.by_buyer.any(trouble)[self.layout.buyer[spare]]
        since = np.where(troubled, np.minimum(self._trouble_since, day), np.inf)
        self._trouble_since[...] = since
        # Looked at weekly: a day on which other histories are hit changes nothing here.
        looked = day // PLANNING_DAYS * PLANNING_DAYS
        qualified = looked >= since + self._qualification[spare, None, :]
        weights = np.zeros(trouble.shape)
        weights[spare] = np.where(qualified, self._standby[spare, None, :], 0.0)
        return weights

    def troubled(self) -> Mask:
        """Tell in which histories a lane is closed, narrowed or failing, ``[history]``."""
        trouble = np.logical_or.reduce(self.failing > 0.0, axis=(0, 1))
        if self.factor is not None:
            trouble |= np.logical_or.reduce(self.factor < 1.0, axis=(0, 1))
        return np.asarray(trouble)

    def _set_limits(self) -> None:
        if self.factor is None:
            self.limit, self.limited = None, [False] * len(self.sellers)
            return
        # Nobody orders over a closed lane unless orders wait there. A quota is a share of the
        # undisrupted flow, not of orders that fear has swollen.
        narrowed = (self.factor < 1.0) & ((self.factor > 0.0) | self.keeps)
        self.limit = np.where(narrowed, self.planned * self.factor, np.inf)
        self.limited = [bool(narrowed[lanes].any()) for lanes in self.sellers]

    def shipped_since_judged(self, backlog: F64) -> F64:
        """Give what was shipped since the lanes were judged, t, ``[lane, item, history]``."""
        return np.maximum(self._waiting + self.ordered - backlog, 0.0)

    def judge(self, backlog: F64) -> F64:
        """Judge the lanes by what they shipped of what was ordered since they were last judged.

        Parameters
        ----------
        backlog : array, t, ``[lane, item, history]``
            Orders not yet shipped.

        Returns
        -------
        array, t, ``[lane, item, history]``
            Orders that wait in vain on a failing lane; they are placed again elsewhere.
        """
        asked = self._waiting + self.ordered
        bad = (self.shipped_since_judged(backlog) < self._policy.failing_below * asked) & (
            asked > 0.0
        )
        if self.factor is not None:
            # A closed lane is no failing one: its orders go elsewhere, or wait by choice.
            bad &= self.factor > 0.0
        bad[self._pushes] = False
        self.failing[...] = bad
        self.ordered.fill(0.0)
        withdrawn = np.where(bad, backlog, 0.0)
        self._waiting[...] = backlog - withdrawn
        return withdrawn
