"""Which numbers of a scenario are uncertain, and which sourced ones stay, and why."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, get_args

from pydantic import BaseModel

from sim.scenario.chain import MAGNET_MAKERS, MINES, SEPARATION_PLANTS, STOCKPILES
from sim.scenario.cited import Cited, best_of, cited, is_named, takes_source
from sim.scenario.origin import Path, dotted
from sim.scenario.schema import Distribution, Scenario, Uncertainty
from sim.scenario.uncertainty.uncertain import LeftOut, Uncertain, undated
from sim.scenario.uncertainty.widths import WIDTHS, kind_of, sigma
from sim.scenario.value import Value, numbers

MID_2024 = dt.date(2024, 7, 1)
"""Day of the balance: demand is stated for it."""
AFTER_2024 = dt.date(2025, 1, 1)
"""Day from which growth is uncertain: what 2024 was is known."""

DRAWN = "it is drawn from the distribution it is written as"
EVENT = "it is of what happens, not of the world"
ONE = "worlds hold one such number for all histories"
RULE = "it is a rule, not an estimate"
PLANNED = "it moves with what its plant can make in full work"
KNOWN = "how demand grew is known to the end of 2024"
COMMON = "its parts may be 1 together at most"
NOTHING = "0, or all of something, stays so"
PLACED = "it says where somebody stands, and moves no result"
SEASON = "it was set so that it bridges a season"
EXACT = "its width is 0"
UNSOURCED = "no source is given for it, as of what is set: it counts as known"

THRESHOLDS = {"surplus_above_days": "stock_days", "feed_surplus_above_days": "feed_days"}
"""Keys of separation plants that say what stock is too much, and those of what they keep."""
_EVENTS = frozenset({"disruptions", "branches"})
"""Blocks of what happens."""
_RULES = frozenset({"release", "trigger_days", "usable_over_days"})
"""Keys of a stockpile that say when it acts."""


@dataclass(frozen=True)
class Inputs:
    """The uncertain numbers of a scenario."""

    common: float
    """Correlation of two of one source and kind."""
    drawn: tuple[Uncertain, ...]
    """In the order of the scenario."""
    left_out: tuple[LeftOut, ...]
    """Sourced numbers that stay as they are written, and others that would not with a source."""

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """What numbers have in common: names of source and kind, sorted."""
        return tuple(sorted({one.factor for one in self.drawn}))

    @cached_property
    def factor_of(self) -> tuple[int, ...]:
        """Place of each number's factor among the factors."""
        places = {name: place for place, name in enumerate(self.factors)}
        return tuple(places[one.factor] for one in self.drawn)

    @cached_property
    def spread(self) -> tuple[Path, ...]:
        """Numbers of the world that are written as distributions: a world has one value of each."""
        return tuple(
            one.path for one in self.left_out if one.reason == DRAWN and one.path[0] not in _EVENTS
        )

    @cached_property
    def known(self) -> tuple[str, ...]:
        """Names of those that stay as no source is given for them, above all what is set."""
        return tuple(dotted(one.path) for one in self.left_out if one.reason == UNSOURCED)

    @cached_property
    def at(self) -> Mapping[Path, int]:
        """Place of each number among those drawn, by its path."""
        return {one.path: place for place, one in enumerate(self.drawn)}


def inputs_of(scenario: Scenario) -> Inputs | None:
    """Find what is uncertain in a scenario; none if it does not ask, or is in the central world."""
    if scenario.uncertainty is None or scenario.worlds == "central":
        return None
    block = scenario.uncertainty
    return of_block(scenario, block if isinstance(block, Uncertainty) else Uncertainty())


def of_block(scenario: Scenario, block: Uncertainty) -> Inputs:
    """Find what is uncertain in a scenario, with the widths of a block."""
    drawn, left_out = list[Uncertain](), list[LeftOut]()
    for path, dated in groupby(numbers(scenario), lambda value: undated(value.path)):
        values = list(dated)
        best = best_of(cited(scenario, path))
        if _is_default(scenario, path) or (best is None and not takes_source(path)):
            continue
        found = _judged(scenario, block, path, values, best or Cited("", "C"))
        if best is None:
            if isinstance(found, LeftOut):
                continue
            found = LeftOut(path, UNSOURCED)
        (drawn if isinstance(found, Uncertain) else left_out).append(found)  # type: ignore[arg-type]
    return Inputs(block.common, tuple(drawn), tuple(left_out))


