"""Draws what is uncertain of a scenario, once for all the worlds of its replications."""

from functools import cached_property
from typing import Any

from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.inputs import Inputs, inputs_of
from sim.scenario.uncertainty.meant import EachItsOwn, meant
from sim.world.chance.chance import Chance
from sim.world.chance.drawn import Drawn, Scores
from sim.world.chance.worlds import Numbered, Weighted, Worlds
from sim.world.network.balance_year import LAST_DAY, BalanceYear
from sim.world.network.headroom import Headroom, least_thresholds
from sim.world.network.reconciled import Reconciler

MOST_KEPT = 2
"""Scenarios, and draws of each, that are remembered: a world and its twin have the same."""


class Draws:
    """What is uncertain of one scenario.

    Parameters
    ----------
    scenario : Scenario
        Without disruptions.
    inputs : Inputs
        Which numbers those are.
    """

    def __init__(self, scenario: Scenario, inputs: Inputs) -> None:
        self.scenario, self._inputs = scenario, inputs
        self._found: list[tuple[Scores, Drawn]] = []

    @cached_property
    def _worlds(self) -> Worlds | None:
        """Worlds that replications are in; none where each has draws of its own."""
        asked: Any = self.scenario.worlds
        if isinstance(asked, EachItsOwn):
            return Numbered(asked.seed)
        found = meant(self.scenario)
        return None if found is None or found.worlds is None else Weighted.read(found.worlds)

    @cached_property
    def _reconciler(self) -> Reconciler:
        return Reconciler(BalanceYear(self.scenario), self._inputs)

    @cached_property
    def _headroom(self) -> Headroom:
        return Headroom(BalanceYear(self.scenario, max(self.scenario.end, LAST_DAY)))

    def drawn(self, chance: Chance) -> Drawn:
        """Draw the numbers for some replications."""
        scores = Scores.drawn(self._inputs, chance, self._worlds)
        for known, found in self._found:
            if scores.are(known):
                return found
        drawn = self._reconciler.reconciled(scores)
        drawn = drawn.at_least(self._headroom.least(drawn) | least_thresholds(drawn))
        self._found = [(scores, drawn), *self._found][:MOST_KEPT]
        return drawn


_draws: list[Draws] = []
"""Of the scenarios asked for last."""


def drawn_inputs(scenario: Scenario, chance: Chance) -> Drawn | None:
    """Draw the uncertain numbers of a scenario; none where there are none, or means are asked for.

    Disruptions have no part in it: what they happen to is one world, with and without them.
    """
    if scenario.uncertainty is None or chance.expected_value:
        return None
    calm = scenario.model_copy(update={"disruptions": {}})
    found = next((one for one in _draws if one.scenario == calm), None)
    if found is None:
        inputs = inputs_of(scenario)
        if inputs is None or not inputs.drawn:
            return None
        found = Draws(calm, inputs)
        _draws[:] = [found, *_draws][:MOST_KEPT]
    return found.drawn(chance)
