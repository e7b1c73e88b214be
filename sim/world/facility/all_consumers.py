"""All consumers of a world, whatever they use: one table of what each needs, gets and holds."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import CONSUMERS
from sim.scenario.network import entries_of
from sim.scenario.schema import Good, Scenario
from sim.world.facility.consumer import ALL, Consumers
from sim.world.network.layout import ordered_ids

F64 = NDArray[np.float64]


class AllConsumers:
    """The consumers of every good, side by side: each in tonnes of what it uses.

    Parameters
    ----------
    scenario : Scenario
    kinds : sequence of Consumers
        Those of each good.

    Attributes
    ----------
    names : list of str
        By priority, then id.
    entries : tuple of str
        Grades of magnets, then the elements that are used by themselves.
    """

    def __init__(self, scenario: Scenario, kinds: Sequence[Consumers]) -> None:
        self.kinds = tuple(kinds)
        self.names = ordered_ids(scenario, CONSUMERS)
        self.entries = entries_of(scenario)
        self._rows = [
            np.array([self.names.index(name) for name in kind.names], dtype=np.intp)
            for kind in self.kinds
        ]

    def of(self, good: Good) -> Consumers | None:
        """Give those who use a good, if any do."""
        return next((kind for kind in self.kinds if kind.good == good), None)

    def of_each(self, read: Callable[[Consumers], F64]) -> F64:
        """Put tables of all kinds, ``[consumer of the kind, ...]``, below each other, in order."""
        tables = [read(kind) for kind in self.kinds]
        if len(tables) == 1:
            return tables[0]
        shape = (len(self.names), *np.broadcast_shapes(*(table.shape[1:] for table in tables)))
        found = np.zeros(shape)
        for rows, table in zip(self._rows, tables, strict=True):
            found[rows] = table
        return found

    def by_entry(self, read: Callable[[Consumers], F64]) -> F64:
        """Lay tables of all kinds, ``[consumer of the kind, item, ...]``, out by entry."""
        if len(self.kinds) == 1 and self.kinds[0].items == self.entries:
            return read(self.kinds[0])

        def laid_out(kind: Consumers) -> F64:
            table = read(kind)
            found = np.zeros((len(table), len(self.entries), *table.shape[2:]))
            for place, item in enumerate(kind.items):
                if item in self.entries:
                    found[:, self.entries.index(item)] = table[:, place]
            return found

        return self.of_each(laid_out)

    @property
    def demand_is_random(self) -> bool:
        """Whether replications differ in demand."""
        return any(kind.demand_is_random for kind in self.kinds)

    @property
    def can_wait(self) -> bool:
        """Whether anybody's demand may wait."""
        return any(kind.can_wait for kind in self.kinds)

    @property
    def anyone_waits(self) -> bool:
        """Whether anybody's demand waits."""
        return any(kind.anyone_waits for kind in self.kinds)

    @property
    def follows_prices(self) -> bool:
        """Whether demand responds to prices."""
        return any(kind.follows_prices for kind in self.kinds)

    def follow_prices(self, response: F64) -> None:
        """Let demand respond to prices by a factor, ``[consumer, replication]``, kept up."""
        for rows, kind in zip(self._rows, self.kinds, strict=True):
            kind.follow_prices(response, rows if len(self.kinds) > 1 else ALL)
