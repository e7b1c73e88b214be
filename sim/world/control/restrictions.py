"""Opens and closes lanes as restrictions begin and end."""

from collections.abc import Generator, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.scenario.chain import CONSUMERS
from sim.scenario.schema import Good
from sim.world.control.restriction import Restriction
from sim.world.facility.all_consumers import AllConsumers
from sim.world.facility.consumer import Consumers
from sim.world.network.context import Context
from sim.world.time.clock import Phase, Process, Turn
from sim.world.trade.trade import Trade


class Restrictions:
    """Opens and closes lanes on the day, and lets buyers fear for their supply."""

    def __init__(
        self,
        context: Context,
        found: dict[Good, list[Restriction]],
        trades: Mapping[Good, Trade],
        consumers: AllConsumers,
    ) -> None:
        clock = context.clock
        self._found, self._trades, self._consumers, self._clock = found, trades, consumers, clock
        values = context.values
        self._hoarding, self._front_load = (
            values.at("policy", name) for name in ("hoarding", "front_load")
        )
        """By what stock targets are multiplied, ``[1 or replication]``."""
        self._active: dict[Good, NDArray[np.bool_]] = {}
        self._timings = [
            timing
            for several in found.values()
            for restriction in several
            for timing in restriction.timings
        ]
        self._with_quota: list[tuple[Trade, Restriction]] = []
        for good, several in found.items():
            for restriction in several:
                if restriction.quota is not None:
                    self._with_quota.append((trades[good], restriction))
                    trades[good].quotas.add(restriction.quota.tonnage)

    def processes(self) -> Iterator[Process]:
        """Give the process that carries all restrictions."""
        rhythm = (
            "on days on which something changes; daily while something may be set off, or if there "
            "are quotas in tonnes"
        )
        yield Process("restrictions", (Phase.POLICY,), rhythm, self.run)

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Act on every day on which something changes in some replication (a SimPy process)."""
        pending = self._is_pending()
        days = [turn.day] if pending else self._days_from(turn.day)
        while days:
            yield turn.on(days.pop(), Phase.POLICY)
            for trade, restriction in self._with_quota:
                trade.reopen(restriction.begin_day(self._clock))
            for good, several in self._found.items():
                self._apply(good, several)
                self._stop(good, several)
            if (self._hoarding != 1.0).any() or (self._front_load != 1.0).any():
                for consumers in self._consumers.kinds:
                    self._apply_hoarding(consumers)
            if pending:
                pending = self._is_pending()
                days = [turn.day + 1] if pending else self._days_from(turn.day + 1)

    def _is_pending(self) -> bool:
        return bool(self._with_quota) or any(timing.is_pending for timing in self._timings)

    def _days_from(self, first: int) -> list[int]:
        """List the days on which something changes, from the first on, in reverse order."""
        days = {day for timing in self._timings for day in timing.windows.change_days()}
        for timing in self._timings:
            if timing.announced is not None:
                days.update(timing.announced[np.isfinite(timing.announced)].tolist())
        from_start = {max(int(day), 0) for day in days}
        return sorted((day for day in from_start if day >= first), reverse=True)

    def _apply(self, good: Good, several: list[Restriction]) -> None:
        trade = self._trades[good]
        several = [one for one in several if one.narrows and one.stops == "departures"]
        if not several:
            return
        active = np.concatenate([restriction.active(self._clock.day) for restriction in several])
        changed = active != self._active.get(good, np.zeros_like(active))
        self._active[good] = active
        replications = np.flatnonzero(np.logical_or.reduce(changed, axis=0))
        if not len(replications):
            return
        lots = tuple(one for each in several for one in each.lots(self._clock.day))
        trade.lanes.limits.keep_apart(lots)
        if not active.any():
            trade.control(replications, None, None, None)
            return
        factor = np.ones((*several[0].hit.shape[:2], len(replications)))
        takes_orders = np.ones(factor.shape, dtype=bool)
        most = np.full(factor.shape, np.inf)
        for restriction in several:
            left = restriction.left(self._clock.day, replications)
            factor *= left
            if not restriction.keeps_orders:
                takes_orders &= left > 0.0
            if restriction.caps:
                held = restriction.most(self._clock.day, replications)
                np.minimum(most, held, out=most)
        trade.control(replications, factor, takes_orders, most)

    def _stop(self, good: Good, several: list[Restriction]) -> None:
        """Stop goods on their way, or at the port, and let them go on."""
        trade, day = self._trades[good], self._clock.day
        for what in {one.stops for one in several} - {"departures"}:
            stopped = [one.narrowed(day, trade.planned) for one in several if one.stops == what]
            lanes = np.logical_or.reduce(np.logical_or.reduce(stopped), axis=1, keepdims=True)
            trade.transport.stop(what, lanes)

    def _apply_hoarding(self, consumers: Consumers) -> None:
        """Raise the stock targets of consumers whose lanes are narrowed or soon to be narrowed.

        Who has stocked up before goes on until the end: to use up the stock first would waste what
        still passes. Of several reasons the strongest counts.
        """
        raised = np.ones((len(consumers.names), 1, consumers.on_hand.shape[-1]))
        trade = self._trades[consumers.good]
        for restriction in self._found.get(consumers.good, []):
            layout, planned, day = trade.layout, trade.planned, self._clock.day
            announced = restriction.timing.announced
            reasons = [(restriction.narrowed(day, planned), self._hoarding)]
            if announced is not None and (day >= announced).any():
                ahead = (day >= announced) & (day < restriction.timing.start)
                soon = restriction.hit & (ahead & restriction.narrows_from(planned))
                reasons.append((reasons[0][0] | soon, self._front_load))
            for lanes, factor in reasons:
                buyers = layout.by_buyer.any(np.logical_or.reduce(lanes, axis=1))
                hit = buyers[layout.buyer_rows[CONSUMERS]][:, None]
                raised = np.where(hit & (abs(factor - 1.0) > abs(raised - 1.0)), factor, raised)
        consumers.hoard(None if (raised == 1.0).all() else raised)
