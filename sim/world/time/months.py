"""The calendar months that a run touches, by number: month 0 holds the start date."""

import datetime as dt

from sim.scenario.schema import Scenario


def month_of(start: dt.date, date: dt.date) -> int:
    """Give the number of the month that holds a date."""
    return (date.year - start.year) * 12 + date.month - start.month


class Months:
    """The months of a scenario, for what is booked by month.

    Attributes
    ----------
    count : int
        Number of months; the first and the last may be incomplete.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._start, self._last = scenario.start, scenario.days - 1
        self.count = month_of(scenario.start, scenario.end) + 1

    def of(self, day: int) -> int:
        """Give the number of the month that holds a day."""
        return month_of(self._start, self._date(day))

    def ends(self, day: int) -> bool:
        """Tell whether a day is the last of its month, or of the run."""
        return day == self._last or self._date(day + 1).day == 1

    def _date(self, day: int) -> dt.date:
        return self._start + dt.timedelta(days=day)
