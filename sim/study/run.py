"""One scenario, many histories, and its undisrupted twin."""

from dataclasses import dataclass
from functools import cached_property

from sim.scenario.schema import Distribution, Scenario
from sim.study.replicate import Progress, Study, replicate
from sim.world.record import Record
from sim.world.world import prepare


@dataclass(frozen=True)
class Run:
    """A scenario that was run.

    Attributes
    ----------
    scenario : Scenario
    seed : int
    record : Record
        All histories, in order.
    twin : Record
        The same histories without the disruptions; a single one if nothing else is random.
    """

    scenario: Scenario
    seed: int
    record: Record
    twin: Record

    @cached_property
    def digest(self) -> str:
        """Ten hexadecimal digits that name the scenario, the seed and this program."""
        from sim.scenario.digest import digest

        return digest(self.scenario, self.seed)


def run(
    scenario: Scenario,
    n: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Run:
    """Run a scenario.

    Parameters
    ----------
    scenario : Scenario
        As :func:`sim.load` gives it.
    n : int, optional
        Number of histories; the scenario's own if not given.
    seed : int, optional
        Seed; the scenario's own if not given. The same seed gives the same histories.
    workers : int
        Processes to use. With more than one, a script must guard its main part with
        ``if __name__ == "__main__":``.
    progress : callable, optional
        Called with the number of histories done and in all.

    Returns
    -------
    Run
        Series and totals of every history, and of the undisrupted twin.

    Raises
    ------
    BalanceError
        If the books of a facility do not close.
    """
    histories = scenario.histories if n is None else n
    if histories < 1:
        raise ValueError(f"n(={histories}) must be at least 1")
    chosen = scenario.seed if seed is None else seed
    prepared = prepare(scenario)
    if not scenario.disruptions:
        study = Study((scenario,), prepared, chosen)
        (record,) = replicate(study, [histories], workers, progress)
        return Run(scenario=scenario, seed=chosen, record=record, twin=record)
    calm = scenario.model_copy(update={"disruptions": {}})
    study = Study((scenario, calm), prepared, chosen)
    counts = [histories, histories if is_random(calm) else 1]
    record, twin = replicate(study, counts, workers, progress)
    return Run(scenario=scenario, seed=chosen, record=record, twin=twin)


def is_random(value: object) -> bool:
    """Tell whether any number of a scenario (or a part of one) is drawn."""
    if isinstance(value, Distribution):
        return True
    if isinstance(value, dict):
        return any(map(is_random, value.values()))
    if isinstance(value, list | tuple):
        return any(map(is_random, value))
    if isinstance(value, Scenario) and any(
        _uncertain(project.cancel_probability) for project in value.projects.values()
    ):
        return True
    fields = getattr(type(value), "model_fields", None)
    return fields is not None and any(is_random(getattr(value, name)) for name in fields)


def _uncertain(probability: object) -> bool:
    return probability not in (0.0, 1.0)
