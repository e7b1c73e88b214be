"""What a scenario is expected to show: limits to its measures, or to differences to another's."""

import re
from dataclasses import dataclass

from sim.scenario.limit import Limit, LimitError, read_limit

_AGAINST = re.compile(
    r"(?P<left>.*\]\s*[<>]=?)\s*"
    r"(?P<other>(?!(?:nan|inf|infinity)\b)[a-z][a-z0-9-]*)(?P<share>\s+with\s.*)?"
)


@dataclass(frozen=True)
class Expectation:
    """A limit that is expected to be kept."""

    text: str
    """As it was given."""
    limit: Limit
    """To the measure; or, against another scenario, to what this one has more than it."""
    against: str | None = None
    """Name of the other scenario."""


def read_expectation(text: str) -> Expectation:
    """Read an expectation: ``[mean] MEASURE[GROUP] >= NUMBER [with P%]``, or a scenario's name.

    Raises
    ------
    LimitError
        If it is none, or of no known measure.

    Examples
    --------
    >>> read_expectation("shortfall_days[US] >= 20").limit.limit
    20.0
    >>> found = read_expectation("shortfall_days[US] < no-stockpile")
    >>> found.against, found.limit.sign, found.limit.limit
    ('no-stockpile', '<', 0.0)
    """
    given = " ".join(text.split())
    other = _AGAINST.fullmatch(given)
    if other is None:
        limit = read_limit(given, "expectation", of_items=True)
        return Expectation(given, limit)
    try:
        limit = read_limit(f"{other['left']} 0{other['share'] or ''}", "expectation", of_items=True)
    except LimitError as error:
        raise LimitError(f"'{given}', of the difference: {error}") from None
    return Expectation(given, limit, other["other"])
