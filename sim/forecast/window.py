"""Which months are forecast."""

import re

from sim.hindcast.month import month_of, number_of, span, whole_months
from sim.scenario.schema import Scenario

IS_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
"""A month as it is written."""


class WindowError(Exception):
    """These months cannot be forecast; the message says why, and what to do."""


def window_of(scenario: Scenario, first: str | None, count: int | None) -> list[str]:
    """List the months of a forecast.

    Parameters
    ----------
    scenario : Scenario
    first : str, optional
        First month, as 2026-07; if not given the first whole one after the world is known, or of
        the scenario where that is not said.
    count : int, months, optional
        How many; if not given, up to the end of the scenario.

    Raises
    ------
    WindowError
        If they are not whole months of the scenario, or the world is known in them.
    """
    whole = sorted(whole_months(scenario.start, scenario.end))
    horizon = f"{scenario.name} runs from {scenario.start} to {scenario.end}"
    if not whole:
        raise WindowError(f"{horizon}: that holds no whole month. Give a later end (--set end=...)")
    known = scenario.as_of
    # The month of that day is not over for a forecast unless the day is its last.
    later = [month for month in whole if known is None or f"{month}-01" > known.isoformat()]
    if not later:
        raise WindowError(
            f"{horizon}, and its world is known up to {known}: nothing is left to forecast. Give a "
            "later end (--set end=...), or say that it is known for less (--set as_of=...)"
        )
    if first is None:
        first = later[0]
    elif not IS_MONTH.fullmatch(first):
        raise WindowError(f"'{first}' is no month: write it as {later[0]}")
    elif first in whole and first < later[0]:
        raise WindowError(
            f"{first}: the world of {scenario.name} is known up to {known}, so that this is no "
            f"forecast. Begin in {later[0]}, or say that it is known for less (--set as_of=...)"
        )
    left = number_of(whole[-1]) - number_of(first) + 1 if first in whole else 0
    if left < max(count or 1, 1):
        last = month_of(number_of(first) + (count or 1) - 1)
        asked = f"{first} is no whole month" if last == first else f"{first} to {last} are too many"
        raise WindowError(f"{asked}: {horizon}. Whole months: {later[0]} to {whole[-1]}")
    return span(first, whole[-1])[: count or left]
