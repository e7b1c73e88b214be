"""A disruption that lengthens milestones must hit some, while they may be under way."""

from collections.abc import Iterator

from sim.scenario.check.dates import DURATIONS, span
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.lengthened import lengthened, named
from sim.scenario.numbers import highest, lowest
from sim.scenario.origin import Path
from sim.scenario.schema import Disruption, Scenario
from sim.scenario.schema.disruption.effect import Lengthening

KEYS = {"cause": "causes", "milestones": "milestones", "from": "from"}
"""Keys of the disruption, by what is told of a milestone."""
ENDS = ("end", *DURATIONS)
"""Keys that say how long it is in force."""


def lengthening(scenario: Scenario) -> Iterator[Finding]:
    """Check all disruptions that lengthen milestones."""
    for name, disruption in scenario.disruptions.items():
        by, path = disruption.lengthens, ("disruptions", name)
        if by is None:
            continue
        unknown = list(_unknown(scenario, by, path))
        yield from unknown or _hits(scenario, disruption, by, path)
        if by.months is not None and lowest(by.months) < 0.0:
            says = f"Milestones only take longer: months can be {lowest(by.months):g}."
            yield Finding((*path, "months"), says, "Write 0 or more.")
        elif by.months is not None and highest(by.months) == 0.0:
            says = "With months: 0 it changes nothing."
            remedy = "Write more, or leave it out: they stand still while it is in force."
            yield Finding((*path, "months"), says, remedy, "warning")


def _unknown(scenario: Scenario, by: Lengthening, path: Path) -> Iterator[Finding]:
    """Find names that no milestone of the projects has."""
    for key, names in by.given.items():
        known = named(scenario, by, key)
        for number, name in enumerate(names):
            alone = Lengthening(by.projects, {key: (name,)}, None)
            if lengthened(scenario, alone):
                continue
            whose = "" if by.projects is None else f" of {listed(by.projects)}"
            what = {
                "cause": f"has the cause '{name}'",
                "milestones": f"has the name '{name}'",
                "from": f"needs anything from {name}",
            }[key]
            says = sentences(f"No milestone{whose} that acts {what}.", did_you_mean(name, known))
            remedy = f"Known: {listed(known)}." if known else f"No milestone says {key}."
            yield Finding((*path, KEYS[key], number), says, remedy)


def _hits(
    scenario: Scenario, disruption: Disruption, by: Lengthening, path: Path
) -> Iterator[Finding]:
    """Find out whether it hits nothing, or nothing of a project, or comes at no time."""
    hit = lengthened(scenario, by)
    if not hit:
        says = f"No milestone fits all of {listed(KEYS[key] for key in by.given)}: it hits nothing."
        yield Finding((*path, "kind"), says, "Leave one of them out, or write two disruptions.")
        return
    for number, project in enumerate(by.projects or ()):
        if project not in {one for one, _ in hit}:
            says = f"No milestone of {project} is one of those that it lengthens."
            yield Finding((*path, "projects", number), says, "Leave it out.", "warning")
    yield from _too_late(scenario, disruption, hit, path)


def _too_late(
    scenario: Scenario, disruption: Disruption, hit: set[tuple[str, str]], path: Path
) -> Iterator[Finding]:
    """Find what is over before any of its milestones begins, or begins when all are done."""
    spans = [scenario.projects[project].plan[step] for project, step in hit]
    begins, ends = min(one.start for one in spans), max(one.end for one in spans)
    first, last = span(scenario, disruption)
    if last <= (begins - scenario.start).days:
        says = f"It is over before any of them begins, on {begins} by plan."
    elif first >= (ends - scenario.start).days and not _may_be_late(scenario, hit):
        says = f"It begins when all of them are done, by {ends}."
    else:
        return
    remedy = "Only what is under way while it is in force, or begins then, takes longer."
    key = next((one for one in ("start", *ENDS) if getattr(disruption, one) is not None), "kind")
    yield Finding((*path, key), says, remedy, "warning")


def _may_be_late(scenario: Scenario, hit: set[tuple[str, str]]) -> bool:
    """Tell whether milestones may be done after their planned day, but for one disruption."""
    several = [one for one in scenario.disruptions.values() if one.lengthens or one.delays]
    blocks = [scenario.projects[project] for project, _ in hit]
    if len(several) > 1 or scenario.schedule is not None or scenario.market is not None:
        return True
    return any(
        block.slip_months is not None or step.late_months is not None
        for block in blocks
        for step in block.steps.values()
    )
