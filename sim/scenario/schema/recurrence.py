"""How a disruption comes again."""

from math import inf
from typing import Literal

from sim.scenario.schema.base import Block
from sim.scenario.schema.quantity import Count, Interval

Times = Count | Literal["all"]
"""A number of times, or all: no limit."""


def most(times: int | Literal["all"]) -> float:
    """Give a number of times as a number; inf for no limit."""
    return inf if times == "all" else float(times)


class Recurrence(Block):
    """How a disruption comes again after its end: failures and repairs, strikes, closed passes.

    Each time lasts for the disruption's duration_days (the time to repair), drawn anew. All else,
    as what is left of capacity, is drawn once a history. All that it names is hit together.
    """

    after_days: Interval
    """Days from the end of each (recovery not counted) to the start of the next: the time to
    failure. Drawn anew each time; with it and the duration moments are reckoned, of which each
    counts from the next day on. Without a start or a trigger the first comes so many days after
    the scenario's start."""
    times: Times = "all"
    """Most times that it occurs in a history, the first included; all sets no limit."""

    @property
    def most_times(self) -> float:
        """Most times that it occurs; inf for no limit."""
        return most(self.times)
