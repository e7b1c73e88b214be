"""Neighbouring lanes whose goods are sent together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.world.network.layout import Layout
from sim.world.state.pipeline import DelayGroups, Pipeline, delay_groups
from sim.world.time.course import Course

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class LaneSpan:
    """Neighbouring lanes of a seller to neighbouring buyers with the same transit time."""

    lanes: slice
    part: slice
    """The same lanes, counted from the seller's first."""
    buyers: slice
    delays: DelayGroups


def spans(layout: Layout, transit_days: F64, lanes: slice) -> list[LaneSpan]:
    """Cut the lanes of a seller into spans; *transit_days* are ``[lane, 1 or replication]``."""
    found = []
    first = lanes.start
    for lane in range(lanes.start, lanes.stop):
        ends = lane + 1 == lanes.stop or (
            layout.buyer[lane + 1] != layout.buyer[lane] + 1
            or not np.array_equal(transit_days[lane + 1], transit_days[lane])
        )
        if ends:
            buyers = slice(int(layout.buyer[first]), int(layout.buyer[lane]) + 1)
            part = slice(first - lanes.start, lane + 1 - lanes.start)
            delays = delay_groups(transit_days[lane])
            found.append(LaneSpan(slice(first, lane + 1), part, buyers, delays))
            first = lane + 1
    return found


def fill_by_date(pipeline: Pipeline, layout: Layout, transit: Course, day: int, flow: F64) -> None:
    """Put a flow on its way for all days past, each with the days that took what left then.

    Parameters
    ----------
    pipeline : Pipeline
    layout : Layout
    transit : Course
        Whole days on the way, ``[lane, 1 or replication]``.
    day : int
        Today.
    flow : array, t a day, ``[lane, item, replication]``
    """
    for lane, buyer in enumerate(layout.buyer.tolist()):
        for past in range(day - pipeline.slots + 1, day):
            for delay, some in delay_groups(transit.on(past)[lane]):
                if past + delay >= day:
                    sent = flow[lane : lane + 1]
                    pipeline.send(past, slice(buyer, buyer + 1), [(delay, some)], sent)
