"""The points that an attribution needs, and how their outcomes are weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sim.attribute.cause import Cause, Present
from sim.rules.shapley import (
    Weights,
    alone_weights,
    mean_weights,
    order_weights,
    pair_weights,
    shapley_weights,
)
from sim.scenario.schema import Scenario
from sim.world.chance.sampling import generator

Placed = Mapping[int, float]
"""Weight of the outcome of each point that counts, by its place."""

MOST_POINTS = 1024
"""Most points with which all sets of causes count: as many as ten causes have sets."""
MOST_CAUSES = 12
"""Most causes of which all sets are looked at: some may come to the same."""


@dataclass(frozen=True)
class Game:
    """Which causes are there at each point, and what is made of the points' outcomes.

    Sets of causes that come to the same (as one cause does nothing without another one) are one
    point. Weights are by the place of the point.
    """

    points: tuple[Present, ...]
    """The first has none of the causes, the last has them all."""
    shares: tuple[Placed, ...]
    """Of each cause's Shapley value."""
    alone: tuple[Placed, ...]
    """Of what each cause is worth alone."""
    pairs: Mapping[tuple[int, int], Placed]
    """Of what each pair of causes is worth together; none where orders are sampled."""
    trials: tuple[tuple[Placed, ...], ...] = ()
    """Where orders are sampled: of each cause's estimate from each order and its reverse."""

    @property
    def is_exact(self) -> bool:
        """Whether all sets of causes count, and not those of some orders."""
        return not self.trials


def game_of(scenario: Scenario, causes: Sequence[Cause], orders: int) -> Game:
    """Find the points: every set of the causes, or where those are too many, sets of some orders.

    Up to ten causes every set is a point; up to twelve if enough of the sets come to the same.

    Parameters
    ----------
    scenario : Scenario
    causes : sequence of Cause
    orders : int
        How many orders are drawn where there are too many sets, an even number: each is taken with
        its reverse, which evens out who comes early.
    """
    count = len(causes)
    alone = alone_weights(count)
    if count <= MOST_CAUSES:
        sets = {one: Present.of(scenario, causes, one) for one in range(1 << count)}
        if len({*sets.values()}) <= MOST_POINTS:
            return _game(sets, shapley_weights(count), alone, pair_weights(count))
    trials = [
        [
            mean_weights(both)
            for both in zip(order_weights(one), order_weights(one[::-1]), strict=True)
        ]
        for one in _orders(count, orders // 2)
    ]
    shares = [mean_weights(several) for several in zip(*trials, strict=True)]
    counted = {one for weights in (*shares, *alone) for one in weights}
    sets = {one: Present.of(scenario, causes, one) for one in sorted(counted)}
    return _game(sets, shares, alone, {}, trials)


def _orders(count: int, number: int) -> list[list[int]]:
    """Draw orders, always the same ones: they are no part of the scenario's chance."""
    draws = generator(0, "orders of causes", count)
    return [draws.permutation(count).tolist() for _ in range(number)]


def _game(
    sets: Mapping[int, Present],
    shares: Sequence[Weights],
    alone: Sequence[Weights],
    pairs: Mapping[tuple[int, int], Weights],
    trials: Sequence[Sequence[Weights]] = (),
) -> Game:
    """Number the points, and add up the weights of sets that come to the same."""
    # Without any cause first, with all last: these come to what no other set does.
    places = {present: place for place, present in enumerate(dict.fromkeys(sets.values()))}

    def placed(weights: Weights) -> dict[int, float]:
        of = dict[int, Fraction]()
        for one, weight in weights.items():
            place = places[sets[one]]
            of[place] = of.get(place, Fraction()) + weight
        return {place: float(weight) for place, weight in sorted(of.items()) if weight}

    return Game(
        tuple(places),
        tuple(map(placed, shares)),
        tuple(map(placed, alone)),
        {pair: placed(weights) for pair, weights in pairs.items()},
        tuple(tuple(map(placed, one)) for one in trials),
    )
