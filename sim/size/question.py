"""What is asked: a target, a stockpile, the forms it may be held in, and where results go."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from sim.output.groups import Group, groups_of
from sim.output.order import Order
from sim.scenario.load import Loaded, load
from sim.scenario.network import buyers_named
from sim.scenario.schema import Good
from sim.size.form import Form, FormError, chosen_stockpile, members_in, own_form, settings_of
from sim.size.target import Target, group_of
from sim.study.job import is_random
from sim.sweep.plan import LENGTH, POINTS, TWINS, Base
from sim.world.chance import Chance
from sim.world.layout import Layout
from sim.world.plan import Plan
from sim.world.state import LANES_OF_64
from sim.world.world import World

ENDLESS = 10
"""An endless stock is one of so many times the days of the run."""


@dataclass(frozen=True)
class Question:
    """How large a stockpile must be."""

    base: Base
    """Scenario file, settings, histories, seed and sampling of every size."""
    loaded: Loaded
    """The scenario as the file and the settings give it."""
    target: Target
    stockpile: str
    step_days: float
    """Sizes are multiples of this, days of the members' planned use at the start."""
    named: Mapping[Form, tuple[str, ...]]
    """Members that were named for a form."""

    @cached_property
    def group(self) -> Group:
        """Whose measure it is."""
        scenario = self.loaded.scenario
        return group_of(self.target, groups_of(scenario, tuple(sorted(scenario.consumers))))

    @cached_property
    def histories(self) -> int:
        """Histories at each size; one where nothing is random."""
        asked = self.base.histories if self.is_random else 1
        return Order(self.loaded, asked, self.base.seed, self.base.sampling).settled[1]

    @cached_property
    def is_random(self) -> bool:
        """Whether histories differ."""
        return is_random(self.loaded.scenario)

    @cached_property
    def digest(self) -> str:
        """Stands for the scenario, the seed, the sampling and the question."""
        what, _ = Order(
            self.loaded, self.base.histories, self.base.seed, self.base.sampling
        ).settled
        content = {
            "scenario": what.digest,
            "histories": self.histories,
            "target": self.target.text,
            "stockpile": self.stockpile,
            "step_days": self.step_days,
            "members": {form: list(names) for form, names in sorted(self.named.items())},
        }
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:LENGTH]

    @property
    def folder(self) -> Path:
        """Where all of it is written."""
        return self.base.out / f"size-{self.loaded.scenario.name}-{self.digest}"

    @property
    def own_form(self) -> Form:
        """Form in which the scenario holds the stockpile."""
        return own_form(self.loaded.scenario, self.stockpile)

    @property
    def endless(self) -> int:
        """Steps of a stock that never runs out."""
        return int(np.ceil(ENDLESS * self.loaded.scenario.days / self.step_days))

    def members(self, form: Form) -> list[str]:
        """Name those who draw on the stockpile in a form.

        Raises
        ------
        FormError
            If nobody can.
        """
        return members_in(self.loaded.scenario, self.stockpile, form, self.named.get(form, ()))

    def order(self, form: Form, steps: int, extra: Sequence[str] = ()) -> Order:
        """Give the run of a size.

        Parameters
        ----------
        form : str
        steps : int
            Size in steps.
        extra : sequence of str
            What else is set, as after ``--set``.

        Raises
        ------
        ScenarioError
            If the scenario does not allow it.
        """
        changed = settings_of(
            self.loaded.scenario, self.stockpile, form, self.members(form), steps * self.step_days
        )
        return Order(
            load(self.base.file, [*self.base.settings, *changed, *extra]),
            self.histories,
            self.base.seed,
            self.base.sampling,
            self.folder / POINTS,
            twins=self.folder / TWINS,
        )

    def use_t_per_day(self, form: Form) -> float:
        """Give the members' planned use of a form on the first day, t a day.

        Of oxide it is the mass of the oxide, of metal and magnets their own: what is bought.

        Raises
        ------
        FormError
            If they use none, so that days of it are nothing.
        """
        scenario, (plan, layouts) = self.loaded.scenario, self._plan
        use = 0.0
        if form in layouts:
            members = set(buyers_named(scenario, form, self.members(form)))
            rows = [i for i, buyer in enumerate(layouts[form].buyers) if buyer in members]
            mass = np.ones(len(layouts[form].items))
            if form == "oxide":
                elements = (scenario.elements[item] for item in layouts[form].items)
                mass = np.array([element.oxide_t_per_t_element for element in elements])
            use = float((plan.at(plan.flows[form].used, 0)[rows] * mass).sum())
        if not use > 0.0:
            raise FormError(
                f"{self.stockpile} cannot be sized as {form}: its members use none on the first "
                f"day ({', '.join(self.members(form))}). Name others: --members {form}=ID,ID."
            )
        return use

    @cached_property
    def _plan(self) -> tuple[Plan, Mapping[Good, Layout]]:
        scenario = self.loaded.scenario.model_copy(update={"disruptions": {}})
        usual = Chance(scenario.seed, 0, LANES_OF_64, typical=True)
        parts = World(scenario, usual, first_day=-scenario.warm_up_days).parts
        return parts.plan, parts.layouts


def asked(
    base: Base,
    loaded: Loaded,
    target: Target,
    stockpile: str | None,
    step_days: float,
    named: Mapping[Form, tuple[str, ...]],
) -> Question:
    """Make sure that a question fits a scenario.

    Raises
    ------
    FormError, TargetError
        If it does not.
    """
    question = Question(
        base, loaded, target, chosen_stockpile(loaded.scenario, stockpile), step_days, named
    )
    assert question.group, "finding the group refuses an unknown one"
    return question
