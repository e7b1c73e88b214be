"""What is run: all that decides a result, the number of histories excepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec

from pydantic import BaseModel

from sim.scenario.branches import deciding, may_happen
from sim.scenario.digest import digest
from sim.scenario.numbers import each
from sim.scenario.schema import (
    Disruption,
    Distribution,
    Firms,
    Grey,
    Licence,
    Project,
    ProjectKind,
    Scenario,
)
from sim.scenario.settings import with_changes
from sim.scenario.uncertainty.inputs import inputs_of
from sim.scenario.undisrupted import undisrupted
from sim.study.replicate import Study
from sim.world.chance.chance import Chance
from sim.world.chance.sampling import REPLICATES, Sampling, Scheme, placed
from sim.world.state.state import BATCH
from sim.world.world import World, prepare_for_all


class SamplingError(Exception):
    """A sampling scheme does not fit what is asked for; the message says what does."""


@dataclass(frozen=True)
class Job:
    """A scenario, a seed and a scheme of sampling.

    Attributes
    ----------
    scenario : Scenario
    seed : int
        Seed of all chance.
    scheme : str
        How random inputs are drawn: ``random``, ``sobol`` or ``latin``.
    histories : int
        Number of histories, where the scheme fixes it (``latin``), else 0.
    named : str
        What the scenario was asked for by: a shipped name, or that of a file; decides nothing.
    settings : tuple of str
        What ``--set`` changed in it, for readers: the scenario holds it already.
    """

    scenario: Scenario
    seed: int
    scheme: Scheme = "random"
    histories: int = 0
    named: str = ""
    settings: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Ten hexadecimal digits that name the scenario, the seed, the scheme and this program."""
        of = f"{self.scheme}{self.histories or ''}"
        return digest(self.scenario, self.seed, "" if self.scheme == "random" else of)

    @property
    def title(self) -> str:
        """What figures and reports call it: the scenario's title, and what ``--set`` changed."""
        return with_changes(self.scenario.called, self.settings)

    @cached_property
    def is_random(self) -> bool:
        """Whether histories differ; otherwise one stands for all."""
        return is_random(self.scenario)

    @cached_property
    def twin(self) -> Scenario | None:
        """The scenario without its disruptions; none if it has none."""
        if not self.scenario.disruptions:
            return None
        return undisrupted(self.scenario)

    @cached_property
    def twin_is_random(self) -> bool:
        """Whether the twin's histories differ; otherwise one stands for all."""
        return self.twin is not None and is_random(self.twin)

    def study(self) -> Study:
        """Make the plan, run the warm-up, and find the dimensions of the random inputs."""
        warm = prepare_for_all(self.scenario)
        scenarios = (self.scenario,) if self.twin is None else (self.scenario, self.twin)
        return Study(scenarios, warm, self.seed, self.sampling)

    @cached_property
    def sampling(self) -> Sampling:
        """How its random inputs are drawn."""
        if self.scheme != "sobol":
            return Sampling(self.scheme, self.histories)
        trial = Chance(self.seed, 0, BATCH)
        World(self.scenario, trial)  # draws all inputs as it is built
        inputs: Mapping[str, int] = placed(trial.inputs)
        return Sampling(self.scheme, inputs=inputs)


def job(scenario: Scenario, seed: int, scheme: Scheme, histories: int) -> tuple[Job, int]:
    """Give the job and the number of histories that come nearest to what is asked for.

    A Latin hypercube has a fixed number of histories, at least two for each of its replicates;
    Sobol' points come in lots of 64 (more are run rather than fewer). Of a scenario without chance
    one history is all there is to know.

    Raises
    ------
    SamplingError
        If there are too few histories for the scheme, or it needs SciPy, which is not there.
    """
    check_scheme(scheme, histories)
    if not is_random(scenario):
        return Job(scenario, seed), 1
    return random_job(scenario, seed, scheme, histories)


def check_scheme(scheme: Scheme, histories: int) -> None:
    """Refuse a scheme that does not fit, as :func:`job` does."""
    if scheme == "sobol":
        _need_scipy()
    if scheme == "latin" and histories < 2 * REPLICATES:
        raise SamplingError(
            f"-n(={histories}): a Latin hypercube needs at least {2 * REPLICATES} histories, "
            f"two for each of its {REPLICATES} independent replicates"
        )


def random_job(scenario: Scenario, seed: int, scheme: Scheme, histories: int) -> tuple[Job, int]:
    """Give the same of a scenario that has chance, with as many histories as the scheme takes."""
    if scheme == "latin":
        return Job(scenario, seed, scheme, histories), histories
    if scheme == "sobol":
        return Job(scenario, seed, scheme), -(-histories // BATCH) * BATCH
    return Job(scenario, seed), histories


def is_random(value: object, known: dict[int, bool] | None = None) -> bool:
    """Tell whether any number of a scenario (or a part of one) is drawn.

    Parameters
    ----------
    value
        A scenario, a block, a number.
    known : dict of int to bool, optional
        What was found of blocks, by their identity: scenarios that share blocks, and that all stay
        while it is used, may share it.
    """
    if known is None:
        known = {}
    if not isinstance(value, BaseModel | dict):
        return _is_random(value, known)
    if id(value) not in known:
        known[id(value)] = _is_random(value, known)
    return known[id(value)]


def _is_random(value: object, known: dict[int, bool]) -> bool:
    if isinstance(value, Firms):  # they differ from each other, not between histories
        return False
    if isinstance(value, Distribution):
        return True
    if isinstance(value, dict):
        return any(is_random(one, known) for one in value.values())
    if isinstance(value, list | tuple):
        return any(is_random(one, known) for one in value)
    if isinstance(value, Scenario) and (inputs := inputs_of(value)) is not None and inputs.drawn:
        return True
    if isinstance(value, Scenario) and any(map(_uncertain, _probabilities(value))):
        return True
    if isinstance(value, Scenario) and deciding(value):
        return True
    if isinstance(value, Licence) and value.decisions == "random":
        return True
    if isinstance(value, Grey) and _uncertain(*each(value.intercepted)):
        return True
    fields = getattr(type(value), "model_fields", ())
    if isinstance(value, Scenario):
        fields = [name for name in fields if name != "disruptions"]
        if any(is_random(one, known) for one in _possible(value)):
            return True
    return any(is_random(getattr(value, name), known) for name in fields)


def _possible(scenario: Scenario) -> list[Disruption]:
    """List the disruptions that may happen: what is drawn of others makes no difference."""
    return [one for one in scenario.disruptions.values() if may_happen(scenario, one)]


def _probabilities(scenario: Scenario) -> list[object]:
    """List what may be left to chance with a probability."""
    return [
        *(one.cancel_probability for one in _projects_and_kinds(scenario)),
        *(step.fails for one in scenario.projects.values() for step in one.steps.values()),
        *(disruption.probability for disruption in _possible(scenario)),
    ]


def _projects_and_kinds(scenario: Scenario) -> list[Project | ProjectKind]:
    """List what may have a chance of cancellation."""
    kinds = {} if scenario.schedule is None else scenario.schedule.kinds
    return [*scenario.projects.values(), *kinds.values()]


def _uncertain(*probabilities: object) -> bool:
    """Tell whether chance decides, with a probability (or with any of several dates)."""
    return not any(all(one in (sure, None) for one in probabilities) for sure in (0.0, 1.0))


def _need_scipy() -> None:
    # Only looked for: to import it takes a second, and processes that draw do that themselves.
    if find_spec("scipy") is None:
        raise SamplingError(
            "--sampling sobol needs SciPy: pip install 'shortfall[sobol]'; "
            "--sampling latin does without"
        )
