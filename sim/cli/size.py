"""``shortfall size``: the smallest stockpile that meets a target."""

import json
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from sim.cli.budget import check_points
from sim.cli.echo import echo
from sim.cli.options import running
from sim.cli.request import Request
from sim.cli.say import at_each, resumable, say_reading, say_warnings
from sim.cli.sizing import Sizing, sizing

if TYPE_CHECKING:
    from sim.design.take import Taken
    from sim.scenario.schema import Form
    from sim.size.measured import Scale
    from sim.size.question import Question
    from sim.size.run_sizes import Asked
    from sim.size.size_result import SizeResult
    from sim.size.tried import RunSizes
    from sim.study.pool import Pool

TRIED = 12
"""Sizes that are run in a form, about, as far as histories go; and mixes."""


@click.command("size")
@click.argument("file")
@sizing
@running()
@click.option("--no-figures", is_flag=True, help="Leave the figure out.")
@click.option("--json", "as_json", is_flag=True, help="Print what size.json holds.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    file: str,
    sizing: Sizing,
    request: Request,
    no_figures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Find the smallest stockpile that meets a target, in each form it may be held in.

    FILE is a scenario file, the name of a shipped scenario, or - for standard input, with a
    stockpile. A size is so many days of its members' planned use at the start. All sizes have the
    same seed, so the same history meets the same luck at each. The results go to
    results/size-NAME-HASH. Sizes run several at a time in one world; repeating the command runs
    what is missing.
    """
    if not quiet:
        say_reading([file])
    question, forms, scale = sizing.read(request, file)
    if not quiet:
        _begin(question)
    tried = TRIED * len(forms)
    check_points(question.scenario, tried, question.histories, request, quiet=quiet)
    with resumable(f"Finished sizes are kept in {question.folder}"), request.pool() as pool:
        if (budget_musd := sizing.budget_musd) is not None:
            from sim.cli.size_mix import run_mixes

            run_mixes(question, budget_musd, forms, scale, pool, as_json=as_json, quiet=quiet)
            return
        results = _results(question, forms, pool, quiet=quiet)
    from sim.size.files import size_content, write_sizes

    write_sizes(question, results, scale)
    if not no_figures:
        from sim.cli.study_figures import draw_figures
        from sim.plots.size import draw_sizes

        draw = partial(draw_sizes, question, results, scale)
        draw_figures(question.folder, [question.request], draw)
    if as_json:
        echo(json.dumps(size_content(question, results, scale), indent=1))
    else:
        _show(question, results, scale)


def _begin(question: "Question") -> None:
    """Print the warnings of the scenario, and what is going to be run."""
    from sim.size.words import doubts

    say_warnings([question.request.loaded])
    for doubt in doubts(question):
        echo(f"warning: {doubt}", err=True)
    echo(
        f"{question.scenario.name}  {question.stockpile} for {question.target.text}  "
        f"{_at_each(question)}, seed {question.request.seed}",
        err=True,
    )


def _at_each(question: "Question") -> str:
    return at_each(question.histories, is_random=question.is_random, what="size")


def _results(
    question: "Question", forms: "Sequence[Form]", pool: "Pool", *, quiet: bool
) -> "list[SizeResult]":
    """Search in each form; say what came of each size."""
    from sim.cli.size_screen import progress_line
    from sim.size.find_size import find_size

    def on_progress(form: str, point: Any) -> None:
        if not quiet:
            echo(progress_line(question, form, point), err=True)

    run_sizes, nothing = _runner(question, pool, quiet=quiet), None
    found = []
    for form in forms:
        found.append(find_size(question, form, run_sizes, on_progress, nothing))
        nothing = found[-1].nothing
    return found


def _runner(question: "Question", pool: "Pool", *, quiet: bool) -> "RunSizes":
    """Give what runs sizes, with a bar on a terminal."""
    from sim.cli.progress import progress
    from sim.size.run_sizes import run_sizes

    def run(form: "Form", asked: "Asked", extra: Sequence[str]) -> "Sequence[Taken]":
        total = sum(map(len, asked.values()))
        with progress(total, quiet=quiet or not sys.stderr.isatty()) as report:
            return run_sizes(question, form, asked, extra, pool, report)

    return run


def _show(question: "Question", results: "Sequence[SizeResult]", scale: "Scale") -> None:
    """Print the results."""
    from sim.cli.size_screen import screen

    echo(
        f"{question.scenario.name}  the least {question.stockpile} for "
        f"{question.target.text}; {_at_each(question)}, "
        f"seed {question.request.seed}\n"
    )
    echo(screen(question, results, scale))
    echo(f"\nResults in {question.folder}")
