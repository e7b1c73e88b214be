"""Sharing: what each lane of a seller gets of matter that several rules tell apart."""

from collections.abc import Mapping, Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from sim.rules.ratio import ratio

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
Broken = frozenset[int]
"""Rules that some matter breaks, by the labels of what they forbid."""

ROUNDS = 100
"""Of proportional fitting: enough for what rounding leaves wherever there is room to spare."""
LEAST = 1e-12
"""Weight of what a lane must not use where nobody else has room for it."""


def shared_out(parts: Sequence[Broken], amounts: F64, sent: F64, limits: Mapping[int, F64]) -> F64:
    """Share matter out among lanes as evenly as what each may hold allows.

    Of all sharings that keep to the limits it is the one closest to a mixture, in which a limit
    that does not bind changes nothing: found by proportional fitting, with swaps between lanes for
    what that leaves. Where there is none, what no lane has room for goes to those that should not
    have it.

    Parameters
    ----------
    parts : sequence of Broken
        Kinds of matter.
    amounts : array, t, ``[kind, case]``
        Of each as much as there is; together what all lanes carry.
    sent : array, t, ``[lane, case]``
    limits : mapping of int to array, t, shaped as *sent*
        What a lane may hold at most of what breaks each rule; inf for anything.

    Returns
    -------
    array, t, ``[lane, kind, case]``

    Examples
    --------
    >>> kinds, sent = [frozenset({7}), frozenset()], np.array([[1.0], [2.0]])
    >>> limits = {7: np.array([[0.25], [np.inf]])}
    >>> shared_out(kinds, np.array([[1.0], [2.0]]), sent, limits)[:, 0].round(6).tolist()
    [[0.25], [0.75]]
    """
    breaks = {rule: np.array([rule in broken for broken in parts]) for rule in limits}
    whole = np.add.reduce(sent)
    got = sent[:, None] * ratio(amounts, whole)
    limits = {rule: _opened(got, breaks[rule], sent, most) for rule, most in limits.items()}
    weights = {rule: np.ones_like(sent) for rule in limits}
    for _ in range(ROUNDS):
        for rule, some in breaks.items():
            held = np.add.reduce(got[:, some], axis=1)
            most = np.divide(limits[rule], held, out=np.full_like(held, np.inf), where=held > 0.0)
            weight = np.clip(weights[rule] * most, LEAST, 1.0)
            got[:, some] *= (weight / weights[rule])[:, None]
            weights[rule] = weight
        got *= ratio(sent, np.add.reduce(got, axis=1))[:, None]
        got *= ratio(amounts, np.add.reduce(got))
    got = _filled(got, sent)
    for _ in limits:
        _swap(parts, got, limits, breaks)
    return got


def _opened(got: F64, some: Mask, sent: F64, most: F64) -> F64:
    """Give the limits of a rule, wider where all lanes together have no room for what breaks it.

    There lanes with no limit hold nothing else, so that rounds need not find that out.
    """
    held = np.minimum(most, sent)
    over = np.add.reduce(got[:, some], axis=(0, 1)) - np.add.reduce(held)
    room = sent - held
    wider = held + np.maximum(over, 0.0) * ratio(room, np.add.reduce(room))
    free = np.isinf(most)
    got[:, ~some] *= np.where(free & (over >= 0.0), LEAST, 1.0)[:, None]
    return np.where(free, most, wider)


def _filled(got: F64, sent: F64) -> F64:
    """Give each lane what it carries: some hold what rounds have left too much, others lack it."""
    held = np.add.reduce(got, axis=1)
    over = got * ratio(np.maximum(held - sent, 0.0), held)[:, None]
    lacks = np.maximum(sent - held, 0.0)
    got = got - over
    got += ratio(lacks, np.add.reduce(lacks))[:, None] * np.add.reduce(over)
    return got


def _swap(
    parts: Sequence[Broken],
    got: F64,
    limits: Mapping[int, F64],
    breaks: Mapping[int, Mask],
) -> None:
    """Swap what lanes hold over a limit for what others can do without, kind by kind."""

    def room(rule: int) -> F64:
        return np.asarray(limits[rule] - np.add.reduce(got[:, breaks[rule]], axis=1))

    for rule, some in breaks.items():
        for bad, good in permutations(range(len(parts)), 2):
            if not some[bad] or (some[good] and not parts[good] < parts[bad]):
                continue
            gives = np.minimum(got[:, bad], -room(rule))
            for other in parts[good] - parts[bad]:
                gives = np.minimum(gives, room(other))
            takes = np.where(gives > 0.0, 0.0, got[:, good])
            for other in parts[bad] - parts[good]:
                takes = np.minimum(takes, room(other))
            gives, takes = np.maximum(gives, 0.0), np.maximum(takes, 0.0)
            given, taken = np.add.reduce(gives), np.add.reduce(takes)
            moved = np.minimum(given, taken)
            change = takes * ratio(moved, taken) - gives * ratio(moved, given)
            got[:, bad] = np.maximum(got[:, bad] + change, 0.0)
            got[:, good] = np.maximum(got[:, good] - change, 0.0)
