"""`shortfall schema`: what editors complete from."""

import json
from pathlib import Path

from sim.scenario.json_schema import json_schema
from sim.scenario.locate import shipped_folder
from tests.cli.conftest import Call


def test_the_shipped_schema_is_in_step() -> None:
    """If not: shortfall schema --write scenarios/schema.json"""
    assert (shipped_folder() / "schema.json").read_text() == json_schema()


def test_the_schema_is_printed_or_written(call: Call, tmp_path: Path) -> None:
    """The same text."""
    assert call("schema").stdout == json_schema()
    assert call("schema", "--write", "s.json").exit_code == 0
    assert (tmp_path / "s.json").read_text() == json_schema()
    assert call("schema", "--write", "no/folder/s.json").exit_code == 2


def test_a_partial_file_fits_the_schema() -> None:
    """Nothing is required, entries may be null, and every key has its sentence."""
    schema = json.loads(json_schema())
    assert "required" not in json.dumps(list(schema))
    assert "extends" in schema["properties"]
    for definition in schema["$defs"].values():
        for name, entry in definition.get("properties", {}).items():
            assert "description" in entry or "const" in entry, name
