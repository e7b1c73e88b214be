"""What becomes of each key of the format: the table of cases, read from ``cases/*.yaml``.

A file maps each block of the schema (``Mine``) to where one stands in a world, and to another value
of each of its keys::

    Mine:
      in: chain                       # worlds/chain.yaml
      at: mines.hill
      to: {country: DE}               # mines.hill.country=DE moves something that is recorded
      cases:                          # the same where there is more to say
        mode:
          with: [mines.hill.stock_days=9]   # settings of both runs; @ stands for at
          from: pull                        # value of the one run; without it as in the world
          to: push
          key: mines.hill.mode              # path, where it is not at.key
          shown: results                    # what must change: see EVIDENCE in evidence.py
          told: no effect                   # or: it is refused, or warned about, in these words

``each`` in the place of a block's name gives its keys to all blocks that have them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from ruamel.yaml import YAML

from sim.scenario.schema import Distribution, Scenario

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """A key, two values of it, and what they must make a difference to."""

    key: str
    """The block of the schema and its key, as ``Mine.country``."""
    world: str
    path: str
    """Where it is set."""
    to: Any
    before: Any = None
    """Value of the run that it is compared with; none leaves that of the world."""
    settings: tuple[str, ...] = ()
    """Settings of both runs."""
    shown: str = "record"
    told: str | None = None
    """Words in which it is refused, or warned about."""

    @property
    def one(self) -> tuple[str, ...]:
        """The settings of the one run."""
        return self.settings + (() if self.before is None else (setting(self.path, self.before),))

    @property
    def other(self) -> tuple[str, ...]:
        """The settings of the other."""
        return (*self.settings, setting(self.path, self.to))


def setting(path: str, value: Any) -> str:
    """Write a setting of the command line."""
    return f"{path}={flow(value)}"


def flow(value: Any) -> str:
    """Write a value on one line of YAML."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.width = True, 10_000
    text = StringIO()
    yaml.dump(value, text)
    return text.getvalue().partition("\n")[0]


def keys() -> dict[str, list[str]]:
    """Give the keys of each block of the schema; those that only hold other blocks are left out."""
    return {
        block.__name__: [
            name if field.alias is None else field.alias
            for name, field in block.model_fields.items()
            if not only_blocks(field.annotation)
        ]
        for block in blocks(Scenario)
    }


def blocks(kind: Any) -> dict[type[BaseModel], None]:
    """Give the blocks that a type is made of, and all below them."""
    found: dict[type[BaseModel], None] = {}
    pending = [kind]
    while pending:
        kind = pending.pop()
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            pending += get_args(kind)
        elif kind not in found:
            found[kind] = None
            pending += [field.annotation for field in kind.model_fields.values()]
    return found


def only_blocks(kind: Any) -> bool:
    """Tell whether a type says nothing by itself: it holds blocks, or can be but one word."""
    origin, parts = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind is not Distribution
    if origin is Literal:
        return len(parts) == 1
    if origin is dict:
        return only_blocks(parts[1])
    if origin is Annotated:
        return only_blocks(parts[0])
    if origin in {list, Union, UnionType}:
        return all(map(only_blocks, parts))
    return kind is type(None)


@cache
def cases() -> tuple[Case, ...]:
    """Read all cases."""
    tables: dict[str, Mapping[str, Any]] = {}
    for file in sorted((HERE / "cases").glob("*.yaml")):
        for name, block in YAML(typ="safe").load(file).items():
            assert name not in tables, f"{file.name}: {name} is in two files"
            tables[name] = block
    common = tables.pop("each")
    known = keys()
    return tuple(
        one
        for name, block in tables.items()
        for one in _cases(name, block, common, known.get(name, []))
    )


def _cases(
    name: str, block: Mapping[str, Any], common: Mapping[str, Any], has: list[str]
) -> Iterator[Case]:
    said = {
        **{key: {"to": value} for key, value in common.get("to", {}).items() if key in has},
        **{key: case for key, case in common.get("cases", {}).items() if key in has},
        **{key: {"to": value} for key, value in block.get("to", {}).items()},
        **block.get("cases", {}),
    }
    for key, case in said.items():
        at = case.get("at", block.get("at", ""))
        yield Case(
            f"{name}.{key}",
            case.get("in", block.get("in", "chain")),
            case.get("key", f"{at}.{key}" if at else key),
            case["to"],
            case.get("from"),
            tuple(
                one.replace("@.", f"{at}.", 1)
                for one in (*block.get("with", ()), *case.get("with", ()))
            ),
            case.get("shown", "record"),
            case.get("told"),
        )
