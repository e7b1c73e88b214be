"""A schedule must say something of every project that it holds for, and of nothing else."""

from collections import Counter
from collections.abc import Iterator

from sim.scenario.check.market import DAYS_PER_MONTH
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.numbers import highest, lowest
from sim.scenario.scheduled import (
    GIVEN_UP,
    LATE,
    number_of,
    own_milestones,
    scheduled,
    where_written,
)
from sim.scenario.schema import Scenario

WHERE = ("schedule",)
FACTORS = ("owner", "kind")
"""What draws may have in common, by the key of a project that names it."""


def schedule(scenario: Scenario) -> Iterator[Finding]:
    """Check the schedule, if there is one."""
    block = scenario.schedule
    if block is None:
        return
    held = list(scheduled(scenario))
    if not held:
        says = f"No project is planned for a day after {block.after}: the schedule changes nothing."
        yield Finding((*WHERE, "after"), says, "Write an earlier day, or add projects.", "warning")
        return
    without = list(_of_no_kind(scenario, held))
    if without:
        yield from without
        return
    used = {
        path[2]
        for name in held
        for key in (LATE, GIVEN_UP)
        if (path := where_written(scenario, name, key)) is not None and path[0] == "schedule"
    }
    for kind in sorted(block.kinds.keys() - used):
        says = f"No project planned for a day after {block.after} takes it from here."
        remedy = "Name it as the kind of a project, or leave it out; null removes an inherited one."
        yield Finding((*WHERE, "kinds", kind), says, remedy, "warning")
    nearest = min(scenario.projects[name].first_product for name in held) - block.after
    if 0.0 < highest(block.lead_months) * DAYS_PER_MONTH <= nearest.days:
        says = f"lead_months has no effect: no project is nearer than {nearest.days} days."
        yield Finding((*WHERE, "lead_months"), says, "Leave it out, or write more.", "warning")
    yield from _in_common(scenario, held)


def _of_no_kind(scenario: Scenario, held: list[str]) -> Iterator[Finding]:
    """Find projects of which neither they themselves nor the schedule say how late they come."""
    assert scenario.schedule is not None
    kinds = scenario.schedule.kinds
    for name in held:
        kind = scenario.projects[name].kind
        if all(
            where_written(scenario, name, key) is not None or own_milestones(scenario, name, key)
            for key in (LATE, GIVEN_UP)
        ):
            continue
        remedy = f"Kinds: {listed(kinds)}. Or write its own {LATE} and {GIVEN_UP}."
        if kind is None:
            says = f"The schedule holds for {name}, which says nothing of its kind."
            yield Finding(("projects", name), says, f"Write kind. {remedy}")
        else:
            says = sentences(f"The schedule has no kind '{kind}'.", did_you_mean(kind, kinds))
            yield Finding(("projects", name, "kind"), says, remedy)


def _in_common(scenario: Scenario, held: list[str]) -> Iterator[Finding]:
    """Check the shares of variance, and that there are projects that can have them in common."""
    assert scenario.schedule is not None
    common = scenario.schedule.common
    if (most := highest(common.owner) + highest(common.kind)) > 1.0:
        says = f"owner and kind add up to {most:g}: a draw has no more than 1 of variance."
        yield Finding((*WHERE, "common"), says, "Write less; what is left is each project's own.")
    drawn = [name for name in held if _is_drawn(scenario, name)]
    for factor in FACTORS:
        named = (getattr(scenario.projects[name], factor) for name in drawn)
        several = Counter(one for one in named if one is not None).most_common(1)
        if highest(getattr(common, factor)) > 0.0 and (not several or several[0][1] < 2):
            says = f"{factor} has no effect: no two projects that are drawn name the same {factor}."
            remedy = f"Leave it out, or write the {factor} of the projects."
            yield Finding((*WHERE, "common", factor), says, remedy, "warning")


def _is_drawn(scenario: Scenario, name: str) -> bool:
    """Tell whether chance has a say in how late a project comes, or whether it does."""
    slip, odds = (number_of(scenario, name, key) for key in (LATE, GIVEN_UP))
    return lowest(slip) < highest(slip) or (highest(odds) > 0.0 and lowest(odds) < 1.0)
