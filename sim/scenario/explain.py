"""Every value of a scenario with its place in a file and the sources it rests on."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.scenario.cited import Cited, cited
from sim.scenario.critical_path import FIRST_PRODUCT
from sim.scenario.errors import did_you_mean, listed, plural
from sim.scenario.load import Loaded
from sim.scenario.origin import Origin, Path, dotted
from sim.scenario.scheduled import GIVEN_UP, LATE, scheduled, where_written
from sim.scenario.schema import Distribution
from sim.scenario.value import value_at

_FORMS = frozenset(Distribution.model_fields)


@dataclass(frozen=True, slots=True)
class Explained:
    """One value."""

    path: Path
    """Where it stands in the scenario."""
    value: Any
    """The value: a number, a word, a list, a distribution."""
    origin: Origin | None
    """Where it is written; none for a default of the format."""
    sources: tuple[Cited, ...]
    """Its sources."""

    def as_dict(self) -> dict[str, Any]:
        """Give the fields for JSON."""
        return {
            "path": dotted(self.path),
            "value": _jsonable(self.value),
            "origin": str(self.origin) if self.origin else "default",
            "sources": [
                {key: _jsonable(part) for key, part in one._asdict().items() if part is not None}
                for one in self.sources
            ],
        }


def explain(loaded: Loaded, field: str = "") -> list[Explained]:
    """List the values of a scenario.

    Parameters
    ----------
    loaded
        The scenario.
    field
        Dotted path of a block or value. Given, the defaults in it are listed, too; not given,
        all that files say is listed except the table of sources. The id of a source stands for
        its entry there.

    Raises
    ------
    KeyError
        The scenario has nothing at *field*; the message suggests a path.
    """
    data = loaded.scenario.model_dump(by_alias=True, exclude_unset=not field)
    if field not in data and field in loaded.scenario.sources:
        field = f"sources.{field}"
    found = [
        Explained(path, value, origin, cited(loaded.scenario, path) if origin else ())
        for path, value in _values(data, ())
        if _within(path, field)
        and ((origin := loaded.origins.get(path)) is not None or value is not None)
    ]
    derived = [*_from_schedule(loaded), *_from_milestones(loaded)]
    found += [row for row in derived if _within(row.path, field)]
    if field and not found:
        raise KeyError(_nothing_at(field, data))
    return found


def _from_schedule(loaded: Loaded) -> Iterator[Explained]:
    """Give what the schedule says of each project for which it holds."""
    scenario, origins = loaded.scenario, loaded.origins
    for name in scheduled(scenario):
        for key in (LATE, GIVEN_UP):
            path = where_written(scenario, name, key)
            if path is not None and path[0] == "schedule":
                number = value_at(scenario, path).value
                shown = number.model_dump() if isinstance(number, Distribution) else number
                at, sources = origins.get(path), cited(scenario, path)
                yield Explained(("projects", name, key), _compact(shown), at, sources)


def _from_milestones(loaded: Loaded) -> Iterator[Explained]:
    """Give the planned first products that follow from milestones."""
    for name, project in loaded.scenario.projects.items():
        path = "projects", name, "milestones"
        if project.planned is None:
            at, sources = loaded.origins.get(path), cited(loaded.scenario, path)
            yield Explained(("projects", name, FIRST_PRODUCT), project.first_product, at, sources)


def tally(rows: Sequence[Explained]) -> str:
    """Count the values by the grade of their best source."""
    grades = Counter(min((one.grade for one in row.sources), default="") for row in rows)
    parts = [
        f"{count} with a source of grade {grade}"
        for grade, count in sorted(grades.items())
        if grade
    ]
    return ", ".join([plural(len(rows), "value"), *parts])


def _values(data: Mapping[Any, Any], path: Path) -> Iterator[tuple[Path, Any]]:
    """Go down to the values; distributions and lists are values, ``sources`` are not."""
    for key, value in data.items():
        here = (*path, key)
        if key == "sources" and path:
            continue
        if isinstance(value, dict) and value and not _is_distribution(value):
            yield from _values(value, here)
        else:
            yield here, _compact(value)


def _is_distribution(value: Mapping[Any, Any]) -> bool:
    return value.keys() <= _FORMS


def _compact(value: Any) -> Any:
    """Leave out the forms that a distribution does not have."""
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if item is not None}
    return value


def _within(path: Path, field: str) -> bool:
    """Tell whether a value is asked for; sources themselves are only if they are named."""
    if not field:
        return path[0] != "sources"
    return f"{dotted(path)}.".startswith(f"{field}.")


MOST = 40
"""Names that are listed where none is near."""


def _nothing_at(field: str, data: Mapping[Any, Any]) -> str:
    """Say that there is nothing at a path, and which path is meant perhaps."""
    at: Any = data
    for depth, word in enumerate(words := field.split(".")):
        known = {str(key): key for key in at} if isinstance(at, dict) else {}
        if word not in known:
            before = ".".join(words[:depth])
            hint = did_you_mean(word, known if depth else {*known, *data.get("sources", ())})
            there = [name for name, key in known.items() if at[key] not in (None, {})]
            hint = hint or f"There are: {listed(there, MOST)}."
            return f"There is no '{word}' in {before or 'the scenario'}. {hint}".rstrip()
        at = at[known[word]]
    return f"There is no value at '{field}'."


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, dt.date) else value
