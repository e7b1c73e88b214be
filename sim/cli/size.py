"""``shortfall size``: the smallest stockpile that meets a target."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import pool_of, running
from sim.scenario.chain import FORMS

if TYPE_CHECKING:
    from sim.output.stored import StoredRun
    from sim.scenario.schema import Form
    from sim.size.answer import Answer, Fulfil
    from sim.size.measured import Scale
    from sim.size.question import Question
    from sim.study.pool import Pool

UNITS = ("days", "tonnes", "musd")
"""What sizes are given in; given here too, as help is not to import what sizes."""


@click.command("size")
@click.argument("file")
@click.option(
    "--target", required=True, metavar="TARGET",
    help="What it is to achieve: 'line_down_days[us_defence] <= 0 with 95%', or "
    "'mean shortfall_days[US] <= 10'.",
)  # fmt: skip
@click.option("--stockpile", metavar="ID", help="Which stockpile. [the only one]")
@click.option(
    "--form", "forms", metavar="FORM,...",
    help=f"{', '.join(reversed(FORMS))}. [as it is held]",
)  # fmt: skip
@click.option(
    "--through", "through", multiple=True, metavar="FORM=ID,...",
    help="Who converts a form for the members. [all who use it in the stockpile's country]",
)  # fmt: skip
@click.option(
    "--in", "unit", type=click.Choice(UNITS), default="days", help="Unit of sizes. [days]"
)
@click.option(
    "--price", "prices", multiple=True, metavar="FORM=USD,...", help="USD a kg, for --in musd."
)
@click.option(
    "--step", "step_days", type=click.FloatRange(min=0.0, min_open=True), default=1.0,
    metavar="DAYS", help="Sizes are multiples of so many days of the members' use. [1]",
)  # fmt: skip
@click.option(
    "--budget-musd", type=click.FloatRange(min=0.0, min_open=True), metavar="M USD",
    help="Find the best mix of the forms that so much buys, instead of the least size.",
)  # fmt: skip
@running
@click.option("--no-figures", is_flag=True, help="Leave the figure out.")
@click.option("--json", "as_json", is_flag=True, help="Print what size.json holds.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    file: str,
    target: str,
    stockpile: str | None,
    forms: str | None,
    through: tuple[str, ...],
    unit: Any,
    prices: tuple[str, ...],
    step_days: float,
    budget_musd: float | None,
    histories: int | None,
    seed: int | None,
    sampling: Any,
    settings: tuple[str, ...],
    workers: int | None,
    cluster: str | None,
    out: Path,
    no_figures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Find the smallest stockpile that meets a target, in each form it may be held in.

    FILE is a scenario file or the name of a shipped scenario, with a stockpile. A size is so many
    days of its members' planned use at the start. All sizes have the same seed, so the same
    history meets the same luck at each. The results go to results/size-NAME-HASH, with a folder a
    size; repeating the command runs what is missing.
    """
    if not quiet:
        click.echo(f"Reading {file} ...", err=True)
    question, chosen, scale = _asked(
        file, target, stockpile, forms, through, unit, prices, step_days, budget_musd,
        histories, seed, sampling, settings, out,
    )  # fmt: skip
    if not quiet:
        _begin(question)
    with _interruptible(question), pool_of(workers, cluster) as pool:
        if budget_musd is not None:
            from sim.cli.size_mix import run_mixes

            run_mixes(question, budget_musd, chosen, scale, pool, as_json=as_json, quiet=quiet)
            return
        answers = _answers(question, chosen, pool, quiet=quiet)
    from sim.size.files import size_content, write_sizes

    write_sizes(question, answers, scale)
    if not no_figures:
        from sim.plots.size import draw_sizes

        draw_sizes(question, answers, scale, question.folder / "figures")
    if as_json:
        click.echo(json.dumps(size_content(question, answers, scale), indent=1))
    else:
        _show(question, answers, scale)


def _asked(
    file: str,
    target: str,
    stockpile: str | None,
    forms: str | None,
    through: Sequence[str],
    unit: Any,
    prices: tuple[str, ...],
    step_days: float,
    budget_musd: float | None,
    histories: int | None,
    seed: int | None,
    sampling: Any,
    settings: tuple[str, ...],
    out: Path,
) -> "tuple[Question, list[Form], Scale]":
    """Read all that is asked, and refuse what cannot be, before anything is run."""
    from sim.scenario.load import load
    from sim.size.form import FormError, read_forms, read_through
    from sim.size.measured import PriceError, Scale, read_prices
    from sim.size.question import asked
    from sim.size.target import TargetError, read_target
    from sim.sweep.plan import Base

    try:
        wanted, found, named = read_target(target), read_prices(prices), read_through(through)
        chosen = read_forms(forms) if forms else []
        loaded = load(file, settings)
        base = Base(
            file=file,
            settings=settings,
            histories=loaded.scenario.histories if histories is None else histories,
            seed=loaded.scenario.seed if seed is None else seed,
            sampling=sampling,
            out=out,
        )
        question = asked(base, loaded, wanted, stockpile, step_days, named)
        if budget_musd is not None:
            unit, chosen = "musd", chosen or list(found)
        chosen = chosen or [question.own_form]
        for form in chosen:
            question.use_t_per_day(form)
        return question, chosen, Scale(unit, found).priced(chosen)
    except (TargetError, FormError, PriceError) as error:
        raise click.UsageError(str(error)) from error


def _begin(question: "Question") -> None:
    """Print the warnings of the scenario, and what is going to be run."""
    from sim.scenario.errors import plural, render

    if question.loaded.warnings:
        click.echo(render(question.loaded.warnings, closing=""), err=True)
    click.echo(
        f"{question.loaded.scenario.name}  {question.stockpile} for {question.target.text}  "
        f"{plural(question.histories, 'history')} at each size  seed {question.base.seed}",
        err=True,
    )


def _answers(
    question: "Question", forms: "Sequence[Form]", pool: "Pool", *, quiet: bool
) -> "list[Answer]":
    """Search in each form; say what came of each size."""
    from sim.cli.size_screen import progress_line
    from sim.size.answer import answer

    def told(form: str, point: Any) -> None:
        if not quiet:
            click.echo(progress_line(question, form, point), err=True)

    run = _fulfiller(question, pool, quiet=quiet)
    return [answer(question, form, run, told) for form in forms]


def _fulfiller(question: "Question", pool: "Pool", *, quiet: bool) -> "Fulfil":
    """Give what runs a size, with a bar on a terminal."""
    from sim.cli.progress import progress
    from sim.output.order import fulfil

    def run(form: "Form", steps: int, extra: Sequence[str]) -> "StoredRun":
        order = question.order(form, steps, extra)
        with progress(question.histories, quiet=quiet or not sys.stderr.isatty()) as report:
            return fulfil(order, pool, report)

    return run


@contextmanager
def _interruptible(question: "Question") -> Iterator[None]:
    """Say on Ctrl-C what is kept."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"\nFinished sizes are kept in {question.folder}; repeat to go on.", err=True)
        raise


def _show(question: "Question", answers: "Sequence[Answer]", scale: "Scale") -> None:
    """Print the answers."""
    from sim.cli.size_screen import screen

    click.echo(
        f"{question.loaded.scenario.name}  the least {question.stockpile} for "
        f"{question.target.text}; {question.histories} histories at each size, "
        f"seed {question.base.seed}\n"
    )
    click.echo(screen(question, answers, scale))
    click.echo(f"\nResults in {question.folder}")
