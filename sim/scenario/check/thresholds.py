"""Thresholds of the measures: what can be passed, and a line that is up again is not down."""

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
    if scenario.measures.short_after_days > scenario.days:
        says = f"The run has {scenario.days} days: nobody ever loses so many."
        remedy = "Write fewer days, as 1."
        yield Finding(("measures", "short_after_days"), says, remedy, "warning")
    for key, never in (
        ("short_below", "no day is short"),
        ("line_down_below", "no line goes down"),
    ):
        if getattr(scenario.measures, key) == 0.0:
            says = f"No fill rate is below 0: {never}."
            yield Finding(("measures", key), says, "Write a share, as 0.9.", "warning")
