"""Which lanes, and which items on them, a disruption narrows."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.network import Network
from sim.scenario.schema import Good
from sim.scenario.schema.disruption.effect import Abroad
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.network.origin import exporters_content
from sim.world.state.state import added
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


def lanes_hit(network: Network, timing: Timing, context: Context) -> dict[Good, Mask]:
    """Lay out what a disruption narrows.

    What it hits of other countries' goods follows from the plan, on the day on which it starts;
    on the first day, if that is not known before the run.

    Returns
    -------
    dict of Good to array of bool, ``[lane, ordered item, 1 or replication]``
        Goods of which it hits anything.
    """
    narrowing = timing.disruption.narrows(network)
    if narrowing is None:
        return {}
    abroad, content = narrowing.abroad, dict[Good, F64]()
    if abroad is not None:
        days = np.unique(timing.start[np.isfinite(timing.start)])
        if len(days) != 1:
            days = np.nan_to_num(timing.start, nan=0.0)
        content = exporters_content(context, abroad.exporter, days)
    found = dict[Good, Mask]()
    for good, layout in context.layouts.items():
        hit = np.zeros((len(layout.routes), len(layout.items), 1), dtype=bool)
        for lane, route in enumerate(layout.routes):
            named = narrowing.items(route)
            hit[lane, :, 0] = [item in named for item in layout.items]
        if abroad is not None:
            hit = hit | _hit_abroad(network, abroad, layout, content[good])
        if hit.any():
            found[good] = hit
    return found


def _hit_abroad(network: Network, abroad: Abroad, layout: Layout, content: F64) -> Mask:
    """Tell what is hit for the exporter's material in it, ``[lane, item, 1 or replication]``."""
    elements = abroad.elements(layout.good)
    counted = np.array([e in elements for e in sorted(network.scenario.elements)], dtype=bool)
    held = added(np.moveaxis(content[:, :, counted], 2, 0))
    enough = (held > 0.0) & (held >= abroad.content)
    if (enough == enough[..., :1]).all():
        enough = enough[..., :1]
    lanes = np.array([abroad.hits(route) for route in layout.routes], dtype=bool)
    return np.asarray(lanes[:, None, None] & enough[layout.seller])
