"""Licences and changes of controls must have something to act on."""

from collections.abc import Iterator

from sim.scenario.finding import Finding
from sim.scenario.network import declared, place_of, routes, within
from sim.scenario.numbers import highest
from sim.scenario.origin import Path
from sim.scenario.schema import ControlChange, Distribution, ExportControl, Number, Scenario
from sim.scenario.schema.licence import LONGEST_DECISION, LONGEST_VALIDITY

BLOCKS = ("licence", "general", "inspection")
"""Blocks that say something of papers."""

LONGEST = {
    ("licence", "decision_days"): LONGEST_DECISION,
    ("inspection", "days"): LONGEST_DECISION,
    ("licence", "validity_days"): LONGEST_VALIDITY,
    ("general", "validity_days"): LONGEST_VALIDITY,
}
"""Longest times of a block and key, days."""


def licences(scenario: Scenario) -> Iterator[Finding]:
    """Check the controls in licence mode, and what changes controls."""
    for name, disruption in scenario.disruptions.items():
        path = ("disruptions", name)
        if isinstance(disruption, ExportControl | ControlChange):
            yield from _times(disruption, path)
        if isinstance(disruption, ExportControl) and disruption.mode != "licence":
            for block in BLOCKS:
                if getattr(disruption, block) is not None:
                    says = f"{block} has no effect with the mode {disruption.mode}."
                    yield Finding((*path, block), says, "Write mode: licence.", "warning")
        if isinstance(disruption, ControlChange):
            yield from _change(scenario, disruption, path)


def _times(disruption: ExportControl | ControlChange, path: Path) -> Iterator[Finding]:
    """A time that is not drawn must fit; the tail of a distribution is cut."""
    for (block, key), most in LONGEST.items():
        value: Number | None = getattr(getattr(disruption, block), key, None)
        if value is not None and not isinstance(value, Distribution) and highest(value) > most:
            says = f"{key} is {highest(value):g}."
            yield Finding((*path, block, key), says, f"Write at most {most}.")


def _change(scenario: Scenario, change: ControlChange, path: Path) -> Iterator[Finding]:
    control = scenario.disruptions[change.control]
    said = [block for block in BLOCKS if getattr(change, block) is not None]
    if not isinstance(control, ExportControl):
        says = f"{change.control} is of the kind {control.kind}."
        yield Finding((*path, "control"), says, "Name an export_control.")
        return
    if not said and not change.suspended:
        says = "It changes nothing."
        remedy = f"Write suspended: true, or one of {', '.join(BLOCKS)}."
        yield Finding((*path, "control"), says, remedy)
    for block in said:
        if control.mode != "licence":
            says = f"{change.control} has the mode {control.mode}; {block} acts on licences."
            yield Finding((*path, block), says, "Give the control mode: licence.")
    if not _shares_a_lane(scenario, control, change):
        says = f"{change.control} hits no lane with these destinations and end uses."
        remedy = "Name destinations and end uses that the control is aimed at."
        yield Finding((*path, "destinations"), f"{says} It can hit nothing.", remedy)


def _shares_a_lane(scenario: Scenario, control: ExportControl, change: ControlChange) -> bool:
    """Tell whether a control and its change are aimed at some lane together."""
    for route in routes(scenario):
        if route.good not in control.goods:
            continue
        if not within(scenario, place_of(scenario, route.seller), control.exporter):
            continue
        there, use = declared(scenario, route)
        if all(
            (
                aim.destinations == "all"
                or any(within(scenario, there, target) for target in aim.destinations)
            )
            and (aim.end_uses == "all" or use in aim.end_uses)
            for aim in (control, change)
        ):
            return True
    return False
