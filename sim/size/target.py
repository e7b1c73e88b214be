"""What a stockpile is to achieve: ``line_down_days[us_defence] <= 0 with 95%``."""

from collections.abc import Sequence

from sim.output.groups import Group
from sim.scenario.limit import Limit, LimitError, check_is_target, read_limit

Target = Limit
"""A target is a limit that more stock helps to keep."""


class TargetError(LimitError):
    """A target cannot be read or met by this scenario; the message says how it is written."""


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
    try:
        target = read_limit(text, "target")
        check_is_target(target)
    except LimitError as error:
        raise TargetError(str(error)) from None
    given = target.text
    if target.probability is None and not given.startswith("mean "):
        raise TargetError(
            f"'{given}' does not say in how many histories. Add 'with 95%', or put 'mean' first."
        )
    return target


def groups_named(target: Target, groups: Sequence[Group]) -> tuple[Group, ...]:
    """Find the groups a target is of.

    Raises
    ------
    TargetError
        If there is none; the message suggests another.
    """
    by_name: dict[tuple[str, str], Group] = {(group.kind, group.name): group for group in groups}
    try:
        return tuple(by_name[kind, name] for kind, name in target.named(by_name))
    except LimitError as error:
        raise TargetError(str(error)) from None
