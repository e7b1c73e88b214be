"""Runs one history of a run again, up to a day, and watches every lane."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.study.job import Job
from sim.study.replicate import Block, warm_state
from sim.upstream.watched import Flows, Lane, Watched
from sim.world.chance.chance import Chance
from sim.world.facility.binding import Binding
from sim.world.facility.facilities import Facilities
from sim.world.state.state import BATCH
from sim.world.trade.trade import Trade
from sim.world.world import World

F32 = NDArray[np.float32]


class _Watcher:
    """Notes what leaves over the lanes of a good in one replication."""

    def __init__(self, trade: Trade, facilities: Facilities, column: int, days: int) -> None:
        lanes = np.arange(len(trade.layout.routes))
        self._trade, self._column = trade, column
        makers = [one for one in facilities.plants if one.sold is trade]
        self._binding = Binding(trade, makers, lanes)
        self._total = trade.shipments.new_total()
        shape = days, len(lanes), len(trade.layout.items)
        self._shipped: F32 = np.zeros(shape, np.float32)
        self._planned: F32 = np.zeros(shape, np.float32)
        self._binds = np.full(shape, -1, np.int8)
        layout = trade.layout
        self._output: F32 = np.zeros((days, len(layout.sellers), shape[2]), np.float32)
        self._input: F32 = np.zeros((days, len(layout.buyers), shape[2]), np.float32)

    def look(self, day: int, *, is_fresh: bool) -> None:
        """Note a day that is over; what binds is told anew where plants have just produced."""
        self._shipped[day] = self._total[..., self._column]
        self._total.fill(0.0)
        some = self._trade.ordered_items
        self._output[day] = self._trade.stock[:, :some, self._column]
        self._input[day] = self._trade.input[:, :some, self._column]
        planned = self._trade.planned[:, :some]
        self._planned[day] = planned[..., min(self._column, planned.shape[-1] - 1)]
        if is_fresh or day == 0:
            self._binds[day] = self._binding.codes()[..., self._column]
        else:
            self._binds[day] = self._binds[day - 1]

    def flows(self, transit: NDArray[np.float64]) -> Flows:
        """Give all that was noted, with the days on the way over each lane."""
        days = transit[..., min(self._column, transit.shape[-1] - 1)]
        lanes = (
            Lane(route.lane, route.seller, route.buyer, float(of))
            for route, of in zip(self._trade.layout.routes, days.ravel(), strict=True)
        )
        layout = self._trade.layout
        return Flows(
            tuple(lanes),
            layout.items,
            self._shipped,
            self._planned,
            self._binds,
            self._output,
            self._input,
            layout.sellers,
            layout.buyers,
        )


def watch(
    job: Job,
    history: int,
    days: int,
    program: str,
    report: Callable[[int], None] | None = None,
) -> Watched:
    """Run a history again, with the 63 others of its batch, as it does not depend on them.

    Parameters
    ----------
    job : Job
        What the run is of.
    history : int
    days : int
        Days to run.
    program : str
        Hash of the program, which is kept with it.
    report : callable, optional
        Hears how many days are done.
    """
    study = job.study()
    first = history // BATCH * BATCH
    warm = warm_state(study, Block(0, first, BATCH))
    chance = Chance(study.seed, first, BATCH, sampling=study.sampling)
    world = World(job.scenario, chance, warm.plan)
    column = history - first
    world.open(warm)
    watchers = {
        good: _Watcher(trade, world.facilities, column, days)
        for good, trade in world.trades.items()
    }
    every = job.scenario.policy.review_days
    for day in range(days):
        world.go_on(day + 1)
        for one in watchers.values():
            one.look(day, is_fresh=day % every == 0)
        if report is not None:
            report(day + 1)
    record = world.record()

    def of(name: str) -> F32:
        values = getattr(record, name)[:days]
        return np.asarray(values[..., min(column, values.shape[-1] - 1)], np.float32)

    transit = world.context.coefficients.transit
    return Watched(
        history,
        days,
        program,
        {good: one.flows(transit[good].on(days - 1)) for good, one in watchers.items()},
        record.consumers,
        of("demand_t"),
        of("served_t"),
        of("on_hand_t"),
    )
