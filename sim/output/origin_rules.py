"""Rules of origin of consumers: from which day on they hold, and what lanes they leave."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.output.histories import Histories
from sim.output.month import month_text
from sim.output.spread import Spread
from sim.output.text import rounded
from sim.scenario.chain import CONSUMERS
from sim.scenario.opening import opens
from sim.scenario.schema import Scenario
from sim.world.time.months import month_of

F64 = NDArray[np.float64]


def rule_spans(histories: Histories) -> Iterator[tuple[str, F64, F64]]:
    """Go through the rules that begin within the run, by their path: first day and end, never."""
    scenario = histories.scenario
    for name, consumer in sorted(scenario.consumers.items()):
        rule, count = consumer.origin_rule, len(histories.numbers)
        if rule is None or rule.start is None or not scenario.start <= rule.start <= scenario.end:
            continue
        day = float((rule.start - scenario.start).days)
        yield f"{CONSUMERS}.{name}.origin_rule", np.full(count, day), np.full(count, np.inf)


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
        lanes = list[dict[str, Any]]()
        for one in found:
            buyer, lane, seller = one.ids[0].split(":")
            if buyer != name:
                continue
            usable = rounded(float(one.mean[month, 0]))
            lanes.append({"lane": lane, "seller": seller, "usable": usable})
            day = opens(scenario, seller)
            if day is not None and month_of(scenario.start, max(day, scenario.start)) > month:
                lanes[-1]["opens"] = day.isoformat()
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
