"""What happened to a group of consumers, in every history: what their measures are read from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.measures.cover import days_of_cover
from sim.measures.exposure import Exposure
from sim.measures.output import LostOutput
from sim.measures.shortfall import fill_rate, shortage

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Thresholds:
    """From which fill rate on a day is short, a line down and up, and a shortage over."""

    short_below: float
    """A day is short when its fill rate is below this, 1 ..."""
    short_after_days: float
    """... and the first such day is the one by which so many days of demand are lost."""
    line_down_below: float
    """A line goes down when its fill rate falls below this, 1 ..."""
    line_up_above: float
    """... and is up again when it has regained this, 1."""
    recovered_days: int
    """Days that ``line_up_above`` must hold for a recovery."""


@dataclass(frozen=True, eq=False)
class Observed:
    """What a group needed, got and held; t of finished magnets.

    The fields are of each consumer of the network; the properties, which are found when they are
    asked for, are of the group. An axis marked ``history*`` has length one where the quantity is
    the same in every history.
    """

    members: tuple[int, ...]
    """Positions of the group's members along the consumer axis."""
    demand_each_t: F32
    """Demand of the day, ``[day, consumer, history*]``."""
    served_each_t: F32
    """Part of it served on the day, ``[day, consumer, history]``."""
    on_hand_each_t: F32
    """Held at the end of the day, ``[day, consumer, history]``."""
    backlog_each_t: F32 | None
    """Unmet demand that waits at the end of the day, ``[day, consumer, history]``; none where
    every consumer loses what is not served."""
    unmet_each_t: F64
    """Demand not served on its day, over the run, ``[consumer, grade, history]``."""
    caught_up_each_t: F64
    """Part of it served later, over the run, ``[consumer, history]``."""
    destroyed_each_t: F64 | None
    """Demand driven away by prices, over the run, ``[consumer, history]``; none without a
    market."""
    contents: Mapping[str, Mapping[str, float]]
    """Share of each element in the magnets of each grade, by element and grade, 1."""
    grades: tuple[str, ...]
    """Names along the grade axis."""
    onset: F64
    """First day of the reference disruption, ``nan`` where it does not happen, ``[history]``."""
    end: F64
    """First day after it, ``inf`` where it does not end, ``[history]``."""
    thresholds: Thresholds
    goods_parts: Mapping[int, float] | None = None
    """Part of what consumers elsewhere make that is finished goods for the group's place, by
    position along the consumer axis; none where none is told of, or the group is of no place."""
    exposure: Exposure | None = None
    """Where what was used has been; none where the scenario asks for no place."""
    saved_each_t: F32 | None = None
    """Demand of the day that is done without, ``[day, consumer, history]``; none where nobody
    redesigns what it builds."""
    lost_output: LostOutput | None = None
    """What is not built; none where no consumer says what it builds."""

    @cached_property
    def demand_t(self) -> F64:
        """Demand of the day, ``[day, history*]``."""
        return daily_sum(self.demand_each_t, self.members)

    @cached_property
    def served_t(self) -> F64:
        """Part of it served on the day, ``[day, history]``."""
        return daily_sum(self.served_each_t, self.members)

    @cached_property
    def on_hand_t(self) -> F64:
        """Held at the end of the day, ``[day, history]``."""
        return daily_sum(self.on_hand_each_t, self.members)

    @property
    def backlog_t(self) -> F64 | None:
        """Unmet demand that waits at the end of the day, ``[day, history]``; none if none waits."""
        each = self.backlog_each_t
        return None if each is None else daily_sum(each, self.members)

    @cached_property
    def unmet_t(self) -> F64:
        """Demand not served on its day, over the run, ``[grade, history]``."""
        return _sum(self.unmet_each_t, self.members)

    @cached_property
    def caught_up_t(self) -> F64:
        """Part of it served later, over the run, ``[history]``."""
        return _sum(self.caught_up_each_t, self.members)

    @cached_property
    def destroyed_t(self) -> F64 | None:
        """Demand driven away by prices, over the run, ``[history]``; none without a market."""
        each = self.destroyed_each_t
        return None if each is None else _sum(each, self.members)

    @cached_property
    def goods_fill(self) -> F64 | None:
        """Share of the goods for the group's place that its makers elsewhere can make on the day,
        ``[day, history]``, by the magnets in them; none where there are none.
        """
        parts = self.goods_parts
        if not parts:
            return None
        return fill_rate(parted(self.demand_each_t, parts), parted(self.served_each_t, parts))

    @cached_property
    def fill(self) -> F64:
        """Share of the day's demand that is served, 1, ``[day, history]``."""
        return fill_rate(self.demand_t, self.served_t)

    @cached_property
    def cover(self) -> F64:
        """Days that what is held lasts at the day's demand, ``[day, history]``."""
        return days_of_cover(self.on_hand_t, self.demand_t)

    @cached_property
    def shortage(self) -> slice:
        """Days outside of which every fill rate is 1: most of a run need not be looked at."""
        return shortage(self.fill)

    @cached_property
    def short_fill(self) -> F64:
        """The fill rate on the days of :attr:`shortage`."""
        return self.fill[self.shortage]


def daily_sum(series: F32, members: Iterable[int]) -> F64:
    """Sum some consumers one after the other: ``[day, consumer, history]`` to ``[day, history]``.

    The order of the additions does not depend on the number of histories, so neither do the bits.
    """
    total = np.zeros((series.shape[0], series.shape[2]))
    for member in members:
        total += series[:, member]
    return total


def parted(series: F32, parts: Mapping[int, float]) -> F64:
    """Sum parts of some consumers, ``[day, consumer, history]`` to ``[day, history]``."""
    total = np.zeros((series.shape[0], series.shape[2]))
    for member, part in parts.items():
        total += part * series[:, member]
    return total


def _sum(totals: F64, members: Iterable[int]) -> F64:
    """Sum some consumers one after the other: ``[consumer, ..., history]`` to the rest."""
    total = np.zeros(totals.shape[1:])
    for member in members:
        total += totals[member]
    return total
