"""The file format as JSON Schema, for editors that complete and check while one types."""

import json
from collections.abc import Iterator
from typing import Any

from sim.scenario.outline import TABLES
from sim.scenario.schema import Scenario
from sim.scenario.schema.base import Block
from sim.scenario.schema.described import descriptions

_EXTENDS = {
    "description": "File or files that this one builds on, beside it or shipped: mappings merge by "
    "name, lists replace, null removes. They lie in the folder one works in, if this file does, or "
    "in its own; --root names another.",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}
_WITHOUT = {
    "description": "File or files, of those that this one builds on, to leave out: nothing of what "
    "they say counts, while what they extend stays. By name, with or without .yaml.",
    "anyOf": _EXTENDS["anyOf"],
}


def json_schema() -> str:
    """Write the JSON Schema of a scenario file.

    It is laxer than ``shortfall validate``: a file that extends another may leave out any key
    and may write ``null`` for an entry, so nothing is required here.
    """
    schema = Scenario.model_json_schema(by_alias=True)
    _describe(schema, Scenario)
    for block in _below(Block):
        if block.__name__ in schema["$defs"]:
            _describe(schema["$defs"][block.__name__], block)
    properties = schema["properties"]
    for table in TABLES:
        entries = properties[table]
        entries["additionalProperties"] = {
            "anyOf": [entries.pop("additionalProperties", {}), {"type": "null"}]
        }
        entries.pop("minProperties", None)
        if "patternProperties" in entries:
            entries["patternProperties"] = {
                pattern: {"anyOf": [entry, {"type": "null"}]}
                for pattern, entry in entries["patternProperties"].items()
            }
            entries["additionalProperties"] = False
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A shortfall scenario",
    }
    ours = {"extends": _EXTENDS, "without": _WITHOUT}
    lax = _lax(schema) | {"properties": ours | _lax(properties)}
    return json.dumps(lax | head, indent=1, ensure_ascii=False) + "\n"


def _below(block: type[Block]) -> Iterator[type[Block]]:
    """Visit all blocks that are made from one."""
    for one in block.__subclasses__():
        yield one
        yield from _below(one)


def _describe(schema: dict[str, Any], block: type[Block]) -> None:
    """Say of each key what the format says of it."""
    for name, text in descriptions(block).items():
        key = block.model_fields[name].alias or name
        said = {**schema["properties"][key], "description": text}
        schema["properties"][key] = dict(sorted(said.items()))


def _lax(schema: Any) -> Any:
    """Drop what a partial file need not fulfil."""
    if isinstance(schema, list):
        return [_lax(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _lax(value)
        for key, value in schema.items()
        if key not in {"required", "discriminator", "oneOf", "default"}
        # "title" repeats the name of the key; a property may itself be called title.
        and not (key == "title" and isinstance(value, str))
    }
    if "oneOf" in schema:
        kept["anyOf"] = _lax(schema["oneOf"])
    return kept
