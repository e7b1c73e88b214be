"""What narrows lanes: export controls, closures, lost feed."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import MAGNETS
from sim.scenario.network import Network
from sim.scenario.provenance import Origin
from sim.scenario.schema import Good
from sim.scenario.schema.disruption.aim import Aim
from sim.scenario.schema.disruption.effect import Narrowing, Stop
from sim.world.control.control_change import changes_of
from sim.world.control.lanes_hit import Batches, lanes_hit, lanes_named
from sim.world.control.tonnage_quota import TonnageQuota
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.time.clock import Clock
from sim.world.timing.timing import Timing
from sim.world.trade.buyers_lanes import columns
from sim.world.trade.ruled_lots import RuledLots

F64 = NDArray[np.float64]
Index = NDArray[np.intp]


@dataclass(frozen=True)
class Restriction:
    """One disruption on the lanes of one good."""

    timing: Timing
    part: F64
    """Part of what lanes carry of an item that is hit, ``[lane, ordered item, 1 or replication]``.
    """
    allows: F64
    """Part of the undisrupted flow of it that passes, ``[1 or replication]``."""
    keeps_orders: bool
    narrows: bool = True
    """Whether it acts on lanes by itself; licences are the authority's business."""
    stops: Stop = "departures"
    """Where goods stop."""
    lifted: list[tuple[Timing, NDArray[np.bool_]]] = field(default_factory=list)
    """Changes that suspend it, and the lanes for which each does, ``[lane, 1, 1]``."""
    quota: TonnageQuota | None = None
    """Tonnes that may leave before it acts on lanes."""
    batches: Batches | None = None
    """Magnets over whose lanes what is free of an exporter's material may leave."""
    caps: bool = False
    """Whether it holds lanes to their undisrupted flow, or to more, too."""

    @property
    def hit(self) -> NDArray[np.bool_]:
        """Lanes and items hit, ``[lane, ordered item, 1 or replication]``."""
        return np.asarray(self.part > 0.0)

    @property
    def timings(self) -> list[Timing]:
        """When it is in force, and each change that suspends it."""
        return [self.timing, *(change for change, _ in self.lifted)]

    def active(self, day: int) -> NDArray[np.bool_]:
        """Tell where it, and each change that suspends it, acts on lanes, ``[., replication]``."""
        active = np.array([timing.active(day) for timing in self.timings])
        if self.quota is not None:
            active[0] &= self.quota.used_up
        return active

    def begin_day(self, clock: Clock) -> NDArray[np.bool_]:
        """Let what leaves today count towards its tonnes.

        Returns
        -------
        array of bool, ``[lane, ordered item, replication]``
            Lanes that open again, as a period begins.
        """
        assert self.quota is not None
        active, counts = self.timing.active(clock.day), self.counts(clock.day)
        return np.asarray(counts & self.quota.begin_day(clock, active, counts))

    def counts(self, day: int) -> NDArray[np.bool_]:
        """Tell where it holds on a day, used up or not, ``[lane, ordered item, replication]``."""
        return self._holds(self.hit, day)

    def _holds(self, lanes: NDArray[np.bool_], day: int) -> NDArray[np.bool_]:
        counts = lanes & self.timing.active(day)
        for change, lifted in self.lifted:
            counts = counts & ~(lifted & change.active(day))
        return np.asarray(counts)

    def lots(self, day: int) -> tuple[RuledLots, ...]:
        """Give what makers that keep batches apart may sell of these on a day, if that is less."""
        if self.batches is None:
            return ()
        exporter, free, lanes = self.batches
        counted = self._holds(lanes, day)
        return (RuledLots(Origin(exporter), 0.0, free, counted),) if counted.any() else ()

    def left(self, day: int, replications: Index) -> F64:
        """Give what it lets pass, ``[lane, ordered item, one of some replications]``."""
        active = self.active(day)
        left = np.where(active[0], np.minimum(self.allows, 1.0), 1.0)[replications]
        part = columns(self.part, replications)
        factor = (1.0 - part) + part * left
        for (_, lanes), on in zip(self.lifted, active[1:, replications], strict=True):
            factor = np.where(lanes & on, 1.0, factor)
        return factor

    def most(self, day: int, replications: Index) -> F64:
        """Give how many times the undisrupted flow may leave, shaped likewise; inf if any."""
        counts = columns(self.counts(day), replications)
        return np.where(counts, columns(self.allows, replications), np.inf)

    def narrows_from(self, planned: F64) -> NDArray[np.bool_]:
        """Tell where less than the undisrupted flow passes once it is in force, ``[replication]``.

        Parameters
        ----------
        planned : array, t a day, ``[lane, ordered item, 1 or replication]``
            Undisrupted flow of the date.
        """
        if self.quota is not None:
            return self.quota.binds(planned, self.hit)
        return np.asarray(self.allows < 1.0)

    def narrowed(self, day: int, planned: F64) -> NDArray[np.bool_]:
        """Tell what it narrows on a day, ``[lane, ordered item, replication]``."""
        every = np.arange(len(self.timing.start))
        narrowed: NDArray[np.bool_] = self.left(day, every) < 1.0
        if self.quota is not None:
            narrowed |= self.quota.tonnage.counts & self.narrows_from(planned)
        return narrowed


def restrictions(context: Context) -> dict[Good, list[Restriction]]:
    """Find what every disruption hits of every good, and what it holds to the undisrupted flow."""
    network, found = Network(context.scenario), dict[Good, list[Restriction]]()
    for timing in context.timings:
        narrowing = timing.disruption.narrows(network)
        if narrowing is None:
            continue
        hits = lanes_hit(network, timing, context)
        for good, part in hits.parts.items():
            plain = _plain(context, network, timing, narrowing, good)
            quota = None
            if narrowing.tonnes is not None:
                quota = TonnageQuota.of(context, timing, good, narrowing.tonnes, part > 0.0)
            narrows = not narrowing.licensed
            batches = hits.batches if good == MAGNETS else None
            one = replace(
                plain, part=part, narrows=narrows, stops=narrowing.stops, quota=quota,
                batches=batches,
            )  # fmt: skip
            found.setdefault(good, []).append(one)
        if narrowing.cap is None:
            continue
        most = context.values.at("disruptions", timing.name, narrowing.cap.key)
        for good, part in lanes_named(context, narrowing.cap.items).items():
            plain = _plain(context, network, timing, narrowing, good)
            found.setdefault(good, []).append(replace(plain, part=part, allows=most, caps=True))
    return found


def _plain(
    context: Context, network: Network, timing: Timing, narrowing: Narrowing, good: Good
) -> Restriction:
    """Give what a disruption does to a good, but for the lanes that it hits."""
    rule = narrowing.orders_when_closed or context.scenario.policy.orders_when_closed
    layout = context.layouts[good]
    lifted = [
        (other, _lanes_of(network, layout, change.aim))
        for other in changes_of(context.scenario, context.timings, timing.name)
        if (change := other.disruption.changes) is not None and change.suspended
    ]
    return Restriction(timing, np.zeros((1, 1, 1)), timing.left, rule == "keep", lifted=lifted)


def _lanes_of(network: Network, layout: Layout, aim: Aim) -> NDArray[np.bool_]:
    aimed = [aim.at(network, route) for route in layout.routes]
    return np.array(aimed, dtype=bool)[:, None, None]
