"""The answer to why a consumer is short on a day: in which history, by how much, and what binds."""

import datetime as dt
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.output.disk import make, write
from sim.output.extras import Extras, recorded
from sim.output.groups import Group
from sim.output.label import label_of
from sim.output.onset import window_of
from sim.output.soundness import is_as_listed
from sim.output.stored import StoredRun
from sim.scenario.digest import LENGTH, package_hash
from sim.scenario.errors import did_you_mean, listed, plural, sentences
from sim.scenario.network import block_of
from sim.upstream.branch import Inflow, Walk
from sim.upstream.causes import Causes
from sim.upstream.watch import watch
from sim.upstream.watched import Watched

FORMAT = 2
"""Version of what is kept."""
FOLDER = "explain"
"""Folder beside the files of a run, in which histories that were watched are kept."""
F64 = NDArray[np.float64]
SHORT = 1e-4
"""Part of a day's demand from which on a consumer counts as short."""


class ExplainError(ValueError):
    """Nothing can be explained; the message says why, and what can."""


@dataclass(frozen=True)
class Explained:
    """Why a consumer is short on a day of one history."""

    run: StoredRun
    date: dt.date
    consumer: str
    history: int
    chosen: str
    """Why it is this history; nothing where it was asked for."""
    demand: float
    """Of the day, t."""
    served: float
    """Part of it served on the day, t."""
    held: float
    """On hand at its end, t."""
    held_before: float
    """On hand on the day before the reference disruption's onset, or on the first, t."""
    before: dt.date
    """That day."""
    inflow: Inflow
    """What came in the days before, and what held up the rest."""
    causes: Causes

    @property
    def good(self) -> str:
        """What the consumer uses."""
        return str(self.run.scenario.consumers[self.consumer].good)

    def label(self, name: str) -> str:
        """Say how reports call a consumer or a facility."""
        scenario = self.run.scenario
        block = getattr(scenario, block_of(scenario)[name])
        return label_of(block[name].label, name)


def explain_day(
    run: StoredRun,
    date: dt.date,
    consumer: str | None = None,
    history: int | None = None,
    report: Callable[[int, int], None] | None = None,
) -> Explained:
    """Walk up from a consumer's shortfall on a day to what binds.

    Parameters
    ----------
    run : StoredRun
    date : date
    consumer : str, optional
        Its id; that which lacks most on the day without it.
    history : int, optional
        Its number; without it that which is in the middle on the day, by what is not served.
    report : callable, optional
        Hears how many of how many days are run, where the history has to be run again.

    Raises
    ------
    ExplainError
        If there is no such day, consumer or history, nobody is short, or the run is of another
        program.
    """
    day = _day(run, date)
    group = _group(run, consumer)
    lacks = run.daily(group, "shortfall")
    at, chosen = _history(run, lacks[day], history)
    _need_short(run, group, lacks[:, at], day, at)
    number = int(run.numbers[at])
    watched = watched_history(run, number, day + 1, _command(run, date, consumer, number), report)
    lacking = watched.demand[day] - watched.served[day]
    row = int(lacking.argmax()) if consumer is None else watched.consumers.index(consumer)
    name = watched.consumers[row]
    before = _before(run, at, day)
    good = run.scenario.consumers[name].good
    return Explained(
        run=run,
        date=date,
        consumer=name,
        history=int(run.numbers[at]),
        chosen=chosen,
        demand=float(watched.demand[day, row]),
        served=float(watched.served[day, row]),
        held=float(watched.held[day, row]),
        held_before=float(watched.held[before, row]),
        before=run.start + dt.timedelta(days=before),
        inflow=Walk(run.scenario, watched).inflow(good, name, day),
        causes=Causes(run, at),
    )


def _command(run: StoredRun, date: dt.date, consumer: str | None, history: int) -> str:
    """Write the command line, for the folder above that of the run, that asks the same."""
    asked = ["--day", date.isoformat(), "--history", str(history)]
    asked += [] if consumer is None else ["--consumer", consumer]
    return shlex.join(["shortfall", "explain", run.usual_folder, *asked])


