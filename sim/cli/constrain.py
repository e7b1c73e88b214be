"""``shortfall constrain``: find the worlds that agree with what was recorded of an episode."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.budget import check_points
from sim.cli.echo import echo
from sim.cli.options import running
from sim.cli.request import Request
from sim.cli.say import resumable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sim.constrain.files import Report
    from sim.constrain.run_worlds import Runs
    from sim.constrain.trial import Trial
    from sim.study.pool import Pool

DEFAULT = "licences-2025"
TRIED, JUDGED = 20_000, 1024
MODEL_FAILED = 1


@click.command("constrain")
@click.argument("name", default=DEFAULT, metavar="[EPISODE]")
@running(
    sampling=None,
    histories={"help": "Worlds to try; run in whole lots of 64. [20000]"},
    settings={"help": "Change a value of the episode's scenario."},
    out={"help": "Folder in which the folder of results is made. [results]"},
)
@click.option(
    "--judge",
    type=click.IntRange(0, 100_000),
    default=JUDGED,
    show_default=True,
    help="Histories by which bands of later months are judged; 0 leaves that out.",
)
@click.option(
    "--write",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Put a copy of the file of worlds there.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what constrain.json holds.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def command(
    name: str, request: Request, judge: int, target: Path | None, as_json: bool, quiet: bool
) -> None:
    """Try many worlds on a recorded episode, and keep those that agree with it.

    EPISODE is a shipped episode, as licences-2025, or the file of one that says how far off a world
    may be (constrain). Each world has numbers drawn by the grades of their sources, and what
    happens in it; it is run up to the end of the months fitted to. Worlds, weights and a report go
    to results/constrain-EPISODE-HASH. What is broken off goes on where it stopped. Later months
    decide nothing: they tell how good the bands are. Exits with 1 if too few worlds agree.
    """
    from sim.output.disk import make, write

    trial = _trial(name, request)
    folder = request.out / f"constrain-{trial.loaded.name}-{trial.runs.digest}"
    _check(trial, judge, request, quiet=quiet)
    with resumable(), request.pool() as pool:
        report = _report(trial, judge, folder, pool, quiet=quiet)
    from sim.constrain.files import content, json_text, markdown, world_file

    make(folder)
    write(folder / "constrain.json", json_text(report).encode())
    write(folder / "report.md", markdown(report).encode())
    if report.found.is_enough:
        text = world_file(report.found).text().encode()
        for path in (folder / "worlds.json", *([target] if target else [])):
            write(path, text)
    if as_json:
        import json

        echo(json.dumps(content(report), indent=1))
    else:
        _show(report, folder)
    if not report.found.is_enough:
        _lament(report)
        click.get_current_context().exit(MODEL_FAILED)


def _trial(name: str, request: Request) -> "Trial":
    """Read the episode; its scenario has uncertain numbers, whether it says so or not."""
    from sim.cli.hindcast import episode_file
    from sim.constrain.trial import Trial
    from sim.hindcast.load import load_episode
    from sim.scenario.uncertainty.inputs import inputs_of

    file = episode_file(name, _told_apart)
    loaded = load_episode(file, request.settings, request.root)
    if loaded.episode.constrain is None:
        raise click.UsageError(
            f"{name} does not say how far off a world may be: it has no constrain, and is there to "
            f"be replayed (shortfall hindcast {name}). {_told_apart()}"
        )
    if loaded.loaded.scenario.uncertainty is None:
        asks = (*request.settings, "uncertainty=from_grades")
        loaded = load_episode(file, asks, request.root)
    inputs = inputs_of(loaded.loaded.scenario)
    if inputs is None or not inputs.drawn:
        raise click.UsageError("no number of its scenario is uncertain: worlds would be all alike")
    seed = loaded.loaded.scenario.seed if request.seed is None else request.seed
    return Trial(loaded, seed, request.histories or TRIED)


def _told_apart() -> str:
    """List the shipped episodes by which worlds can be told apart, and those that are replayed."""
    from sim.hindcast.load import episodes, load_episode
    from sim.scenario.errors import listed, sentences

    can = {name: load_episode(file).episode.constrain for name, file in episodes().items()}
    others = [name for name, block in can.items() if block is None]
    return sentences(
        f"Episodes with constrain: {listed([name for name in can if name not in others])}.",
        f"Without: {listed(others)}." if others else "",
    )


def _check(trial: "Trial", judge: int, request: Request, *, quiet: bool) -> None:
    """Refuse what takes very long, unless it is said to be meant."""
    import datetime as dt

    until = trial.runs.until or trial.scenario.days
    end = trial.scenario.start + dt.timedelta(days=until - 1)
    cut = trial.scenario.model_copy(update={"end": end})
    check_points(cut, 1, trial.count + 4 * judge, request, quiet=quiet)


def _report(trial: "Trial", judge: int, folder: Path, pool: "Pool", *, quiet: bool) -> "Report":
    """Run the worlds, and the histories by which they are judged."""
    from sim.constrain.constrained import Constrained
    from sim.constrain.files import Report
    from sim.constrain.judge import constrained_numbers, judged
    from sim.constrain.learned import lesson

    if not quiet:
        echo(f"Trying {trial.count:,} worlds on {trial.loaded.name} ...", err=True)
    found = Constrained(trial, _run(trial.runs, folder / "tried", pool, quiet=quiet))
    if not found.is_enough:
        return Report(found, None, None)
    outside = None
    judge = min(judge, trial.count)
    if judge and trial.outside:
        if not quiet:
            echo(f"Judging by {judge:,} histories up to the end, twice ...", err=True)
        own = _run(trial.judged(judge), folder / "judged", pool, quiet=quiet)
        anything = trial.in_worlds(constrained_numbers(found, judge))
        outside = judged(found, own, _run(anything, folder / "constrained", pool, quiet=quiet))
    if not quiet:
        echo("Comparing numbers ...", err=True)
    return Report(found, lesson(found), outside)


def _run(runs: "Runs", folder: Path, pool: "Pool", *, quiet: bool) -> "NDArray[np.float64]":
    from sim.cli.progress import progress
    from sim.constrain.run_worlds import run_worlds

    with progress(runs.count, quiet=quiet) as report:
        return run_worlds(runs, folder, pool, report)


def _show(report: "Report", folder: Path) -> None:
    from sim.cli.table import table
    from sim.constrain.files import head, sections

    echo(head(report.found))
    for title, rows, below in sections(report):
        echo(f"\n{title}\n\n{table(rows, right=range(1, len(rows[0])))}")
        if below:
            echo(f"\n{below}")
    echo(f"\nWorlds, scores and report in {folder}")


def _lament(report: "Report") -> None:
    found = report.found
    echo(
        f"Error: {len(found.agreed):,} worlds agree, too few for a file. More worlds (-n) help "
        "where every observation is met by some; where one is met by none, or two never together, "
        "what is recorded and the model disagree.",
        err=True,
    )
