"""What was drawn once of each history of a run, drawn again: nothing is simulated.

A draw depends on the seed, its name and the number of the history alone, so the draws of a run that
is stored are those of a world that is built like it.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.output.histories import Histories
from sim.scenario.branches import deciding, may_happen
from sim.scenario.origin import Path
from sim.scenario.scheduled import GIVEN_UP, LATE, where_written
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.uncertainty.inputs import Inputs, inputs_of
from sim.scenario.undisrupted import undisrupted
from sim.scenario.value import Value, numbers, value_at
from sim.world.chance.chance import Chance
from sim.world.chance.copula import scores_of
from sim.world.chance.drawn import Drawn, spread_of
from sim.world.chance.values import Values
from sim.world.chance.worlds import Worlds
from sim.world.network.draw import worlds_of
from sim.world.network.input_recorder import FACTORS, NUMBERS
from sim.world.network.schedule import Schedule
from sim.world.state.state import BATCH
from sim.world.timing.branches import branches_taken
from sim.world.world import World

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

HAPPENS = ".happens"
"""End of the names of draws that decide whether something happens."""
BRANCHES, COMMON = "branches.", "schedule.common."
"""Beginnings of the names of draws of branches, and of what projects have in common."""


class Redrawn:
    """The draws of a run.

    Parameters
    ----------
    run : Histories
    """

    def __init__(self, run: Histories) -> None:
        self._run, self.scenario = run, run.scenario
        width = (int(run.numbers[-1]) // BATCH + 1) * BATCH
        self._chance = Chance(run.job.seed, 0, width, sampling=run.sampling)
        self._values = Values(self.scenario, self._chance, self._uncertain(width))

    @cached_property
    def inputs(self) -> Inputs | None:
        """What is uncertain by its source; none where nothing is."""
        if not self._run.has(NUMBERS.name):
            return None
        return inputs_of(undisrupted(self.scenario))

    @cached_property
    def worlds(self) -> Index | None:
        """Which of the worlds of a file each history is in; none where each has its own."""
        found = self._worlds
        return None if found is None else found.of(self._chance)[1][self._run.numbers]

    @cached_property
    def _worlds(self) -> Worlds | None:
        calm = undisrupted(self.scenario)
        return None if self.inputs is None else worlds_of(calm)

    def is_of_world(self, name: str) -> bool:
        """Tell whether what was drawn is a number that histories in one world have in common."""
        drawn = self._values.drawn
        return drawn is not None and self.path(name) in drawn.spread

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of all else that is drawn once, in the order in which a world asks for it.

        What is drawn of a disruption that cannot happen, or decides between such, is left out.
        """
        trial = Chance(self._run.job.seed, 0, BATCH)
        World(self.scenario.model_copy(update={"uncertainty": None, "worlds": None}), trial)
        return tuple(name for name in dict.fromkeys(trial.inputs) if self._matters(name))

    def _matters(self, name: str) -> bool:
        """Tell whether a draw may make a difference."""
        if name.startswith(BRANCHES):
            return name.removeprefix(BRANCHES) in deciding(self.scenario)
        table, of, *_ = self.path(name)
        found = self.scenario.disruptions.get(str(of)) if table == "disruptions" else None
        return found is None or may_happen(self.scenario, found)

    @cached_property
    def written(self) -> dict[str, Value]:
        """The distributions that are written in the scenario, by the names of their draws."""
        found = [one for one in numbers(self.scenario) if isinstance(one.value, Distribution)]
        return {self._values.stream(one.path): one for one in found}

    def path(self, name: str) -> Path:
        """Give the path of the number that a draw is of: that of the odds of what may happen."""
        words = tuple(name.split("."))
        if name in self.written:
            return self.written[name].path
        if name.startswith(BRANCHES):
            return (*words, "weights")
        if words[0] == "projects" and len(words) == 3:
            key = LATE if words[2] == LATE else GIVEN_UP
            return where_written(self.scenario, words[1], key) or words
        if name.endswith(HAPPENS):
            return (*words[:-1], "probability" if words[0] == "disruptions" else "fails")
        return words[:3] if name.startswith(COMMON) else words

    def unit(self, name: str) -> str:
        """Give the unit of what was drawn."""
        if name.startswith(COMMON):
            return "sd"
        return value_at(self.scenario, self.path(name)).bounds.unit

    def value(self, name: str) -> F64:
        """Give what was drawn, ``[history]``.

        The number itself; 1 where something happens and 0 where it does not; the place of the
        branch that is taken; a normal score of what projects have in common.
        """
        found = np.asarray(self._value(name), np.float64)
        return np.broadcast_to(found, self._chance.width)[self._run.numbers]

    def _value(self, name: str) -> NDArray[np.float64] | NDArray[np.bool_] | Index:
        words, path = name.split("."), self.path(name)
        if name.startswith(BRANCHES):
            return branches_taken(self.scenario, self._values)[words[1]]
        if words[0] == "projects" and len(words) == 3:
            schedule = Schedule(self.scenario, self._values)
            if words[2] == LATE:
                return schedule.months(words[1])
            if name.endswith(HAPPENS):
                return schedule.cancelled(words[1])
            if path[0] != "projects":
                return self._values.drawn_as(tuple(words), path)
        if name.endswith(HAPPENS):
            return self._chance.uniform(name) < self._values.at(*path)
        if name in self.written:
            return self._values.at(*path)
        return scores_of(self._chance.uniform(name))

    def stored(self, *, singly: bool) -> F64:
        """Give uncertain numbers as histories had them, in agreement with 2024, one by one.

        Otherwise the scores of what those of a source and kind have in common; ``[number or factor,
        history]``.
        """
        return np.asarray(self._run.read((NUMBERS if singly else FACTORS).name), np.float64)

    def _uncertain(self, width: int) -> Drawn | None:
        """Give the uncertain numbers as the world had them; 0 stands for histories not there."""
        if self.inputs is None:
            return None
        scores = np.zeros((len(self.inputs.drawn), width))
        for at, (one, row) in enumerate(
            zip(self.inputs.drawn, self.stored(singly=True), strict=True)
        ):
            scores[at, self._run.numbers] = one.score(row)
        factors = np.zeros((len(self.inputs.factors), width))
        spread = spread_of(self.inputs, self._chance, self._worlds)
        return Drawn(self.inputs, scores, factors, spread=spread)


def cases_of(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Name the cases of what is decided by chance, by the values that stand for them."""
    if name.startswith(BRANCHES):
        return tuple(sorted(scenario.branches[name.removeprefix(BRANCHES)].weights))
    return ("no", "yes")
