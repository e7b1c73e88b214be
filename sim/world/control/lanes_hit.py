"""Which lanes, and which items on them, a disruption narrows, and how much of these."""

from collections.abc import Callable, Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import MAGNETS
from sim.scenario.network import Network, Route
from sim.scenario.schema import Good
from sim.scenario.schema.disruption.effect import Abroad
from sim.world.network.context import Context
from sim.world.network.layout import Layout, keeps_apart
from sim.world.network.origin import Material, exporters_material
from sim.world.state.state import added
from sim.world.timing.timing import Timing

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
WHOLE = 1.0 - 1e-9
"""The exporter's part of goods from which on it is all of them: what is beyond is rounding."""


class Batches(NamedTuple):
    """What makers that keep batches of magnets apart may sell over lanes that are not closed."""

    exporter: str
    """Of whose material it is free."""
    free: F64
    """Part of what each seller makes, ``[seller, item, 1 or replication]``."""
    lanes: Mask
    """Lanes and items over which that is all, ``[lane, item, 1 or replication]``."""


class Hits(NamedTuple):
    """What a disruption narrows."""

    parts: dict[Good, F64]
    """Part of what lanes carry of an item that is hit: all, none, or the exporter's, ``[lane,
    ordered item, 1 or replication]``. Goods of which it hits anything."""
    batches: Batches | None = None
    """Magnets of which it hits batches."""


def lanes_hit(network: Network, timing: Timing, context: Context) -> Hits:
    """Lay out what a disruption narrows.

    What it hits of other countries' goods follows from the plan, on the day on which it starts;
    on the first day, if that is not known before the run.
    """
    narrowing = timing.disruption.narrows(network)
    if narrowing is None:
        return Hits({})
    found, abroad, batches = lanes_named(context, narrowing.items), narrowing.abroad, None
    if abroad is None:
        return Hits(found)
    days = np.unique(timing.start[np.isfinite(timing.start)])
    if len(days) != 1:
        days = np.nan_to_num(timing.start, nan=0.0)
    for good, material in exporters_material(context, abroad.exporter, days).items():
        layout = context.layouts[good]
        lanes = np.array([abroad.hits(route) for route in layout.routes], dtype=bool)
        part = _hit_abroad(network, abroad, layout, material)
        if abroad.by_batch:
            apart = _sold_by_batch(context, layout, part)
            if (apart[layout.seller] & lanes[:, None, None]).any():
                over = np.where(lanes[:, None, None], apart[layout.seller], False)
                batches = Batches(abroad.exporter, 1.0 - part, over)
            part = np.where(apart, 0.0, np.ceil(part))
        part = np.where(lanes[:, None, None], part[layout.seller], 0.0)
        if part.any() or (batches is not None and good == MAGNETS):
            found[good] = np.maximum(found.get(good, 0.0), part)
    return Hits(found, batches)


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
    """Give which part is hit for the exporter's material, ``[seller, item, 1 or replication]``."""
    elements = abroad.elements(layout.good)
    counted = np.array([e in elements for e in sorted(network.scenario.elements)], dtype=bool)
    content = added(np.moveaxis(material.content[:, :, counted], 2, 0))
    part = ((content > 0.0) & (content >= abroad.content)).astype(float)
    if abroad.counts_from is not None or abroad.by_batch:
        least = 0.0 if abroad.counts_from is None else abroad.counts_from(layout.good)
        held, share = material.held[:, :, counted], material.share[:, :, counted]
        counts = (held > 0.0) & (held >= least)
        part *= np.maximum.reduce(np.where(counts, share, 0.0), axis=2, initial=0.0)
        part[part > WHOLE] = 1.0
    return part[..., :1] if (part == part[..., :1]).all() else part


def _sold_by_batch(context: Context, layout: Layout, part: F64) -> Mask:
    """Tell who keeps batches apart, and has some that are free, of what is hit in part."""
    if layout.good != MAGNETS:
        return np.zeros(part.shape, dtype=bool)
    apart = keeps_apart(context.scenario, layout)[:, None, None]
    return np.asarray(apart & (part > 0.0) & (part < 1.0))
