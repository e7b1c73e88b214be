"""``shortfall sweep``: run a scenario at many points, and join what goes in and what comes out."""

import datetime as dt
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.budget import check_points, processors, time_of
from sim.cli.echo import echo
from sim.cli.group import MODEL_FAILED, WRONG_USE, is_wrong_use
from sim.cli.options import Day, running
from sim.cli.refusing import refusing
from sim.cli.request import Request
from sim.cli.say import at_each, resumable, say_faults, say_reading, say_warnings

if TYPE_CHECKING:
    from sim.plots.study import Study
    from sim.study.pool import Pool
    from sim.sweep.chosen import Chosen
    from sim.sweep.plan import Sweep
    from sim.sweep.results import Results
    from sim.sweep.slopes import Slope

MOST_ERRORS = 5
"""Different errors of invalid points that are shown, and points that are named."""
MANY = 100
"""So many points take a while to read."""


@click.command("sweep")
@click.argument("file")
@click.option(
    "--vary", "varied", multiple=True, required=True, metavar="PATH=SPEC",
    help="An input: a:b:n (n values from a to b), x,y,z (these), or with --lhs a:b. Paths joined "
    "by + move together.",
)  # fmt: skip
@click.option(
    "--lhs",
    type=click.IntRange(2, 10_000),
    metavar="N",
    help="Draw N points of a Latin hypercube. [a grid]",
)
@click.option(
    "--branch-at",
    type=Day(),
    metavar="DATE",
    help="Make sure that all points are the same up to a date: their past is run once.",
)
@running()
@click.option("--dry-run", is_flag=True, help="Show the design and the time it takes; run nothing.")
@click.option(
    "--per",
    metavar="PATH",
    help="Also reckon by how much what is shown grows with one more of this input.",
)
@click.option(
    "--measure",
    metavar="NAME",
    default="shortfall_days",
    help="What is shown: shortfall_days, shortfall_days_caused, first_short_day, time_to_survive, "
    "line_down_days, unmet_t, or another measure of consumers. [shortfall_days]",
)
@click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="NAME",
    help="Whose, as US, us_defence or all, or of a kind those that are short, as consumer; can be "
    "repeated. [regions that are short, defence, all]",
)
@click.option(
    "--skip-invalid", is_flag=True, help="Leave out points that break a rule. [run nothing]"
)
@click.option("--runs", is_flag=True, help="Also make a whole run of every point, in runs/.")
@click.option("--no-figures", is_flag=True, help="Leave the figures out.")
@click.option("--json", "as_json", is_flag=True, help="Print the joined rows as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    file: str,
    varied: tuple[str, ...],
    lhs: int | None,
    branch_at: dt.datetime | None,
    request: Request,
    dry_run: bool,
    per: str | None,
    measure: str,
    groups: tuple[str, ...],
    skip_invalid: bool,
    runs: bool,
    no_figures: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run a scenario at every combination of the values of its inputs, or at points drawn.

    FILE is a scenario file, the name of a shipped scenario, as export-halt, or - for standard
    input. The results go to results/sweep-NAME-HASH: sweep.csv has a row a point, design.csv the
    command that makes a whole run of each, slopes.csv what --per asks for. All points share the
    seed, so the same history meets the same luck at each, and points that differ by numbers run in
    one world. Repeating the command runs what is missing or failed.
    """
    if not quiet:
        say_reading([file])
    sweep = _planned(request, file, varied, lhs, quiet=quiet)
    chosen = _chosen(sweep, measure, groups, per)
    if branch_at is not None:
        _check_branch(sweep, branch_at.date())
    if not quiet:
        say_warnings([sweep.request.loaded])
    if dry_run:
        _tell(sweep, request, as_json=as_json)
    if sweep.invalid and not (quiet and skip_invalid):
        _say_invalid(sweep, skipped=skip_invalid)
    if sweep.invalid and not skip_invalid:
        click.get_current_context().exit(WRONG_USE)
    if dry_run:
        return
    check_points(
        sweep.scenario,
        len(sweep.points),
        sweep.histories,
        request,
        quiet=quiet,
        worlds=sweep.worlds,
        twins=sweep.twins,
    )
    results = _run(sweep, chosen, request.pool(), runs=runs, quiet=quiet)
    found = _slopes(results, chosen)
    if not no_figures and any(map(chosen.shows, results.keys)):
        from sim.cli.study_figures import draw_figures
        from sim.plots.sweep import draw_sweep

        def draw(study: "Study") -> list[Path]:
            return draw_sweep(results, study, chosen, found)

        draw_figures(sweep.folder, [sweep.request], draw)
    _show(results, chosen, found, as_json=as_json)
    if failed := [result for result in results.of if result.cause is not None]:
        _lament(results, len(failed))
        mendable = all(result.cause and is_wrong_use(result.cause) for result in failed)
        click.get_current_context().exit(WRONG_USE if mendable else MODEL_FAILED)


def _planned(
    request: Request, file: str, varied: Sequence[str], lhs: int | None, *, quiet: bool
) -> "Sweep":
    """Make the design and read all points."""
    from sim.study.job import SamplingError
    from sim.sweep.design import check_axes, grid
    from sim.sweep.latin import latin
    from sim.sweep.plan import plan
    from sim.sweep.vary import Axis, VaryError, read_axis

    axes: list[Axis] = []
    wrong: list[str] = []
    for text in varied:
        try:
            axes.append(read_axis(text))
        except VaryError as error:
            wrong.append(str(error))
    if wrong:
        raise click.UsageError("\n".join(wrong))
    of_point = request.run_request(request.load(file))
    try:
        check_axes(axes, request.settings)
        design = grid(axes) if lhs is None else latin(axes, lhs, of_point.seed)
        if not quiet and len(design.points) >= MANY:
            say_reading([f"{len(design.points):,} points"])
        return plan(of_point, design)
    except (VaryError, SamplingError) as error:
        raise click.UsageError(str(error)) from error


def _chosen(sweep: "Sweep", measure: str, groups: Sequence[str], per: str | None) -> "Chosen":
    """Find what is to be shown, and the input that slopes are along."""
    from sim.compare.select import groups_in
    from sim.sweep.chosen import Chosen, kinds_named, known_name, known_pair
    from sim.sweep.slopes import find_input
    from sim.sweep.vary import VaryError

    scenarios = [point.scenario for point in sweep.points if point.request]
    known = groups_in(scenarios, booked=False)
    kinds = kinds_named(groups, known)
    with refusing("--group"):
        pairs = tuple(known_pair(name, known) for name in groups if name not in kinds)
    with refusing("--measure"):
        name = known_name(measure, scenarios)
    try:
        along = None if per is None else find_input(sweep.design, per)
    except VaryError as error:
        raise click.UsageError(str(error)) from None
    return Chosen(name, pairs, kinds, along)


def _check_branch(sweep: "Sweep", date: dt.date) -> None:
    """Refuse points that may differ before a date."""
    from sim.sweep.branch import check_branch
    from sim.sweep.vary import VaryError

    try:
        check_branch(sweep, date)
    except VaryError as error:
        raise click.BadParameter(str(error), param_hint="--branch-at") from None


def _say_invalid(sweep: "Sweep", *, skipped: bool) -> None:
    """Say which points break which rules: each rule that is broken once, with its points."""
    from sim.scenario.errors import listed, plural

    at: dict[str, list[int]] = {}
    for point in sweep.invalid:
        at.setdefault(point.error, []).append(point.number)
    for error, (first, *others) in list(at.items())[:MOST_ERRORS]:
        also = f"; also of {listed(others, MOST_ERRORS)}" if others else ""
        echo(f"{sweep.design.named(first)}{also}\n{error}", err=True)
    if len(at) > MOST_ERRORS:
        echo(f"... and {plural(len(at) - MOST_ERRORS, 'other error')}", err=True)
    says = f"{plural(len(sweep.invalid), 'point')} of {len(sweep.points)} "
    says += "is invalid" if len(sweep.invalid) == 1 else "are invalid"
    remedy = "Nothing was run. Vary what they have otherwise, or leave them out: --skip-invalid."
    echo(f"{says}: left out." if skipped else f"{says}. {remedy}", err=True)


def _tell(sweep: "Sweep", request: Request, *, as_json: bool) -> None:
    """Print the design, what is to be run, and the time it takes."""
    from sim.cli.sweep_table import design_table
    from sim.scenario.errors import plural
    from sim.study.work import work_of_points
    from sim.sweep.tables import design_rows

    invalid = len(sweep.invalid)
    points = len(sweep.points) - invalid
    work = work_of_points(sweep.scenario, points, sweep.histories, sweep.worlds, sweep.twins)
    if as_json:
        content = {
            "points": design_rows(sweep),
            "histories": sweep.histories * points,
            "invalid": invalid,
            "seconds": round(work.seconds / processors(request), 1),
        }
        echo(json.dumps(content, indent=1))
        return
    echo(design_table(sweep))
    echo(
        f"\n{plural(len(sweep.points), 'point')} of {plural(sweep.histories, 'history')} each, "
        f"{invalid} invalid"
    )
    echo(f"Estimated time: {time_of(work.seconds, request)}, where none is done yet")
    echo(f"Results will be in {sweep.folder}")


def _run(
    sweep: "Sweep",
    chosen: "Chosen",
    pool: "AbstractContextManager[Pool]",
    *,
    runs: bool,
    quiet: bool,
) -> "Results":
    """Run what is missing."""
    from sim.cli.progress import progress
    from sim.cli.sweep_table import design_table
    from sim.output.disk import make
    from sim.sweep.runner import run_sweep
    from sim.sweep.tables import write_plan, write_results

    if not quiet:
        echo(design_table(sweep), err=True)
        echo(_headline(sweep), err=True)
    total = sweep.histories * len(sweep.points)
    with resumable(f"Finished points are kept in {sweep.folder}"), pool as workers:
        make(sweep.folder)
        write_plan(sweep)
        with progress(total, quiet=quiet) as report:
            results = run_sweep(sweep, workers, write_results, report, chosen)
        if runs:
            _make_runs(results, workers, quiet=quiet)
        return results


def _headline(sweep: "Sweep") -> str:
    from sim.scenario.errors import plural
    from sim.scenario.settings import in_brief

    chance = at_each(sweep.histories, is_random=sweep.is_random)
    points = plural(len(sweep.points), "point")
    changes = in_brief(sweep.request.loaded.settings)
    changed = f", {changes}" if changes else ""
    return f"{sweep.name}  {points}, {chance}, seed {sweep.request.seed}{changed}"


def _make_runs(results: "Results", pool: "Pool", *, quiet: bool) -> None:
    """Make a whole run of each point that works."""
    from sim.cli.jointly import run_jointly
    from sim.cli.progress import progress
    from sim.design.joint_runs import joint_runs
    from sim.output.ensure_run import ensure_run

    todo = {
        point.number: point.request
        for point, result in zip(results.sweep.points, results.of, strict=True)
        if point.request is not None and result.status == "complete"
    }
    if not quiet:
        for request in todo.values():
            say_faults(request)
    joint = joint_runs(request for request in todo.values() if not request.is_complete())
    run_jointly(joint, pool, quiet=quiet)
    for number, request in todo.items():
        if not quiet:
            echo(f"point {number}: {request.folder}", err=True)
        with progress(request.settled[1], quiet=quiet) as report:
            ensure_run(request, pool, report)


def _slopes(results: "Results", chosen: "Chosen") -> "Sequence[Slope]":
    """Reckon and write the slopes, if any are asked for."""
    if chosen.per is None:
        return ()
    from sim.sweep.slope_table import write_slopes
    from sim.sweep.slopes import slopes

    found = slopes(results, chosen.per)
    write_slopes(results, chosen.per, found)
    return found


def _show(results: "Results", chosen: "Chosen", found: "Sequence[Slope]", *, as_json: bool) -> None:
    """Print what came of the points."""
    from sim.cli.sweep_table import result_table, slope_table
    from sim.sweep.slope_table import slope_rows, told_unit
    from sim.sweep.tables import joined

    sweep, per = results.sweep, chosen.per
    if as_json:
        rows = joined(results)
        both = {"points": rows, "slopes": slope_rows(results, per or 0, found)}
        echo(json.dumps(rows if per is None else both, indent=1))
        return
    half = ", ± half its 95 % interval" if sweep.is_random else ""
    mean = "mean " if sweep.is_random else ""
    echo(f"{_headline(sweep)}: {mean}{chosen.measure}{half}\n")
    echo(result_table(results, chosen))
    if per is not None:
        counts = told_unit(results, per, chosen.measure)
        echo(f"\n{mean}{counts}{half}: a line through all values\n")
        echo(slope_table(results, chosen, found, whole=True))
        if not all(one.is_whole for one in found):
            echo("\nand from each value to the next\n")
            echo(slope_table(results, chosen, found, whole=False))
    echo(f"\nResults in {sweep.folder}")


def _lament(results: "Results", failed: int) -> None:
    """Say what failed, and where the commands are that repeat it."""
    from sim.scenario.errors import plural
    from sim.sweep.tables import FAILURES

    number, error = next((n, r.error) for n, r in enumerate(results.of) if r.cause is not None)
    echo(
        f"{plural(failed, 'point')} of {len(results.of)} failed, the first (point {number}) with:\n"
        f"{error}\nErrors, and the command that repeats each: {results.sweep.folder / FAILURES}",
        err=True,
    )
