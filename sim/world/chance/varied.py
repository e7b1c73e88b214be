"""A number that differs between the points of a design, all of which are in one world."""

import datetime as dt
from functools import cached_property

from sim.scenario.numbers import expected
from sim.scenario.schema import Distribution, Number

Given = Number | dt.date
"""What a scenario gives: a number, a distribution, or a date where days may stand as well."""


class Varied(Distribution):
    """Stands where a scenario may hold a distribution: it differs by design, not by chance.

    No file can write it; it is made where points are put together. Which point a replication is of,
    only :class:`~sim.world.chance.chance.Chance` knows, so all else that is asked of a distribution
    is refused.
    """

    given: tuple[Given, ...]
    """What each point gives, ``[point]``."""
    origin: dt.date
    """Day 0, which dates are counted from."""

    @classmethod
    def of(cls, given: tuple[Given, ...], origin: dt.date) -> "Varied":
        """Make one of what each point gives."""
        return cls.model_construct(given=given, origin=origin)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The number at each point, dates as days from day 0."""
        return tuple(
            float((one - self.origin).days) if isinstance(one, dt.date) else one
            for one in self.given
        )

    @property
    def form(self) -> str:
        """Refused: each point has its own."""
        raise TypeError(f"{self} is read as a distribution")

    @property
    def support(self) -> tuple[float, float]:
        """The lowest and the highest value at any point."""
        ends = [
            one.support if isinstance(one, Distribution) else (one, one) for one in self.numbers
        ]
        return min(low for low, _ in ends), max(high for _, high in ends)

    def expected(self) -> "Varied":
        """Give the same with the mean of each point for what it gives."""
        return Varied.of(tuple(map(expected, self.numbers)), self.origin)

    def __str__(self) -> str:
        """Tell what each point gives."""
        return f"one of {', '.join(map(str, self.given))}"
