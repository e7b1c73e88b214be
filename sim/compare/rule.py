"""Rules that fail a comparison, for use in CI: ``US.shortfall_days>+5%``."""

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.compare.row import Contrast, Row
from sim.compare.words import interval_text, share_text, signed
from sim.scenario.measured import KINDS, UnknownNameError, known_group, known_item, known_measure
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison

GRAMMAR = re.compile(
    r"(?:(?P<group>.+)\.)?(?P<measure>\w+)(?:\[(?P<item>\w+)\])?"
    r"\s*(?P<sign>[<>])\s*(?P<limit>[+-]?(?:\d+\.?\d*|\.\d+))\s*(?P<percent>%?)"
)


class RuleError(ValueError):
    """A rule cannot be read; the message says how it is written."""


@dataclass(frozen=True)
class Rule:
    """A limit to the mean difference of a measure."""

    text: str
    """As it was given."""
    group: str
    """Name of the group, or ``kind.name``."""
    measure: str
    item: str | None
    sign: Literal["<", ">"]
    """Side of the limit on which it trips."""
    limit: float
    """In the measure's unit, or as a share of the baseline's mean."""
    is_share: bool
    """Whether the limit is a share."""


def read_rule(text: str) -> Rule:
    """Read a rule: ``[GROUP.]MEASURE[[ITEM]] > LIMIT[%]``, or with ``<``.

    Raises
    ------
    RuleError
        If it is no rule, or of no known measure.

    Examples
    --------
    >>> rule = read_rule("US.shortfall_days>+5%")
    >>> rule.group, rule.measure, rule.sign, rule.limit
    ('US', 'shortfall_days', '>', 0.05)
    """
    found = GRAMMAR.fullmatch(text.strip())
    if found is None:
        raise RuleError(
            f"'{text}' is no rule. Write [GROUP.]MEASURE, > or <, and a number, in % of the "
            "baseline or in the measure's unit: 'shortfall_days>+5%', 'US.line_down_days>3'."
        )
    try:
        known_measure(found["measure"])
    except UnknownNameError as error:
        raise RuleError(f"'{text}': {error}") from None
    return Rule(
        text=text.strip(),
        group=found["group"] or "all",
        measure=found["measure"],
        item=found["item"],
        sign=">" if found["sign"] == ">" else "<",
        limit=float(found["limit"]) / (100.0 if found["percent"] else 1.0),
        is_share=bool(found["percent"]),
    )


def check_rule(
    rule: Rule, groups: Collection[tuple[str, str]], scenarios: Collection[Scenario]
) -> None:
    """Make sure that a rule's group is there, and that its measure has a value for its item.

    Parameters
    ----------
    rule : Rule
    groups : collection of pairs
        Kind and name of every group.
    scenarios : collection of Scenario
        Of all runs.

    Raises
    ------
    RuleError
        If not; the message suggests another.
    """
    try:
        known_group(rule.group, groups)
        known_item(scenarios, known_measure(rule.measure), rule.item)
    except UnknownNameError as error:
        raise RuleError(f"'{rule.text}': {error}") from None


def tripped(rule: Rule, comparison: "Comparison") -> Iterator[str]:
    """Say which runs a rule fails, a sentence each.

    The mean difference itself counts, not its interval. What cannot be compared fails: a check
    that cannot be made has not been passed.

    Raises
    ------
    RuleError
        If no run has the group, the measure or the item.
    """
    row = _row(rule, comparison.table)
    if row is None:
        raise RuleError(f"'{rule.text}': no run has {rule.measure} of this group and item.")
    for label, contrast in zip(comparison.labels, row.contrasts, strict=True):
        if contrast is None:
            continue
        if contrast.mark == "not comparable":
            yield f"{rule.text}: {label} is not comparable: {contrast.reason}"
        elif exceeds(rule, contrast):
            yield f"{rule.text}: {label} differs by {_value(contrast, row.unit)}"


def exceeds(rule: Rule, contrast: Contrast) -> bool:
    """Tell whether a mean difference lies beyond a rule's limit; from 0 it is infinite in %."""
    difference = contrast.difference or 0.0
    value = (contrast.share or 0.0) if rule.is_share else difference
    return value > rule.limit if rule.sign == ">" else value < rule.limit


def _row(rule: Rule, table: Collection[Row]) -> Row | None:
    rows = [row for row in table if (row.measure, row.item) == (rule.measure, rule.item)]
    found = [row for row in rows if f"{row.kind}.{row.group}" == rule.group]
    found += sorted(
        (row for row in rows if row.group == rule.group), key=lambda row: KINDS.index(row.kind)
    )
    return found[0] if found else None


def _value(contrast: Contrast, unit: str) -> str:
    assert contrast.difference is not None, "without a difference no limit is exceeded"
    name = {"1": "", "day": " d"}.get(unit, f" {unit}")
    share = share_text(contrast, unit)
    if contrast.share is not None and math.isinf(contrast.share):
        share = "from a baseline of 0"
    interval = interval_text(contrast, unit)
    interval = {"exact": "exact", "-": "no interval"}.get(interval, f"95 % interval {interval}")
    parts = [part for part in (share, interval) if part != "-"]
    return f"{signed(contrast.difference, unit)}{name} ({'; '.join(parts)})"
