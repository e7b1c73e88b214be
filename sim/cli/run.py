"""``shortfall run``: simulate scenarios, store the results, print a summary."""

import json
import os
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.output.tables import Tables
    from sim.scenario.load import Loaded


@click.command("run")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-n", "--histories", type=click.IntRange(min=1), help="Histories. [the scenario's]")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all chance. [the scenario's]")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change a value.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes. [one a processor]")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("results"),
    help="Folder in which the folder of the run is made. [results]",
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
    settings: tuple[str, ...],
    workers: int | None,
    out: Path,
    force: bool,
    no_figures: bool,
    figures_in: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Simulate scenarios: many histories each, with and without the disruptions.

    FILE is a scenario file or the name of a shipped scenario, as export-halt. The results go to
    results/NAME-HASH; the hash stands for the scenario, the seed and this program, so a run that
    is complete is not run again.
    """
    if no_figures and figures_in:
        raise click.UsageError("--figures-in needs the figures that --no-figures leaves out")
    if not quiet:
        click.echo(f"Reading {', '.join(files)} ...", err=True)
    from sim.scenario.load import load

    # All files are read before the first is run: a mistake in the last one shows at once.
    scenarios = [load(file, settings) for file in files]
    if not quiet:
        _warn(scenarios)
    summaries = []
    for loaded in scenarios:
        n = loaded.scenario.histories if histories is None else histories
        chosen = loaded.scenario.seed if seed is None else seed
        folder = _folder(out, loaded, chosen)
        if force or not _is_complete(folder, n, figures=not no_figures):
            _simulate(loaded, folder, n, chosen, workers, figures=not no_figures, quiet=quiet)
        elif not quiet:
            click.echo("This run is complete already; --force runs it again.", err=True)
        summaries.append(_summary(folder))
        if figures_in:
            _copy_figures(folder / "figures", figures_in)
        if not as_json:
            _show(folder, summaries[-1])
    if as_json:
        click.echo(json.dumps(summaries if len(summaries) > 1 else summaries[0], indent=1))


def _warn(scenarios: "list[Loaded]") -> None:
    """Print the warnings of all scenarios."""
    from sim.scenario.errors import render

    if warnings := [problem for loaded in scenarios for problem in loaded.warnings]:
        click.echo(render(warnings, closing=""), err=True)


def _folder(out: Path, loaded: "Loaded", seed: int) -> Path:
    """Name the folder of a run, and refuse it if it holds another run."""
    from sim.scenario.digest import digest

    name = digest(loaded.scenario, seed)
    folder = out / f"{loaded.scenario.name}-{name}"
    manifest = folder / "manifest.json"
    try:
        found = json.loads(manifest.read_text(encoding="utf-8")).get("digest")
    except FileNotFoundError:
        return folder
    except (OSError, ValueError, AttributeError):
        found = "unreadable"
    if found != name:
        says = f"{folder} holds another run ({found}). Move it away, or choose another --out."
        raise click.UsageError(says)
    return folder


def _is_complete(folder: Path, histories: int, *, figures: bool) -> bool:
    """Tell whether a folder holds all that is asked for."""
    from sim.output.store import is_complete

    return is_complete(folder, histories) and not (figures and not (folder / "figures").is_dir())


def _simulate(
    loaded: "Loaded",
    folder: Path,
    histories: int,
    seed: int,
    workers: int | None,
    *,
    figures: bool,
    quiet: bool,
) -> None:
    """Run one scenario and store what comes out."""
    from sim.cli.progress import progress
    from sim.scenario.errors import plural

    scenario = loaded.scenario
    processes = workers or os.cpu_count() or 1
    if not quiet:
        click.echo(
            f"{scenario.name}  {plural(histories, 'history')} x {scenario.days} days  seed {seed}",
            err=True,
        )
    from sim.output.log import Log

    log = Log()
    with log.part("simulate"), progress(histories, quiet=quiet) as report:
        from sim.study.run import run

        if figures and processes > 1:
            # While other processes simulate, this one has time to load what draws.
            Thread(target=_drawing, daemon=True).start()
        done = run(scenario, n=histories, seed=seed, workers=processes, progress=report)
    from sim.output.store import save
    from sim.output.tables import tabulate

    with log.part("tabulate"):
        tables = tabulate(done)
    with log.part("write"):
        save(tables, folder, inputs=loaded.files, draw=_drawing() if figures else None)
    log.save(folder, processes)


def _drawing() -> "Callable[[Tables, Path], list[Path]]":
    from sim.plots.figures import draw_figures

    return draw_figures


def _copy_figures(figures: Path, to: Path) -> None:
    """Copy the figures of a run."""
    from sim.output.store import make, write

    make(to)
    for figure in sorted(figures.iterdir()):
        write(to / figure.name, figure.read_bytes())


def _summary(folder: Path) -> dict[str, Any]:
    from sim.output.store import stored_summary

    found = stored_summary(folder)
    if found is None:
        raise click.ClickException(f"{folder} has no summary.json; run again with --force")
    return found


def _show(folder: Path, summary: dict[str, Any]) -> None:
    """Print the summary of a run."""
    from sim.cli.screen import screen

    click.echo(
        f"{summary['name']}  {summary['histories']} histories, "
        f"{summary['start']} to {summary['end']}, seed {summary['seed']}\n"
    )
    click.echo(screen(summary))
    click.echo(f"\nResults in {folder}")
