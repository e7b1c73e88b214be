"""Runs whose undisrupted twin is run when it is asked for: half the work, and few tests look at it."""

import hashlib
from dataclasses import replace
from functools import cached_property

import sim
from sim.output.tables import Tables
from sim.scenario.schema import Scenario
from sim.study import replicate
from sim.study.job import Job, job
from sim.study.replicate import Block
from sim.world.chance.sampling import Scheme
from sim.world.record.record import Record, joined
from sim.world.state.state import BATCH
from tests import warm


def run(scenario: Scenario, n: int, seed: int = 1, sampling: Scheme = "random") -> "Result":
    """Run a scenario as ``sim.run`` does."""
    what, histories = job(scenario, seed, sampling, n)
    return result_of(what, histories, records(what, 0, histories))


def result_of(what: Job, histories: int, whole: Record) -> "Result":
    """Give what ``sim.run`` does, of what has been recorded."""
    result = Result(what, what.sampling, histories, whole, whole)
    if what.twin is not None:
        del vars(result)["whole_twin"]
    return result


class Result(sim.Result):
    """What ``sim.run`` gives, with a twin that comes late."""

    @cached_property
    def whole_twin(self) -> Record:
        """As of a run, from now on; that of another scenario which differs in what befalls it alone."""
        histories = self.histories if self.job.twin_is_random else 1
        cause = repr((warm.key(self.scenario), self.job.seed, self.job.sampling, histories))
        name = hashlib.sha256(cause.encode()).hexdigest()
        return warm.kept(f"{name}.twins", lambda: records(self.job, 1, histories))

    @cached_property
    def alone(self) -> Tables:
        """The tables without what disruptions cause, which needs the twin."""
        what = replace(self.job)
        vars(what)["twin"] = None
        return sim.Result(what, self.sampling, self.histories, self.whole, self.whole).tables


def records(what: Job, index: int, histories: int, until: int | None = None) -> Record:
    """Run the scenario (0) or its twin (1) in whole batches, all days or those before one."""
    study = what.study()
    lots = range(-(-histories // BATCH))
    todo = replicate.blocks(study.scenarios[index], index, lots, 1)
    return joined([replicate.run_block(study, block, _whole, until) for block in todo])


def _whole(scenario: Scenario, block: Block, record: Record) -> Record:
    return record
