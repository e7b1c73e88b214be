"""What differs between histories of a scenario, in words: of the event, and all else.

The event is when disruptions begin, how long they last, how often they come, whether they happen,
and which branch is taken. How hard they are is a number like any other. What a state of the world
sets off, as consumers who run low, follows from the world and is not known beforehand: chance in it
is with all else, and so is what is drawn anew by day or week.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sim.scenario.branches import deciding, may_happen
from sim.scenario.chain import CONSUMERS
from sim.scenario.errors import plural
from sim.scenario.numbers import each
from sim.scenario.origin import Path
from sim.scenario.scheduled import GIVEN_UP, LATE, where_written
from sim.scenario.schema import Disruption, Distribution, Scenario
from sim.scenario.uncertainty.inputs import inputs_of
from sim.scenario.uncertainty.meant import meant
from sim.scenario.value import numbers, value_at
from sim.scenario.visible import one_line

MOST = 3
"""Most parts of the event that are named."""
LASTS = frozenset({"duration_days", "duration_months"})


@dataclass(frozen=True)
class Chances:
    """What differs between histories."""

    event: tuple[str, ...]
    """Of the event, a disruption or branching each: ``Chinese export halt (how long)``."""
    rest: tuple[str, ...]
    """All else, a kind each, with how many there are."""

    @property
    def of_event(self) -> str:
        """Name what differs of the event; of many only some."""
        named = [*self.event[:MOST]]
        if len(self.event) > MOST:
            named.append(f"{len(self.event) - MOST} more")
        return ", ".join(named)

    @property
    def of_rest(self) -> str:
        """Name what else differs."""
        return ", ".join(self.rest)

    @property
    def said(self) -> str:
        """Say what histories differ by, as the end of a sentence."""
        return "; ".join(part for part in (self.of_event, self.of_rest) if part) or "nothing"


def chances_of(scenario: Scenario) -> Chances:
    """List what differs between histories of a scenario."""
    return Chances(tuple(_event(scenario)), tuple(_rest(scenario)))


def waits(scenario: Scenario, disruption: Disruption) -> bool:
    """Tell whether a state of the world sets a disruption off, or one that it follows."""
    trigger = disruption.trigger
    if trigger is None:
        return False
    return trigger.after is None or waits(scenario, scenario.disruptions[trigger.after])


def _event(scenario: Scenario) -> Iterator[str]:
    for name, branching in deciding(scenario).items():
        yield f"{one_line(branching.label or name)} (which branch)"
    for name, disruption in _possible(scenario).items():
        asked = [] if waits(scenario, disruption) else [*_open(disruption)]
        if asked:
            yield f"{one_line(disruption.label or name)} ({', '.join(asked)})"


def _possible(scenario: Scenario) -> dict[str, Disruption]:
    """Give the disruptions that may happen: what is written of others makes no difference."""
    every = scenario.disruptions.items()
    return {name: one for name, one in every if may_happen(scenario, one)}


def _open(disruption: Disruption) -> Iterator[str]:
    """Say what is not known of a disruption that no state sets off."""
    trigger, recurs = disruption.trigger, disruption.recurs
    starts = [disruption.start, trigger.lag_days if trigger else None]
    starts += [recurs.after_days if recurs and disruption.start is None else None]
    if _is_open(disruption.probability):
        yield "whether"
    if any(isinstance(one, Distribution) for one in starts):
        yield "when"
    lasts = [disruption.lasts, disruption.end, disruption.delays and disruption.delays.months]
    if any(isinstance(one, Distribution) for one in lasts):
        yield "how long"
    if recurs and isinstance(recurs.after_days, Distribution):
        yield "how often"


def _rest(scenario: Scenario) -> Iterator[str]:
    inputs = inputs_of(scenario)
    if inputs is not None and inputs.drawn:
        yield f"{plural(len(inputs.drawn), 'uncertain number')}{_worlds(scenario)}"
    ranges, anew, possible = 0, Counter[str](), _possible(scenario)
    for one in numbers(scenario):
        if one.path[0] == "disruptions" and one.path[1] not in possible:
            continue
        if isinstance(one.value, Distribution):
            kind = _kind(scenario, one.path)
            ranges += kind == RANGE
            anew[kind] += kind in ANEW
    anew.update(_by_chance(scenario))
    if ranges:
        yield f"{plural(ranges, 'number')} given as {'a range' if ranges == 1 else 'ranges'}"
    if late := sum(_is_late(scenario, name) for name in scenario.projects):
        yield f"when {plural(late, 'project')} {'comes' if late == 1 else 'come'}"
    if some := [one for one in ANEW if anew[one]]:
        yield f"chance by day or week ({', '.join(some)})"
    set_off = [d for d in possible.values() if waits(scenario, d) and any(_open(d))]
    if set_off:
        yield f"chance in {plural(len(set_off), 'disruption')} that a state sets off"


def _worlds(scenario: Scenario) -> str:
    """Say that numbers are those of worlds that agree with what was recorded, if they are."""
    found = meant(scenario)
    if found is None or found.worlds is None:
        return ""
    return f" in {plural(len(found.worlds.file.worlds), 'constrained world')}"


RANGE = "range"
DEMAND, TRANSIT, LICENCES, SEIZED = "demand", "transit", "licences", "interceptions"
ANEW = (DEMAND, TRANSIT, LICENCES, SEIZED)
"""What is drawn anew by day or week."""


def _kind(scenario: Scenario, path: Path) -> str:
    """Tell which kind of chance a distribution is; nothing where it is told of otherwise."""
    table, key = path[0], path[2] if len(path) > 2 else None
    if table == "disruptions":
        disruption = scenario.disruptions[str(path[1])]
        if path[2:] == ("licence", "decision_days"):
            return LICENCES
        timed = key in {"start", "end", "probability", "recurs", "trigger", *LASTS}
        return "" if timed or (key == "months" and disruption.delays) else RANGE
    if table == "branches" or (table == CONSUMERS and key == "firms"):
        return ""  # firms differ from each other, not between histories
    if table in {"projects", "schedule"} and {"milestones", LATE, GIVEN_UP}.intersection(path):
        return ""
    if table == CONSUMERS and key == "daily_variation":
        return DEMAND
    if table == "lanes":
        lane = scenario.lanes[str(path[1])]
        if key == "transit_days" and lane.transit_drawn == "by_shipment":
            return TRANSIT
        if path[2:4] == ("grey", "intercepted"):
            return SEIZED
    return RANGE


def _by_chance(scenario: Scenario) -> Iterator[str]:
    """Give what is decided anew by chance, with plain numbers as odds."""
    for lane in scenario.lanes.values():
        if lane.grey is not None and any(map(_is_open, each(lane.grey.intercepted))):
            yield SEIZED
    for disruption in _possible(scenario).values():
        licensing = disruption.licenses
        if licensing is not None and licensing.at_random:
            yield LICENCES


def _is_late(scenario: Scenario, name: str) -> bool:
    """Tell whether chance decides when a project comes, or whether it does."""
    for key in (LATE, GIVEN_UP):
        path = where_written(scenario, name, key)
        number = None if path is None else value_at(scenario, path).value
        if isinstance(number, Distribution) or (key == GIVEN_UP and _is_open(number)):
            return True
    steps = scenario.projects[name].steps.values()
    return any(
        _is_open(step.fails) or any(isinstance(v.value, Distribution) for v in numbers(step))
        for step in steps
    )


def _is_open(odds: object) -> bool:
    """Tell whether chance decides, with a probability."""
    return odds not in (None, 0.0, 1.0)
