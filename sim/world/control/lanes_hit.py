"""Which lanes, and which items on them, a disruption narrows."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.network import Network
from sim.scenario.schema import Disruption, Good
from sim.scenario.schema.disruption.effect import Abroad
from sim.world.network.layout import Layout
from sim.world.network.origin import exporters_content
from sim.world.network.plan import Plan
from sim.world.timing.onset import expected_start

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


def lanes_hit(
    network: Network, disruption: Disruption, layouts: dict[Good, Layout], plan: Plan
) -> dict[Good, Mask]:
    """Lay out what a disruption narrows.

    What it hits of other countries' goods follows from the plan, on the day on which it is
    expected to start.

    Returns
    -------
    dict of Good to array of bool, ``[lane, ordered item]``
        Goods of which it hits anything.
    """
    narrowing = disruption.narrows(network)
    if narrowing is None:
        return {}
    abroad, content = narrowing.abroad, dict[Good, F64]()
    if abroad is not None:
        day = expected_start(network.scenario, disruption)
        content = exporters_content(plan, layouts, network.scenario, abroad.exporter, day)
    found = dict[Good, Mask]()
    for good, layout in layouts.items():
        hit = np.zeros((len(layout.routes), len(layout.items)), dtype=bool)
        for lane, route in enumerate(layout.routes):
            named = narrowing.items(route)
            hit[lane] = [item in named for item in layout.items]
        if abroad is not None:
            hit |= _hit_abroad(network, abroad, layout, content[good])
        if hit.any():
            found[good] = hit
    return found


def _hit_abroad(network: Network, abroad: Abroad, layout: Layout, content: F64) -> Mask:
    """Tell what is hit for the exporter's material in it, ``[lane, ordered item]``."""
    elements = abroad.elements(layout.good)
    counted = np.array([e in elements for e in sorted(network.scenario.elements)], dtype=bool)
    held = np.add.reduce(content[..., counted], axis=-1)
    enough = (held > 0.0) & (held >= abroad.content)
    lanes = np.array([abroad.hits(route) for route in layout.routes], dtype=bool)
    return np.asarray(lanes[:, None] & enough[layout.seller])
