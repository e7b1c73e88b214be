"""Where facilities and consumers stand, and what they make or are served, by month."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.label import label_of
from sim.output.monthly import Months, monthly_demand, monthly_fill
from sim.output.tables import Tables
from sim.scenario.chain import CONSUMERS, STAGE
from sim.scenario.schema.location import Location
from sim.world.facility.location_recorder import LOCATED

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Site:
    """A facility or a consumer, in a run in which one has a `location`."""

    block: str
    name: str
    """Its id."""
    label: str
    """How reports call it."""
    country: str
    """Country or region."""
    location: Location | None
    good: str
    """What it makes, holds or uses."""
    tonnes: F64
    """What it makes of that (a depot: what leaves it; a consumer: what it is served), mean over
    histories, t, ``[month]``."""


def sites(tables: Tables) -> tuple[Site, ...]:
    """List all facilities, if any of them has a `location`, and the consumers that have one."""
    return (*_facilities(tables), *_consumers(tables))


def _facilities(tables: Tables) -> Iterator[Site]:
    histories = tables.histories
    if not (names := histories.ids("sites")):
        return
    mean = histories.mean(str(LOCATED.kept))
    for at, name in enumerate(names):
        block, id_ = name.split(".")
        one = getattr(histories.scenario, block)[id_]
        good = str(STAGE[block].gives) if block in STAGE else one.good
        label = label_of(one.label, id_)
        yield Site(block, id_, label, one.country, one.location, good, mean[:, at])


def _consumers(tables: Tables) -> Iterator[Site]:
    scenario = tables.histories.scenario
    months = Months.of(scenario)
    for group in tables.of_kind("consumer"):
        one = scenario.consumers[group.name]
        if one.location is not None:
            series = tables.series[group]
            demand = monthly_demand(months, series.demand_t[:, None])[:, 0] * months.days
            served = demand * monthly_fill(months, [series])[:, 0]
            yield Site(
                CONSUMERS, group.name, group.label, one.region, one.location, one.good, served
            )
