"""The calendar years of a run."""

import datetime as dt

from sim.scenario.schema import Scenario


class Years:
    """The years that a run touches; the first and the last may be incomplete.

    Attributes
    ----------
    count : int
    """

    def __init__(self, scenario: Scenario) -> None:
        self._start, self._last = scenario.start, scenario.days - 1
        self.count = scenario.end.year - scenario.start.year + 1

    def ending(self, day: int) -> int | None:
        """Give the number of the year that ends with a day, or with which the run does."""
        today = self._start + dt.timedelta(days=day)
        if day != self._last and (today.month, today.day) != (12, 31):
            return None
        return today.year - self._start.year
