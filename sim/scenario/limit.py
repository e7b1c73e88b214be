"""A limit to a measure of groups, as people write it: ``line_down_days[US] <= 0 with 95%``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sim.measures.measure import Measure, better_of
from sim.scenario.measured import KINDS, UnknownNameError, known_group, known_measure

F64 = NDArray[np.float64]
Sign = Literal["<=", "<", ">=", ">"]

TOLERANCE = 1e-4
"""Differences to the limit below this share of it (or this much, for limits below 1) are rounding:
daily series are held in single precision."""

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_FORM = re.compile(
    rf"(?P<mean>mean\s+)?(?P<measure>\w+)\s*(?:\[\s*(?P<item>[^\[\]]+?)\s*\]\s*(?=\[))?"
    rf"\[\s*(?P<group>[^\[\]]+?)\s*\]\s*(?P<sign><=|>=|<|>)\s*(?P<limit>{_NUMBER})"
    rf"(?:\s+with\s+(?P<share>{_NUMBER})\s*%)?"
)

FORMS = (
    "Write MEASURE[GROUP] <= NUMBER with P%: 'line_down_days[us_defence] <= 0 with 95%', "
    "'shortfall_days[US] < 30 with 90%', 'time_to_survive[all] >= 120 with 95%', or a mean: "
    "'mean shortfall_days[US] <= 10'. Several groups, MEASURE[A,B], are to keep it all at once."
)


class LimitError(ValueError):
    """A limit cannot be read; the message says how it is written."""


@dataclass(frozen=True)
class Limit:
    """A limit to a measure of a group, and in how many histories it is to hold."""

    text: str
    """As it was given."""
    measure: str
    groups: tuple[str, ...]
    """Names of the groups, or ``kind.name``; of several the worst counts in each history."""
    sign: Sign
    limit: float
    """In the measure's unit."""
    probability: float | None
    """Share of histories in which it is to hold, 1; none where the mean is to."""
    item: str | None = None
    """Grade, element or place, where the measure is of one."""

    def holds(self, values: F64) -> NDArray[np.bool_]:
        """Tell where values keep the limit; what never happens is infinite."""
        tolerance = TOLERANCE * max(1.0, abs(self.limit))
        if self.sign == "<=":
            return values <= self.limit + tolerance
        if self.sign == "<":
            return values < self.limit - tolerance
        if self.sign == ">=":
            return values >= self.limit - tolerance
        return values > self.limit + tolerance

    def worst(self, values: Iterable[F64]) -> F64:
        """Give in each history the value of the group that is farthest from keeping the limit."""
        worst = np.maximum if self.sign[0] == "<" else np.minimum
        found: F64 = worst.reduce(list(values))
        return found

    def named(self, groups: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Find kind and name of its groups; ``us.defence`` also finds the consumer ``us_defence``.

        Raises
        ------
        LimitError
            If there is none; the message suggests another.
        """
        order = sorted(groups, key=lambda pair: KINDS.index(pair[0]))
        return tuple(self._named(name, order) for name in self.groups)

    def _named(self, given: str, groups: list[tuple[str, str]]) -> tuple[str, str]:
        for name in (given, given.replace(".", "_")):
            for kind, of in groups:
                if name in {of, f"{kind}.{of}"}:
                    return kind, of
        try:
            known_group(given.replace(".", "_"), groups)
        except UnknownNameError as error:
            raise LimitError(f"'{self.text}': {error}") from None
        raise AssertionError("a name that is known was found above")


def read_limit(text: str, noun: str = "limit", *, of_items: bool = False) -> Limit:
    """Read a limit: ``[mean] MEASURE[GROUP] <= NUMBER [with P%]``, or with ``<``, ``>=``, ``>``.

    A measure of grades, elements or places names one before the group: ``dependence[CN][US]``.
    Without a share of histories it is one to the mean.

    Parameters
    ----------
    text : str
    noun : str
        What messages call it.
    of_items : bool
        Whether it may be to a measure of grades, elements or places.

    Raises
    ------
    LimitError
        If it is none, or of no known measure.

    Examples
    --------
    >>> limit = read_limit("shortfall_days[US, EU] >= 20")
    >>> limit.measure, limit.groups, limit.sign, limit.limit, limit.probability
    ('shortfall_days', ('US', 'EU'), '>=', 20.0, None)
    """
    given = " ".join(text.split())
    found = _FORM.fullmatch(given)
    if found is None:
        raise LimitError(f"'{text}' is no {noun}. {FORMS}")
    measure = found["measure"]
    try:
        known = known_measure(measure)
    except UnknownNameError as error:
        raise LimitError(f"'{given}': {error}") from None
    if known.per is not None and not of_items:
        hint = "" if known.per == "place" else " Use unmet_t."
        raise LimitError(f"'{given}': {measure} is of a {known.per}, which has no {noun}.{hint}")
    _check_item(given, known, found["item"])
    kept: Sign = next(known for known in get_args(Sign) if known == found["sign"])
    share = _share(given, found, known)
    groups = tuple(dict.fromkeys(name.strip() for name in found["group"].split(",")))
    return Limit(given, measure, groups, kept, float(found["limit"]), share, found["item"])


def check_is_target(limit: Limit) -> None:
    """Refuse a limit that asks for what is worse: it is no target.

    Raises
    ------
    LimitError
        With how it is to be written.
    """
    given, measure, better = limit.text, limit.measure, better_of(limit.measure)
    if better is None:
        raise LimitError(f"'{given}': more {measure} is neither better nor worse, so no target.")
    wanted = "<=" if better == "lower" else ">="
    if limit.sign[0] != wanted[0]:
        item = f"[{limit.item}]" if limit.item else ""
        written = f"{measure}{item}[{','.join(limit.groups)}] {wanted} {limit.limit:g}"
        raise LimitError(
            f"'{given}': {better} {measure} is better, so that {limit.sign} is no target. Write "
            f"{written}."
        )


def _check_item(given: str, known: Measure, item: str | None) -> None:
    """Refuse an item of a measure that has none, and a measure of items without one."""
    form = f"{known.name}[{(known.per or 'item').upper()}][GROUP]"
    if known.per is not None and item is None:
        raise LimitError(f"'{given}': {known.name} is of a {known.per} each: write {form}.")
    if known.per is None and item is not None:
        raise LimitError(f"'{given}': {known.name} is of no '{item}': write {known.name}[GROUP].")


def _share(given: str, found: re.Match[str], known: Measure) -> float | None:
    """Read in what share of the histories it is to hold."""
    if found["share"] is None:
        if known.may_never:
            raise LimitError(
                f"'{given}': {known.name} has no mean where it never happens. Give the share of "
                f"histories instead: '{found['measure']}[{found['group']}] {found['sign']} "
                f"{found['limit']} with 95%'."
            )
        return None
    if found["mean"]:
        raise LimitError(f"'{given}': a mean has no 'with {found['share']}%'. {FORMS}")
    share = float(found["share"]) / 100.0
    if not 0.0 < share <= 1.0:
        raise LimitError(f"'{given}': {found['share']} % is not above 0 and up to 100 %.")
    return share
