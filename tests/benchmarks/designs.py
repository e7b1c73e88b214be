"""Designs beside runs with as many histories: what many points cost."""

import tempfile
from collections.abc import Sequence

from tests.benchmarks.figure import Figure
from tests.benchmarks.jobs import BASELINE, EXPORT_HALT, process

DELIVERIES = "disruptions.halt.start=2026-06-01:2027-06-01"
STOCKS = "consumers.eu_ev.stock_days=20:60"


def designs(*, quick: bool) -> list[Figure]:
    """Time a sweep and a stress test, each beside one run of as many histories, by turns."""
    each, histories = (2, 4) if quick else (5, 16)
    points = each**2
    vary = [part for path in (DELIVERIES, STOCKS) for part in ("--vary", f"{path}:{each}")]
    sweep = _seconds("sweep", EXPORT_HALT, *vary, "-n", str(histories))
    run = _seconds("run", EXPORT_HALT, "-n", str(points * histories))
    kinds = ["--kinds", "stage"] if quick else []
    stress = _seconds("stress", BASELINE, "--days", "90", "-n", "1", *kinds)
    many = 64 if quick else 300
    halts = _seconds("run", EXPORT_HALT, "-n", str(many))
    return [
        Figure(f"sweep of {points} points x {histories} histories", sweep, "s"),
        Figure("the same / one run of as many histories", sweep / run, "times", at_most=1.5),
        Figure("stress test of the baseline, every node out for 90 days", stress, "s"),
        Figure(f"the same / one run of {many} histories", stress / halts, "times", at_most=3),
    ]


def _seconds(command: str, *options: object) -> float:
    """Give the seconds of a command on two cores, in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        rest: Sequence[str] = [*map(str, options), "--workers", "2", "--no-figures", "-q"]
        return process(command, *rest, "--out", folder)[0]
