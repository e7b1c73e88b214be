"""Writes down what happens, day by day."""

from collections.abc import Generator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.rules.sourcing import Groups
from sim.scenario.chain import CONSUMERS
from sim.scenario.network import place_of
from sim.world.facility.consumer import Consumers
from sim.world.market.market import Market
from sim.world.network.context import Context
from sim.world.network.layout import compact
from sim.world.record.finance_recorder import FinanceRecorder
from sim.world.record.flow_recorder import FlowRecorder
from sim.world.record.grey_recorder import GreyRecorder
from sim.world.record.licence_ledger import Ledger
from sim.world.record.record import Record
from sim.world.record.stockpile_recorder import StockpileRecorder
from sim.world.stockpile.account import Account
from sim.world.stockpile.stockpile import StockpileHolding
from sim.world.time.clock import Phase
from sim.world.time.months import Months
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]


class Recorder:
    """Collects a :class:`~sim.world.record.record.Record` while the world runs."""

    def __init__(
        self,
        context: Context,
        consumers: Consumers,
        magnets: Trade,
        holdings: list[StockpileHolding],
        flows: FlowRecorder,
        ledger: Ledger,
        grey: GreyRecorder,
        market: Market | None,
        accounts: list[Account],
    ) -> None:
        self._context, self._consumers, self._magnets = context, consumers, magnets
        self._holdings = StockpileRecorder(context, holdings)
        self._finance = FinanceRecorder(context, accounts, self._holdings.accounts)
        self._flows, self._ledger, self._grey = flows, ledger, grey
        self._market = market
        scenario, width = context.scenario, context.state.width
        days, count = scenario.days, len(consumers.names)
        self._by_id = np.argsort(np.array(consumers.names), kind="stable")
        self._is_sorted = list(consumers.names) == sorted(consumers.names)
        random_demand = consumers.demand_is_random
        self._demand = np.zeros((days, count, width if random_demand else 1), np.float32)
        self._served = np.zeros((days, count, width), np.float32)
        self._on_hand = np.zeros((days, count, width), np.float32)
        self._backlog = np.zeros((days, count, width), np.float32) if consumers.can_wait else None
        self._set_origins(context, days)
        self._judging_days = scenario.policy.failing_days
        self._booked: F64 | float = 0.0
        # The last days of months, those before lanes are judged, and the last of all.
        self._booking_days = set(filter(self._months.ends, range(days)))
        self._booking_days |= {*range(self._judging_days - 1, days, self._judging_days)}

    def _set_origins(self, context: Context, days: int) -> None:
        scenario, layout = context.scenario, self._magnets.layout
        lanes = layout.lanes_to(CONSUMERS)
        self._lanes = compact(lanes)
        pairs = [
            (
                place_of(scenario, layout.routes[i].seller),
                place_of(scenario, layout.routes[i].buyer),
            )
            for i in lanes
        ]
        self._origins = tuple(sorted({origin for origin, _ in pairs}))
        self._regions = tuple(sorted({region for _, region in pairs}))
        cell = [
            self._origins.index(origin) * len(self._regions) + self._regions.index(region)
            for origin, region in pairs
        ]
        cells = len(self._origins) * len(self._regions)
        self._cells = Groups(np.array(cell, dtype=np.intp), cells)
        self._months = Months(scenario)
        self._supply = np.zeros((self._months.count, cells, context.state.width), np.float32)

    def run(self) -> Generator[Event, Any, Any]:
        """Record every day (a SimPy process)."""
        clock = self._context.clock
        yield clock.today(Phase.RECORDING)
        while True:
            self._record(clock.day)
            yield clock.tomorrow(Phase.RECORDING)

    def _record(self, day: int) -> None:
        consumers = self._consumers
        self._demand[day] = self._by_consumer(consumers.demand)
        self._served[day] = self._by_consumer(consumers.served)
        self._on_hand[day] = self._by_consumer(consumers.on_hand)
        if self._backlog is not None and consumers.anyone_waits:
            self._backlog[day] = self._by_consumer(consumers.waiting)
        self._holdings.record(day)
        self._finance.record(day)
        self._flows.record(day)
        self._ledger.record(day)
        self._grey.record(day)
        if day in self._booking_days:
            self._book_supply(day)
            if (day + 1) % self._judging_days == 0:
                self._booked = 0.0

    def _book_supply(self, day: int) -> None:
        """Book what was shipped since the last booking to the month of today."""
        trade = self._magnets
        trade.book_orders()
        total = _over_grades(trade.lanes.shipped_since_judged(trade.backlog))[self._lanes]
        shipped, self._booked = total - self._booked, total
        self._supply[self._months.of(day)] += self._cells.total(shipped)

    def _by_consumer(self, table: F64) -> F64:
        """Add up the grades and sort by id, ``[consumer, 1 or history]``."""
        total = _over_grades(table)
        return total if self._is_sorted else total.take(self._by_id, axis=0)

    def record(self) -> Record:
        """Give all that was recorded."""
        context, by_id = self._context, self._by_id
        never = np.full((0, context.state.width), np.nan)
        shape = (len(self._supply), len(self._origins), len(self._regions), context.state.width)
        return Record(
            start=context.scenario.start,
            consumers=tuple(sorted(self._consumers.names)),
            grades=tuple(context.scenario.grades),
            stockpiles=self._holdings.names,
            origins=self._origins,
            regions=self._regions,
            disruptions=tuple(timing.name for timing in context.timings),
            licence_flows=self._ledger.flows,
            flows=self._flows.names,
            demand_t=self._demand,
            served_t=self._served,
            on_hand_t=self._on_hand,
            backlog_t=self._backlog,
            caught_up_t=self._consumers.caught_up[by_id],
            unmet_t=self._consumers.unmet[by_id],
            stockpile_t=self._holdings.stock_t,
            released_t=self._holdings.released_t(),
            stockpile_accounts=self._holdings.accounts,
            stockpile_use_t=self._holdings.use_t,
            usable_days=self._holdings.usable_days,
            stockpile_account=self._holdings.account,
            financed=self._finance.names,
            finance_musd=self._finance.musd,
            owed_musd=self._finance.owed_musd,
            unrealised_musd=self._finance.unrealised_musd,
            last_price_usd_per_kg=self._finance.price_usd_per_kg,
            supply_t=self._supply.reshape(shape),
            licences_t=self._ledger.licences_t,
            grey_lanes=self._grey.names,
            grey_t=self._grey.grey_t,
            flow_t=self._flows.flow_t,
            flow_plan_t=self._flows.plan_t,
            **self._of_market(),
            onset_day=np.stack([t.start for t in context.timings]) if context.timings else never,
            end_day=np.stack([t.end for t in context.timings]) if context.timings else never,
        )

    def _of_market(self) -> dict[str, Any]:
        """Give the fields of a record that only a market fills."""
        market, width = self._market, self._context.state.width
        if market is None:
            return {
                "price_usd_per_kg": np.zeros((0, 0, 0, width), np.float32),
                "destroyed_t": np.zeros((0, width)),
                "floor_musd": np.zeros((0, 0, width)),
                "floors": (),
            }
        paid = [floor.musd for floor in market.floors]
        none = np.zeros((len(self._supply), 0, width))
        return {
            "price_usd_per_kg": market.price_usd_per_kg,
            "destroyed_t": self._consumers.destroyed[self._by_id],
            "floor_musd": np.stack(paid, axis=1) if paid else none,
            "floors": tuple(floor.name for floor in market.floors),
        }


def _over_grades(table: F64) -> F64:
    """Add up the grades, ``[row, grade, history]`` to ``[row, history]``."""
    return table[:, 0] if table.shape[1] == 1 else np.asarray(np.add.reduce(table, axis=1))
