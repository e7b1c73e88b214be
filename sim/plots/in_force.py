"""When export controls are in force."""

from collections.abc import Collection

from sim.output.histories import Histories
from sim.plots.strip import bars_of


def changes_of(histories: Histories, controls: Collection[str]) -> set[str]:
    """List the disruptions of a run that change some controls."""
    return {
        name
        for name, disruption in histories.scenario.disruptions.items()
        if (change := disruption.changes) is not None and change.control in controls
    }


def in_force(histories: Histories, control: str, good: str) -> list[tuple[float, float]]:
    """Give the median times in which a control of a good is in force, days, less suspensions.

    A suspension counts if it is for every destination and end use.
    """
    days, disruptions = histories.days, histories.scenario.disruptions
    suspending = {
        name
        for name in changes_of(histories, {control})
        if (change := disruptions[name].changes) is not None
        and change.suspended
        and change.aim.at_all_of(good)
    }
    found = [window for bar in bars_of(histories, {control}) for window in bar.windows(days)]
    suspended = [window for bar in bars_of(histories, suspending) for window in bar.windows(days)]
    for low, high in suspended:
        parts = [(a, min(b, low)) for a, b in found] + [(max(a, high), b) for a, b in found]
        found = [(a, b) for a, b in parts if a < b]
    return sorted(found)
