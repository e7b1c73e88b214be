"""How long a sweep will take, from a short trial on this machine."""

import datetime as dt
import os
import time
from dataclasses import dataclass

from sim.design.group_measures import GroupMeasures
from sim.design.take import Taken
from sim.measures.measure import headlines
from sim.scenario.schema import Scenario
from sim.study.job import Job
from sim.study.replicate import Block, block_width, run_block
from sim.sweep.plan import Sweep
from sim.world.record.record import Record
from sim.world.state.state import BATCH

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


def columns(sweep: Sweep) -> int:
    """Give how many histories there are at all points, and of their twins where these differ."""
    jobs = {point.run: point.job for point in sweep.points if point.request is not None}
    own = sum(sweep.histories if what.is_random else 1 for what in jobs.values())
    twins = {}
    for what in jobs.values():
        if what.twin is not None:
            text = what.twin.model_dump_json()
            if text not in twins:
                twins[text] = sweep.histories if what.twin_is_random else 1
    return own + sum(twins.values())


def estimate(sweep: Sweep, workers: int) -> Estimate:
    """Time a trial of the undisrupted world and extrapolate it.

    The trial is a block as wide as the histories of all points make them, over a shorter time.

    Parameters
    ----------
    sweep : Sweep
    workers : int
        Processes; those beyond the number of processors do not count.
    """
    scenario = sweep.scenario
    at_once = max(min(workers, os.cpu_count() or 1), 1)
    lots = -(-columns(sweep) // BATCH)
    width = min(block_width(scenario), -(-lots // at_once) * BATCH)
    days = min(scenario.days, TRIAL_DAYS)
    calm = scenario.model_copy(
        update={
            "end": scenario.start + dt.timedelta(days=days - 1),
            "disruptions": {},
            "measures": scenario.measures.model_copy(update={"reference": None}),
        }
    )
    began = time.perf_counter()
    study = Job(calm, sweep.request.seed).study()
    planned = time.perf_counter()
    run_block(study, Block(0, 0, width), _measured)
    simulating = (time.perf_counter() - planned) * scenario.days / days
    rounds = -(-lots * BATCH // (width * at_once))
    return Estimate(planned - began + simulating * rounds, width, days)


def _measured(scenario: Scenario, _: Block, record: Record) -> Taken:
    return GroupMeasures(frozenset(headlines()))(scenario, record)
