"""What a stockpile is to achieve: ``line_down_days[us_defence] <= 0 with 95%``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sim.compare.rule import KINDS
from sim.compare.select import UnknownNameError, known_group, known_measure
from sim.measures.measure import Measure
from sim.output.groups import Group

F64 = NDArray[np.float64]
Sign = Literal["<=", "<", ">=", ">"]

TOLERANCE = 1e-4
"""Differences to the limit below this share of it (or this much, for limits below 1) are rounding:
daily series are held in single precision."""

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_FORM = re.compile(
    rf"(?P<mean>mean\s+)?(?P<measure>\w+)\s*\[\s*(?P<group>[^\[\]]+?)\s*\]\s*(?P<sign><=|>=|<|>)\s*"
    rf"(?P<limit>{_NUMBER})(?:\s+with\s+(?P<share>{_NUMBER})\s*%)?"
)

FORMS = (
    "Write MEASURE[GROUP] <= NUMBER with P%: 'line_down_days[us_defence] <= 0 with 95%', "
    "'shortfall_days[US] < 30 with 90%', 'time_to_survive[all] >= 120 with 95%', or a mean: "
    "'mean shortfall_days[US] <= 10'. Several groups, MEASURE[A,B], are to keep it all at once."
)


class TargetError(ValueError):
    """A target cannot be read or met by this scenario; the message says how it is written."""


@dataclass(frozen=True)
class Target:
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


def read_target(text: str) -> Target:
    """Read a target: ``[mean] MEASURE[GROUP] <= NUMBER [with P%]``, or with ``<``, ``>=``, ``>``.

    Raises
    ------
    TargetError
        If it is none, or of no known measure, or asks for what is worse.

    Examples
    --------
    >>> target = read_target("line_down_days[us_defence] <= 0 with 95%")
    >>> target.measure, target.groups, target.sign, target.limit, target.probability
    ('line_down_days', ('us_defence',), '<=', 0.0, 0.95)
    """
    given = " ".join(text.split())
    found = _FORM.fullmatch(given)
    if found is None:
        raise TargetError(f"'{text}' is no target. {FORMS}")
    measure, sign = found["measure"], found["sign"]
    try:
        known = known_measure(measure)
    except UnknownNameError as error:
        raise TargetError(f"'{given}': {error}") from None
    if known.per is not None:
        raise TargetError(
            f"'{given}': {measure} is of a grade or element, a target is not. Use unmet_t."
        )
    if known.better is None:
        raise TargetError(f"'{given}': more {measure} is neither better nor worse, so no target.")
    better = "<=" if known.better == "lower" else ">="
    if sign[0] != better[0]:
        raise TargetError(
            f"'{given}': more stock makes {measure} {known.better}, so no least stock keeps it "
            f"{sign} {found['limit']}. Write {measure}[{found['group']}] {better} {found['limit']}."
        )
    kept: Sign = next(known for known in get_args(Sign) if known == sign)
    share = _share(given, found, known)
    groups = tuple(dict.fromkeys(name.strip() for name in found["group"].split(",")))
    return Target(given, measure, groups, kept, float(found["limit"]), share)


def _share(given: str, found: re.Match[str], known: Measure) -> float | None:
    """Read in what share of the histories it is to hold."""
    measure, is_mean = found["measure"], bool(found["mean"])
    if is_mean:
        if found["share"] is not None:
            raise TargetError(f"'{given}': a mean has no 'with {found['share']}%'. {FORMS}")
        if known.may_never:
            raise TargetError(
                f"'{given}': {measure} has no mean where it never happens. Give the share of "
                f"histories instead: '{measure}[{found['group']}] {found['sign']} "
                f"{found['limit']} with 95%'."
            )
        return None
    if found["share"] is None:
        raise TargetError(
            f"'{given}' does not say in how many histories. Add 'with 95%', or put 'mean' first."
        )
    share = float(found["share"]) / 100.0
    if not 0.0 < share <= 1.0:
        raise TargetError(f"'{given}': {found['share']} % is not above 0 and up to 100 %.")
    return share


def groups_named(target: Target, groups: Sequence[Group]) -> tuple[Group, ...]:
    """Find the groups a target is of; ``us.defence`` also finds the consumer ``us_defence``.

    Raises
    ------
    TargetError
        If there is none; the message suggests another.
    """
    order = sorted(groups, key=lambda group: KINDS.index(group.kind))
    return tuple(_named(name, target, order) for name in target.groups)


def _named(given: str, target: Target, groups: Sequence[Group]) -> Group:
    for name in (given, given.replace(".", "_")):
        for group in groups:
            if name in {group.name, f"{group.kind}.{group.name}"}:
                return group
    try:
        known_group(given.replace(".", "_"), [(g.kind, g.name) for g in groups])
    except UnknownNameError as error:
        raise TargetError(f"'{target.text}': {error}") from None
    raise AssertionError("a name that is known was found above")
