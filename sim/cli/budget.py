"""A run that takes hours is started on purpose: with ``--yes``."""

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from sim.cli.echo import echo
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.design.joint_runs import JointRuns
    from sim.output.run_request import RunRequest
    from sim.scenario.schema import Scenario

FREE_SECONDS = 7200.0
"""Work that needs no ``--yes``: of a processor, so an hour on two."""
TOLD_SECONDS = 20.0
"""Work of which it is said how long it takes."""


def check_work(
    todo: "Iterable[RunRequest]",
    request: Request,
    joint: "Sequence[JointRuns]" = (),
    *,
    quiet: bool = False,
) -> None:
    """Refuse to begin what takes very long, unless it is said to be meant; say what takes a while.

    Parameters
    ----------
    todo : iterable of RunRequest
        What is not complete.
    request : Request
        What the options say.
    joint : sequence of JointRuns
        Those of them that are run side by side.
    quiet : bool
        Say nothing of what is run.

    Raises
    ------
    click.UsageError
        With the work, about how long it takes, and what takes less.
    """
    from sim.study.work import work_of

    together = {one.folder for some in joint for one in some.requests}
    alone = [one for one in todo if one.folder not in together]
    found = [work_of(one.settled[0], one.most) for one in alone]
    found += [some.work for some in joint]
    seconds = sum(work.seconds for work in found)
    if seconds <= FREE_SECONDS or request.yes:
        if not quiet:
            say_time(seconds, request)
        return
    largest = max(found, key=lambda work: work.seconds)
    many = f"{len(found):,} runs, the largest of them " if len(found) > 1 else ""
    raise click.UsageError(
        f"this is {many}{largest}: it takes {time_of(seconds, request)}. "
        "Fewer histories (-n), an earlier end (--set end=...) or fewer runs take less; with --yes "
        "it is run as it is."
    )


def check_points(
    scenario: "Scenario",
    points: int,
    histories: int,
    request: Request,
    *,
    quiet: bool,
    worlds: int = 1,
    twins: int = 0,
) -> None:
    """Say into how many worlds the points of a design fall, and how long they take.

    What takes very long is refused likewise.

    Parameters
    ----------
    scenario : Scenario
        What the points have in common.
    points, histories : int
        How many points there are, and histories at each.
    request : Request
        What the options say.
    quiet : bool
        Say nothing of what is run.
    worlds : int
        Into how many worlds the points are put.
    twins : int
        Histories of undisrupted twins, besides.

    Raises
    ------
    click.UsageError
        With the work, about how long it takes, and what takes less.
    """
    from sim.study.work import work_of_points

    work = work_of_points(scenario, points, histories, worlds, twins)
    if work.seconds > FREE_SECONDS and not request.yes:
        time = time_of(work.seconds, request)
        raise click.UsageError(
            f"this is {points:,} points, together {work}: it takes {time}. "
            "Fewer histories (-n), an earlier end (--set end=...) or fewer points take less; with "
            "--yes it is run as it is."
        )
    if worlds > 1 and not quiet:
        echo(f"{points:,} points in {worlds:,} worlds: not all differ by numbers alone", err=True)
    if not quiet:
        say_time(work.seconds, request)


def say_time(seconds: float, request: Request) -> None:
    """Say how long so much work takes, if that is a while."""
    if seconds > TOLD_SECONDS:
        echo(f"This takes {time_of(seconds, request)}", err=True)


def time_of(seconds: float, request: Request) -> str:
    """Write how long so much work takes where it is done."""
    from sim.study.work import in_words

    at_once = processors(request)
    on = "of one processor" if at_once == 1 else f"on {at_once} processors"
    return f"{in_words(seconds / at_once)} {on}"


def processors(request: Request) -> int:
    """Tell how many processors work at once, as far as is known."""
    return 1 if request.cluster else max(min(request.processes, os.cpu_count() or 1), 1)
