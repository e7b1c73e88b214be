"""Draws what is uncertain of scenarios, once for all the worlds of a replication.

Numbers are reconciled, and given headroom, batch by batch of replications and by what that reads of
a scenario alone (:func:`foundation`). So scenarios that differ in anything else share it: runs and
their twins, points of a design, variants that are compared.
"""

from collections.abc import Hashable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import STOCKPILES
from sim.scenario.membership import without_stockpiles
from sim.scenario.origin import Path
from sim.scenario.schema import Scenario
from sim.scenario.schema.scenario import ABOUT, Policy
from sim.scenario.uncertainty.inputs import Inputs, inputs_of
from sim.scenario.uncertainty.meant import EachItsOwn, meant
from sim.scenario.undisrupted import undisrupted
from sim.world.chance.chance import Chance
from sim.world.chance.drawn import STREAMS, Drawn, Scores, note
from sim.world.chance.worlds import Numbered, Weighted, Worlds
from sim.world.network.balance_year import BalanceYear
from sim.world.network.headroom import Headroom, least_thresholds
from sim.world.network.reconciled import Reconciler
from sim.world.state.state import BATCH

F64 = NDArray[np.float64]

MOST_KEPT = 2
"""Foundations that are remembered: those of a run and of what it is compared with."""
MOST_BATCHES = 32
"""Batches of replications of each that are remembered."""
SET_ASIDE = (ABOUT - {"as_of"}) | {
    *("branches", "disruptions", "groups", "histories", "market", "measures", "seed", "sources"),
    *("start", "uncertainty", "valid_from", "warm_up_days", "worlds"),
}
"""Blocks that the undisrupted plan of a day is not made of."""


def foundation(scenario: Scenario) -> Scenario:
    """Give the part of a scenario that the undisrupted plan of a day is made of.

    All else is as if it were not written: what it is cannot matter then.
    """
    fields = Scenario.model_fields
    changes = {
        name: fields[name].get_default(call_default_factory=True)
        for name in SET_ASIDE
        if not fields[name].is_required()
    }
    policy = Policy(review_days=scenario.policy.review_days)
    changes |= {"name": "foundation", "policy": policy}
    return without_stockpiles(scenario).model_copy(update=changes)


def is_of(below: Scenario, path: Path) -> bool:
    """Tell whether a number is one of a foundation."""
    if path[0] == "lanes":
        return path[1] in below.lanes
    return path[0] not in {*SET_ASIDE, STOCKPILES, "policy"}


class Draws:
    """What is uncertain of scenarios with one foundation.

    Parameters
    ----------
    scenario : Scenario
        That foundation.
    inputs : Inputs
        Which of its numbers those are.
    worlds : Worlds or None
        Worlds that replications are in; none where each has draws of its own.
    """

    def __init__(self, scenario: Scenario, inputs: Inputs, worlds: Worlds | None) -> None:
        self.scenario, self.inputs, self.worlds = scenario, inputs, worlds
        self._found: dict[Hashable, Drawn] = {}

    def like(self, other: "Draws") -> bool:
        """Tell whether another draws the same."""
        same = self.inputs == other.inputs and self.worlds == other.worlds
        return same and self.scenario == other.scenario

    @cached_property
    def _reconciler(self) -> Reconciler:
        return Reconciler(BalanceYear(self.scenario), self.inputs)

    @cached_property
    def _headroom(self) -> Headroom:
        return Headroom(self.scenario)

    def drawn(self, chance: Chance) -> Drawn:
        """Draw the numbers for whole batches of replications, a column each."""
        if not self.inputs.drawn:
            nothing = np.zeros((0, len(chance.batches) * BATCH))
            return Drawn(self.inputs, nothing, nothing)
        keys = {batch: chance.key(batch) for batch in chance.batches}
        new = [batch for batch, key in keys.items() if key not in self._found]
        if new:
            batches = range(new[0], new[-1] + 1)
            scores = Scores.drawn(self.inputs, chance.of(batches), self.worlds)
            drawn = self._reconciler.reconciled(scores)
            drawn = drawn.at_least(self._headroom.least(drawn) | least_thresholds(drawn))
            drawn = drawn.lifted(self._headroom.lifts(drawn))
            self._found |= zip(map(chance.key, batches), drawn.by_batch(), strict=True)
        found = Drawn.joined([self._found[key] for key in keys.values()])
        for key in list(self._found)[:-MOST_BATCHES]:
            del self._found[key]
        return found

    def missed(self, chance: Chance) -> F64:
        """Give the most by which any flow of 2024 misses the balance, in whole batches."""
        if not self.inputs.drawn:
            return np.zeros(len(chance.batches) * BATCH)
        missed = np.abs(self._reconciler.missed(self.drawn(chance)))
        return np.asarray(np.maximum.reduce(missed, axis=0, initial=0.0))


_draws: list[Draws] = []
"""Of the foundations asked for last."""
_asked: list[tuple[Scenario, Inputs, Draws]] = []
"""Scenarios asked for last, undisrupted."""


def drawn_inputs(scenario: Scenario, chance: Chance) -> Drawn | None:
    """Draw the uncertain numbers of a scenario; none where there are none, or means are asked for.

    Disruptions have no part in it: what they happen to is one world, with and without them.
    """
    known = None if chance.expected_value else _known(scenario)
    if known is None:
        return None
    inputs, draws = known
    note(draws.inputs, chance, draws.worlds)
    found = draws.drawn(chance).mapped(chance.spread)
    for columns, other in chance.others(STREAMS):
        found = found.where(columns, draws.drawn(other).mapped(other.spread))
    return found.with_others(inputs, chance, draws.worlds)


def balance_missed(scenario: Scenario, chance: Chance) -> F64:
    """Give the most by which any flow of 2024 misses the balance, part of it, ``[replication]``."""
    known = _known(scenario)
    return np.zeros(chance.width) if known is None else chance.spread(known[1].missed(chance))


def _known(scenario: Scenario) -> tuple[Inputs, Draws] | None:
    """Find what is uncertain of a scenario, and what draws it; none where nothing is."""
    if scenario.uncertainty is None:
        return None
    calm = undisrupted(scenario)
    found = next((one for one in _asked if one[0] == calm), None)
    if found is None:
        inputs = inputs_of(calm)
        if inputs is None or not inputs.drawn:
            return None
        found = calm, inputs, _draws_of(calm, inputs)
        _asked[:] = [found, *_asked][:MOST_KEPT]
    return found[1:]


def _draws_of(scenario: Scenario, inputs: Inputs) -> Draws:
    """Give what draws the numbers of a scenario's foundation."""
    below, worlds = foundation(scenario), worlds_of(scenario)
    own = tuple(one for one in inputs.drawn if is_of(below, one.path))
    found = Draws(below, Inputs(inputs.common, own, ()), worlds)
    found = next((one for one in _draws if one.like(found)), found)
    _draws[:] = [found, *(one for one in _draws if one is not found)][:MOST_KEPT]
    return found


def worlds_of(scenario: Scenario) -> Worlds | None:
    """Give the worlds that replications are in; none where each has draws of its own."""
    asked: Any = scenario.worlds
    if isinstance(asked, EachItsOwn):
        return Numbered(asked.seed, asked.numbers)
    found = meant(scenario)
    return None if found is None or found.worlds is None else Weighted.read(found.worlds)
