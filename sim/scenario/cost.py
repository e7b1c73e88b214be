"""The costs that a scenario keeps: which key charges what, and where such keys are written."""

from dataclasses import dataclass
from typing import Final, Literal

from sim.scenario.chain import CONSUMERS, FACILITY_BLOCKS, STAGE
from sim.scenario.network import ONE_GOOD
from sim.scenario.origin import Path
from sim.scenario.schema import Good, Scenario

Charged = Literal["input", "in_process", "output", "transit", "backlog", "unmet", "shipped"]
"""What is charged: a stock at the end of a day, or what happens in it."""

LANES: Final = "lanes"

CHARGES: dict[str, Charged] = {
    "holding_usd_per_t_day": "output",
    "feed_holding_usd_per_t_day": "input",
    "process_holding_usd_per_t_day": "in_process",
    "transit_holding_usd_per_t_day": "transit",
    "backlog_usd_per_t_day": "backlog",
    "unmet_usd_per_t": "unmet",
    "transport_usd_per_t": "shipped",
}
"""What each key charges; of consumers, who sell nothing, the first charges their input."""


@dataclass(frozen=True)
class Cost:
    """A cost that is kept: a key of a facility, consumer or lane that is given."""

    block: str
    name: str
    """Id of the facility, consumer or lane."""
    key: str

    @property
    def path(self) -> Path:
        """Where it is written."""
        return self.block, self.name, self.key

    @property
    def charged(self) -> Charged:
        """What it charges."""
        found = CHARGES[self.key]
        return "input" if found == "output" and self.block == CONSUMERS else found


def costs(scenario: Scenario) -> list[Cost]:
    """List the costs that a scenario keeps, by block, id and key."""
    return [
        Cost(block, name, key)
        for block in (*FACILITY_BLOCKS, CONSUMERS, LANES)
        for name, entry in sorted(getattr(scenario, block).items())
        for key in CHARGES
        if getattr(entry, key, None) is not None
    ]


def good_of(scenario: Scenario, cost: Cost) -> Good:
    """Give the good that a cost charges."""
    if cost.block == LANES:
        return scenario.lanes[cost.name].good
    if cost.block in ONE_GOOD:
        found: Good = getattr(scenario, cost.block)[cost.name].good
        return found
    stage = STAGE[cost.block]
    of = stage.gives if cost.charged in {"in_process", "output"} else stage.takes
    assert of is not None, cost
    return of
