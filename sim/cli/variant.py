"""Variants of a scenario on the command line: ``FILE@PATH=VALUE,PATH=VALUE``."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import one_stdin, set_once

if TYPE_CHECKING:
    from sim.scenario.origin import Origin

MARK = "@"
"""Parts a file from what is changed in it."""


@dataclass(frozen=True)
class Variant:
    """A scenario, or a run, and what is changed in it."""

    file: str
    """A scenario file, the name of a shipped scenario, ``-``, or the folder of a run."""
    settings: tuple[str, ...] = ()
    """Changes, as ``--set`` takes them."""
    place: "Origin | None" = None
    """Where it stands, if in a file of runs."""
    row: str = ""
    """The line there."""

    def label(self, name: str) -> str:
        """Name it by the name of the scenario, and the ends of the paths that are changed."""
        from sim.scenario.settings import brief

        changes = ",".join(map(brief, self.settings))
        return f"{name}{MARK}{changes}" if changes else name


def check_labels(labels: tuple[str, ...], runs: tuple[Variant, ...]) -> None:
    """Refuse names of runs that are not one for each, all different; none at all will do."""
    if labels and (len(labels) != len(runs) or len(set(labels)) < len(labels)):
        raise click.UsageError(f"--label: {len(runs)} runs need as many names, each its own")


def variants(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> Any:
    """Read all of them; standard input can be read only once."""
    found = tuple(_read(text, ctx, param) for text in value)
    one_stdin(ctx, param, tuple(one.file for one in found))
    return found


def _read(text: str, ctx: click.Context, param: click.Parameter) -> Variant:
    """Take one apart; a file that has the mark in its name is that file."""
    file, mark, changes = text.partition(MARK)
    if not mark or Path(text).exists():
        return Variant(text)
    from sim.sweep.vary import split

    settings = split(changes, ",")
    if meant := _with_decimals(settings):
        raise click.BadParameter(f"'{text}': a comma parts two changes. {meant}", ctx, param)
    if not (file and all(path and equals for path, equals, _ in map(_parted, settings))):
        raise click.BadParameter(
            f"'{text}': after {MARK} come changes as PATH=VALUE, with commas between them: "
            f"export-halt{MARK}disruptions.halt.duration_days=180,histories=64",
            ctx,
            param,
        )
    if Path(file).is_dir():
        raise click.BadParameter(
            f"'{text}': {file} is the folder of a run, in which nothing can be changed; "
            f"name its scenario file instead: {Path(file) / 'scenario.yaml'}{MARK}{changes}",
            ctx,
            param,
        )
    return Variant(file, set_once(ctx, param, tuple(settings)))


def _with_decimals(settings: list[str]) -> str:
    """Say how to write a number that a comma has cut, as 45,5; empty if none is."""
    from sim.scenario.comma import as_number

    number = ""
    for setting in settings:
        _, equals, value = _parted(setting)
        if equals and (meant := as_number(number)):
            return meant
        number = value if equals else f"{number},{setting}"
    return as_number(number)


def _parted(setting: str) -> tuple[str, str, str]:
    return setting.partition("=")
