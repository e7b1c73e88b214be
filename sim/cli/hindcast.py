"""``shortfall hindcast``: replay recorded episodes and score them."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.budget import check_work
from sim.cli.echo import echo
from sim.cli.options import running
from sim.cli.request import Request
from sim.cli.say import resumable, say_faults

if TYPE_CHECKING:
    from sim.hindcast.load import LoadedAnnouncements, LoadedEpisode
    from sim.hindcast.replay import Replay
    from sim.study.pool import Pool

MISSED = 3
"""Exit status when a limit is missed."""


@click.command("hindcast")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@running(
    sampling=None,
    settings={"help": "Change a value of the scenario."},
    cluster=None,
    out={"help": "Folder in which the folders of runs and hindcasts are made. [results]"},
)
@click.option(
    "--figures-in",
    type=click.Path(file_okay=False, path_type=Path),
    help="Put a copy of each figure into this folder, named after its episode.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what hindcast.json holds.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def command(
    names: tuple[str, ...],
    request: Request,
    figures_in: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Replay recorded episodes and score them against limits stated beforehand.

    NAME is a shipped episode, as licences-2025, or the file of one; without a name all shipped
    ones are replayed. The run is stored as by `shortfall run`, scores and figure in
    results/hindcast-NAME. Exits with 3 if a limit is missed.

    announcements-2022 scores the schedule of expected-schedule on what was announced by the end of
    2022: a table in Markdown, for which nothing is run.
    """
    from sim.hindcast.load import are_announcements, load_announcements, load_episode

    # All files are read before the first is run: a mistake in the last one shows at once.
    files = _files(names)
    scored = [file for file in files if are_announcements(file)]
    promises = [load_announcements(file, request.settings, request.root) for file in scored]
    replayed = [file for file in files if file not in scored]
    episodes = [load_episode(file, request.settings, request.root) for file in replayed]
    contents = [_scored(one, as_json=as_json) for one in promises]
    from sim.hindcast.files import hindcast_content
    from sim.hindcast.line import verdict
    from sim.hindcast.lines import lines_of

    todo = [request.run_request(one.loaded) for one in episodes]
    check_work([one for one in todo if not one.is_complete()], request, quiet=quiet)
    missed = False
    with resumable(), request.pool() as pool:
        for file, one in zip(replayed, episodes, strict=True):
            if not quiet:
                echo(f"Replaying {one.name} by {one.loaded.scenario.name} ...", err=True)
            found = _replayed(one, request, pool, quiet=quiet)
            folder, figures = _write(found, request.out, file)
            if figures_in:
                _copy_figures(figures, figures_in, one.name)
            missed |= verdict(lines_of(found)) == "outside"
            contents.append(hindcast_content(found))
            if not as_json:
                _show(found, folder)
    if as_json:
        echo(json.dumps(contents if len(contents) > 1 else contents[0], indent=1))
    if missed:
        click.get_current_context().exit(MISSED)


def _files(names: tuple[str, ...]) -> list[Path]:
    """Find the files of episodes; suggest one where there is none."""
    from sim.hindcast.load import announcements, episodes

    replayed = episodes()
    if not names:
        return list(replayed.values())
    shipped = replayed | announcements()
    return [_found(name, shipped) for name in names]


def episode_file(name: str, list_known: Callable[[], str] | None = None) -> Path:
    """Find the file of an episode; where there is none suggest one, and list those that will do."""
    from sim.hindcast.load import episodes

    return _found(name, episodes(), list_known)


def _found(
    name: str, shipped: dict[str, Path], list_known: Callable[[], str] | None = None
) -> Path:
    from sim.scenario.locate import is_there

    file = shipped.get(name.removesuffix(".yaml"), Path(name))
    if not is_there(file):
        from sim.scenario.errors import did_you_mean, listed, sentences

        known = f"Episodes: {listed(shipped)}." if list_known is None else list_known()
        says = sentences(f"There is no episode '{name}'.", did_you_mean(name, shipped), known)
        raise click.UsageError(says)
    return file


def _scored(one: "LoadedAnnouncements", *, as_json: bool) -> dict[str, Any]:
    """Score announcements; print them, and how well they were foreseen, if not as JSON."""
    from sim.hindcast.announcement_table import markdown
    from sim.hindcast.scored import Scored

    scored = Scored.of(one.announcements, one.loaded.scenario)
    if not as_json:
        echo(markdown(scored))
    return {"name": one.name, **scored.content()}


def _replayed(one: "LoadedEpisode", request: Request, pool: "Pool", *, quiet: bool) -> "Replay":
    """Run what is missing of the scenario, and compare."""
    from sim.cli.progress import progress
    from sim.hindcast.replay import replay
    from sim.output.ensure_run import ensure_run
    from sim.output.log import Log

    of_run = request.run_request(one.loaded)
    n = of_run.settled[1]
    if not quiet:
        say_faults(of_run)
    with progress(n, quiet=quiet) as report:
        stored = ensure_run(of_run, pool, report, log=Log())
    # A folder may hold more histories than are asked for; the scores must not depend on it.
    return replay(one.name, one.episode, replace(stored, below=min(stored.below, n)))


def _write(found: "Replay", out: Path, file: Path) -> tuple[Path, list[Path]]:
    """Write scores, series and figure; give the folder, and the files of the figure.

    The figure's command names the episode alone: others that were asked for are not in it.
    """
    from sim.cli.study_figures import draw_figures
    from sim.hindcast.files import hindcast_csv, hindcast_json
    from sim.hindcast.load import episodes
    from sim.output.disk import make, write
    from sim.plots.hindcast import draw_hindcast

    folder = out / f"hindcast-{found.name}"
    make(folder)
    write(folder / "hindcast.json", hindcast_json(found).encode())
    write(folder / "hindcast.csv", hindcast_csv(found).encode())
    figures = draw_figures(
        folder,
        [found.histories],
        partial(draw_hindcast, found),
        arguments=[found.name if episodes().get(found.name) == file else file.name],
        digest=found.histories.job.digest,
    )
    return folder, figures


def _copy_figures(figures: list[Path], to: Path, name: str) -> None:
    """Copy the figures of an episode, with what lies beside them."""
    from sim.output.disk import make, write

    make(to)
    for figure in figures:
        write(to / f"{name}{figure.suffix}", figure.read_bytes())


def _show(found: "Replay", folder: Path) -> None:
    """Print the scores."""
    from sim.cli.hindcast_screen import screen

    echo(screen(found))
    echo(f"\nScores, series and figure in {folder}\n")
