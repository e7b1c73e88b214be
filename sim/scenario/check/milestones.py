"""Milestones must lead somewhere: each waits for what there is, and all fit the planned date."""

from collections.abc import Iterator, Sequence
from graphlib import CycleError

from sim.scenario.critical_path import (
    FIRST_PRODUCT,
    NAMEPLATE,
    following,
    in_order,
    leading,
    plan,
    waits_for,
)
from sim.scenario.errors import did_you_mean, listed, sentences
from sim.scenario.finding import Finding
from sim.scenario.network import routes
from sim.scenario.numbers import highest, lowest
from sim.scenario.origin import Path
from sim.scenario.scheduled import LATE, number_of
from sim.scenario.schema import Number, Project, Scenario

OF_ITSELF = {FIRST_PRODUCT: "first_product", NAMEPLATE: "ramp_months"}
"""Milestones that every project has, and the keys of a project that say when they come."""


def milestones(scenario: Scenario) -> Iterator[Finding]:
    """Check that the milestones of every project make a plan."""
    for name, project in scenario.projects.items():
        path: Path = ("projects", name)
        wrong = list(_named(project, path))
        yield from wrong or _planned(project, path)


def _named(project: Project, path: Path) -> Iterator[Finding]:
    """Find milestones that wait for nothing that there is, or for themselves."""
    known = [*project.milestones, FIRST_PRODUCT]
    for name in project.milestones:
        where = (*path, "milestones", name)
        if name in OF_ITSELF:
            says = f"{name} is no milestone to be written: it follows from the others."
            yield Finding(where, says, f"Write {OF_ITSELF[name]} of the project, or rename it.")
    for name, step in project.steps.items():
        where = (*path, "milestones", name)
        if step.start is None and not waits_for(step):
            says = "It has neither start nor after: nothing says when it begins."
            remedy = f"Write start, as start: 2027-01-15, or after. Milestones: {listed(known)}."
            yield Finding(where, says, remedy)
        for number, other in enumerate(waits_for(step)):
            at = (*where, "after") if isinstance(step.after, str) else (*where, "after", number)
            if other == name:
                yield Finding(at, f"{name} waits for itself.", "Name another, or leave it out.")
            elif other not in known:
                says = sentences(f"There is no milestone '{other}'.", did_you_mean(other, known))
                yield Finding(at, says, f"Milestones of the project: {listed(known)}.")


def _planned(project: Project, path: Path) -> Iterator[Finding]:
    """Find circles, and a planned date that is missing or another than that of the milestones."""
    try:
        in_order(project.milestones)
    except CycleError as error:
        ring = list(reversed(error.args[1]))
        says = f"Each of these waits for the other: {' after '.join(ring)}."
        yield Finding((*path, "milestones", ring[0], "after"), says, "Take one of them out.")
        return
    where, before = (*path, FIRST_PRODUCT), leading(project.milestones)
    if not before:
        if project.planned is None:
            says = f"The key '{FIRST_PRODUCT}' is missing."
            remedy = "Write the planned date, or milestones with months that lead to it."
            yield Finding(where, says, remedy)
        return
    spans = plan(project.milestones)
    end = spans[FIRST_PRODUCT].end
    if project.planned not in (None, end):
        last = max(sorted(before), key=lambda name: spans[name].end)
        says = f"{FIRST_PRODUCT} is {project.planned}, but its milestones lead to {end}, by {last}."
        remedy = (
            f"Write {end}; or null, so that it follows from them; or mend the months of {last}."
        )
        yield Finding(where, says, remedy)


def steps(scenario: Scenario) -> Iterator[Finding]:
    """Find what has no effect beside what else is written of milestones."""
    yield from _brought_forward(scenario)
    offtakes = {route.seller for route in routes(scenario) if route.offtake is not None}
    for name, project in scenario.projects.items():
        path: Path = ("projects", name)
        yield from _started(project, path)
        yield from _failing(project, path)
        yield from _over(scenario, name)
        after = sorted(following(project.milestones) & project.steps.keys())
        if after and highest(project.qualification_months) > 0:
            says = f"qualification_months and {listed(after)} say both when customers count it."
            yield Finding((*path, "qualification_months"), says, "Keep one; write 0 here.")
        for one in after if project.facility not in offtakes else ():
            if not project.steps[one].fails:
                says = (
                    f"It has no effect: what comes after first product is for offtake lanes, and "
                    f"{project.facility} has none."
                )
                remedy = "Write offtake of a lane from it, or make it a date, for readers."
                yield Finding((*path, "milestones", one), says, remedy, "warning")


def _brought_forward(scenario: Scenario) -> Iterator[Finding]:
    """Find slips below 0 of projects whose milestones act: they do not wait for each other less."""
    slips: list[tuple[Path, Number | None, Sequence[str]]] = [
        (("projects", name, LATE), project.slip_months, [name])
        for name, project in scenario.projects.items()
    ]
    for name, one in scenario.disruptions.items():
        if one.delays is not None:
            slips.append((("disruptions", name, "months"), one.delays.months, one.delays.projects))
    for path, months, names in slips:
        acting = [name for name in names if leading(scenario.projects[name].milestones)]
        if months is None or lowest(months) >= 0.0 or not acting:
            continue
        says = (
            f"{path[-1]} can be {lowest(months):g}, which brings nothing forward: the milestones "
            f"of {listed(acting)} act, and take the time that they take."
        )
        remedy = "Write 0 or more, or fewer months of a milestone; below 0 only takes back a slip."
        yield Finding(path, says, remedy, "warning")


def _failing(project: Project, path: Path) -> Iterator[Finding]:
    """Find steps that fail whatever is drawn."""
    after = following(project.milestones)
    for name, step in project.steps.items():
        if step.fails is not None and lowest(step.fails) >= 1.0:
            what = "closes again on the day on which it is done" if name in after else "never comes"
            says = f"It fails in every history: {path[-1]} {what}."
            remedy = "Write less than 1; a project that is never built has cancel_probability: 1."
            yield Finding((*path, "milestones", name, "fails"), says, remedy, "warning")


def _over(scenario: Scenario, name: str) -> Iterator[Finding]:
    """Find steps that were all done before the start, and that nothing makes late."""
    project = scenario.projects[name]
    before = sorted(leading(project.milestones))
    steps = [project.steps[one] for one in before]
    moves = any(step.late_months is not None or step.fails is not None for step in steps)
    if not before or moves or project.first_product > scenario.start:
        return
    if number_of(scenario, name, LATE) != 0.0:
        return
    says = (
        f"{listed(before)} led to first product on {project.first_product}, which is not after "
        f"the start on {scenario.start}: they change nothing."
    )
    remedy = "Write the date as first_product; or late_months, or a later date."
    yield Finding(("projects", name, "milestones"), says, remedy, "warning")


def _started(project: Project, path: Path) -> Iterator[Finding]:
    """Find starts that come before what a step waits for is done."""
    spans = project.plan
    for name, step in project.steps.items():
        ends = {other: spans[other].end for other in waits_for(step)}
        last = max(sorted(ends), key=ends.__getitem__, default=None)
        if step.start is not None and last is not None and step.start <= ends[last]:
            says = (
                f"start has no effect: {last}, which it waits for, is not done before {ends[last]}."
            )
            where = (*path, "milestones", name, "start")
            yield Finding(where, says, "Leave it out, or write a later day.", "warning")
