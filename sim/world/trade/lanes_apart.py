"""Lanes whose goods are told apart on their way: a closure may stop them, or they overtake."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.scenario.network import Network, Route
from sim.scenario.provenance import loses
from sim.scenario.schema import Scenario
from sim.scenario.schema.disruption.effect import Stop
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.state.pipeline import Pipeline
from sim.world.trade.transit import Receivers

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


def lanes_apart(scenario: Scenario, layout: Layout) -> Index:
    """Find the lanes whose goods may arrive on other days than their departure tells."""
    network = Network(scenario)
    narrowings = [one.narrows(network) for one in scenario.disruptions.values()]
    stopping = [one for one in narrowings if one is not None and one.stops != "departures"]
    return np.flatnonzero(
        [
            scenario.lanes[route.lane].each_shipment
            or loses_stock(scenario, route)
            or any(one.items(route) for one in stopping)
            for route in layout.routes
        ],
    )


def loses_stock(scenario: Scenario, route: Route) -> bool:
    """Tell whether some of what is on the way to a buyer may be lost to it by a rule of origin."""
    consumer = scenario.consumers.get(route.buyer)
    rule = None if consumer is None else consumer.origin_rule
    return rule is not None and loses(scenario, rule)


class LanesApart:
    """What is on its way over some lanes, lane by lane.

    It is counted in the pipeline of all lanes, too; what moves here moves there.

    Parameters
    ----------
    context : Context
    layout : Layout
    lanes : array of int
        The lanes.
    whole : Pipeline
        That of all lanes, by buyer.

    Attributes
    ----------
    lanes : array of int
    arrived : array, t, ``[own lane, item, replication]``
        What arrives today.
    """

    def __init__(self, context: Context, layout: Layout, lanes: Index, whole: Pipeline) -> None:
        self.lanes, self._layout, self._whole = lanes, layout, whole
        name, items = f"{layout.good}.apart", whole.ring.shape[2]
        self._own = Pipeline(context.state, name, len(lanes), items, whole.slots - 1)
        self._row = {int(lane): row for row, lane in enumerate(lanes)}
        self._at_port = context.state.array(f"{name}.at_port", len(lanes), items)
        """Arrived and not let in, t; with what all lanes bring it is due every day."""
        self.arrived = np.zeros(self._at_port.shape)
        self._stopped: dict[Stop, Mask] = {}

    def receivers(self, lane: int) -> Receivers:
        """Give where goods over a lane are counted besides."""
        row = self._row.get(lane)
        return [] if row is None else [(self._own, slice(row, row + 1))]

    def begin(self, day: int, flow: Callable[[int], F64]) -> None:
        """Tell what is on its way apart by lane: of each day's arrivals as lanes carry on plan.

        Parameters
        ----------
        day : int
        flow : callable
            Gives what each lane carries of what arrives in so many days, t a day,
            ``[lane, item, 1 or replication]``.
        """
        layout, slots = self._layout, self._whole.slots
        for ahead in range(slots):
            planned = flow(ahead)
            total = layout.by_buyer.total(planned)[layout.buyer[self.lanes]]
            mine = planned[self.lanes]
            part = np.divide(mine, total, out=np.zeros_like(total), where=total > 0.0)
            place = (day + ahead) % slots
            self._own.open(place)[...] = self._whole.ring[place, layout.buyer[self.lanes]] * part

    def stop(self, what: Stop, lanes: Mask) -> None:
        """Stop goods on some lanes from today on, ``[lane, 1, replication]``; elsewhere go on."""
        self._stopped[what] = lanes[self.lanes]

    def hold_at_port(self, day: int) -> None:
        """Let what arrives today over stopped lanes arrive tomorrow; note what does arrive."""
        own, whole = self._own, self._whole
        today = own.open(day % own.slots)
        today += self._at_port
        held = self._stopped.get("arrivals")
        self._at_port.fill(0.0)
        if held is not None and held.any():
            np.copyto(self._at_port, today, where=held)
            self._add(day % whole.slots, -self._at_port)
            self._add((day + 1) % whole.slots, self._at_port)
        np.subtract(today, self._at_port, out=self.arrived)
        today.fill(0.0)

    def stand_still(self) -> None:
        """Let all that is on its way over stopped lanes arrive a day later, after shipping."""
        stopped = self._stopped.get("transit")
        if stopped is None or not stopped.any():
            return
        later = np.where(stopped, np.roll(self._own.ring, 1, axis=0), self._own.ring)
        for place, then in enumerate(later):
            slot = self._own.open(place)
            self._add(place, then - slot)
            slot[...] = then

    def _add(self, place: int, amount: F64) -> None:
        """Add to what all lanes bring, t, ``[own lane, item, replication]``; at least nothing."""
        slot = self._whole.open(place)
        np.add.at(slot, self._layout.buyer[self.lanes], amount)
        np.maximum(slot, 0.0, out=slot)
