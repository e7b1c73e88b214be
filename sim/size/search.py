"""The smallest size that passes, by doubling and then halving."""

from collections.abc import Callable, Iterable


def smallest(
    passes: Callable[[int], bool], known: Iterable[int], first: int, most: int
) -> int | None:
    """Find the smallest size that passes, where all larger ones do too.

    Parameters
    ----------
    passes : function
        Tells whether a size passes.
    known : iterable of int
        Sizes for which it costs nothing to ask.
    first : int
        Size to try first; it is doubled until one passes.
    most : int
        Size that stands for any: nothing larger is tried.

    Returns
    -------
    int or None
        None where even *most* does not pass.

    Examples
    --------
    >>> asked = []
    >>> smallest(lambda size: asked.append(size) or size >= 21, (), 8, 1000), asked
    (21, [0, 1000, 8, 16, 32, 24, 20, 22, 21])
    """
    if passes(0):
        return 0
    if not passes(most):
        return None
    low, high = 0, most
    for size in sorted(known):
        if low < size < high:
            if passes(size):
                high = size
            else:
                low = size
    while high == most and (trial := max(first, 2 * low)) < most:
        if passes(trial):
            high = trial
        else:
            low = trial
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if passes(middle) else (middle, high)
    return high
