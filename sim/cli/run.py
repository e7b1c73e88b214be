"""``shortfall run``: simulate scenarios, store the results, print a summary."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import pool_of, running

if TYPE_CHECKING:
    from sim.output.order import Draw, Order
    from sim.output.stored import StoredRun
    from sim.output.until import Until
    from sim.scenario.load import Loaded
    from sim.study.pool import Pool

AT_MOST = 10_000
"""Most histories of ``--until``, unless told otherwise."""


@click.command("run")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@running
@click.option(
    "--until",
    metavar="TARGET",
    help="Add histories until a 95 % interval is narrow enough: ci=2% (of the mean shortfall days "
    "of all), ci=0.5 (days), US.line_down_days:ci=2%.",
)
@click.option(
    "--at-most", type=click.IntRange(min=1), help=f"Most histories of --until. [{AT_MOST:,}]"
)
@click.option(
    "--traces",
    metavar="N|all",
    help="Write the daily series of the first N histories to traces.parquet.",
)
@click.option("--force", is_flag=True, help="Run again what is there already.")
@click.option("--no-figures", is_flag=True, help="Leave the figures out.")
@click.option(
    "--figures-in",
    type=click.Path(file_okay=False, path_type=Path),
    help="Put a copy of the figures into this folder, as for a report.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    files: tuple[str, ...],
    histories: int | None,
    seed: int | None,
    sampling: Any,
    settings: tuple[str, ...],
    workers: int | None,
    cluster: str | None,
    out: Path,
    until: str | None,
    at_most: int | None,
    traces: str | None,
    force: bool,
    no_figures: bool,
    figures_in: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Simulate scenarios: many histories each, with and without the disruptions.

    FILE is a scenario file or the name of a shipped scenario, as export-halt. The results go to
    results/NAME-HASH; the hash stands for the scenario, the seed and this program, so a run that
    is complete is not run again, and one that was broken off goes on where it stopped.
    """
    if no_figures and figures_in:
        raise click.UsageError("--figures-in needs the figures that --no-figures leaves out")
    target = _target(until, at_most, sampling)
    traced = _traced(traces)
    if not quiet:
        click.echo(f"Reading {', '.join(files)} ...", err=True)
    from sim.scenario.load import load

    # All files are read before the first is run: a mistake in the last one shows at once.
    scenarios = [load(file, settings) for file in files]
    if not quiet:
        _warn(scenarios)
    from sim.output.order import Order

    orders = []
    for loaded in scenarios:
        n = loaded.scenario.histories if histories is None else histories
        n = n if target is None else min(n, target.at_most)
        chosen = loaded.scenario.seed if seed is None else seed
        orders.append(Order(loaded, n, chosen, sampling, out, target))
        if target is not None:
            _check_target(target, orders[-1])
    summaries = []
    todo = [order for order in orders if force or not order.is_complete(figures=not no_figures)]
    with pool_of(workers, cluster) if todo else _no_pool() as pool:
        for order in orders:
            if order in todo:
                _simulate(order, pool, figures=not no_figures, force=force, quiet=quiet)
            elif not quiet:
                click.echo("This run is complete already; --force runs it again.", err=True)
            stored = _stored(order)
            summaries.append(stored.summary)
            if traced is not None:
                _write_traces(stored, traced, quiet=quiet)
            if figures_in:
                _copy_figures(order.folder / "figures", figures_in)
            if not as_json:
                _show(order, stored)
    if as_json:
        click.echo(json.dumps(summaries if len(summaries) > 1 else summaries[0], indent=1))


