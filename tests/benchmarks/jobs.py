"""The jobs that are measured; each gives figures, curves or both."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import mean, median
from typing import Any, TypeVar

import numpy as np

import sim
from sim.measures import backlog_days
from sim.scenario.schema import Scenario
from sim.study.pool import local_pool
from sim.study.replicate import Block, Reduce, Study, blocks, replicate
from sim.world.record.record import Record
from sim.world.state.state import BATCH
from sim.world.world import prepare
from tests.benchmarks import chain, generated, shipments
from tests.benchmarks.curve import Curve, curve
from tests.benchmarks.figure import Figure
from tests.benchmarks.limit import limit
from tests.benchmarks.peers import PEERS
from tests.benchmarks.results import ROOT

T = TypeVar("T")

GAUGE = Path(__file__).with_name("gauge.py")
REFERENCE_JOB = ROOT / "tests/known_answers/reference_job.yaml"
BASELINE = ROOT / "scenarios/baseline.yaml"
LICENCES = ROOT / "scenarios/licences-2025.yaml"
EXPORT_HALT = ROOT / "scenarios/export-halt.yaml"

SD_OF_BACKLOG_DAYS = 68.7
MILLI = 1000.0


def reference(*, quick: bool) -> list[Figure]:
    """Time the reference job in three versions, by turns in this one process."""
    n, sample, rounds = (256, 3, 1) if quick else (1000, 10, 3)
    ours = partial(_backlog_days, sim.load(REFERENCE_JOB))

    def by_shipment(n: int) -> float:
        return mean(chain.days_behind(shipments.backlog(chain.demand(i))) for i in range(n))

    jobs: dict[str, tuple[Callable[[int], float], int]] = {
        "one": (ours, 1),
        "many": (ours, n),
        "shipments": (by_shipment, sample),
    }
    fastest = limit()
    if fastest:
        jobs["limit"] = (fastest[1], n)
    else:
        _say("no C compiler and no numba: the limit is not measured")
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, (job, histories) in jobs.items():
            took, days = _timed(partial(job, histories))
            _check_known_answer(name, days, histories)
            seconds[name].append(took / histories)
    one, many, slow = (median(seconds[name]) for name in ("one", "many", "shipments"))
    figures = [
        Figure("reference job, 1 history", one, "s"),
        Figure(f"reference job, {n:,} histories", MILLI * many, "ms a history", at_most=0.8),
        Figure("the same, a SimPy process for every shipment", MILLI * slow, "ms a history"),
        Figure("process for every shipment / ours", slow / many, "times", at_least=60),
    ]
    if fastest:
        name, bare = fastest[0], median(seconds["limit"])
        figures += [
            Figure(f"the same, {name} with its own normals", MILLI * bare, "ms a history"),
            Figure(f"ours / {name}", many / bare, "times", at_most=8),
        ]
    return figures


def peers(*, quick: bool) -> list[Figure]:
    """Time the reference job in other simulators, each history of them beside many of ours."""
    n, rounds = (256, 1) if quick else (1000, 3)
    ours = partial(_backlog_days, sim.load(REFERENCE_JOB), n)
    figures = []
    for peer in PEERS:
        if not peer.installed:
            _say(f"{peer.name} is not installed: skipped (pip install '.[benchmarks]')")
            continue
        peer.backlog([chain.MEAN])  # imports it
        seconds: list[tuple[float, float]] = []
        for history in range(rounds):
            demand = chain.demand(history)
            took, ends = _timed(partial(peer.backlog, demand))
            if not peer.follows(ends, chain.backlog(demand)):
                raise SystemExit(f"{peer.name} did another job. Nothing was measured.")
            seconds.append((took, _timed(ours)[0] / n))
        slow, many = (median(column) for column in zip(*seconds, strict=True))
        name = f"{peer.name} {version(peer.name)}"
        figures += [
            Figure(f"reference job in {name}", slow, "s a history"),
            Figure(f"{name} / ours at {n:,} histories", slow / many, "times"),
        ]
    return figures


def baseline(*, quick: bool) -> list[Figure]:
    """Time the baseline world of 2026 to 2032 on one core."""
    n = 64 if quick else 500
    scenario = sim.load(BASELINE)
    one = median(_timed(lambda: _run(scenario, 1))[0] for _ in range(1 if quick else 3))
    many = _timed(lambda: _run(scenario, n))[0]
    return [
        Figure("baseline world, 1 history, one core", one, "s", at_most=3),
        Figure(f"the same, {n} histories", MILLI * many / n, "ms a history", at_most=25),
    ]


def licences(*, quick: bool) -> list[Figure]:
    """Time the licences of 2025 beside the same years without them, by turns."""
    n, rounds, last = (64, 1, 2025) if quick else (256, 3, 2031)
    regime = sim.load(LICENCES, [f"end={last}-12-31"])
    calm = regime.model_copy(update={"disruptions": {}})
    seconds = [[_timed(partial(_run, x, n))[0] / n for x in (calm, regime)] for _ in range(rounds)]
    without, with_them = (median(column) for column in zip(*seconds, strict=True))
    return [
        Figure(f"2025 to {last} without disruptions", MILLI * without, "ms a history"),
        Figure("the same under the licences of 2025, 37 queues", MILLI * with_them, "ms a history"),
        Figure("with licences / without", with_them / without, "times"),
    ]


def commands(*, quick: bool) -> list[Figure]:
    """Measure whole processes: the help, the README's first command, a thousand histories."""
    helps = [process("--help")[0] for _ in range(1 if quick else 5)]
    few = ["-n", "8"] if quick else []
    took, megabytes = _study(EXPORT_HALT, *few)
    histories = "8 histories" if quick else "all its histories"
    return [
        Figure("shortfall --help", median(helps), "s", at_most=0.15),
        Figure(f"shortfall run export-halt, {histories} with figures", took, "s", at_most=20),
        Figure("the same, memory of its largest process", megabytes, "MB"),
        *_baseline_command(64 if quick else 1000, at_most=None if quick else 20),
    ]


