"""Writes down what facilities and consumers hold, where a scenario asks for it."""

import numpy as np
from numpy.typing import NDArray

from sim.scenario.stock import Stock, measured_items
from sim.world.facility.facilities import Facilities
from sim.world.facility.stock_table import stock_table
from sim.world.network.context import Context
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table, parts_of_id
from sim.world.time.months import Months
from sim.world.trade.trade import Trades

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

UNIT_NOTE = (
    "of finished magnets, contained element of oxide, metal and scrap, or REO of concentrate"
)
COLUMNS = (
    Column("block", "block of the scenario, as `depots`"),
    Column("name", "id of the facility or consumer"),
    Column(
        "part",
        "`output`, what is for sale; `input`, what is to be used (of consumers their buffer); "
        "`in_process`, in tonnes of output",
    ),
    Column("good", "what it is"),
    Column("item", "grade of magnets, element of other goods, or `bulk` of concentrate"),
)

STOCK = Series(
    name="held_t",
    axes=("month", "stocks"),
    unit="t",
    doc="what is held at the month's end, by block, id, part, good and item",
    unit_note=UNIT_NOTE,
    kept="held.<stock>",
    table=Table(
        file="stocks.csv",
        rows="a row for each stock of a facility or consumer, its items, and month; only where "
        "the scenario asks for it (`measures.stocks`)",
        doc="What facilities and consumers hold at the end of each month, for those that "
        "`measures.stocks` names (`shortfall run FILE --set measures.stocks=all` asks for all).",
        columns=COLUMNS,
        cells=parts_of_id,
    ),
)
DAILY_STOCK = Series(
    name="held_daily_t",
    axes=("day", "daily_stocks"),
    unit="t",
    doc="what is held at the day's end, by block, id, part, good and item",
    unit_note=UNIT_NOTE,
    kept="held_daily.<stock>",
    table=Table(
        file="daily_stocks.csv",
        rows="the same for each day (`measures.daily_stocks`)",
        doc="The same at the end of each day, for those that `measures.daily_stocks` names.",
        columns=COLUMNS,
        cells=parts_of_id,
    ),
)


class _Held:
    """What the facilities and consumers hold that a key of the measures names."""

    def __init__(self, context: Context, trades: Trades, facilities: Facilities, key: str) -> None:
        found = measured_items(context.scenario, key)
        self.ids = tuple(
            f"{stock.block}.{stock.name}.{stock.part}.{stock.good}.{item}" for stock, item in found
        )
        # The items of a stock stand together, in the order of its row.
        each = dict.fromkeys(stock for stock, _ in found)
        self._rows = [_row(trades, facilities, stock) for stock in each]

    def note(self, table: F32) -> None:
        """Write down what is held now, t, ``[stock, replication]``."""
        at = 0
        for row in self._rows:
            table[at : at + len(row)] = row
            at += len(row)


def _row(trades: Trades, facilities: Facilities, stock: Stock) -> F64:
    """Find the row of a stock, which follows what happens, ``[item, replication]``."""
    table, names = stock_table(trades, facilities, stock.part, stock.block, stock.good)
    row: F64 = table[list(names).index(stock.name)]
    return row


class StockRecorder(SeriesRecorder):
    """Notes what is held at each month's end."""

    declares = (STOCK,)

    def __init__(self, context: Context, trades: Trades, facilities: Facilities) -> None:
        self._held = _Held(context, trades, facilities, "stocks")
        self._months = Months(context.scenario)
        shape = self._months.count, len(self._held.ids), context.state.width
        self._stock: F32 = np.zeros(shape, np.float32)

    def record(self, day: int) -> None:
        """Note what is held if the month ends today."""
        if self._months.ends(day):
            self._held.note(self._stock[self._months.of(day)])

    def series(self) -> list[Recorded]:
        """Give what is held, ``[month, stock, replication]``."""
        return [STOCK.of(self._stock, stocks=self._held.ids)]


class DailyStockRecorder(SeriesRecorder):
    """Notes what is held at each day's end."""

    declares = (DAILY_STOCK,)

    def __init__(self, context: Context, trades: Trades, facilities: Facilities) -> None:
        self._held = _Held(context, trades, facilities, "daily_stocks")
        shape = context.scenario.days, len(self._held.ids), context.state.width
        self._stock: F32 = np.zeros(shape, np.float32)

    def record(self, day: int) -> None:
        """Note what is held today."""
        self._held.note(self._stock[day])

    def series(self) -> list[Recorded]:
        """Give what is held, ``[day, stock, replication]``."""
        return [DAILY_STOCK.of(self._stock, daily_stocks=self._held.ids)]
