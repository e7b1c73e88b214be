"""Run the small scenarios of this folder."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import sim
from sim.measures import fill_rate
from sim.study.run import Run
from tests import late_twin

SHORT_BELOW = 1 - 1e-6
"""A day counts as short below this fill rate: the series are stored in single precision."""


@cache
def run(case: str, *settings: str, n: int = 1) -> Run:
    """Run a scenario of this folder, with settings as of the command line."""
    scenario = sim.load(Path(__file__).with_name(f"{case}.yaml"), settings)
    return late_twin.run(scenario, n)


@dataclass(frozen=True)
class Shortage:
    """What the consumer of a chain goes without."""

    first_day: int | None
    last_day: int | None
    short_days: int
    shortfall: float
    """In days of demand."""


def shortage(run: Run) -> Shortage:
    """Summarise the only consumer's only history."""
    record = run.record
    fill = fill_rate(record.demand_t, record.served_t)[:, 0, 0]
    days = np.flatnonzero(fill < SHORT_BELOW)
    first, last = (int(days[0]), int(days[-1])) if days.size else (None, None)
    return Shortage(first, last, days.size, float((1 - fill).sum()))


def standard_errors(sample: NDArray[np.float64], known: float) -> float:
    """Give the distance of a sample's mean from a known value, in standard errors."""
    error = np.std(sample, ddof=1) / np.sqrt(len(sample))
    return float(abs(np.mean(sample) - known) / error)
