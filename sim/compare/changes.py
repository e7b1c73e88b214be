"""What differs between the resolved scenarios of several runs, with file and line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.scenario.dump import flow, resolved
from sim.scenario.load import Loaded
from sim.scenario.origin import SETTINGS, Path, dotted
from sim.scenario.schema import Distribution, Scenario
from sim.scenario.schema.scenario import ABOUT

ABSENT = "absent"
"""Stands for a value or block that a scenario does not have."""

ASIDE = frozenset({*ABOUT, "schema", "histories", "seed", "sources"})
"""Keys of a scenario that say nothing of its world; seed and histories belong to the run."""

TOLD = frozenset({"label", "note", "sources"})
"""Keys of a block that are for readers."""

_FORMS = frozenset(Distribution.model_fields)
_MISSING: Any = object()


@dataclass(frozen=True)
class Change:
    """A value, or a whole block, that is not the same in all scenarios."""

    path: Path
    """Where it stands in the scenario."""
    values: tuple[str, ...]
    """What it is in each scenario, as YAML in a line; :data:`ABSENT` where it is not there."""
    places: tuple[str, ...]
    """Where each is written: ``file:line``, ``--set``, ``default``, or nothing if absent."""

    @property
    def name(self) -> str:
        """The path as the user writes it, ``consumers.us_ev.stock_days``."""
        return dotted(self.path)


def changes(scenarios: Sequence[Loaded]) -> list[Change]:
    """List what differs between scenarios and the first of them.

    Names, questions, labels, notes and sources do not count. A block that is only in some of them
    is one entry, not one for each of its values.

    Parameters
    ----------
    scenarios : sequence of Loaded
        The baseline first.

    Returns
    -------
    list of Change
        In the order of the file format.
    """
    full = [_data(loaded.scenario.model_dump(by_alias=True)) for loaded in scenarios]
    brief = [_data(resolved(loaded.scenario)) for loaded in scenarios]
    paths: dict[Path, None] = {}
    for other in full[1:]:
        paths.update(dict.fromkeys(_differing(full[0], other, ())))
    order = {
        field.alias or name: i for i, (name, field) in enumerate(Scenario.model_fields.items())
    }
    return [
        Change(
            path,
            tuple(
                _text(*(_at(data, path) for data in both)) for both in zip(brief, full, strict=True)
            ),
            tuple(
                _place(one, path, _at(data, path))
                for one, data in zip(scenarios, full, strict=True)
            ),
        )
        for path in sorted(paths, key=lambda path: order[str(path[0])])
    ]


def _data(scenario: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is for readers, and what is not there."""
    return {key: _world(value, 1) for key, value in scenario.items() if key not in ASIDE}


def _world(value: Any, depth: int) -> Any:
    if not isinstance(value, dict):
        return value
    return {
        key: _world(item, depth + 1)
        for key, item in value.items()
        if item is not None and not (depth == 2 and key in TOLD)
    }


def _differing(one: Any, other: Any, path: Path) -> Iterator[Path]:
    """Go down as far as both are blocks of the same kind."""
    if one == other:
        return
    if not (_is_block(one) and _is_block(other)) or one.get("kind") != other.get("kind"):
        yield path
        return
    for key in dict.fromkeys([*one, *other]):
        yield from _differing(one.get(key, _MISSING), other.get(key, _MISSING), (*path, key))


def _is_block(value: Any) -> bool:
    """Tell blocks and tables from values: numbers, lists, distributions, dated values."""
    if not isinstance(value, dict):
        return False
    named = all(isinstance(key, str) for key in value)
    return named and not (value and value.keys() <= _FORMS)


def _at(data: Mapping[Any, Any], path: Path) -> Any:
    found: Any = data
    for key in path:
        if not isinstance(found, Mapping) or key not in found:
            return _MISSING
        found = found[key]
    return found


def _text(brief: Any, full: Any) -> str:
    """Write a value or a block, the latter without what equals the defaults."""
    value = full if brief is _MISSING else brief
    return ABSENT if value is _MISSING else flow(value)


def _place(loaded: Loaded, path: Path, value: Any) -> str:
    """Say where a value is written."""
    origin = loaded.origins.get(path)
    if origin is None:
        return "" if value is _MISSING else "default"
    return SETTINGS if origin.file == SETTINGS else f"{origin.file}:{origin.line}"
