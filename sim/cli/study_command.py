"""The command that a figure of a study carries: read with care, as figures come from anyone.

A seal tells that a file was altered by chance, not who made it. So what a figure carries may do no
more than make again the study that it is of: of a scenario that is here or near it, into a folder
that is thrown away.
"""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.study_figures import APART

if TYPE_CHECKING:
    from sim.plots.study_record import StudyRecord

STUDIES = (
    *("sweep", "stress", "size", "attribute", "sensitivity", "measure-first"),
    *("hindcast", "forecast"),
)


def carried(figure: Path, record: "StudyRecord") -> list[str]:
    """Give name and arguments of the command that a figure carries.

    Raises
    ------
    click.UsageError
        If it is not the command of that study, or would read or write elsewhere.
    """
    try:
        program, name, *given = shlex.split(record.command)
    except ValueError:
        program, name, given = "", "", []
    if program != "shortfall" or name not in STUDIES or not record.study.startswith(f"{name}-"):
        raise click.UsageError(
            f"{figure}: what it carries is no command of a study, and is not run: {record.command}"
        )
    from sim.cli import main

    context = click.get_current_context()
    command = main.get_command(context, name)
    assert command is not None
    try:
        values, rest, _ = command.make_parser(click.Context(command)).parse_args(list(given))
    except click.UsageError as error:
        raise click.UsageError(
            f"{figure}: the command that it carries is none of this program ({error.message}), and "
            f"is not run: {record.command}"
        ) from None
    files = list(rest)
    for param in command.params:
        if not (value := values.get(param.name or "")) or param.name == "out":
            continue
        if isinstance(param, click.Argument) or isinstance(param.type, click.Path):
            files += [value] if isinstance(value, str) else value
        if isinstance(param, click.Option) and param.name in APART:
            raise click.UsageError(
                f"{figure}: its command is not run, as {max(param.opts, key=len)} is not for a "
                f"figure to say: {record.command}"
            )
    for file in files:
        if Path(file).name != file:
            raise click.UsageError(
                f"{figure}: its command is not run, as it leads to another folder, {file}: "
                f"{record.command}"
            )
    return [name, *given]
