"""What is asked: a target, a stockpile, the forms it may be held in, and where results go."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from sim.design.inquiry import Inquiry
from sim.output.groups import Group, groups_of
from sim.output.run_request import RunRequest
from sim.scenario.chain import OXIDE
from sim.scenario.digest import LENGTH
from sim.scenario.membership import member_consumers, receivers
from sim.scenario.schema import Form, Scenario
from sim.scenario.undisrupted import undisrupted
from sim.size.form import (
    FormError,
    check_through,
    chosen_stockpile,
    own_form,
    settings_of,
    settings_of_mix,
)
from sim.size.target import Target, groups_named
from sim.world.chance.chance import Chance
from sim.world.state.state import BATCH
from sim.world.world import World

ENDLESS = 10
"""An endless stock is one of so many times the days of the run."""


@dataclass(frozen=True)
class Question(Inquiry):
    """How large a stockpile must be."""

    target: Target
    stockpile: str
    step_days: float
    """Sizes are multiples of this, days of the members' planned use at the start."""
    through: Mapping[Form, tuple[str, ...]]
    """Facilities that were named to convert a form."""

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Whose measure it is; of several the worst counts."""
        consumers = tuple(sorted(self.scenario.consumers))
        return groups_named(self.target, groups_of(self.scenario, consumers))

    @cached_property
    def digest(self) -> str:
        """Stands for the scenario, the seed, the sampling and the question."""
        content = {
            "scenario": self.request.settled[0].digest,
            "target": self.target.text,
            "stockpile": self.stockpile,
            "step_days": self.step_days,
            "through": {form: list(names) for form, names in sorted(self.through.items())},
        }
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:LENGTH]

    @property
    def folder(self) -> Path:
        """Where all of it is written."""
        return self.request.out / f"size-{self.scenario.name}-{self.digest}"

    @property
    def own_form(self) -> Form:
        """Form in which the scenario holds the stockpile."""
        return own_form(self.scenario, self.stockpile)

    @property
    def endless(self) -> int:
        """Steps of a stock that never runs out."""
        return int(np.ceil(ENDLESS * self.scenario.days / self.step_days))

    def size_scenario(self, form: Form, steps: int, extra: Sequence[str] = ()) -> Scenario:
        """Give the scenario with a size.

        Parameters
        ----------
        form : str
        steps : int
            Size in steps.
        extra : sequence of str
            What else is set, as after ``--set``.

        Raises
        ------
        ScenarioError, FormError
            If the scenario does not allow it.
        """
        through = self.through.get(form, ())
        days = steps * self.step_days
        changed = settings_of(self.scenario, self.stockpile, form, through, days)
        return self.request.loaded.changed([*changed, *extra]).scenario

    def mix_scenario(self, days: Mapping[Form, float]) -> Scenario:
        """Give the scenario where it holds several forms, days of the members' use each."""
        changed = settings_of_mix(self.scenario, self.stockpile, days, self.through)
        return self.request.loaded.changed(changed).scenario

    def use_t_per_day(self, form: Form) -> float:
        """Give what a day of the members' planned use on the first day is in a form, t.

        Of oxide it is the mass of the oxide, of metal and magnets their own: what is bought.

        Raises
        ------
        FormError
            If its members use none, so that days of it are nothing.
        """
        scenario = self.size_scenario(form, 1)
        calm = undisrupted(scenario)
        expected = Chance(scenario.seed, 0, BATCH, expected_value=True)
        world = World(calm, expected, first_day=-scenario.warm_up_days)
        (holding,) = (one for one in world.stockpiles.holdings if one.stockpile == self.stockpile)
        holding.fill_at_start()
        mass = np.ones(len(holding.items))
        if form == OXIDE:
            elements = (scenario.elements[item] for item in holding.items)
            mass = np.array([element.oxide_t_per_t_element for element in elements])
        use = float(holding.stock[:, 0] @ mass) / self.step_days
        if not use > 0.0:
            raise FormError(
                f"{self.stockpile} cannot be sized as {form}: its members use none on the first "
                "day, so that days of their use are nothing. Give it other members."
            )
        return use

    def members(self, form: Form) -> list[str]:
        """Name the consumers that are members in a form; the plants, where they are the members."""
        scenario = self.size_scenario(form, 1)
        consumers = member_consumers(scenario, self.stockpile)
        return sorted(consumers) or receivers(scenario, self.stockpile, form)


def asked(
    request: RunRequest,
    target: Target,
    stockpile: str | None,
    step_days: float,
    through: Mapping[Form, tuple[str, ...]],
) -> Question:
    """Make sure that a question fits a scenario.

    Raises
    ------
    FormError, TargetError
        If it does not.
    """
    scenario = request.loaded.scenario
    check_through(scenario, through)
    chosen = chosen_stockpile(scenario, stockpile)
    question = Question(request, target, chosen, step_days, through)
    assert question.groups, "finding the group refuses an unknown one"
    return question
