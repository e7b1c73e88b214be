"""Write a resolved scenario as YAML that runs by itself, the same to the byte each time."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from sim.scenario.scalar import scalar
from sim.scenario.schema import Scenario
from sim.scenario.visible import visible

_WIDTH = 96
"""Longest line of a short mapping or list."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./()' -]*[A-Za-z0-9_.)]|[A-Za-z]")
_OTHER_YAML = re.compile(r"y|n|yes|no|on|off|true|false|null", re.IGNORECASE)
"""Words that readers of older YAML take for something else: quoted, to be safe with them."""


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Give a scenario as plain data with the keys of the file, without what equals defaults.

    But with the ``stock_days`` of all who have firms: of these they are to be written.
    """
    data = scenario.model_dump(by_alias=True, exclude_defaults=True)
    for name, consumer in scenario.consumers.items():
        if consumer.firms is not None and consumer.order_up_to_t is None:
            data["consumers"][name] |= consumer.model_dump(include={"stock_days"})
    return {"schema": scenario.schema_version, **data}


def dump(scenario: Scenario) -> str:
    """Write a scenario as YAML; loading the text gives an equal scenario.

    Entries keep their order, keys that equal the defaults of the format are left out, short
    mappings and lists take one line.
    """
    return "".join(f"{line}\n" for line in _mapping(resolved(scenario), 0))


def _mapping(data: dict[Any, Any], depth: int) -> Iterator[str]:
    """Write the entries of a mapping, each on its own line or lines."""
    indent = "  " * depth
    for key, value in data.items():
        head = f"{indent}{_word(key)}:"
        line = f"{head} {flow(value)}"
        table = isinstance(value, dict) and depth == 0
        if isinstance(value, dict) and value and (table or len(line) > _WIDTH):
            yield head
            yield from _mapping(value, depth + 1)
        elif isinstance(value, list) and len(line) > _WIDTH:
            yield head
            yield from (f"{indent}  - {flow(item)}" for item in value)
        else:
            yield line


def flow(value: Any) -> str:
    """Write a value in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_word(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _word(value)


def _word(value: Any) -> str:
    """Write a scalar so that it is read as the same."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        whole = float(value).is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value)
    if _PLAIN.fullmatch(text) and not _OTHER_YAML.fullmatch(text) and scalar(text) == text:
        return text
    return visible(json.dumps(text, ensure_ascii=False))
