"""How long a sweep will take, from a short trial on this machine."""

import datetime as dt
import os
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from sim.output.ensure_run import ensure_run
from sim.output.log import Log
from sim.output.run_request import RunRequest
from sim.study.pool import Here
from sim.study.replicate import blocks
from sim.sweep.plan import Sweep
from sim.world.state.state import BATCH as BATCH

TRIAL_DAYS = 365
"""Most days of the trial."""


@dataclass(frozen=True)
class Estimate:
    """A guess, and what it rests on."""

    seconds: float
    """Time until all points are done."""
    histories: int
    """Histories of the trial."""
    days: int
    """Days of the trial."""


def estimate(sweep: Sweep, points: int, workers: int) -> Estimate:
    """Time a trial of the undisrupted world and extrapolate it.

    The trial is a block of as many histories as a worker will get, over a shorter time. What it
    takes counts for every lot of 64 histories and every day; planning counts once a point. What
    is planned and written is done by one process, the rest is shared by the workers.

    Parameters
    ----------
    sweep : Sweep
    points : int
        How many are to be run.
    workers : int
        Processes; those beyond the number of processors do not count.
    """
    request = next(point.request for point in sweep.points if point.request is not None)
    what, histories = request.settled
    scenario, lots = request.loaded.scenario, -(-histories // BATCH)
    width = blocks(scenario, 0, range(lots), workers)[0].width
    days = min(scenario.days, TRIAL_DAYS)
    calm = scenario.model_copy(
        update={
            "end": scenario.start + dt.timedelta(days=days - 1),
            "disruptions": {},
            "measures": scenario.measures.model_copy(update={"reference": None}),
        }
    )
    began = time.perf_counter()
    calm_request = RunRequest(replace(request.loaded, scenario=calm), width, request.seed)
    calm_request.settled[0].study()
    planning = time.perf_counter() - began
    log = Log()
    with tempfile.TemporaryDirectory() as folder:
        ensure_run(replace(calm_request, out=Path(folder)), Here(), log=log)
    longer = scenario.days / days
    simulating = max(log.seconds["simulate"] - planning, 0.0) * longer / (width // BATCH)
    writing = (log.seconds["tabulate"] + log.seconds["write"]) * longer
    twins = 0 if what.twin is None else lots if what.twin_is_random else 1
    here = planning + writing
    shared = simulating * (lots + twins)
    at_once = max(min(workers, os.cpu_count() or 1), 1)
    return Estimate(points * max(here, (here + shared) / at_once), width, days)
