"""Runs to compare: real ones of the two mines, and made-up ones with many consumers."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures import Statistics, describe
from sim.output.ensure_run import ensure_run
from sim.output.groups import Group, groups_of
from sim.output.monthly import Months
from sim.output.outcomes import Outcome
from sim.output.run_request import RunRequest
from sim.output.stored import StoredRun
from sim.scenario.load import Loaded, load
from sim.scenario.schema import Scenario
from sim.study.job import Job, is_random
from sim.study.pool import local_pool
from sim.world.chance.sampling import Sampling, Scheme
from tests import factories


def two_mines(
    out: Path, *settings: str, n: int = 20, seed: int = 1, sampling: Scheme = "random"
) -> StoredRun:
    """The smallest chain, run for real."""
    with local_pool(1) as pool:
        return ensure_run(RunRequest(load("two-mines", settings), n, seed, sampling, out), pool)


F64 = NDArray[np.float64]

RANDOM = Sampling()


@dataclass(frozen=True)
class Synthetic:
    """What a comparison needs of a run, from formulas: shortfall grows by *pace* after the halt."""

    pace: float = 1.0
    name: str = "base"
    seed: int = 1
    histories: int = 16
    sampling: Sampling = RANDOM
    replicates: np.ndarray | None = None
    changes: tuple[tuple[str, Any], ...] = ()
    source: str = "this program"
    idle: tuple[int, ...] = ()
    """Months in which nobody uses anything."""

    @property
    def digest(self) -> str:
        return f"{self.name}-{self.seed}"

    @cached_property
    def loaded(self) -> Loaded:
        return Loaded(factories.scenario(**dict(self.changes)), {}, (), ())

    @property
    def scenario(self) -> Scenario:
        return self.loaded.scenario

    @property
    def job(self) -> Job:
        return Job(self.scenario, self.seed)

    @property
    def below(self) -> int:
        return self.histories

    @property
    def is_random(self) -> bool:
        return is_random(self.scenario)

    def describe(self, values: F64) -> Statistics:
        return describe(values, self.replicates, exact=not self.is_random)

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        return np.arange(self.histories)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        return groups_of(self.scenario, tuple(sorted(self.scenario.consumers)))

    @property
    def count(self) -> int:
        return self.histories

    @property
    def days(self) -> int:
        return self.scenario.days

    @property
    def axes(self) -> dict[str, list[str]]:
        return {"disruptions": list(self.scenario.disruptions)}

    @property
    def onset_day(self) -> F64:
        return np.full((len(self.scenario.disruptions), self.histories), 313.0)

    @property
    def end_day(self) -> F64:
        return np.full((len(self.scenario.disruptions), self.histories), 500.0)

    def daily(self, group: Group, quantity: str) -> F64:
        day = np.arange(self.scenario.days)[:, None]
        length = 90.0 + 10.0 * (self.numbers * 7 % 16)
        rate = 0.0 if group.name in {"CN", "IN"} or group.name.startswith("cn_") else 0.1
        rate *= self.pace * (1.0 + len(group.name) % 4)
        found: F64 = rate * np.clip(day - 380.0, 0.0, length)
        return found

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        places = self.scenario.measures.exposure
        return tuple(
            outcome
            for group in self.groups
            if group.kind != "sector"
            for outcome in (
                Outcome(group, "shortfall_days", "d", self.daily(group, "cumulative")[-1]),
                *(Outcome(group, "dependence", "1", self.part(group), one) for one in places),
                *(Outcome(group, "days_met_without", "d", self.met(group), one) for one in places),
            )
        )

    def part(self, group: Group) -> F64:
        """The less, the slower the pace; that of defence is the same in all runs."""
        defence = group.name.endswith("defence")
        return np.full(self.histories, 0.5 if defence else 0.5 * self.pace)

    def met(self, group: Group) -> F64:
        """Days met without a place: the fewer, the slower the pace."""
        outside = 0.0 if group.name.lower().startswith("cn") else 400.0 * self.pace
        return np.full(self.histories, outside) + self.numbers

    def read(self, name: str) -> NDArray[np.float32]:
        """What is used by month, and the part that was in a place: less and less of it."""
        months = len(Months.of(self.scenario).days)
        shape = months, len(self.scenario.consumers), 2, self.histories
        used = np.ones(shape, np.float32)
        used[list(self.idle)] = 0.0
        if name == "used_content_t":
            return used
        later = np.arange(months)[:, None, None, None] / months
        spread = 1.0 - 0.01 * np.arange(self.histories)
        return (used * (1.0 - later * self.pace * spread)).astype(np.float32)


SHORT = (("end", dt.date(2028, 12, 31)),)
"""A shorter run, to save time."""


def several(count: int) -> list[Synthetic]:
    """A baseline and others, each with less shortfall than the one before."""
    names = ("no-stockpile", "vault-60-days", "halt-and-texas", "a-much-longer-name-of-a-run")
    base = Synthetic(name=names[0], changes=SHORT)
    return [replace(base, name=names[i], pace=1.0 - 0.2 * i) for i in range(count)]


def dependent(count: int, *places: str) -> list[Synthetic]:
    """The same, which follow on which places they depend."""
    follow = (*SHORT, ("measures", {"exposure": list(places or ("CN",))}))
    return [replace(one, changes=follow) for one in several(count)]