def _target(until: str | None, at_most: int | None, sampling: str) -> "Until | None":
    """Read ``--until`` and ``--at-most``."""
    if until is None:
        if at_most is not None:
            raise click.UsageError("--at-most limits --until; without it, -n says how many")
        return None
    if sampling == "latin":
        raise click.UsageError(
            "--until adds histories, and a Latin hypercube has a fixed number; "
            "use --sampling sobol, which extends"
        )
    from sim.output.until import Until

    most = at_most or AT_MOST
    if sampling == "sobol":  # which come in lots of 64
        most = max(most // 64, 1) * 64
    try:
        return Until.parse(until, most)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--until") from None


def _check_target(target: "Until", order: "Order") -> None:
    """Refuse a measure or group that is not there, before time is spent on it."""
    from sim.measures.measure import by_name
    from sim.output.groups import groups_of
    from sim.scenario.errors import did_you_mean

    scenario = order.loaded.scenario
    names = [group.name for group in groups_of(scenario, tuple(sorted(scenario.consumers)))]
    for given, known in ((target.group, names), (target.measure, list(by_name()))):
        if given not in known:
            hint = did_you_mean(given, known)
            raise click.BadParameter(f"there is no '{given}'. {hint}", param_hint="--until")


def _traced(traces: str | None) -> int | None:
    """Read ``--traces``: a number of histories, or all (0)."""
    if traces is None:
        return None
    if traces != "all" and not (traces.isdecimal() and int(traces)):
        raise click.BadParameter(
            f"'{traces}': give a number of histories, or all", param_hint="--traces"
        )
    from sim.output.traces import need_pyarrow

    need_pyarrow()
    return 0 if traces == "all" else int(traces)


def _warn(scenarios: "list[Loaded]") -> None:
    """Print the warnings of all scenarios."""
    from sim.scenario.errors import render

    if warnings := [problem for loaded in scenarios for problem in loaded.warnings]:
        click.echo(render(warnings, closing=""), err=True)


def _simulate(order: "Order", pool: "Pool", *, figures: bool, force: bool, quiet: bool) -> None:
    """Run what is missing of one scenario and store it."""
    from sim.cli.progress import progress
    from sim.scenario.errors import plural

    scenario, (_, histories) = order.loaded.scenario, order.settled
    if not quiet:
        click.echo(
            f"{scenario.name}  {plural(histories, 'history')} x {scenario.days} days  "
            f"seed {order.seed}" + _said(order.sampling, histories, order.histories),
            err=True,
        )
    from sim.output.log import Log
    from sim.output.order import fulfil

    if figures and pool.width > 1:
        # While other processes simulate, this one has time to load what draws.
        Thread(target=_drawing, daemon=True).start()
    draw = _draw if figures else None
    try:
        with progress(histories, quiet=quiet) as report:
            fulfil(order, pool, report, draw, force=force, log=Log())
    except KeyboardInterrupt:
        stored = _interrupted(order)
        if stored is not None:
            click.echo(
                f"\nInterrupted. The report below is of the {stored.count} histories that are "
                "finished; the same command goes on from there.",
                err=True,
            )
            _show(order, stored)
        raise


def _said(sampling: str, histories: int, asked: int) -> str:
    """Say how the inputs are drawn, and why there are more histories than were asked for."""
    if sampling == "random":
        return ""
    more = f", {histories} to fill lots of 64" if histories != asked else ""
    return f"  {sampling} sampling{more}"


def _drawing() -> "Draw":
    from sim.plots.figures import draw_figures

    return draw_figures


def _draw(tables: Any, folder: Path) -> list[Path]:
    return _drawing()(tables, folder)


@contextmanager
def _no_pool() -> "Iterator[Any]":
    yield None


def _stored(order: "Order") -> "StoredRun":
    from sim.output.stored import StoredRun

    return StoredRun.open(order.folder, order.loaded)


def _interrupted(order: "Order") -> "StoredRun | None":
    """Open what an interruption left, if it left a report."""
    from sim.output.store import OutputError

    try:
        return _stored(order)
    except OutputError:
        return None


def _write_traces(stored: "StoredRun", histories: int, *, quiet: bool) -> None:
    """Write ``traces.parquet`` of a stored run."""
    from sim.output.traces import write_traces

    path = write_traces(stored, histories or stored.count)
    if not quiet:
        click.echo(f"Wrote {path}", err=True)


def _copy_figures(figures: Path, to: Path) -> None:
    """Copy the figures of a run."""
    from sim.output.store import make, write

    make(to)
    for figure in sorted(figures.iterdir()):
        write(to / figure.name, figure.read_bytes())


def _show(order: "Order", stored: "StoredRun") -> None:
    """Print the summary of a run."""
    from sim.cli.screen import screen

    summary = stored.summary
    click.echo(
        f"{summary['name']}  {summary['histories']} histories, "
        f"{summary['start']} to {summary['end']}, seed {summary['seed']}\n"
    )
    click.echo(screen(summary))
    if order.until is not None:
        click.echo(f"\n{order.until.said(stored.outcomes, stored.replicates)}")
    click.echo(f"\nResults in {order.folder}")
