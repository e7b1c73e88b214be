"""How firms behave: what a number brings along that one may not think of."""

from collections.abc import Iterator

from sim.scenario.chain import STAGES
from sim.scenario.finding import Finding
from sim.scenario.schema import Scenario


def policy(scenario: Scenario) -> Iterator[Finding]:
    """Say what a rhythm of planning that the file asks for adds to the stocks."""
    days, plants = scenario.policy.review_days, [stage.block for stage in STAGES if stage.converts]
    asked = "review_days" in scenario.policy.model_fields_set
    if asked and days > 1 and any(getattr(scenario, block) for block in plants):
        says = (
            f"Plants that plan every {days} days make {days} days' output at once: what stocks "
            f"bridge reads up to {days - 1} days longer than their days say."
        )
        yield Finding(("policy", "review_days"), says, "1 is exact, and slower.", "warning")
