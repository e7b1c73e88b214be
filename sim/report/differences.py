"""What differs between runs, in words: labels and units rather than paths."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from sim.compare.changes import ABSENT, Change
from sim.compare.comparison import Comparison
from sim.output.label import label_of
from sim.report.document import Cell, Table, row_of
from sim.report.events import does, how_long, when
from sim.report.words import date_text, number_text, place_of, plain, some
from sim.report.words import named as name_of
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.schema.disruption.timed import Timed
from sim.scenario.value import value_at

MOST = 40
"""Differences that are told; of more the appendix has the rest."""
NOT_THERE = "not there"


def differences(comparison: Comparison) -> Table | None:
    """Put what differs between runs into a table that needs no knowledge of the file format."""
    scenarios = [run.loaded.scenario for run in comparison.runs]
    rows = [
        row_of(_what(scenarios, change), *(_is(one, change) for one in scenarios))
        for change in comparison.changes[:MOST]
    ]
    if not rows:
        return None
    rest = len(comparison.changes) - len(rows)
    return Table(
        "differences",
        "What differs between the runs",
        ("What", *comparison.labels),
        tuple(rows),
        below=(f"And {rest:,} more, in the appendix.",) if rest else (),
    )


def appendix(comparison: Comparison) -> Table | None:
    """List the same by its paths in the files, with file and line."""
    rows = [
        row_of(Cell(change.name, tone="code"), label, Cell(value, tone="code"), place)
        for change in comparison.changes
        for label, value, place in zip(
            comparison.labels, change.values, _places(comparison, change), strict=True
        )
    ]
    if not rows:
        return None
    return Table(
        "paths",
        "What differs, by its path in the scenario files",
        ("Path", "Run", "Is", "Written at"),
        tuple(rows),
        dense=True,
    )


def _places(comparison: Comparison, change: Change) -> Iterator[str]:
    for run, value in zip(comparison.runs, change.values, strict=True):
        origin = run.loaded.origins.get(change.path)
        yield "" if value == ABSENT else place_of(origin)


def _what(scenarios: list[Scenario], change: Change) -> str:
    """Call what differs by the label of its block, and its keys as words."""
    table, *keys = change.path
    if not keys:
        return plain(str(table)).capitalize()
    for scenario in scenarios:
        block = getattr(scenario, str(table), None)
        if isinstance(block, Mapping) and keys[0] in block:
            label = label_of(getattr(block[keys[0]], "label", None), plain(str(keys[0])))
            words = " ".join(plain(str(key)) for key in keys[1:])
            return f"{label}: {words}" if words else label
    return f"{plain(str(table)).capitalize()}: {' '.join(plain(str(key)) for key in keys)}"


def _is(scenario: Scenario, change: Change) -> str:
    """Say what it is in a scenario."""
    try:
        value = value_at(scenario, change.path).value
    except KeyError:
        return NOT_THERE
    return said(scenario, value, str(change.path[-1]))


def said(scenario: Scenario, value: Any, key: str = "") -> str:
    """Write a value in words."""
    if value is None:
        return NOT_THERE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Timed):
        return f"{does(scenario, value)} From {when(scenario, value)}; {how_long(value)}."
    if isinstance(value, Distribution | float | int):
        return number_text(value, _unit(key))
    if isinstance(value, dt.date):
        return date_text(value)
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return some([said(scenario, one) for one in value]) or "none"
    if isinstance(value, BaseModel):
        return "; ".join(_fields(scenario, value)) or "as usual"
    if isinstance(value, Mapping):
        parts = [f"{_key(scenario, name)}: {said(scenario, one)}" for name, one in value.items()]
        return "; ".join(parts) or "none"
    return str(value)


def _fields(scenario: Scenario, block: BaseModel) -> Iterator[str]:
    """Write what a block says beyond the defaults."""
    for name in type(block).model_fields:
        if name not in block.model_fields_set or name in {"sources", "label", "note"}:
            continue
        value = getattr(block, name)
        if value is not None:
            yield f"{plain(name)}: {said(scenario, value, name)}"


def _key(scenario: Scenario, key: object) -> str:
    return date_text(key) if isinstance(key, dt.date) else name_of(scenario, str(key))


def _unit(key: str) -> str:
    """Read a unit from the end of a key."""
    for end in ("days", "months"):
        if key.endswith(f"_{end}") or key == end:
            return end
    return ""
