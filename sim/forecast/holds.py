"""What the bands of a forecast hold, in words: no band is shown without them."""

from collections import Counter
from collections.abc import Iterator

from sim.scenario.branches import branchings_in_use, is_open
from sim.scenario.errors import plural
from sim.scenario.numbers import highest, lowest
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.uncertainty.inputs import inputs_of
from sim.scenario.uncertainty.meant import meant
from sim.scenario.value import numbers

EVENTS = ("disruptions", "branches", "schedule", "projects")
"""Blocks of what happens; all else is of the world that it happens to."""


def holds(scenario: Scenario) -> tuple[str, ...]:
    """Say what differs between histories, and so is in the bands, and what is not.

    Three sentences: of the events, of the data, and of what no band of a model holds.
    """
    drawn = [one.path for one in numbers(scenario) if isinstance(one.value, Distribution)]
    of_events = Counter(str(path[0]) for path in drawn if path[0] in EVENTS)
    of_world = Counter(str(path[0]) for path in drawn if path[0] not in EVENTS)
    events = [*_chances(scenario), *_counted(of_events)]
    data = _counted(of_world)
    inputs = inputs_of(scenario)
    if inputs is not None:
        data.append(f"{plural(len(inputs.drawn), 'sourced number')} {_drawn(scenario)}")
    no_errors = "" if inputs is not None else "; all other numbers count as exact"
    return (
        f"Events in the bands: {', '.join(events) or 'none'}.",
        f"Data in the bands: {', '.join(data) or 'none'}{no_errors}.",
        "Not in the bands: what the model leaves out, and what nobody thought of.",
    )


def _drawn(scenario: Scenario) -> str:
    """Say how uncertain numbers are drawn."""
    found = meant(scenario)
    if found is None or found.worlds is None:
        return "by the grades of their sources"
    file = found.worlds.file
    return f"in {plural(len(file.worlds), 'world')} that agree with {file.name}"


def _chances(scenario: Scenario) -> Iterator[str]:
    """Say what may happen or not."""
    for name, branching in branchings_in_use(scenario).items():
        if is_open(branching):
            yield f"which branch of {name} is taken"
    maybe = sum(
        lowest(one.probability) < 1.0 and highest(one.probability) > 0.0
        for one in scenario.disruptions.values()
    )
    if maybe:
        yield f"{plural(maybe, 'disruption')} that may not happen"


def _counted(of: Counter[str]) -> list[str]:
    """Count drawn numbers by block."""
    return [
        f"{plural(count, 'number')} of {block.replace('_', ' ')}" for block, count in of.items()
    ]