def _judged(
    scenario: Scenario,
    block: Uncertainty,
    path: Path,
    values: list[Value],
    best: Cited,
) -> Uncertain | LeftOut:
    """Tell how far a number may be off, or why it stays."""
    first, bounds = values[0], values[0].bounds
    if (reason := _why_not(scenario, path, values)) is not None:
        return LeftOut(path, reason)
    kind = kind_of(str(path[2] if len(path) > 2 else path[-1]), bounds)
    if kind is None:
        return LeftOut(path, ONE)
    is_growth = kind == "growth"
    possible = [one.value for one in values if is_growth or (one.value and not _is_whole(one))]
    if not possible:
        return LeftOut(path, NOTHING)
    grade: Any = best.grade
    width = {**WIDTHS[kind], **block.widths.get(kind, {})}[grade]
    width = block.values.get(dotted(path), block.sources.get(best.id, width))
    if width == 0.0:
        return LeftOut(path, EXACT)
    return Uncertain(path, float(possible[0]), kind, grade, best.id, sigma(width), first.bounds)


def _why_not(scenario: Scenario, path: Path, values: list[Value]) -> str | None:
    """Say why a number is not drawn whatever its width; none if it is."""
    table, key = path[0], path[2] if len(path) > 2 else None
    if any(isinstance(one.value, Distribution) for one in values):
        return DRAWN
    if table in _EVENTS:
        return EVENT
    if table == STOCKPILES and key in _RULES:
        return RULE
    if key == "location":
        return PLACED
    if table == MINES and key == "stock_days" and scenario.mines[str(path[1])].seasons:
        return SEASON
    if table == "schedule" and path[1] == "common":
        return COMMON
    if table == "lanes" and key == "offtake":
        return PLANNED
    if not _is_held(scenario, path):
        return ONE
    if key == "growth_per_year" and scenario.end < AFTER_2024:
        return KNOWN
    return None


def _is_whole(one: Value) -> bool:
    """Tell whether a number is all of something."""
    return bool(one.bounds.high == 1.0 and one.value >= 1.0)


def _is_held(scenario: Scenario, path: Path) -> bool:
    """Tell whether worlds hold a number by history: what may be drawn, and shares of lanes."""
    if path[0] == "lanes" and path[2] == "share":
        return True
    if path[0] == SEPARATION_PLANTS and path[2] in THRESHOLDS:
        return True
    if path[0] == MAGNET_MAKERS and path[2] == "recipe_factor":
        return False
    return Distribution in set(_annotations(scenario, path))


def _annotations(scenario: Scenario, path: Path) -> Iterator[Any]:
    """Go through all that may stand at the last block's key on a path."""
    value: Any = scenario
    block, field = type(scenario), str(path[0])
    for key in path:
        if isinstance(value, BaseModel):
            block, field = type(value), _field(type(value), str(key))  # type: ignore[assignment]
            value = getattr(value, field)
        elif isinstance(value, Mapping):
            value = value[key]
        else:
            value = value[int(str(key))]
    yield from _parts(block.model_fields[field].annotation)


def _field(block: type[BaseModel], key: str) -> str:
    """Give the field of a key, which may be an alias."""
    return next(n for n, f in block.model_fields.items() if key in (n, f.alias))


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _is_default(scenario: Scenario, path: Path) -> bool:
    """Tell whether a number is that of the format, and no source is given for it by name.

    Whether it is written does not count: a scenario says the same with it and without it.
    """
    if is_named(scenario, path):
        return False
    value: Any = scenario
    for depth, key in enumerate(path):
        if isinstance(value, BaseModel):
            field = _field(type(value), str(key))
            info, value = type(value).model_fields[field], getattr(value, field)
            if value == info.get_default(call_default_factory=True) and depth > 0:
                return True
        elif isinstance(value, Mapping):
            value = value[key]
        else:
            value = value[int(str(key))]
    return False
