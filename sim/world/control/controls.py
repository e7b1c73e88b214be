"""What narrows lanes and sets disruptions off in a world: the doorway of this room."""

from collections.abc import Iterator, Mapping

from sim.scenario.schema import Good
from sim.world.control.restriction import restrictions
from sim.world.control.restrictions import Restrictions
from sim.world.control.trigger import Triggers
from sim.world.facility.consumer import Consumers
from sim.world.network.context import Context
from sim.world.time.clock import Process
from sim.world.trade.trade import Trade


class Controls:
    """Triggers, and the restrictions of lanes.

    Parameters
    ----------
    context : Context
    trades : mapping of Good to Trade
    consumers : Consumers
        Whose cover is watched, and who hoard.
    """

    def __init__(
        self, context: Context, trades: Mapping[Good, Trade], consumers: Consumers
    ) -> None:
        self._triggers = Triggers(context, consumers)
        found = restrictions(context)
        self._restrictions = Restrictions(context, found, trades, consumers)

    def processes(self) -> Iterator[Process]:
        """Give the process of the triggers, then that of the restrictions."""
        yield from self._triggers.processes()
        yield from self._restrictions.processes()
