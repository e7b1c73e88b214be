"""A scenario without what happens to it."""

from sim.scenario.schema import Scenario


def undisrupted(scenario: Scenario) -> Scenario:
    """Give a scenario without its disruptions."""
    return scenario.model_copy(update={"disruptions": {}})
