"""Series that are worked out of what was recorded when the tables of a run are made.

They have files like recorded ones, but no arrays in the lots of the run.
"""

from collections.abc import Callable, Iterator, Mapping

from sim.output.histories import Histories
from sim.output.made import OUTPUT, outputs
from sim.output.spread import Spread
from sim.output.traded import TRADE, trade_flows
from sim.world.record.series import Series
from sim.world.recorders import series

DERIVED: Mapping[Series, Callable[[Histories], Iterator[Spread]]] = {
    OUTPUT: outputs,
    TRADE: trade_flows,
}
"""Each with what works it out; nothing where the run has not recorded what it needs."""


def with_files() -> tuple[Series, ...]:
    """List every series that has a file: those that are recorded first."""
    return tuple(one for one in (*series(), *DERIVED) if one.table is not None)
