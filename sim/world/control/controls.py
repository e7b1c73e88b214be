"""What narrows lanes and sets disruptions off in a world: the doorway of this room."""

from collections.abc import Iterator, Mapping

from sim.scenario.chain import MAGNETS
from sim.scenario.schema import Good
from sim.world.control.bound_trade import Whereabouts
from sim.world.control.origin_recorder import OriginRecorder
from sim.world.control.origin_rules import OriginRules
from sim.world.control.restriction import restrictions
from sim.world.control.restrictions import Restrictions
from sim.world.control.trigger import Triggers
from sim.world.facility.all_consumers import AllConsumers
from sim.world.network.context import Context
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.time.clock import Process
from sim.world.trade.trade import Trade


class Controls:
    """Triggers, and the restrictions of lanes.

    Parameters
    ----------
    context : Context
    trades : mapping of Good to Trade
    consumers : AllConsumers
        Whose cover is watched, who hoard, and who have rules of origin.
    whereabouts : Whereabouts or None
        Tells where matter has been, if anybody asks.
    """

    def __init__(
        self,
        context: Context,
        trades: Mapping[Good, Trade],
        consumers: AllConsumers,
        whereabouts: Whereabouts | None,
    ) -> None:
        self._triggers = Triggers(context, consumers)
        found = restrictions(context)
        self._context = context
        self._origin_rules: OriginRules | None = None
        if whereabouts is not None and (ruled := consumers.of(MAGNETS)) is not None:
            self._origin_rules = OriginRules(context, trades, ruled, whereabouts)
        self._restrictions = Restrictions(context, found, trades, consumers)

    def recorders(self) -> Iterator[SeriesRecorder]:
        """Give what records the rules of origin, if there are any."""
        if self._origin_rules is not None and self._origin_rules.ruled:
            yield OriginRecorder(self._context, self._origin_rules)

    def processes(self) -> Iterator[Process]:
        """Give the processes of triggers, of restrictions and of rules of origin."""
        yield from self._triggers.processes()
        yield from self._restrictions.processes()
        if self._origin_rules is not None:
            yield from self._origin_rules.processes()
