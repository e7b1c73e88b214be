"""Every uncertain number of a scenario: how far it may be off, before and after 2024 is met."""

from dataclasses import dataclass

import numpy as np

from sim.scenario.schema import Scenario, Uncertainty
from sim.scenario.schema.uncertainty import WorldsKind
from sim.scenario.uncertainty.inputs import Inputs, of_block
from sim.scenario.uncertainty.meant import meant
from sim.scenario.uncertainty.uncertain import Uncertain
from sim.scenario.uncertainty.widths import NINE_TENTHS
from sim.world.chance.chance import Chance
from sim.world.chance.drawn import Drawn
from sim.world.network.draw import drawn_inputs

HISTORIES = 256
"""Histories that are drawn to see what is left of a number's width."""
BAND = 0.05, 0.95

Span = tuple[float, float]


@dataclass(frozen=True)
class Found:
    """One uncertain number."""

    number: Uncertain
    by_grade: Span
    """5 % and 95 % quantile by the grade of its source alone."""
    drawn: Span
    """The same in histories, in all of which 2024 comes out as it is known."""
    constrained: Span | None
    """The same in histories in constrained worlds; none where there are none of them."""

    def as_dict(self) -> dict[str, object]:
        """Give the fields for JSON."""
        one = self.number
        constrained = {} if self.constrained is None else {"constrained": list(self.constrained)}
        return {
            "path": one.name,
            "value": one.centre,
            "by_grade": list(self.by_grade),
            "drawn": list(self.drawn),
            **constrained,
            "kind": one.kind,
            "grade": one.grade,
            "source": one.source,
            "factor": one.factor,
        }


def asking(scenario: Scenario) -> Scenario:
    """Give a scenario whose numbers are uncertain; one that does not ask, as if it did."""
    if scenario.uncertainty is not None:
        return scenario
    return scenario.model_copy(update={"uncertainty": "from_grades"})


def uncertain_numbers(scenario: Scenario) -> tuple[Inputs, list[Found]]:
    """Draw some histories of a scenario and tell how far its numbers are off in them."""
    asks = asking(scenario)
    block = asks.uncertainty if isinstance(asks.uncertainty, Uncertainty) else Uncertainty()
    inputs = of_block(asks, block)
    ends, found = np.array([-NINE_TENTHS, NINE_TENTHS]), list[Found]()
    drawn = _drawn(asks, "prior")
    if drawn is None:
        return inputs, []
    is_known = (worlds := meant(asks)) is not None and worlds.worlds is not None
    constrained = _drawn(asks, "constrained") if is_known else None
    for one in inputs.drawn:
        low, high = one.value(one.centre, ends).tolist()
        now = None if constrained is None else _span(constrained, one)
        found.append(Found(one, (low, high), _span(drawn, one), now))
    return inputs, found


def _drawn(scenario: Scenario, worlds: WorldsKind) -> Drawn | None:
    asked = scenario.model_copy(update={"worlds": worlds})
    return drawn_inputs(asked, Chance(scenario.seed, 0, HISTORIES))


def _span(drawn: Drawn, one: Uncertain) -> Span:
    low, high = np.quantile(drawn.value(one.path, one.centre), BAND).tolist()
    return low, high
