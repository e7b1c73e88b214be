"""The jobs that are timed."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

import sim
from sim.measures import backlog_days
from sim.scenario.schema import Scenario
from sim.study.replicate import Study, replicate
from sim.world.record import Record
from sim.world.world import prepare
from tests.benchmarks import chain, shipments
from tests.benchmarks.figure import Figure
from tests.benchmarks.limit import limit

ROOT = Path(__file__).resolve().parents[2]
REFERENCE_JOB = ROOT / "tests/known_answers/reference_job.yaml"
BASELINE = ROOT / "scenarios/baseline.yaml"
EXPORT_HALT = ROOT / "scenarios/export-halt.yaml"

SD_OF_BACKLOG_DAYS = 68.7


def reference_job(*, quick: bool) -> list[Figure]:
    """Time the reference job in three versions, by turns in this one process."""
    n, sample, rounds = (256, 3, 1) if quick else (1000, 10, 3)
    scenario = sim.load(REFERENCE_JOB)

    def ours(n: int) -> float:
        return float(backlog_days(_run(scenario, n).backlog_t[:, 0]).mean())

    def by_shipment(n: int) -> float:
        return mean(chain.days_behind(shipments.backlog(chain.demand(i))) for i in range(n))

    jobs = {"one": (ours, 1), "many": (ours, n), "shipments": (by_shipment, sample)}
    fastest = limit()
    if fastest:
        jobs["limit"] = (fastest[1], n)
    else:
        print("no C compiler and no numba: the limit is not measured", file=sys.stderr)
    seconds = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, (job, histories) in jobs.items():
            took, days = _timed(lambda job=job, histories=histories: job(histories))
            _check_known_answer(name, days, histories)
            seconds[name].append(took / histories)
    one, many, slow = (median(seconds[name]) for name in ("one", "many", "shipments"))
    figures = [
        Figure("reference job, 1 history", one, "s"),
        Figure(f"reference job, {n} histories", many, "s a history", at_most=0.0008),
        Figure("the same, a SimPy process a shipment", slow, "s a history"),
        Figure("process a shipment / ours", slow / many, "times", at_least=60),
    ]
    if fastest:
        bare = median(seconds["limit"])
        figures += [
            Figure(f"the same, {fastest[0]} with its own normals", bare, "s a history"),
            Figure(f"ours / {fastest[0]}", many / bare, "times"),
        ]
    return figures


def baseline(*, quick: bool) -> list[Figure]:
    """Time the baseline world of 2026 to 2032 on one core."""
    n = 64 if quick else 500
    scenario = sim.load(BASELINE)
    one = median(_timed(lambda: _run(scenario, 1))[0] for _ in range(1 if quick else 3))
    many = _timed(lambda: _run(scenario, n))[0]
    return [
        Figure("baseline world, 1 history", one, "s", at_most=3),
        Figure(f"baseline world, {n} histories", 1000 * many / n, "ms a history", at_most=25),
    ]


def command(*, quick: bool) -> list[Figure]:
    """Time whole processes: the first command of the README, and the help."""
    helps = [_process("--help")[0] for _ in range(1 if quick else 5)]
    with tempfile.TemporaryDirectory() as folder:
        few = ["-n", "8"] if quick else []
        took, megabytes = _process("run", str(EXPORT_HALT), "--out", folder, *few)
    histories = "8 histories" if quick else "all its histories"
    return [
        Figure("shortfall --help", median(helps), "s", at_most=0.15),
        Figure(f"shortfall run export-halt, {histories}", took, "s", at_most=20),
        Figure("the same, memory of its largest process", megabytes, "MB"),
    ]


def _run(scenario: Scenario, n: int) -> Record:
    """Simulate on one core, warm-up included, the undisrupted twin left out."""
    (record,) = replicate(Study((scenario,), prepare(scenario), seed=1), [n])
    return record


def _timed(job: Callable[[], float]) -> tuple[float, float]:
    start = time.perf_counter()
    result = job()
    return time.perf_counter() - start, result


def _check_known_answer(name: str, days: float, histories: int) -> None:
    """Refuse to time a job that is not the reference job."""
    error = SD_OF_BACKLOG_DAYS / histories**0.5
    if abs(days - chain.BACKLOG_DAYS) > 4 * error:
        raise SystemExit(
            f"{name}: {days:.1f} backlog days in the mean of {histories} histories; "
            f"{chain.BACKLOG_DAYS} +- {error:.1f} are known to be right. Nothing was measured."
        )


def _process(*arguments: str) -> tuple[float, float]:
    """Run the command; give seconds of wall time and MB of peak memory."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"shortfall {' '.join(arguments)} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024
