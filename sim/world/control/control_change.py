"""Changes of export controls, in the order in which they are said."""

from sim.scenario.schema import Scenario
from sim.world.timing.onset import expected_start
from sim.world.timing.timing import Timing


def changes_of(scenario: Scenario, timings: list[Timing], control: str) -> list[Timing]:
    """List the changes of a control in the order in which they are said; the last one counts.

    Those for named destinations, end uses or goods come after those for all, and those that are
    expected to start later after the others. The order follows from the scenario alone: it is the
    same in every replication.
    """
    found = [
        (not change.aim.at_all, timing)
        for timing in timings
        if (change := timing.disruption.changes) is not None and change.control == control
    ]
    found.sort(key=lambda one: (one[0], expected_start(scenario, one[1].disruption), one[1].name))
    return [timing for _, timing in found]
