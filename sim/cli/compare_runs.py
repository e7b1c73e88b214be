"""The runs that ``shortfall compare`` is asked for: opened, or run first."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from sim.cli.budget import check_work
from sim.cli.jointly import run_jointly
from sim.cli.progress import progress
from sim.cli.refusing import refusing
from sim.cli.request import Request
from sim.cli.say import resumable, say_run, say_warnings
from sim.cli.variant import Variant
from sim.compare.rule import Rule, check_rule, read_rule
from sim.compare.select import groups_in
from sim.design.joint_runs import joint_runs
from sim.output.ensure_run import ensure_run
from sim.output.errors import OutputError
from sim.output.run_request import RunRequest
from sim.output.stored import StoredRun
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.load import Loaded
from sim.scenario.locate import STDIN, is_folder, is_there, locate
from sim.scenario.measured import check_groups, known_value
from sim.scenario.origin import SETTINGS

FOR_FILES = {
    "histories": "-n",
    "seed": "--seed",
    "settings": "--set",
    "workers": "--workers",
    "cluster": "--cluster",
    "sampling": "--sampling",
    "root": "--root",
}
"""Options that change nothing where every run is a folder."""


def found_runs(
    runs: Sequence[Variant], request: Request, *, quiet: bool
) -> list[RunRequest | StoredRun]:
    """Open the folders and read the scenario files, all of them before any is run."""
    if all(is_folder(Path(run.file)) for run in runs):
        given = {name: getattr(request, name) for name in FOR_FILES}
        idle = [FOR_FILES[name] for name, of in given.items() if of not in (None, (), "random")]
        if idle:
            raise click.UsageError(
                f"{', '.join(idle)}: every RUN is a folder, which is not run again; "
                "give scenario files instead"
            )
    found = [
        _opened(run) if is_folder(Path(run.file)) else request.run_request(_loaded(run, request))
        for run in runs
    ]
    if not quiet:
        say_warnings([one.loaded for one in found if isinstance(one, RunRequest)])
    return found


def _loaded(run: Variant, request: Request) -> Loaded:
    """Read a scenario with what is changed in it."""
    try:
        loaded = request.load(run.file)
        return loaded.changed(run.settings) if run.settings else loaded
    except ScenarioError as error:
        if run.place is None:
            raise
        own = len(request.settings)
        is_file = run.file == STDIN or is_there(locate(run.file))
        placed = [_placed(one, run, own, is_file=is_file) for one in error.problems]
        raise ScenarioError(placed) from None


def _placed(problem: Problem, run: Variant, own: int, *, is_file: bool) -> Problem:
    """Give the line of a file of runs as the place of what is wrong with what stands there.

    So many settings of the command's *own* come before those of the line.
    """
    at = run.place
    assert at is not None
    if problem.file == SETTINGS and problem.line > own:
        column = run.row.find(run.settings[problem.line - own - 1], at.column) + 1
        at = replace(at, column=column or at.column)
    elif is_file:
        return problem
    return replace(problem, origin=at, text=run.row)


def labels_of(runs: Sequence[Variant], stored: Sequence[StoredRun]) -> tuple[str, ...]:
    """Name variants by what is changed in them; nothing where there are none."""
    if not any(run.settings for run in runs):
        return ()
    labels = tuple(run.label(one.name) for run, one in zip(runs, stored, strict=True))
    return labels if len(set(labels)) == len(labels) else ()


def _opened(run: Variant) -> StoredRun:
    try:
        return StoredRun.open(Path(run.file))
    except OutputError as error:
        raise click.BadParameter(str(error), param_hint=str(run.place or "RUN")) from None


def ensured(
    runs: Sequence[RunRequest | StoredRun], request: Request, *, quiet: bool
) -> list[StoredRun]:
    """Run what is missing, each run once, and open all."""
    missing = {
        place: one
        for place, one in enumerate(runs)
        if isinstance(one, RunRequest) and not one.is_complete()
    }
    found: dict[int, StoredRun] = {}
    joint = joint_runs(missing.values())
    check_work(list(missing.values()), request, joint, quiet=quiet)
    if missing:
        with resumable(), request.pool() as pool:
            together = [one for some in joint for one in some.requests]
            if not quiet:
                for one in together:
                    say_run(one)
            run_jointly(joint, pool, quiet=quiet)
            said = {one.folder for one in together}
            for place, one in missing.items():
                if not (quiet or one.folder in said):
                    say_run(one)
                with progress(one.settled[1], quiet=quiet) as report:
                    found[place] = ensure_run(one, pool, report)
    return [
        one
        if isinstance(one, StoredRun)
        else found.get(place) or StoredRun.open(one.folder, one.loaded)
        for place, one in enumerate(runs)
    ]


def read_rules(texts: Sequence[str]) -> list[Rule]:
    """Read the rules of ``--fail-on``."""
    with refusing("--fail-on"):
        return [read_rule(text) for text in texts]


def check_names(
    runs: Sequence[RunRequest | StoredRun],
    rules: Sequence[Rule],
    groups: Sequence[str],
    measures: Sequence[str],
) -> None:
    """Refuse groups and measures that no run has, before anything is run."""
    scenarios = [one.loaded.scenario for one in runs]
    known = groups_in(scenarios)
    with refusing("--group"):
        check_groups(groups, known)
    with refusing("--measure"):
        for name in measures:
            known_value(name, scenarios, every=True)
    with refusing("--fail-on"):
        for rule in rules:
            check_rule(rule, known, scenarios)
