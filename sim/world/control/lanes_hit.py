"""Which lanes, and which items on them, a disruption narrows, and how much of these."""

from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray

from sim.scenario.network import Network, Route
from sim.scenario.schema import Good
from sim.scenario.schema.disruption.effect import Abroad
from sim.world.network.context import Context
from sim.world.network.layout import Layout
from sim.world.network.origin import Material, exporters_material
from sim.world.state.state import added
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]
WHOLE = 1.0 - 1e-9
"""The exporter's part of goods from which on it is all of them: what is beyond is rounding."""


def lanes_hit(network: Network, timing: Timing, context: Context) -> dict[Good, F64]:
    """Lay out what a disruption narrows.

    What it hits of other countries' goods follows from the plan, on the day on which it starts;
    on the first day, if that is not known before the run.

    Returns
    -------
    dict of Good to array, ``[lane, ordered item, 1 or replication]``
        Part of what lanes carry of an item that is hit: all, none, or the exporter's. Goods of
        which it hits anything.
    """
    narrowing = timing.disruption.narrows(network)
    if narrowing is None:
        return {}
    found, abroad = lanes_named(context, narrowing.items), narrowing.abroad
    if abroad is None:
        return found
    days = np.unique(timing.start[np.isfinite(timing.start)])
    if len(days) != 1:
        days = np.nan_to_num(timing.start, nan=0.0)
    for good, material in exporters_material(context, abroad.exporter, days).items():
        part = _hit_abroad(network, abroad, context.layouts[good], material)
        if part.any():
            found[good] = np.maximum(found.get(good, 0.0), part)
    return found


def lanes_named(context: Context, items: Callable[[Route], Collection[str]]) -> dict[Good, F64]:
    """Lay out what is named on each route: 1 or 0, ``[lane, ordered item, 1]``, of some goods."""
    found = dict[Good, F64]()
    for good, layout in context.layouts.items():
        named = [items(route) for route in layout.routes]
        part = np.array([[item in some for item in layout.items] for some in named], dtype=float)
        if part.any():
            found[good] = part[..., None]
    return found


def _hit_abroad(network: Network, abroad: Abroad, layout: Layout, material: Material) -> F64:
    """Give which part is hit for the exporter's material, ``[lane, item, 1 or replication]``."""
    elements = abroad.elements(layout.good)
    counted = np.array([e in elements for e in sorted(network.scenario.elements)], dtype=bool)
    content = added(np.moveaxis(material.content[:, :, counted], 2, 0))
    part = ((content > 0.0) & (content >= abroad.content)).astype(float)
    if abroad.counts_from is not None:
        held, share = material.held[:, :, counted], material.share[:, :, counted]
        counts = (held > 0.0) & (held >= abroad.counts_from(layout.good))
        part *= np.maximum.reduce(np.where(counts, share, 0.0), axis=2, initial=0.0)
        part[part > WHOLE] = 1.0
    if (part == part[..., :1]).all():
        part = part[..., :1]
    lanes = np.array([abroad.hits(route) for route in layout.routes], dtype=bool)
    return np.where(lanes[:, None, None], part[layout.seller], 0.0)
