"""One replication that was run: what was drawn, the state at the start, the record."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import BY_GRADE, CONSUMERS, Used
from sim.scenario.numbers import highest, lowest
from sim.scenario.schema import Good, Scenario
from sim.study.replicate import Block, Study, warm_state
from sim.world.chance.chance import Chance
from sim.world.control.restriction import restrictions
from sim.world.network.demand import ItemShares
from sim.world.network.layout import ordered_ids
from sim.world.record.record import Record
from sim.world.state.state import BATCH
from sim.world.supply_chain import WarmState
from sim.world.time.course import Course
from sim.world.world import World

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Lot:
    """A block of 64 replications that was run."""

    world: World
    record: Record
    snapshot: dict[str, F64]
    """State at the start, by name, ``[..., 1 or replication]``."""
    first: int
    """Number of its first replication."""


def run_lot(study: Study, number: int) -> Lot:
    """Run the lot of 64 replications that holds one."""
    world, warm, first = _begun(study, number)
    return Lot(world, world.run(warm), warm.snapshot, first)


def drawn_lot(study: Study, number: int) -> Lot:
    """Give that lot with all that is drawn of it, before anything is run: a tonne is wanted a day.

    Its programme has as many variables as the one of the run, where nothing that happens is set off
    by what happened.
    """
    world, warm, first = _begun(study, number)
    record = world.blank()
    wanted = record.series["demand_t"]
    ones = replace(wanted, values=np.ones_like(wanted.values))
    return Lot(world, record.including(ones), warm.snapshot, first)


def _begun(study: Study, number: int) -> tuple[World, WarmState, int]:
    """Build the world of a lot; give where it begins, and its first replication, too."""
    first = number // BATCH * BATCH
    chance = Chance(study.seed, first, BATCH, sampling=study.sampling)
    warm = warm_state(study, Block(0, first, BATCH))
    return World(study.scenarios[0], chance, warm.plan), warm, first


def bounded_goods(scenario: Scenario) -> set[Used]:
    """Give the goods whose consumers are bounded together, as their tonnes add up.

    Magnets, and what is made of them, if anybody uses any; else all goods that are used.
    """
    used = {consumer.good for consumer in scenario.consumers.values()}
    return used & BY_GRADE or used


class Past:
    """One replication of a lot.

    Parameters
    ----------
    lot : Lot
    number : int
        Number of the replication.
    """

    def __init__(self, lot: Lot, number: int) -> None:
        self.number, self._at = number, number - lot.first
        self.world, self.record, self.snapshot = lot.world, lot.record, lot.snapshot
        self.context = lot.world.context
        self.scenario: Scenario = self.context.scenario
        self.days = self.scenario.days
        self.review_days = self.scenario.policy.review_days
        self.coefficients = self.context.coefficients_in_full_use()
        self.layouts = self.context.layouts
        self.bounded = [
            good for good in self.context.demand if good in bounded_goods(self.scenario)
        ]
        """Goods whose consumers' demand is bounded."""

    def of(self, array: NDArray[np.floating]) -> F64:
        """Give this replication of an array ``[..., 1 or replication]``."""
        return np.asarray(array[..., 0 if array.shape[-1] == 1 else self._at], dtype=np.float64)

    def on_review(self, course: Course) -> F64:
        """Give this replication of a course on the days of planning, ``[day, ...]``."""
        return np.array([self.of(course.on(int(day))) for day in self.review()])

    def at_start(self, name: str) -> F64:
        """Give a part of the state at the start."""
        return self.of(self.snapshot[name])

    def review(self) -> Index:
        """Give the days on which plants and mines plan."""
        return np.arange(0, self.days, self.review_days)

    def made_in(self, block: str) -> F64:
        """Give what each facility of a block can make on each of these days, t, ``[., facility]``.

        What a facility can make in the days since it last planned, as it is in the run.
        """
        capacity = self.context.capacities[block]
        return np.array(
            [self.of(capacity.made_in(int(d), self.review_days)) for d in self.review()]
        )

    def transit_days(self, good: Good) -> list[int | Index]:
        """Give the days on the way by lane; by day of departure, ``[day]``, where they change.

        Where each shipment has days of its own, the fewest: the bound stays a bound.
        """
        days, scenario = self._whole_days(self.coefficients.transit[good]), self.scenario
        for lane, route in enumerate(self.layouts[good].routes):
            entry = scenario.lanes[route.lane]
            if entry.each_shipment:
                days[lane] = max(int(np.ceil(lowest(entry.transit_days))), 1)
        return days

    def _whole_days(self, course: Course) -> list[int | Index]:
        if not course.changes:
            return [int(days) for days in self.of(course.on(0))]
        by_day = np.array([self.of(course.on(day)) for day in range(self.days)])
        return list(by_day.astype(np.intp).T)

    def processing_days(self, block: str) -> list[int | Index]:
        """Give the days from draw to output by facility; by day, ``[day]``, where they change."""
        names = sorted(getattr(self.scenario, block))
        paths = [(block, name, "processing_days") for name in names]
        return self._whole_days(self.coefficients.days(paths)[0])

    def passing(self, good: Good) -> tuple[F64, F64]:
        """Give what controls and closures let pass of a good.

        Licences are taken as granted, and goods are never stopped on their way: the bound stays a
        bound.

        Returns
        -------
        factor : array, ``[day, lane, item]``
            Part of the undisrupted flow.
        most : array, t a day, ``[day, lane, item]``
            Most that may be shipped; infinite where nothing narrows the lane.
        """
        layout, context = self.layouts[good], self.context
        factor = np.ones((self.days, len(layout.routes), len(layout.items)))
        capped = np.full(factor.shape, np.inf)
        found = restrictions(context)
        at = np.array([self._at])
        for restriction in found.get(good, []):
            if restriction.narrows and restriction.stops == "departures":
                for day in range(self.days):
                    factor[day] *= restriction.left(day, at)[..., 0]
                    if restriction.caps:
                        held = restriction.most(day, at)[..., 0]
                        np.minimum(capped[day], held, out=capped[day])
        plan = context.plan
        planned = np.array([self.of(plan.at(good, "lane", day)) for day in range(self.days)])
        passes = np.minimum(np.where(factor < 1.0, factor, np.inf), capped)
        most = np.where(passes < np.inf, planned, np.inf) * passes
        # A lane that pushes sends a part of all there is, not of what was planned.
        most[:, layout.push_split > 0.0] = np.inf
        return factor, np.where(factor > 0.0, most, 0.0)

    def quotas(self, good: Good) -> Iterator[tuple[Mask, float]]:
        """Go through the periods of quotas in tonnes on a good.

        Yields
        ------
        counts : array of bool, ``[day, lane, item]``
            What counts, on the days of the period.
        tonnes : float
            What may leave in it.
        """
        for restriction in restrictions(self.context).get(good, []):
            quota = restriction.quota
            if quota is None:
                continue
            in_force = [bool(restriction.timing.active(d)[self._at]) for d in range(self.days)]
            every = np.array([restriction.counts(d)[..., self._at] for d in range(self.days)])
            date = self.context.clock.date
            opens = [
                now and (not before or quota.begins(date(day)))
                for day, (before, now) in enumerate(pairwise([False, *in_force]))
            ]
            number = np.cumsum(opens)
            for period in range(1, int(number[-1]) + 1):
                within = (number == period)[:, None, None]
                yield every & within, float(self.of(quota.tonnes))

    def demand(self, good: Good) -> F64:
        """Give normal demand for a good of each day, t, ``[day, consumer of it, item]``.

        With what emergencies saved, in the grades of before.
        """
        by_item = ItemShares(self.scenario, good).over(np.arange(self.days, dtype=float))
        total = by_item.sum(axis=2, keepdims=True)
        shares = np.divide(by_item, total, out=np.zeros_like(by_item), where=total > 0.0)
        normal = self.of(self.record.demand_t) + self._saved
        demand: F64 = shares * normal[:, self._consumers(good), None]
        return demand

    def downshift(self, good: Good) -> list[float]:
        """Give the part of other grades that each of its consumers may ever buy in the first."""
        consumers = self.scenario.consumers
        emergencies = [consumers[name].emergency for name in self._names(good)]
        return [0.0 if one is None else highest(one.downshift) for one in emergencies]

    def held(self, good: Good) -> F64:
        """Give what its consumers had on hand at the end of each day, t, ``[day, consumer]``."""
        held: F64 = self.of(self.record.on_hand_t)[:, self._consumers(good)]
        return held

    def _consumers(self, good: Good) -> list[int]:
        """Places in the record of the consumers of a good in their order in the world."""
        return [self.record.consumers.index(name) for name in self._names(good)]

    def _names(self, good: Good) -> list[str]:
        return ordered_ids(self.scenario, CONSUMERS, good)

    @property
    def _saved(self) -> F64:
        """Normal demand that consumers did without, t, ``[day, consumer]`` as in the record."""
        saved = self.record.get("saved_t")
        if saved is None:
            return np.zeros((self.days, len(self.record.consumers)))
        return self.of(saved)

    @property
    def unmet_t(self) -> float:
        """Normal demand for what is bounded that the run did not serve on its day, t.

        What emergencies saved was not served either.
        """
        rows = sorted(row for good in self.bounded for row in self._consumers(good))
        return float(self.of(self.record.unmet_t)[rows].sum() + self._saved[:, rows].sum())