def watched_history(
    run: StoredRun,
    history: int,
    days: int,
    command: str,
    report: Callable[[int, int], None] | None = None,
) -> Watched:
    """Read a history that was watched, or run it again and keep it beside the run.

    Parameters
    ----------
    run : StoredRun
    history : int
        Its number.
    days : int
        How many of its days, from the first on.
    command : str
        What asks for it, to be listed with what is kept.
    report : callable, optional
        Hears how many of how many days are run.
    """
    program = package_hash()[:LENGTH]
    if run.source != program:
        raise ExplainError(
            f"{run.folder} was run by another version of the program (source {run.source}, here "
            f"{program}), in which the history may be another: run its scenario again first."
        )
    name = f"{FOLDER}/{history:07}.npz"
    program = f"{program}-{FORMAT}"
    kept = _kept(run.folder, name)
    if kept is not None and kept.holds(program, history, days):
        return kept
    found = watch(
        run.job, history, days, program, None if report is None else lambda done: report(done, days)
    )
    with recorded(run.folder, command) as written:
        make(run.folder / FOLDER)
        written.append(write(run.folder / name, found.archive()))
    return found


def _kept(folder: Path, name: str) -> Watched | None:
    """Read what is kept, if it is as it was written."""
    extras = Extras.read(folder)
    if extras is None or not is_as_listed(folder / name, extras.files.get(name)):
        return None
    try:
        return Watched.read((folder / name).read_bytes())
    except ValueError:
        return None


def _day(run: StoredRun, date: dt.date) -> int:
    day = (date - run.start).days
    if not 0 <= day < run.days:
        raise ExplainError(f"{date} is not within the run, from {run.start} to {run.scenario.end}.")
    return day


def _group(run: StoredRun, consumer: str | None) -> Group:
    """Find the consumer, or all of them."""
    known = {group.name: group for group in run.groups if group.kind == "consumer"}
    if consumer is None:
        return next(group for group in run.groups if group.kind == "all")
    if consumer not in known:
        hint = did_you_mean(consumer, known)
        says = f"There is no consumer '{consumer}'."
        raise ExplainError(sentences(says, hint, f"Consumers: {listed(known, 60)}."))
    return known[consumer]


def _need_short(run: StoredRun, group: Group, lacks: F64, day: int, at: int) -> None:
    """Refuse a day on which a group lacks nothing in a history, and say when it does."""
    if lacks[day] > SHORT:
        return
    short = np.flatnonzero(lacks > SHORT)
    when = "It never does"
    if short.size:
        first, last = (run.start + dt.timedelta(days=int(one)) for one in short[[0, -1]])
        when = f"It does on {plural(len(short), 'day')}, from {first} to {last}"
    date = run.start + dt.timedelta(days=day)
    raise ExplainError(
        f"{group.label}: nothing is lacking on {date} in history {run.numbers[at]}. {when}."
    )


def _history(run: StoredRun, lacks: F64, history: int | None) -> tuple[int, str]:
    """Choose a history: its place in the run, and why it is this."""
    if history is not None:
        places = np.flatnonzero(run.numbers == history)
        if not places.size:
            raise ExplainError(f"The run has no history {history}: it has {run.count}, from 0 on.")
        return int(places[0]), ""
    if run.count == 1:
        return 0, ""
    order = np.argsort(lacks, kind="stable")
    at = int(order[(run.count - 1) // 2])
    if lacks[at] > SHORT or not (lacks > SHORT).any():
        return at, f"that in the middle of {plural(run.count, 'history')} on that day"
    short = order[lacks[order] > SHORT]
    at = int(short[(len(short) - 1) // 2])
    return at, (
        f"in the middle of the {len(short)} of {plural(run.count, 'history')} "
        "in which it is short on that day"
    )


def _before(run: StoredRun, at: int, day: int) -> int:
    """Give the day before the reference disruption's onset, if that is past; else the first."""
    window = window_of(
        run.scenario, run.axes["disruptions"], run.onset_day[:, [at]], run.end_day[:, [at]]
    )
    onset = float(window.onset[0])
    return max(int(onset) - 1, 0) if onset <= day else 0
