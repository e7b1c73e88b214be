"""Shapley values and interactions against games whose answer is known."""

from collections.abc import Callable, Sequence
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.shapley import (
    Weights,
    alone_weights,
    mean_weights,
    order_weights,
    pair_weights,
    shapley_weights,
)

Game = Callable[[frozenset[int]], int]


def members(number: int) -> frozenset[int]:
    return frozenset(player for player in range(number.bit_length()) if number >> player & 1)


def weighed(weights: Weights, game: Game) -> float:
    return float(sum(weight * game(members(one)) for one, weight in weights.items()))


def shapley(players: int, game: Game) -> list[float]:
    return [weighed(weights, game) for weights in shapley_weights(players)]


def pairs(players: int, game: Game) -> dict[tuple[int, int], float]:
    return {pair: weighed(weights, game) for pair, weights in pair_weights(players).items()}


def test_in_an_additive_game_everybody_gets_its_own_and_no_pair_anything():
    own = [3, -1, 0, 7]

    def game(those):
        return sum(own[player] for player in those)

    assert shapley(4, game) == own
    assert [weighed(weights, game) for weights in alone_weights(4)] == own
    assert set(pairs(4, game).values()) == {0}


@pytest.mark.parametrize("needed", [{0, 1}, {0, 2, 3}, {0, 1, 2, 3}])
def test_what_some_are_worth_only_together_is_shared_evenly_among_them_and_their_pairs(needed):
    """The unanimity game."""

    def game(those):
        return 12 if those >= needed else 0

    size = len(needed)
    assert shapley(4, game) == [12 / size if player in needed else 0 for player in range(4)]
    each = 12 / (size * (size - 1) / 2)
    assert pairs(4, game) == {
        pair: each if needed >= {*pair} else 0 for pair in combinations(range(4), 2)
    }


def test_the_one_right_glove_takes_two_thirds():
    """Two have a left glove, one a right one; a pair of gloves is worth 6."""

    def game(those):
        return 6 if 2 in those and those & {0, 1} else 0

    assert shapley(3, game) == [1, 1, 4]
    # Each left glove makes a pair with the right one; the second of them adds nothing.
    assert pairs(3, game) == {(0, 1): -2, (0, 2): 4, (1, 2): 4}


def test_equals_get_equal_shares():
    def game(those):
        return len(those) ** 2

    assert shapley(5, game) == [5] * 5
    assert set(pairs(5, game).values()) == {2}


def test_of_what_either_does_alone_each_gets_half_and_the_pair_takes_the_rest_back():
    def game(those):
        return 106 if those else 0

    assert shapley(2, game) == [53, 53]
    assert pairs(2, game) == {(0, 1): -106}


worths = st.integers(1, 4).flatmap(
    lambda players: st.binary(min_size=1 << players, max_size=1 << players)
)
few = settings(max_examples=30)


def by_number(worth: Sequence[int]) -> tuple[int, Game]:
    return (len(worth) - 1).bit_length(), lambda those: worth[sum(1 << p for p in those)]


@few
@given(worths)
def test_shares_sum_to_the_worth_of_all_less_that_of_nobody(worth):
    players, _ = by_number(worth)
    rows = [*shapley_weights(players)]
    whole = sum(sum(w * worth[one] for one, w in row.items()) for row in rows)
    assert whole == worth[-1] - worth[0]
    alone = [*alone_weights(players), *pair_weights(players).values()]
    if players > 1:
        found = sum(sum(w * worth[one] for one, w in row.items()) for row in alone)
        assert found == worth[-1] - worth[0]


@few
@given(worths)
def test_a_share_is_what_one_is_worth_alone_and_half_of_each_of_its_pairs(worth):
    players, game = by_number(worth)
    between = pairs(players, game)
    for player, share in enumerate(shapley(players, game)):
        alone = weighed(alone_weights(players)[player], game)
        halves = sum(value for pair, value in between.items() if player in pair) / 2
        assert share == pytest.approx(alone + halves, abs=1e-9)


@few
@given(worths, worths)
def test_shares_of_a_sum_of_games_are_sums_of_shares(one, other):
    size = min(len(one), len(other))
    players, first = by_number(one[:size])
    _, second = by_number(other[:size])
    both = shapley(players, lambda those: 2 * first(those) + second(those))
    apart = zip(shapley(players, first), shapley(players, second), strict=True)
    assert both == pytest.approx([2 * a + b for a, b in apart], abs=1e-9)


@few
@given(worths, st.integers(0, 5))
def test_who_adds_nothing_gets_exactly_nothing(worth, player):
    """However the others stand to each other."""
    players, game = by_number(worth)
    place = min(player, players)

    def with_another(those):
        return game(frozenset(p - (p > place) for p in those if p != place))

    assert shapley(players + 1, with_another)[place] == 0
    mine = [v for pair, v in pairs(players + 1, with_another).items() if place in pair]
    assert set(mine) <= {0}


@few
@given(worths, st.permutations(range(4)))
def test_names_do_not_matter(worth, order):
    players, game = by_number(worth)
    called = [player for player in order if player < players]
    renamed = shapley(players, lambda those: game(frozenset(called[p] for p in those)))
    own = shapley(players, game)
    assert renamed == [own[called[player]] for player in range(players)]


@few
@given(worths)
def test_all_orders_give_the_shapley_values_and_any_of_them_sums_to_the_whole(worth):
    players, game = by_number(worth)
    every = [order_weights(order) for order in permutations(range(players))]
    for of_order in every:
        whole = sum(weighed(weights, game) for weights in of_order)
        assert whole == pytest.approx(worth[-1] - worth[0], abs=1e-9)
    means = [mean_weights(several) for several in zip(*every, strict=True)]
    assert [weighed(weights, game) for weights in means] == pytest.approx(shapley(players, game))
