"""What the bands of a forecast hold, in words: no band is shown without them."""

from sim.scenario.chances import chances_of
from sim.scenario.errors import plural
from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.meant import meant

NO_EVENT = "none; they hold if nothing begins beyond what the scenario has"
"""Said where no event is: a forecast of a calm world is none of whether it stays calm."""


def holds(scenario: Scenario) -> tuple[str, ...]:
    """Say what differs between histories, and so is in the bands, and what is not.

    Four sentences: of the events, of all else, of the error of sourced numbers, and of what no band
    of a model holds.
    """
    found = chances_of(scenario)
    return (
        f"Events in the bands: {', '.join(found.event) or NO_EVENT}.",
        f"All else in them: {', '.join(found.rest) or 'nothing'}.",
        f"Sourced numbers {_drawn(scenario)}.",
        "Not in the bands: what the model leaves out, and what nobody thought of.",
    )


def _drawn(scenario: Scenario) -> str:
    """Say how far sourced numbers may be off."""
    found = meant(scenario)
    if found is None or found.kind == "central":
        return "count as exact, unless they are given as ranges"
    if found.worlds is None:
        return "are off as far as the grades of their sources allow"
    file = found.worlds.file
    return f"are those of {plural(len(file.worlds), 'world')} that agree with {file.name}"
