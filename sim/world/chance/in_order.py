"""Draws that are asked for by their number."""

from collections.abc import Iterator
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")


class InOrder(Generic[T]):
    """Draws one after the other: what is drawn the n-th time depends on n alone.

    So a world that goes on from a day meets the draws that it would have met anyway.

    Parameters
    ----------
    draws : iterator
        Only as many are made as are asked for.
    """

    DERIVED: ClassVar = {"_draws", "_number", "_current"}

    def __init__(self, draws: Iterator[T]) -> None:
        self._draws, self._number = draws, -1
        self._current: T

    def of(self, number: int) -> T:
        """Give a draw, counted from 0: the last one again, or one after it."""
        while self._number < number:
            self._current = next(self._draws)
            self._number += 1
        return self._current
