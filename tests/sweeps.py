"""Sweeps with made-up results, without the simulator."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from sim.output.groups import Group
from sim.output.outcomes import Outcome
from sim.output.run_request import RunRequest
from sim.scenario.load import load
from sim.sweep.chosen import Pair
from sim.sweep.design import Design
from sim.sweep.measured import Key, Measured, Sample
from sim.sweep.plan import Point, Sweep
from sim.sweep.results import Result, Results

UNITS = {
    "shortfall_days": "d",
    "shortfall_days_caused": "d",
    "first_short_day": "day",
    "time_to_survive": "d",
    "line_down_days": "d",
    "unmet_t": "t",
}
REGIONS = ("CN", "EU", "IN", "JP", "KR", "ROW", "US", "VN")
SIZE = {"CN": 0.0, "EU": 1.3, "IN": 0.001, "JP": 0.7, "KR": 0.9, "ROW": 0.3, "US": 1.0, "VN": 0.002}
GROUPS: list[Pair] = [
    *(("region", name) for name in REGIONS),
    ("end_use", "defence"),
    ("all", "all"),
]


@cache
def request(name: str) -> RunRequest:
    return RunRequest(load(name), 200, 1)


def sweep(design: Design, name: str = "export-halt") -> Sweep:
    points = tuple(Point(n, values, None, "") for n, values in enumerate(design.points))
    return Sweep(request(name), design, "0123456789", points)


def results(design: Design, lost: Sequence[int] = (), groups: Sequence[Pair] = GROUPS) -> Results:
    """Made-up results that grow with the number of the point; those *lost* have failed.

    Three histories of each are told, a tenth apart.
    """
    of = []
    count = len(design.points)
    for number in range(count):
        share = (number + 1) / count
        if number in lost:
            of.append(Result("failed", "no reason"))
        else:
            found = {k: v for g in groups for k, v in _group(*g, share)}
            of.append(Result("complete", "", found, 200, _sample(found)))
    return Results(sweep(design), tuple(of))


def _sample(found: dict[Key, Measured]) -> Sample:
    return Sample(
        {
            (kind, name, measure): Outcome(
                Group(kind, name, one.label, ()),  # type: ignore[arg-type]
                measure,
                one.unit,
                np.array([0.9, 1.0, 1.1]) * one.mean,
            )
            for (kind, name, measure), one in found.items()
        }
    )


def _group(kind: str, name: str, share: float) -> list[tuple[Key, Measured]]:
    found = []
    for measure, unit in UNITS.items():
        size = 140.0 * share * SIZE.get(name, 0.6) * (9.0 if unit == "t" else 1.0)
        never = measure in {"first_short_day", "time_to_survive"} and SIZE.get(name, 0.6) < 0.01
        mean = np.nan if never else size
        q95 = np.inf if never else 1.7 * size
        one = Measured(name, unit, mean, 0.06 * size, 0.5 * size, size, q95, float(never), 0.0, 0.0)
        found.append(((kind, name, measure), one))
    return found
