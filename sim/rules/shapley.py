"""How what several causes bring about together is shared out among them.

A game gives each set of players a worth; a set is a number whose bit *i* tells whether player *i*
is in it. All that is shared out is a weighted sum of worths, so the weights are given.

- The Shapley value (Shapley 1953, *A value for n-person games*) is what a player adds to the set of
  those before it, in the mean over all orders. It is the only rule by which the shares sum to the
  worth of all, equals get equal shares, who adds nothing gets nothing, and the shares of a sum of
  games are the sums of the shares.
- The Shapley-Taylor interaction index of order two (Sundararajan, Dhamdhere and Agarwal 2020, *The
  Shapley Taylor Interaction Index*, ICML) splits the worth of all into what each player is worth
  alone and what each pair is worth together: what three or more are worth only together is shared
  evenly among their pairs. These sum to the worth of all as well, and a player's Shapley value is
  what it is worth alone and half of each of its pairs.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb

Weights = Mapping[int, Fraction]
"""Weight of the worth of each set that counts, by its number; exact, so that what cancels is 0."""

ONE = Fraction(1)


def shapley_weights(players: int) -> list[Weights]:
    """Give the weights of each player's Shapley value, over all sets.

    Examples
    --------
    >>> {one: float(weight) for one, weight in shapley_weights(2)[0].items()}
    {0: -0.5, 1: 0.5, 2: -0.5, 3: 0.5}
    """
    found: list[Weights] = []
    for player in range(players):
        weights: dict[int, Fraction] = {}
        for one in range(1 << players):
            is_in = one >> player & 1
            others = one.bit_count() - is_in
            sign = 1 if is_in else -1
            weights[one] = Fraction(sign, players * comb(players - 1, others))
        found.append(weights)
    return found


def alone_weights(players: int) -> list[Weights]:
    """Give the weights of what each player is worth alone: its worth less that of nobody."""
    return [{1 << player: ONE, 0: -ONE} for player in range(players)]


def pair_weights(players: int) -> dict[tuple[int, int], Weights]:
    """Give the weights of the Shapley-Taylor index of each pair, over all sets.

    Examples
    --------
    >>> {one: int(weight) for one, weight in pair_weights(2)[0, 1].items()}
    {0: 1, 1: -1, 2: -1, 3: 1}
    """
    found: dict[tuple[int, int], Weights] = {}
    for a, b in combinations(range(players), 2):
        weights = {}
        for one in range(1 << players):
            in_a, in_b = one >> a & 1, one >> b & 1
            others = one.bit_count() - in_a - in_b
            sign = 1 if in_a == in_b else -1
            weights[one] = Fraction(2 * sign, players * comb(players - 1, others))
        found[a, b] = weights
    return found


def order_weights(order: Sequence[int]) -> list[Weights]:
    """Give the weights of what each player adds to those before it in one order.

    Their mean over orders drawn at random is an estimate of the Shapley values that sums to the
    worth of all, whatever orders are drawn.

    Parameters
    ----------
    order : sequence of int
        Every player once.

    Examples
    --------
    >>> [{one: int(weight) for one, weight in of.items()} for of in order_weights([1, 0])]
    [{3: 1, 2: -1}, {2: 1, 0: -1}]
    """
    found: list[Weights] = [{}] * len(order)
    before = 0
    for player in order:
        found[player] = {before | 1 << player: ONE, before: -ONE}
        before |= 1 << player
    return found


def mean_weights(several: Sequence[Weights]) -> Weights:
    """Give the mean of some weights."""
    found: dict[int, Fraction] = {}
    for weights in several:
        for one, weight in weights.items():
            found[one] = found.get(one, Fraction()) + weight / len(several)
    return found
