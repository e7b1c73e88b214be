"""The smallest size that passes: several sizes at once, doubled, then between two known ones."""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache

from sim.study.replicate import FIXED_WORK
from sim.world.state.state import BATCH

MOST_AT_ONCE = 24
"""Most sizes at once: each is read, checked and kept by itself, however few its histories."""

DOUBLED = 4
"""Most sizes at once while none is known to pass: sixteen times the last is far off."""
WHOLE = 1.25
"""How many times as many sizes as wanted are asked for where that leaves none between two."""

Bracket = tuple[int, int]
"""The largest known size that fails a test, and the smallest that passes."""
Passes = Callable[[int], bool]
"""Tells whether a size that is known passes, where all larger ones do, too."""


def smallest(passes: Passes, known: Collection[int], most: int) -> Bracket | None:
    """Give the largest known size that fails and the smallest that passes, with none between.

    Parameters
    ----------
    passes : function
    known : collection of int
        With 0 and *most* among them.
    most : int
        Size that stands for any.

    Returns
    -------
    pair of int or None
        Twice 0 where that passes; None where not even *most* does.
    """
    if passes(0):
        return 0, 0
    if not passes(most):
        return None
    low, high = 0, most
    for size in sorted(known):
        if low < size < high:
            low, high = (low, size) if passes(size) else (size, high)
    return low, high


def next_sizes(
    tests: Sequence[Passes],
    known: Collection[int],
    first: int,
    most: int,
    at_once: Callable[[Collection[Bracket]], int],
) -> list[int]:
    """Choose the sizes to ask for next; none where the smallest that passes each test is known.

    Parameters
    ----------
    tests : sequence of function
    known : collection of int
    first : int
        Size to try first; it is doubled until one passes.
    most : int
        Size that stands for any: nothing larger is tried.
    at_once : function
        Tells how many to ask for, about, between some largest sizes that fail and smallest that
        pass.

    Examples
    --------
    >>> known, asked = {0, 1000}, []
    >>> while sizes := next_sizes([lambda size: size >= 21], known, 8, 1000, lambda brackets: 3):
    ...     known |= set(sizes)
    ...     asked.append(sizes)
    >>> asked
    [[8, 16, 32], [20, 24, 28], [21, 22, 23]]
    """
    found = (smallest(passes, known, most) for passes in tests)
    open_ones = {one for one in found if one is not None and one[1] - one[0] > 1}
    if not open_ones:
        return []
    each = max(at_once(open_ones) // len(open_ones), 1)
    return sorted({n for low, high in open_ones for n in _between(low, high, first, most, each)})


def _between(low: int, high: int, first: int, most: int, count: int) -> Iterator[int]:
    size = max(first, 2 * low)
    if high == most and size < most:
        for _ in range(min(count, DOUBLED)):
            if size < most:
                yield size
            size *= 2
        return
    if high - low - 1 <= WHOLE * count:
        yield from range(low + 1, high)
        return
    for part in range(1, count + 1):
        if low < (size := low + (high - low) * part // (count + 1)) < high:
            yield size


@cache
def sizes_at_once(histories: int) -> int:
    """Choose how many sizes to ask for at once, so that the whole search takes least.

    So many more sizes narrow a search faster, by the logarithm of one more than their number; a
    world costs as much as some 250 histories before the first.

    Examples
    --------
    >>> [sizes_at_once(histories) for histories in (1, 64, 1000)]
    [24, 4, 1]
    """

    def cost(count: int) -> float:
        columns = -(-count * histories // BATCH) * BATCH
        return (FIXED_WORK + columns) / math.log(count + 1)

    return min(range(1, MOST_AT_ONCE + 1), key=cost)
