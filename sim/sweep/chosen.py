"""What of a sweep its tables hold: groups, measures, and the input that slopes are along."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from sim.measures.measure import CAUSED, by_name, headlines
from sim.measures.observed import Observed
from sim.output.groups import is_headline
from sim.scenario.grouping import Kind
from sim.scenario.measured import KINDS, UnknownNameError, known_group, known_value
from sim.scenario.schema import Scenario

Pair = tuple[str, str]
"""Kind and name of a group."""


@dataclass(frozen=True)
class Chosen:
    """What is asked for beside the headline measures of regions, defence and all."""

    measure: str = "shortfall_days"
    """What is shown and drawn; of a measure of items with the item, ``unmet_grade_t[traction]``."""
    groups: tuple[Pair, ...] = ()
    """Whose is shown, in any case."""
    kinds: tuple[str, ...] = ()
    """Of all groups of these kinds those that are short are shown; without groups and kinds, of the
    headlines."""
    per: int | None = None
    """Number of the input that slopes are along."""

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures that are kept, of every item where they are of items."""
        return tuple(dict.fromkeys((*headlines(), self.measure.partition("[")[0])))

    @property
    def exposed(self) -> bool:
        """Whether content has to be followed by where it has been."""
        return any(by_name()[name].per == "place" for name in self.measures)

    def holds(self, kind: str, name: str) -> bool:
        """Tell whether tables hold a group."""
        return is_headline(kind, name) or (kind, name) in self.groups or kind in self.kinds

    def shows(self, key: tuple[str, str, str]) -> bool:
        """Tell whether a measure of a group, as the item's if it is of one, is asked for."""
        kind, name, measure = key
        asked = (kind, name) in self.groups or kind in self.kinds
        return measure == self.measure and (asked or not (self.groups or self.kinds))


def kinds_named(names: Iterable[str], known: Iterable[Pair]) -> tuple[str, ...]:
    """Give the names that are kinds of groups, as ``consumer``, and of no group.

    Examples
    --------
    >>> kinds_named(["consumer", "all", "US"], [("region", "US"), ("all", "all")])
    ('consumer',)
    """
    taken = {name for _, name in known}
    kinds = set(get_args(Kind))
    return tuple(name for name in names if name in kinds - taken)


def known_pair(name: str, known: Iterable[Pair]) -> Pair:
    """Find a group by its name, which may have its kind before it, as ``consumer.us_defence``.

    Raises
    ------
    UnknownNameError
        If there is none; the message suggests one.
    """
    pairs = sorted(known, key=lambda pair: KINDS.index(pair[0]))
    known_group(name, pairs)
    return next(pair for pair in pairs if name in {pair[1], ".".join(pair)})


def known_name(text: str, scenarios: Iterable[Scenario]) -> str:
    """Make sure that a measure is of consumers, and has the value that is named.

    Parameters
    ----------
    text : str
        Its name, with an item in brackets where it has a value for each.
    scenarios : iterable of Scenario

    Returns
    -------
    str
        The name as tables write it.

    Raises
    ------
    UnknownNameError
        If it is not; the message suggests one.
    """
    measure, item = known_value(text, scenarios)
    if measure.source is not Observed:
        raise UnknownNameError(
            f"{measure.name} is no measure of consumers: a sweep does not show it."
        )
    return text if item is None else f"{measure.name}[{item}]"


def unit_of_measure(measure: str) -> str:
    """Give the unit of a measure, item or not."""
    return by_name()[measure.partition("[")[0]].unit


def in_words(measure: str) -> str:
    """Say what is counted, with its unit where that is not in the name.

    Examples
    --------
    >>> in_words("shortfall_days"), in_words("unmet_t"), in_words("first_short_day")
    ('shortfall days', 't of unmet', 'first short day (d)')
    >>> in_words("fill_rate"), in_words("unmet_grade_t[traction]")
    ('fill rate (share)', 't of unmet grade traction')
    >>> in_words("dependence[CN]"), in_words("days_met_without[CN]")
    ('dependence on CN (share)', 'days met without CN')
    """
    unit = unit_of_measure(measure)
    before_item = " on " if measure.startswith("dependence[") else " "
    plain = re.sub(r"\[(.*)\]", rf"{before_item}\1", measure.removesuffix(CAUSED))
    words = plain.replace("_", " ") + (" caused" if measure.endswith(CAUSED) else "")
    if unit == "t":
        return f"t of {re.sub(r' t(?= |$)', '', words)}"
    if unit == "d" and re.search(r"\bdays\b", words):
        return words
    return f"{words} ({ {'1': 'share', 'day': 'd'}.get(unit, unit) })"
