"""The same bytes from one process, from two and from a dask cluster, whatever befalls it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.shell import (
    RANDOM,
    ROOT,
    ended,
    files,
    folder_in,
    held_at,
    lots_of,
    made,
    ran,
    ran_well,
    started,
    wait_for,
)

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

QUIET = {
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "10s",
}
"""Has a cluster look after itself less often: it has little to do, and idles for a minute."""
COMMAND = (*RANDOM, "-n", "256", "--no-figures")


@dataclass(frozen=True)
class Dask:
    """A scheduler and two workers on this machine."""

    address: str
    workers: dict[int, subprocess.Popen[bytes]]
    """The workers by their process."""


@contextmanager
def dask(folder: Path) -> Iterator[Dask]:
    """Start a cluster and end it."""
    file, log = folder / "scheduler.json", folder / "log"
    with ExitStack() as stack, log.open("wb") as said:

        def begin(*arguments: str) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(file)],
                cwd=folder,
                env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT)},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        one = ("worker", "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        workers = [begin(*one) for _ in range(2)]

        def registered() -> bool:
            return log.read_text().count("Starting worker compute stream") == 2

        wait_for(registered, "two workers of a cluster")
        address = json.loads(file.read_text())["address"]
        yield Dask(address, {worker.pid: worker for worker in workers})


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A cluster for tests that leave it whole."""
    with dask(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of a run in one process."""
    return made(tmp_path_factory.mktemp("alone"), *COMMAND, "--workers", "1")


def test_a_cluster_gives_the_bytes_of_one_process(cluster, alone, tmp_path):
    assert ran_well(tmp_path, *COMMAND, "--cluster", cluster.address) == alone


def test_two_processes_and_narrow_blocks_give_the_bytes_of_one_process(alone, tmp_path):
    gate = tmp_path / "gate"
    gate.touch()
    narrow = {"gate": gate, "lots": "0"}
    assert ran_well(tmp_path / "out", *COMMAND, "--workers", "2", **narrow) == alone
    assert held_at(gate).keys() == {0}


def test_a_network_with_every_stage_gives_the_same_bytes_on_a_cluster(cluster, tmp_path):
    """Before and after the halt of 1 February."""
    window = ("export-halt", "--set", "start=2027-01-25", "--set", "end=2027-02-20")
    as_written = ("--set", "warm_up_days=10", "--set", "worlds=central")
    command = (*window, *as_written, "-n", "70", "--no-figures")
    alone = made(tmp_path / "alone", *command, "--workers", "1")
    assert ran_well(tmp_path / "dask", *command, "--cluster", cluster.address) == alone


def test_an_interrupted_run_on_a_cluster_goes_on(cluster, alone, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    command = (*COMMAND, "--cluster", cluster.address)
    with started(out, *command, gate=gate, lots="128,192") as process:
        stored = {"0000000.npz", "0000064.npz"}
        wait_for(lambda: lots_of(out).keys() >= stored and len(held_at(gate)) == 2, "half the run")
        os.killpg(process.pid, signal.SIGINT)
        done = ended(process)
    gate.touch()  # what the workers were at is not wanted any more; let them end it
    assert done.status == 130
    assert "of the 128 histories that are finished" in done.err
    assert "Traceback" not in done.err
    assert json.loads((folder_in(out) / "summary.json").read_text())["numbers"] == [[0, 127]]
    before = lots_of(out)
    assert ran_well(out, *command) == alone
    assert {name: lots_of(out)[name] for name in before} == before


def test_a_killed_worker_of_a_cluster_changes_no_byte(alone, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    with dask(tmp_path) as cluster:
        command = (*COMMAND, "--cluster", cluster.address)
        with started(out, *command, gate=gate, lots="128,192") as process:
            wait_for(lambda: len(held_at(gate)) == 2, "blocks on both workers")
            victim = cluster.workers[held_at(gate)[128]]
            victim.kill()
            victim.wait()
            gate.touch()
            done = ended(process)
    assert done.status == 0, done.err
    assert "Traceback" not in done.err
    assert files(out) == alone


@pytest.mark.parametrize("allowed", ["0", "9"])
def test_blocks_that_kill_their_workers_end_the_run_with_a_clear_error(
    allowed, tmp_path, monkeypatch
):
    """Dask gives up a task that has cost too many workers; without it, none are left here."""
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", allowed)
    with dask(tmp_path) as cluster:
        command = (*COMMAND, "--cluster", cluster.address, "-q")
        done = ran(tmp_path / "out", *command, gate=tmp_path / "gate", lots="die")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("Error: workers are lost again and again")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "127.0.0.1"])
def test_a_cluster_that_is_not_there_is_one_clear_error(address, tmp_path):
    arguments = ["run", "two-mines", "-q", "--out", str(tmp_path), "--cluster", address]
    code = (
        "import sim.study.pool as pool; pool.CONNECT_SECONDS = 0.2\n"
        f"from sim.cli import main; main({arguments!r})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Error: no dask scheduler answers at {address} (")
    assert "start one with 'dask scheduler'" in done.stderr
    assert len(done.stderr.splitlines()) == 1
