"""Designs beside runs with as many histories: what many points cost."""

import tempfile
from collections.abc import Sequence
from time import process_time

import sim.design.study
from sim.design.design import Design
from sim.design.group_measures import GroupMeasures
from sim.design.run_design import run_design
from sim.scenario.load import load
from sim.study.pool import Here
from tests.benchmarks.figure import Figure
from tests.benchmarks.jobs import BASELINE, EXPORT_HALT, process

DELIVERIES = "disruptions.halt.start=2026-06-01:2027-06-01"
FUTURE = (
    "disruptions.late={{kind: lane_closure, lanes: [china_to_eu], start: {}, duration_days: {}}}"
)
STOCKS = "consumers.eu_ev.stock_days=20:60"
CHANGES = (
    "disruptions.halt.duration_days=180",
    "disruptions.halt.duration_days=360",
    "consumers.us_ev.stock_days=60",
)
"""Of variants that are compared with the halt as it is."""


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
        Figure(
            "20 futures, their past run once / each from the start", _branched(quick=quick), "times"
        ),
        Figure(
            "four variants compared, 64 histories each / each run alone",
            _compared(quick=quick),
            "times",
        ),
    ]


def _compared(*, quick: bool) -> float:
    """Time a comparison of variants, and each of them run alone."""
    shared = ["-n", "64", "--set", f"end={'2027-03-31' if quick else '2027-12-31'}"]
    variants = [f"{EXPORT_HALT}@{change}" for change in CHANGES]
    alone = [_seconds("run", EXPORT_HALT, *shared)]
    alone += [_seconds("run", EXPORT_HALT, *shared, "--set", change) for change in CHANGES]
    return _seconds("compare", EXPORT_HALT, *variants, *shared) / sum(alone)


def _branched(*, quick: bool) -> float:
    """Compare points that part late with the same points, each run from the start.

    In processor time of one process.
    """
    settings, start = (["end=2027-12-31"], "2027-03-01") if quick else ([], "2029-09-01")
    loaded = load(EXPORT_HALT, settings)
    points = [loaded.changed([FUTURE.format(start, days)]).scenario for days in range(20, 220, 10)]
    usual, seconds = sim.design.study.LEAST_SAVED, list[float]()
    for least in (usual, float("inf")):
        sim.design.study.LEAST_SAVED = least
        began = process_time()
        measures = GroupMeasures(frozenset({"shortfall_days"}))
        run_design(Design(points, 16, 1), measures, Here())
        seconds.append(process_time() - began)
    sim.design.study.LEAST_SAVED = usual
    branched, whole = seconds
    return branched / whole


def _seconds(command: str, *options: object) -> float:
    """Give the seconds of a command on two cores, in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        rest: Sequence[str] = [*map(str, options), "--workers", "2", "--no-figures", "-q"]
        return process(command, *rest, "--out", folder)[0]
