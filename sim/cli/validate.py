"""``shortfall validate``: all problems of all files at once."""

import json
from pathlib import Path

import click

from sim.cli.echo import echo
from sim.cli.group import WRONG_USE
from sim.cli.options import one_stdin, shared
from sim.cli.say import say_meant, say_overtaken


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", callback=one_stdin)
@shared("settings")
@shared("root")
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    settings: tuple[str, ...],
    root: Path | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Find all that is wrong with scenario files, without running them.

    FILE is a scenario file, the name of a shipped scenario, or - for standard input. Of very many
    problems the first 50 are shown, errors before warnings.
    """
    from sim.scenario.errors import Problem, ScenarioError, first_of, plural, render
    from sim.scenario.load import Loaded, load

    say_meant(files)
    problems: list[Problem] = []
    read: list[Loaded] = []
    for file in files:
        try:
            loaded = load(file, settings, root)
            problems += loaded.warnings
            read.append(loaded)
        except ScenarioError as error:
            problems += error.problems
    once = list(dict.fromkeys(problems))
    if as_json:
        shown, rest = first_of(once)
        echo(json.dumps([problem.as_dict() for problem in shown], indent=1))
        if rest:
            echo(rest, err=True)
    elif once:
        echo(render(once, closing=""))
    else:
        echo(f"No problem in {plural(len(files), 'file')}.")
    say_overtaken(read)  # no problem of the file: it depends on the day
    if any(strict or problem.level == "error" for problem in once):
        ctx.exit(WRONG_USE)
