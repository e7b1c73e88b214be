"""``shortfall list``: the scenarios with their questions, tags and, once run, answers."""

import json
from collections.abc import Sequence
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from sim.cli.echo import echo

if TYPE_CHECKING:
    from sim.output.catalogue import Listed

WIDE = 100
"""Characters of a line where no terminal and no COLUMNS says how many there are."""
STEP = "    "


@click.command("list")
@click.argument("words", nargs=-1, metavar="[WORD...]")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only those with this tag.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("results"),
    help="Folder of results, in which answers are looked for. [results]",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(words: tuple[str, ...], tags: tuple[str, ...], out: Path, as_json: bool) -> None:
    """List the scenarios: what each asks, and what it answers where it has been run.

    They are those that come with the program, and those in the folder scenarios here. WORD is in
    the name, the title, the question or the tags.
    """
    from sim.output.catalogue import matching, scenarios
    from sim.scenario.errors import did_you_mean, listed

    every = scenarios(out)
    known = {tag for one in every for tag in one.tags}
    for tag in tags:
        if tag not in known:
            hint = did_you_mean(tag, known) or f"Tags: {listed(known, 30)}."
            raise click.BadParameter(f"No scenario has the tag '{tag}'. {hint}", param_hint="--tag")
    found = matching(every, words, tags)
    if as_json:
        echo(json.dumps([one.as_dict() for one in found], indent=1))
        return
    if not found:
        raise click.UsageError(f"No scenario has {' and '.join(map(repr, words))} in its texts.")
    echo("\n\n".join(map(_entry, found)))
    echo(_next(found))


def _entry(one: "Listed") -> str:
    """Write a scenario: its name and tags, below the title and the question, then the answer."""
    lines = [one.name + (f"  [{', '.join(one.tags)}]" if one.tags else "")]
    for text in (one.title, one.question, one.answer and f"-> {one.answer} {one.run}"):
        if text:
            room = max(get_terminal_size((WIDE, 0)).columns - len(STEP), 40)
            lines += [f"{STEP}{line}" for line in wrap(text, room, break_on_hyphens=False)]
    return "\n".join(lines)


def _next(found: "Sequence[Listed]") -> str:
    """Say how many there are, and what to do next."""
    first = next((one.name for one in found if not one.run), found[0].name)
    scenarios = "scenario" if len(found) == 1 else "scenarios"
    return f"\n{len(found)} {scenarios}. To run one: shortfall run {first}"
