"""Where the material in goods comes from: one exporter's part of what every seller sells.

It is read from the plan, the flows of an undisrupted world, and followed down the chain. What is
mined, separated, smelted or made in the exporter is the exporter's; anything else is as the mean
of what its seller buys.
"""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONCENTRATE, DEPOTS, MADE_OF, MAGNETS, SEPARATION_PLANTS
from sim.scenario.network import Route, place_of, within
from sim.scenario.schema import Good, Scenario
from sim.world.network.layout import Layout
from sim.world.network.plan import Plan
from sim.world.time.timeline import expected_value

F64 = NDArray[np.float64]

ROUNDS = 200
"""Most rounds down the chain; loops of scrap settle long before."""
SETTLED = 1e-12
"""Largest change of a share in a round after which nothing more is followed."""


def exporters_content(
    plan: Plan, layouts: dict[Good, Layout], scenario: Scenario, exporter: str, day: float
) -> dict[Good, F64]:
    """Give how much material of an exporter the goods of every seller hold.

    Parameters
    ----------
    plan : Plan
        Planned flows.
    layouts : dict of Good to Layout
    scenario : Scenario
    exporter : str
        Country or bloc.
    day : float
        Day whose planned flows count.

    Returns
    -------
    dict of Good to array, t per t, ``[seller, ordered item, element]``
        Tonnes of each element of the exporter's in a tonne of the item: its share of the element
        times what the item holds of it (concentrate: t contained element per t REO).
    """
    return _OriginTrace(plan, layouts, scenario, exporter, day).content()


class _OriginTrace:
    """The way of one exporter's material down the chain on one day.

    Arrays are ``[seller or lane, ordered item, element]``.
    """

    def __init__(
        self,
        plan: Plan,
        layouts: dict[Good, Layout],
        scenario: Scenario,
        exporter: str,
        day: float,
    ) -> None:
        self._scenario, self._layouts = scenario, layouts
        self._elements = sorted(scenario.elements)
        self._flow = {good: plan.at(plan.flows[good].lane, day) for good in layouts}
        self._nominal = {good: _nominal(layout) for good, layout in layouts.items()}
        self._own = {
            good: np.array(
                [within(scenario, place_of(scenario, s), exporter) for s in layout.sellers]
            )
            for good, layout in layouts.items()
        }
        self._held = {good: self._holdings(good, layout) for good, layout in layouts.items()}
        self._share = {
            good: np.where(self._own[good][:, None, None], np.ones_like(held), 0.0)
            for good, held in self._held.items()
        }

    def content(self) -> dict[Good, F64]:
        """Go down the chain until nothing changes."""
        for _ in range(ROUNDS):
            before = {good: share.copy() for good, share in self._share.items()}
            for good, layout in self._layouts.items():
                self._pass_on(good, layout)
            change = [np.abs(self._share[g] - before[g]).max(initial=0.0) for g in before]
            if max(change) <= SETTLED:
                break
        return {good: self._share[good] * held for good, held in self._held.items()}

    def _holdings(self, good: Good, layout: Layout) -> F64:
        """Give what every item holds of every element, t per t, by seller."""
        scenario, elements = self._scenario, self._elements
        if good == CONCENTRATE:
            return self._in_concentrate(layout)
        if good == MAGNETS:
            recipes = [
                [scenario.grades[g].recipe.get(e, 0.0) for e in elements] for g in layout.items
            ]
            table = np.array(recipes).reshape(len(layout.items), len(elements))
        else:
            table = np.eye(len(elements))
        return np.broadcast_to(table, (len(layout.sellers), *table.shape)).copy()

    def _in_concentrate(self, layout: Layout) -> F64:
        """Give the contained elements of concentrates: of mines, and of heavies passed on."""
        scenario, elements = self._scenario, self._elements
        oxide = np.array([scenario.elements[e].oxide_t_per_t_element for e in elements])
        held = np.zeros((len(layout.sellers), 1, len(elements)))
        for row, name in enumerate(layout.sellers):
            if name in scenario.mines:
                basket = scenario.mines[name].basket
                held[row, 0] = (
                    np.array([expected_value(basket.get(e, 0.0)) for e in elements]) / oxide
                )
        first = layout.seller_rows[SEPARATION_PLANTS].start
        weight = self._weights(CONCENTRATE, layout)[:, 0, None]
        for plant in layout.residue_order:
            into = np.flatnonzero(layout.buyer == plant)
            feed = np.add.reduce(weight[into] * held[layout.seller[into], 0], axis=0)
            residue = scenario.separation_plants[layout.buyers[plant]].residue
            left = feed * np.array([expected_value(residue.get(e, 0.0)) for e in elements])
            bulk = float(np.add.reduce(left * oxide))
            held[first + plant, 0] = left / bulk if bulk > 0.0 else 0.0
        return held

    def _weights(self, good: Good, layout: Layout) -> F64:
        """Give planned flows, ``[lane, item]``; where a buyer has none, nominal parts."""
        flow = self._flow[good]
        bought = layout.by_buyer.total(flow)[layout.buyer]
        return np.where(bought > 0.0, flow, self._nominal[good])

    def _bought(self, good: Good) -> tuple[F64, F64]:
        """Give what buyers buy and the exporter's part of it, t, ``[buyer, item, element]``."""
        layout = self._layouts[good]
        weight = self._weights(good, layout)[..., None] * self._held[good][layout.seller]
        exporters = weight * self._share[good][layout.seller]
        return layout.by_buyer.total(weight), layout.by_buyer.total(exporters)

    def _pass_on(self, good: Good, layout: Layout) -> None:
        share, own = self._share[good], self._own[good]
        for block, source in MADE_OF[good]:
            if block not in layout.seller_rows or source not in self._layouts:
                continue
            rows = layout.seller_rows[block]
            bought, exporters = self._bought(source)
            taken = self._layouts[source].buyer_rows[block]
            part = _ratio(np.add.reduce(exporters[taken], axis=1), _total(bought[taken]))
            share[rows] = np.where(own[rows, None, None], 1.0, part[:, None])
        if DEPOTS in layout.seller_rows:
            # A depot makes nothing: what it sells is what it buys, wherever it stands.
            rows, taken = layout.seller_rows[DEPOTS], layout.buyer_rows[DEPOTS]
            bought, exporters = self._bought(good)
            share[rows] = _ratio(exporters[taken], bought[taken])


def _nominal(layout: Layout) -> F64:
    """Give the share, offtake or stand-by weight of each lane as written, ``[lane, item]``."""

    def part(route: Route, item: str) -> float:
        if route.share is not None:
            return route.share[item]
        return expected_value(route.offtake if route.standby is None else route.standby, 1.0)

    return np.array([[r.portion * part(r, item) for item in layout.items] for r in layout.routes])


def _total(bought: F64) -> F64:
    return np.asarray(np.add.reduce(bought, axis=1))


def _ratio(part: F64, whole: F64) -> F64:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)
