"""Tails of distributions that lie outside what a number may be: how much is left out."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from sim.scenario.errors import Level
from sim.scenario.finding import Finding
from sim.scenario.origin import Path
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.schema.base import MOST_CUT, Bounds
from sim.scenario.value import value_at

TOLD_FROM = 1e-3
"""Part left out from which it is told."""


def tails(scenario: Scenario) -> Iterator[Finding]:
    """Tell which part of a distribution is never drawn, as no such number is possible."""
    for path, value in distributions(scenario, ()):
        daily = path[-1] == "daily_variation"
        bounds = Bounds(0.0) if daily else value_at(scenario, path).bounds
        for part, where in bounds.cut(value):
            if part > TOLD_FROM:
                says = (
                    f"{100 * part:.1f} % of {value} lies {where}; this part is left out, "
                    "and the rest scaled up."
                )
                level: Level = "error" if part > MOST_CUT else "warning"
                yield Finding(path, says, "Write one that stays inside, as triangular.", level)


def distributions(value: Any, path: Path) -> Iterator[tuple[Path, Distribution]]:
    """List the distributions with tails below a value, each with its path."""
    if isinstance(value, Distribution):
        if value.has_tail:
            yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from distributions(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if isinstance(key, str | dt.date):
                yield from distributions(one, (*path, key))
