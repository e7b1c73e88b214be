"""Which milestones of which projects a disruption lengthens."""

from collections.abc import Iterator

from sim.scenario.network import within
from sim.scenario.schema import Milestone, Scenario
from sim.scenario.schema.disruption.effect import Lengthening


def lengthened(scenario: Scenario, by: Lengthening) -> set[tuple[str, str]]:
    """Give the milestones that are hit, as project and milestone."""
    return {
        (project, name)
        for project, name, step in _of_projects(scenario, by)
        if all(_is_of(scenario, name, step, key, names) for key, names in by.given.items())
    }


def named(scenario: Scenario, by: Lengthening, key: str) -> set[str]:
    """List what there is of a kind by which milestones are named, in the projects named."""
    found = (_told(name, step, key) for _, name, step in _of_projects(scenario, by))
    return {one for one in found if one is not None}


def _of_projects(scenario: Scenario, by: Lengthening) -> Iterator[tuple[str, str, Milestone]]:
    for project, block in scenario.projects.items():
        if by.projects is None or project in by.projects:
            yield from ((project, name, step) for name, step in block.steps.items())


def _told(name: str, step: Milestone, key: str) -> str | None:
    return {"milestones": name, "cause": step.cause, "from": step.made_in}[key]


def _is_of(
    scenario: Scenario, name: str, step: Milestone, key: str, names: tuple[str, ...]
) -> bool:
    told = _told(name, step, key)
    if told is None or told in names:
        return told is not None
    return key == "from" and any(within(scenario, told, place) for place in names)
