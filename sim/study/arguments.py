"""Arguments of functions that users call from Python: refused with name, value and rule."""

from collections.abc import Collection
from operator import index
from typing import SupportsIndex

import numpy as np

MOST_HISTORIES = 1_000_000
"""Most histories of a run."""
MOST_SEED = 2**63 - 1
"""Largest seed."""


def whole(name: str, value: object, least: int, most: int) -> int:
    """Give a whole number within bounds; those of numpy count, truth values do not.

    Raises
    ------
    TypeError
        If it is no whole number.
    ValueError
        If it is too small or too large.

    Examples
    --------
    >>> whole("n", 64, 1, 1000)
    64
    >>> whole("n", 2.5, 1, 1000)
    Traceback (most recent call last):
    TypeError: n(=2.5) must be a whole number from 1 to 1,000
    """
    rule = f"{name}(={value!r}) must be a whole number from {least} to {most:,}"
    if isinstance(value, bool | np.bool_) or not isinstance(value, SupportsIndex):
        raise TypeError(rule)
    number = index(value)
    if not least <= number <= most:
        raise ValueError(rule)
    return number


def one_of(name: str, value: object, known: Collection[str]) -> None:
    """Refuse what is not one of some words.

    Raises
    ------
    ValueError
        Naming them.
    """
    if not (isinstance(value, str) and value in known):
        raise ValueError(f"{name}(={value!r}) must be one of {', '.join(known)}")


def every(name: str, values: object, kinds: type | tuple[type, ...], rule: str) -> None:
    """Refuse what is no list, or a list that holds something of another type.

    Raises
    ------
    TypeError
        With the rule.
    """
    kind(name, values, (list, tuple), rule)
    assert isinstance(values, list | tuple), "as was just made sure of"
    for value in values:
        kind(name, value, kinds, rule)


def kind(name: str, value: object, kinds: type | tuple[type, ...], rule: str) -> None:
    """Refuse what is of another type.

    Raises
    ------
    TypeError
        With the rule.
    """
    if not isinstance(value, kinds):
        raise TypeError(f"{name}(={value!r}) must be {rule}")
