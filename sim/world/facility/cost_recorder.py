"""Writes down what holding, transport and shortage cost, month by month."""

import numpy as np
from numpy.typing import NDArray

from sim.world.facility.costs import Costs
from sim.world.network.context import Context
from sim.world.record.series import Recorded, Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.record.table import Column, Table, parts_of_id
from sim.world.time.months import Months

F64 = NDArray[np.float64]

COST = Series(
    name="cost_musd",
    axes=("month", "costs"),
    unit="MUSD",
    doc="what each cost that the scenario keeps comes to, by month; a cost is named by its path in "
    "the scenario",
    unit_note="million USD",
    kept="cost.<cost>",
    table=Table(
        file="costs.csv",
        rows="a row for each cost of a facility, consumer or lane, and month; only where the "
        "scenario keeps costs",
        doc="What holding, transport and shortage cost: a row for each key of a facility, consumer "
        "or lane that gives a cost, and month. Stocks are charged as they are at the end of each "
        "day, what is shipped or not served on its day. What is in transit is charged to its "
        "buyer, over whatever lane it comes (textbooks often charge it at the rate of who ships "
        "it: then give that rate).",
        columns=(
            Column("block", "block of the scenario, as `depots` or `lanes`"),
            Column("name", "id in it"),
            Column("cost", "the key, as `holding_usd_per_t_day`"),
        ),
        cells=parts_of_id,
        note="`summary.json` has the sums over the run.",
    ),
)


class CostRecorder(SeriesRecorder):
    """Books the costs of a world, which keeps some."""

    declares = (COST,)

    def __init__(self, context: Context, costs: Costs) -> None:
        self._costs, self._months = costs, Months(context.scenario)
        shape = self._months.count, len(costs.names), context.state.width
        self._musd: F64 = np.zeros(shape)

    def record(self, day: int) -> None:
        """Book what is due today."""
        self._costs.book(self._musd[self._months.of(day)])

    def series(self) -> list[Recorded]:
        """Give the costs, ``[month, cost, replication]``."""
        return [COST.of(self._musd, costs=self._costs.names)]
