"""The file of a forecast: its content, and a hash by which anybody sees whether it was altered.

The hash is the SHA-256 of the content in canonical form (keys sorted, no blanks, ASCII), so that it
does not depend on how the file is laid out. Who writes another hash into an altered file is found
out by the hash that was published, or committed, with the forecast.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.forecast.forecast import FORMAT, Forecast
from sim.output.errors import DamagedError, OutputError
from sim.scenario.locate import shipped_folder, shown_as
from sim.scenario.text import read_text

SEAL = "sha256"
"""Key of the hash."""
FILE = "forecast.json"
"""Name of the file in the folder that a forecast is written into."""
FOLDER = "forecasts"
"""Folder of the shipped forecasts, among the scenarios."""


def sealed(forecast: Forecast) -> str:
    """Give the hash of a forecast."""
    return _hash(forecast.model_dump(mode="json"))


def _hash(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def text_of(forecast: Forecast) -> str:
    """Write the file of a forecast."""
    content = forecast.model_dump(mode="json")
    return f"{_laid_out({**content, SEAL: _hash(content)})}\n"


def _laid_out(value: Any, depth: int = 1) -> str:
    """Write JSON with a line for each month and each stop."""
    parts = list(value.values()) if isinstance(value, dict) else []
    if not any(isinstance(one, dict) for one in parts) and not (
        parts and all(isinstance(one, list) for one in parts)
    ):
        return json.dumps(value)
    pad = " " * depth
    rows = (f"{pad}{json.dumps(key)}: {_laid_out(one, depth + 1)}" for key, one in value.items())
    return "{\n" + ",\n".join(rows) + f"\n{pad[1:]}}}"


def read_forecast(file: Path) -> Forecast:
    """Read a forecast that is as it was written.

    Raises
    ------
    ScenarioError
        If it cannot be read.
    DamagedError
        If it is not as it was written.
    OutputError
        If it is no forecast, or one of a newer program.
    """
    shown = shown_as(file)
    text = read_text(file, shown)
    try:
        content = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise OutputError(f"{shown}: it is no forecast: {_first_line(error)}. {REMEDY}") from None
    if not isinstance(content, dict) or SEAL not in content or "format" not in content:
        raise OutputError(f"{shown}: it is no forecast: it has no format and no {SEAL}. {REMEDY}")
    made_by = content["format"]
    if isinstance(made_by, int) and made_by > FORMAT:
        raise OutputError(
            f"{shown}: it is a forecast of format {made_by}, and this program reads up to "
            f"{FORMAT}: take the version that made it, {content.get('version', 'a newer one')!r}, "
            "or a later one"
        )
    said = content.pop(SEAL)
    if (found := _hash(content)) != said:
        raise DamagedError(
            f"{shown}: it is not as it was written: its content has the {SEAL} {found[:16]}..., "
            f"and it says {str(said)[:16]}.... Get the file again from where it was published"
        )
    try:
        return Forecast.model_validate_json(json.dumps(content))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise OutputError(
            f"{shown}: it is no forecast: {place}: {first['msg']}. {REMEDY}"
        ) from None


REMEDY = f"Give the {FILE} that `shortfall forecast` has written"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that is there twice: readers could take the one, the hash the other."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for i, (key, _) in enumerate(pairs) if key in dict(pairs[:i]))
        raise ValueError(f"'{twice}' is there twice")
    return found


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


def shipped_forecasts() -> dict[str, Path]:
    """Find the forecasts that travel with the program, by name."""
    return {file.stem: file for file in sorted((shipped_folder() / FOLDER).glob("*.json"))}
