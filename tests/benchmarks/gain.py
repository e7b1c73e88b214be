"""What even sampling gains: the spread of a mean over independent studies, by scheme."""

from statistics import stdev

import sim
from sim.scenario.schema import Scenario
from sim.world.chance.sampling import Scheme
from tests.benchmarks.figure import Figure

SCHEMES: tuple[Scheme, ...] = ("random", "sobol", "latin")
CASES: dict[str, tuple[str, list[str]]] = {
    "two-mines (one random input)": ("two-mines", []),
    "halt-and-texas to 2028 (several)": ("halt-and-texas", ["start=2026-06-01", "end=2028-06-30"]),
}


def sampling(*, quick: bool) -> list[Figure]:
    """Compare the standard error of the mean shortfall days of all, over studies of other seeds."""
    n, seeds = (64, 3) if quick else (256, 12)
    figures = []
    for name, (file, settings) in list(CASES.items())[: 1 if quick else None]:
        scenario = sim.load(file, settings)
        error = {
            scheme: stdev(_mean(scenario, n, seed, scheme) for seed in range(1, seeds + 1))
            for scheme in SCHEMES
        }
        figures += [
            Figure(f"standard error, {name}, {n} histories at random", error["random"], "d"),
            *(
                Figure(f"the same at random / {scheme}", error["random"] / error[scheme], "times")
                for scheme in ("sobol", "latin")
            ),
        ]
    return figures


def _mean(scenario: Scenario, n: int, seed: int, scheme: Scheme) -> float:
    """Give the mean shortfall days of all consumers."""
    outcomes = sim.run(scenario, n=n, seed=seed, sampling=scheme).condensed.outcomes
    (days,) = (
        outcome.values
        for outcome in outcomes
        if (outcome.group.kind, outcome.measure) == ("all", "shortfall_days")
    )
    return float(days.mean())
