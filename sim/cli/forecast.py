"""``shortfall forecast``: what is to come, frozen so that it can be judged."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.budget import check_work
from sim.cli.echo import echo
from sim.cli.options import MOST_HISTORIES, running
from sim.cli.request import Request
from sim.cli.say import resumable, say_reading, say_run, say_warnings

if TYPE_CHECKING:
    from sim.forecast.forecast import Forecast
    from sim.forecast.make import Past
    from sim.output.run_request import RunRequest
    from sim.scenario.load import Loaded

SHIPPED = "as-of-2026"
"""Scenario that is forecast if none is named."""
RECORDED = "observed"
"""Folder beside a scenario in which its recorded months are looked for, as NAME.csv."""


@click.command("forecast")
@click.argument("file", default=SHIPPED, metavar="[FILE]")
@click.option(
    "--from", "first", metavar="MONTH", help="First month, as 2026-07. [after the world is known]"
)
@click.option(
    "--months", "count", type=click.IntRange(1, 1200), metavar="N",
    help="Months. [to the end of the scenario]",
)  # fmt: skip
@click.option(
    "--past",
    type=click.Path(path_type=Path),
    metavar="RECORDED.csv",
    help="Recorded months before (month,series,t), for the comparison with persistence; "
    "as-of-2026 are those that are shipped. [observed/NAME.csv beside the scenario]",
)
@running(histories={"type": click.IntRange(1, MOST_HISTORIES)})
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def command(
    file: str,
    first: str | None,
    count: int | None,
    past: Path | None,
    request: Request,
    quiet: bool,
) -> None:
    """Forecast the measured flows and first stops of a scenario, month by month, with bands.

    FILE is a scenario that measures flows (measures.flows); without it, as-of-2026. Writes
    results/forecast-NAME-from-MONTH: forecast.json holds all that `shortfall score` needs to judge
    it, with the SHA-256 of its content, so that a forecast that was altered is found out; beside it
    tables and a figure. The same command writes the same bytes, and no other forecast is ever
    written over.
    """
    if not quiet:
        say_reading([file])
    loaded = request.load(file)
    if not quiet:
        say_warnings([loaded])
    from sim.cli.study_figures import draw_figures
    from sim.forecast.files import check_free, folder_of, write_forecast
    from sim.forecast.window import window_of
    from sim.plots.forecast import draw_forecast

    months = window_of(loaded.scenario, first, count)
    if not loaded.scenario.measures.flows:
        raise click.UsageError(
            f"{loaded.scenario.name} measures no flows, so that no month can be forecast; name "
            "them in measures.flows, as licences-2025 does"
        )
    recorded, known = _past(file, past, loaded, months[0])
    if not quiet:
        echo(f"Recorded months from {recorded}" if recorded else NO_PAST, err=True)
    asked = request.run_request(loaded)
    folder = folder_of(request.out, loaded.scenario.name, months[0])
    check_free(folder, asked.settled[0].digest, asked.settled[1], months)
    found = _frozen(asked, request, months, (known, recorded), quiet=quiet)
    write_forecast(found, folder)
    draw_figures(folder, [asked], partial(draw_forecast, found), digest=found.digest)
    _show(found, folder)


NO_PAST = "No recorded months: it can be scored, but not against persistence (--past)"


def _past(file: str, given: Path | None, loaded: "Loaded", first: str) -> tuple[str | None, "Past"]:
    """Read the recorded months, if there are any; and name their file."""
    from sim.forecast.observed import read_past
    from sim.scenario.locate import is_there, locate, shipped_folder

    beside = locate(file)
    found = given or beside.parent / RECORDED / f"{beside.stem}.csv"
    if given is not None and not given.suffix and not is_there(given):
        found = shipped_folder() / RECORDED / f"{given}.csv"
    if given is None and not is_there(found):
        return None, {}
    return found.name, read_past(found, loaded.scenario.measures.flows, first)


def _frozen(
    asked: "RunRequest",
    request: Request,
    months: list[str],
    past: "tuple[Past, str | None]",
    *,
    quiet: bool,
) -> "Forecast":
    """Run what is missing, and freeze it."""
    from sim.cli.progress import progress
    from sim.forecast.make import make_forecast
    from sim.output.ensure_run import ensure_run
    from sim.output.log import Log

    check_work([asked] if not asked.is_complete() else [], request, quiet=quiet)
    if not quiet:
        say_run(asked)
    n = asked.settled[1]
    with resumable(), request.pool() as pool, progress(n, quiet=quiet) as report:
        stored = ensure_run(asked, pool, report, log=Log())
    # A folder may hold more histories than are asked for; the forecast must not depend on it.
    histories = replace(stored, below=min(stored.below, n))
    return make_forecast(histories, months, *past, request.settings)


def _show(found: "Forecast", folder: Path) -> None:
    """Print what is forecast, and where it is."""
    from sim.cli.forecast_screen import screen

    echo(screen(found))
    echo(f"\nForecast, tables and figure in {folder}")
