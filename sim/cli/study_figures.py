"""Figures of studies: drawn with the command that makes them in them, and listed."""

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.group import GIVEN

if TYPE_CHECKING:
    from sim.output.histories import Histories
    from sim.output.run_request import RunRequest
    from sim.plots.study import Study

APART = frozenset(
    {
        *("workers", "cluster", "out", "yes", "quiet", "as_json", "no_figures", "runs", "dry_run"),
        *("figures_in", "root"),
    }
)
"""Options that change no figure, or that who makes it again says anew."""
OF_RUNS = frozenset({"histories", "seed", "sampling", "settings", "labels", "chosen"})
"""Options that say which runs there are; nothing where these are given by their folders."""


def draw_figures(
    folder: Path,
    runs: "Sequence[RunRequest | Histories]",
    draw: "Callable[[Study], list[Path]]",
    *,
    arguments: Sequence[str] | None = None,
    read: bool = False,
    labels: Sequence[str] = (),
    digest: str | None = None,
) -> list[Path]:
    """Draw the figures of the study of the command at hand, and list them in its ``extras.json``.

    Parameters
    ----------
    folder : path
        That of the study, made by now.
    runs : sequence of RunRequest or Histories
        What it is of.
    draw : callable
        Draws the figures, and gives their paths.
    arguments : sequence of str, optional
        What its command is given, where that is not what stands on the command line.
    read : bool
        Whether it reads its runs, so that its command is given their folders.
    labels : sequence of str
        What it calls them.
    digest : str, optional
        Of the study, where its folder does not end with that.
    """
    from sim.output.extras import recorded
    from sim.output.run_request import RunRequest
    from sim.plots.record import RunRecord
    from sim.plots.study import Study

    of = tuple(
        RunRecord.of_request(one) if isinstance(one, RunRequest) else RunRecord.of(one)
        for one in runs
    )
    if read:
        arguments = [one.folder for one in of]
    words = _words(arguments, APART | OF_RUNS if read else APART)
    words += [part for label in labels for part in ("--label", label)]
    command = shlex.join(["shortfall", *words, "--out", "."])
    with recorded(folder, command, digest=digest or folder.name.rpartition("-")[2]) as written:
        written += draw(Study(folder, command, of))
    return written


def _words(arguments: Sequence[str] | None, apart: frozenset[str]) -> list[str]:
    """Write the command at hand anew: what changes no figure, and where its file lies, left out."""
    context = click.get_current_context()
    command = context.command
    given, _, _ = command.make_parser(context).parse_args([*context.meta[GIVEN]])
    words = [str(context.info_name)]
    for param in command.params:
        value = given.get(param.name or "")
        if isinstance(param, click.Argument):
            words += _named(param, value) if arguments is None else arguments
        elif isinstance(param, click.Option) and param.name not in apart and value:
            flag = max(param.opts, key=len)
            values = value if param.multiple else [value]
            values = [Path(one).name if _is_file(param) else one for one in values]
            words += [flag] if param.is_flag else [part for one in values for part in (flag, one)]
    return words


def _named(param: click.Argument, value: object) -> list[str]:
    """Give a scenario without its folder; what is asked for if none is named."""
    return [Path(value if isinstance(value, str) else str(param.default)).name]


def _is_file(param: click.Parameter) -> bool:
    return isinstance(param.type, click.Path)