def ten_thousand(*, quick: bool) -> list[Figure]:
    """Measure a run of ten thousand histories: minutes, and what it holds in memory."""
    return _baseline_command(64 if quick else 10_000, most_megabytes=2048)


def histories(*, quick: bool) -> list[Curve]:
    """Time one core against histories: of the reference job, and of the baseline world."""
    jobs = {
        "reference job": (REFERENCE_JOB, [1, 10, 64, 100, 1000, 10_000]),
        "baseline world": (BASELINE, [1, 64, 256, 1000]),
    }
    if quick:
        jobs = {"reference job": (REFERENCE_JOB, [1, 64, 256])}
    return [
        curve(name, "histories", sizes, partial(partial, _run, sim.load(file)))
        for name, (file, sizes) in jobs.items()
    ]


def facilities(*, quick: bool) -> list[Curve]:
    """Time one core against facilities, on generated networks."""
    sizes, days = ([20, 50, 100], 180) if quick else ([20, 50, 100, 200, 500], 730)

    def job(size: int) -> Callable[[], Any]:
        return partial(_run, generated.scenario(size, days), 64)

    return [curve(f"generated network, {days} days, 64 histories", "facilities", sizes, job)]


def days(*, quick: bool) -> list[Curve]:
    """Time one core against days, on a generated network of the baseline's size."""
    sizes, size = ([180, 365], 20) if quick else ([365, 730, 1460, 2920], 100)

    def job(days: int) -> Callable[[], Any]:
        return partial(_run, generated.scenario(size, days), 64)

    return [curve(f"generated network, {size} facilities, 64 histories", "days", sizes, job)]


def _run(scenario: Scenario, n: int, reduce: Reduce[Any] | None = None) -> list[Any]:
    """Simulate on one core, warm-up included, the undisrupted twin left out.

    Gives what *reduce* makes of each block; nothing is kept without.
    """
    study = Study((scenario,), prepare(scenario), seed=1)
    todo = blocks(scenario, 0, range(-(-n // BATCH)), workers=1)
    found: dict[Block, Any] = {}
    with local_pool(1) as pool:
        replicate(study, todo, pool, reduce or _nothing, found.__setitem__)
    return [found[block] for block in todo]


def _nothing(_scenario: Scenario, _block: Block, _record: Record) -> None:
    """Forget a record."""


def _backlog_days(scenario: Scenario, n: int) -> float:
    """Run the reference job; give the mean number of days that end with a backlog."""

    def counted(_scenario: Scenario, _block: Block, record: Record) -> Any:
        assert record.backlog_t is not None
        return backlog_days(record.backlog_t[:, 0])

    return float(np.concatenate(_run(scenario, n, counted))[:n].mean())


def _timed(job: Callable[[], Any]) -> tuple[float, Any]:
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


def _baseline_command(
    n: int, at_most: float | None = None, most_megabytes: float | None = None
) -> list[Figure]:
    took, megabytes = _study(BASELINE, "-n", str(n), "--workers", "2", "--no-figures")
    return [
        Figure(f"shortfall run baseline -n {n} on two cores, no figures", took, "s", at_most),
        Figure("the same, memory of its largest process", megabytes, "MB", most_megabytes),
    ]


def _study(scenario: Path, *options: str) -> tuple[float, float]:
    """Run a study into a folder that is thrown away; give seconds and MB."""
    with tempfile.TemporaryDirectory() as folder:
        return process("run", str(scenario), "--out", folder, *options)


def process(*arguments: str) -> tuple[float, float]:
    """Run the command; give seconds of wall time and MB of its largest process."""
    command = [sys.executable, "-m", "sim", *arguments]
    done = subprocess.run(
        [sys.executable, str(GAUGE), *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"shortfall {' '.join(arguments)} failed:\n{done.stderr}")
    measured = json.loads(done.stdout)
    return measured["seconds"], measured["megabytes"]


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
