"""Rules of origin of consumers: from which day on they hold, and what lanes they leave."""

from collections.abc import Sequence
from typing import Any

from sim.output.month import month_text
from sim.output.spread import Spread
from sim.output.text import rounded
from sim.scenario.schema import Scenario
from sim.world.time.months import month_of


def rule_days(scenario: Scenario) -> dict[str, int]:
    """Give the day of each rule that begins within the run, by its path."""
    return {
        f"consumers.{name}.origin_rule": (rule.start - scenario.start).days
        for name, consumer in sorted(scenario.consumers.items())
        if (rule := consumer.origin_rule) is not None
        and rule.start is not None
        and scenario.start <= rule.start <= scenario.end
    }


def origin_rules_summary(scenario: Scenario, found: Sequence[Spread]) -> list[dict[str, Any]]:
    """Give what each rule leaves of its consumer's lanes in the month in which it begins.

    Means over histories; of a rule that began before the run in the first month, of one that begins
    after it in the last.
    """
    rules = list[dict[str, Any]]()
    for name, consumer in sorted(scenario.consumers.items()):
        if (rule := consumer.origin_rule) is None:
            continue
        month = 0
        if rule.start is not None:
            month = month_of(scenario.start, max(min(rule.start, scenario.end), scenario.start))
        lanes = [
            {"lane": lane, "seller": seller, "usable": rounded(float(one.mean[month, 0]))}
            for one in found
            for buyer, lane, seller in [one.ids[0].split(":")]
            if buyer == name
        ]
        rules.append(
            {
                "consumer": name,
                "label": consumer.label or name,
                "not_from": rule.not_from,
                "stages": list(rule.stages),
                "start": None if rule.start is None else rule.start.isoformat(),
                "month": month_text(scenario.start, month),
                "lanes": lanes,
            }
        )
    return rules
