"""Content of goods on the first day: as in the plan."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import OXIDE
from sim.scenario.joint import EVERYTHING, Joint, Joints
from sim.scenario.schema import Good
from sim.world.network.context import Context
from sim.world.network.origin import Material, OriginTrace
from sim.world.network.planned_goods import PlannedGoods
from sim.world.provenance.cells import Cells

F64 = NDArray[np.float64]


class Units(NamedTuple):
    """Content of a tonne of each item, ``[seller or buyer, cell, label, 1 or replication]``."""

    sold: F64
    bought: F64


def units_at_start(context: Context, joints: Joints, cells: dict[Good, Cells]) -> dict[Good, Units]:
    """Give what goods hold by the plan of the first day, with the part of all joint origins.

    Of the feed of metal makers that is of one seller it is what that one sells.
    """
    goods, traces = PlannedGoods(context, np.zeros(1), by_maker=True), dict[Joint, OriginTrace]()
    for joint in joints.all:
        if joint != EVERYTHING:
            traces[joint] = OriginTrace(goods, joint, joints, traces)
    units = {
        good: Units(
            _units([trace.sold[good] for trace in traces.values()], some),
            _units([trace.bought[good] for trace in traces.values()], some),
        )
        for good, some in cells.items()
    }
    if OXIDE in units:
        units[OXIDE] = _with_first_feed(context, units[OXIDE])
    return units


def _with_first_feed(context: Context, oxide: Units) -> Units:
    """Let the first feed of metal makers be of whom the scenario says."""
    layout, makers = context.layouts[OXIDE], context.scenario.metal_makers
    width = max(oxide.sold.shape[-1], oxide.bought.shape[-1])
    bought = np.broadcast_to(oxide.bought, (*oxide.bought.shape[:-1], width)).copy()
    for row, name in enumerate(layout.buyers):
        if name in makers and (seller := makers[name].first_feed_from) is not None:
            bought[row] = oxide.sold[layout.sellers.index(seller)]
    return oxide._replace(bought=bought)


def _units(materials: list[Material], cells: Cells) -> F64:
    """Give what a tonne of each cell's item holds: of elements by themselves, all; and labels."""
    place = cells.ordered, np.minimum(cells.element, materials[0].held.shape[2] - 1)
    held = materials[0].held[:, *place]
    held[:, cells.whole] = 1.0
    parts = [np.ones_like(held), *(material.share[:, *place] for material in materials)]
    width = max(part.shape[-1] for part in parts)
    return np.stack(
        [np.broadcast_to(held * part, (*held.shape[:-1], width)) for part in parts], axis=2
    )
