"""Shelves of consumers: what they use, and what a rule of origin takes from them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.rules.ratio import ratio
from sim.scenario.chain import CONSUMERS
from sim.scenario.provenance import forbidden, loses
from sim.world.facility.consumer import Consumers
from sim.world.network.context import Context
from sim.world.provenance.labels import Labels
from sim.world.provenance.pool import Pool
from sim.world.provenance.since import Since
from sim.world.trade.trade import Trade

F64 = NDArray[np.float64]
Index = NDArray[np.intp]
ALL = slice(None)


class _Losing(NamedTuple):
    """A consumer that loses what breaks its rule."""

    row: int
    """Among the consumers."""
    lanes: Index
    both: Index
    """Of each label, that which it is together with what the rule forbids, ``[label]``."""


class Shelves:
    """What consumers of a good hold of it, and have on the way, by where it has been.

    What they use is of the mixture. Who is to lose what breaks its rule uses that first as soon as
    it orders by the rule, and what it loses is of that: of the rest only where that is not enough.

    Parameters
    ----------
    context : Context
    trade : Trade
        In their good.
    consumers : Consumers
    labels : Labels
    pool : Pool
        Of all who buy the good.

    Attributes
    ----------
    good : Good
    names : list of str
        Ids of the consumers, in order of their rows.
    """

    def __init__(
        self, context: Context, trade: Trade, consumers: Consumers, labels: Labels, pool: Pool
    ) -> None:
        self.good, self.names = consumers.good, consumers.names
        self._limits, self._pool = trade.lanes.limits, pool
        self._rows = trade.layout.buyer_rows[CONSUMERS]
        self._used = Since(context.state, consumers.label, consumers.used)
        self._lost = Since(context.state, f"{consumers.label}.lost", consumers.written_off)
        self._losing = list[_Losing]()
        for row, name in enumerate(consumers.names):
            rule = context.scenario.consumers[name].origin_rule
            if rule is not None and loses(context.scenario, rule):
                lanes = np.flatnonzero(trade.layout.buyer == self._rows.start + row)
                self._losing.append(_Losing(row, lanes, labels.apart[labels.at(forbidden(rule))]))

    def read(self) -> None:
        """Read what was used and lost in the month."""
        self._used.read()
        self._lost.read()

    def used(self) -> F64:
        """Give the content of what was used, t, ``[consumer, cell, label, replication]``."""
        found = self._pool.leaving(self._rows, self._used.amount)
        for one in self._losing:
            lost = self._pool.leaving(self._rows, self._lost.amount)[one.row, :, 0]
            found[one.row] = self._told(one, found[one.row], lost)
        return found

    def end(self) -> None:
        """Let what is left of such shelves be what is left of both parts, once the month ends."""
        for one in self._losing:
            content = self._pool.content[self._rows.start + one.row]
            gone = self._pool.leaving(self._rows, self._lost.amount + self._used.amount)
            content[...] = self._told(one, content, gone[one.row, :, 0])

    def _told(self, one: _Losing, mixture: F64, gone: F64) -> F64:
        """Give the content of a part of a shelf, by what of it breaks the rule.

        That is what others, who come first, do not use up of it.

        Parameters
        ----------
        one : _Losing
        mixture : array, t, ``[cell, label, replication]``
            The content of that part, were it of the mixture.
        gone : array, t, ``[cell, replication]``
            What comes first.
        """
        usable = self._limits.usable_on(one.lanes, ALL)
        if usable is None:
            return mixture
        mixed = self._pool.mixed[self._rows.start + one.row]
        there, whole = mixed[:, one.both], mixture[:, 0]
        part = np.clip(there[:, 0] - gone, 0.0, whole)[:, None]
        rest = np.maximum(mixed - there, 0.0)
        found = part * ratio(there, there[:, :1]) + (whole[:, None] - part) * ratio(
            rest, rest[:, :1]
        )
        found[:, 0] = whole
        return np.where((usable < 1.0).any(axis=(0, 1)), found, mixture)
