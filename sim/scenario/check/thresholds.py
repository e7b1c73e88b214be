"""Thresholds of the measures: a line that is up again must not be down."""

from collections.abc import Iterator

from sim.scenario.errors import figure
from sim.scenario.finding import Finding
from sim.scenario.schema import Scenario


def thresholds(scenario: Scenario) -> Iterator[Finding]:
    """Check the thresholds against each other."""
    down, up = scenario.measures.line_down_below, scenario.measures.line_up_above
    if up < down:
        least = figure(down, up)
        says = f"A line is up again from {figure(up, down)} on, and down below {least}."
        remedy = f"Write at least {least}, or less for line_down_below."
        yield Finding(("measures", "line_up_above"), says, remedy)
