"""Grey lanes: papers that can name somebody, and a lane that can carry something."""

from collections.abc import Iterator

from sim.scenario.finding import Finding
from sim.scenario.network import lane_sellers, place_of
from sim.scenario.numbers import highest
from sim.scenario.schema import Scenario


def grey(scenario: Scenario) -> Iterator[Finding]:
    """Check every grey lane."""
    for name, lane in scenario.lanes.items():
        if lane.grey is None:
            continue
        path, via = ("lanes", name, "grey"), lane.grey.via
        if via in scenario.blocs:
            says = f"{via} is a bloc; papers name a country."
            members = ", ".join(scenario.blocs[via])
            yield Finding((*path, "via"), says, f"Write one of its members: {members}.")
        home = sorted(s for s in lane_sellers(lane) if place_of(scenario, s) == via)
        if home:
            says = f"{home[0]} stands in {via}: goods declared for {via} would not leave it."
            yield Finding((*path, "via"), says, "Name a third country.")
        if lane.push:
            says = "A push lane ships whatever there is; a grey lane ships what is ordered."
            yield Finding(path, says, "Give the lane a share, an offtake or standby instead.")
        capacity = lane.grey.capacity_t_per_year
        if capacity is not None and highest(capacity) <= 0:
            says = "A lane with a capacity of 0 carries nothing."
            remedy = "Write a capacity above 0, or leave it out: then there is no limit."
            yield Finding((*path, "capacity_t_per_year"), says, remedy)
