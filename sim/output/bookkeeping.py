"""The books of stockpiles over the histories of a run, by month."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.output.finance import AT, is_of
from sim.output.groups import Group, financed
from sim.output.histories import Histories
from sim.output.spread import Spread
from sim.world.stockpile.stockpile_recorder import ACCOUNT

F64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bookkeeping:
    """The books of a stockpile by month, million USD."""

    group: Group
    """The stockpile."""
    mean: F64
    """Mean over histories, ``[month, entry]``; entries as in
    :data:`sim.world.stockpile.finance_recorder.FINANCE`."""
    quantiles: F64
    """At :data:`sim.measures.QUANTILES`, ``[month, entry, probability]``."""
    stock_t: F64
    """Held at the month's end, t over all forms, mean over histories, ``[month]``."""

    def of(self, entry: str) -> F64:
        """Give the mean of an entry, million USD, ``[month]``."""
        found: F64 = self.mean[:, AT[entry]]
        return found


def bookkeepings(histories: Histories, found: Iterable[Spread]) -> Iterator[Bookkeeping]:
    """Give the books over histories with what each stockpile holds at the end of each month."""
    accounts, groups = histories.ids("stockpile_accounts"), financed(histories.scenario)
    for group, books in zip(groups, found, strict=True):
        own = [histories.mean(ACCOUNT.key(name)) for name in accounts if is_of(name, group.name)]
        stock_t = sum(account[:, ACCOUNT.at["stock"]] for account in own)
        yield Bookkeeping(group, books.mean, books.quantiles, np.asarray(stock_t))
