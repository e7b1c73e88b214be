"""Which of the numbers that say how late a project comes counts: its own, or the schedule's."""

from collections.abc import Iterator

from sim.scenario.origin import Path
from sim.scenario.schema import Number, Scenario
from sim.scenario.value import value_at

LATE, GIVEN_UP = "slip_months", "cancel_probability"
"""Keys of a project and of a kind of them."""
OF_MILESTONES = {LATE: "late_months", GIVEN_UP: "fails"}
"""What milestones have of their own instead."""


def is_scheduled(scenario: Scenario, name: str) -> bool:
    """Tell whether the schedule holds for a project: whether it was planned for later."""
    schedule = scenario.schedule
    return schedule is not None and scenario.projects[name].first_product > schedule.after


def scheduled(scenario: Scenario) -> Iterator[str]:
    """Go through the projects for which the schedule holds."""
    return (name for name in scenario.projects if is_scheduled(scenario, name))


def may_be_late(scenario: Scenario) -> bool:
    """Tell whether any project may come on another day than planned, by itself or a disruption."""
    return (
        (scenario.schedule is not None and bool(scenario.projects))
        or any(project.steps for project in scenario.projects.values())
        or any(one.delays or one.lengthens for one in scenario.disruptions.values())
        or any(
            number_of(scenario, name, key) != 0.0
            for name in scenario.projects
            for key in (LATE, GIVEN_UP)
        )
    )


def number_of(scenario: Scenario, name: str, key: str) -> Number:
    """Give a number that says how late a project comes; 0 where nothing does."""
    path = where_written(scenario, name, key)
    number: Number = 0.0 if path is None else value_at(scenario, path).value
    return number


def where_written(scenario: Scenario, name: str, key: str) -> Path | None:
    """Give the path of a number that says how late a project comes; none where nothing does.

    Parameters
    ----------
    scenario : Scenario
    name : str
        Id of the project.
    key : str
        :data:`LATE` or :data:`GIVEN_UP`.
    """
    project, schedule = scenario.projects[name], scenario.schedule
    if getattr(project, key) is not None:
        return "projects", name, key
    if own_milestones(scenario, name, key):
        return None
    if schedule is not None and is_scheduled(scenario, name) and project.kind in schedule.kinds:
        return "schedule", "kinds", project.kind, key
    return None


def own_milestones(scenario: Scenario, name: str, key: str) -> list[str]:
    """Name the milestones of a project that say themselves what the schedule would."""
    own = OF_MILESTONES[key]
    steps = scenario.projects[name].steps
    return [one for one, step in steps.items() if getattr(step, own) is not None]
