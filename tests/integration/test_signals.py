"""Signals that end a process, and two of them: its exit status, what is kept, what is left over."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.integration.shell import (
    RANDOM,
    Done,
    ended,
    files,
    folder_in,
    held_at,
    in_session,
    lots_of,
    made,
    started,
    wait_for,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, and looks into /proc")

COMMAND = (*RANDOM, "-n", "256")
FIRST_LOTS = {f"{kind}{first:07}.npz" for kind in ("", "twin-") for first in (0, 64)}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of a run that nothing befalls."""
    return made(tmp_path_factory.mktemp("undisturbed"), *COMMAND, "--workers", "1")


def left_nothing(leader: int, done: Done) -> None:
    """Make sure that no process, semaphore or traceback of a command is left."""
    wait_for(lambda: not in_session(leader), "the end of all its processes", seconds=30)
    for word in ("Traceback", "Exception ignored", "resource_tracker", "leaked"):
        assert word not in done.err


def goes_on(out: Path, undisturbed: dict[str, bytes]) -> None:
    """Run the command again: it leaves the lots that are there, and ends with the same bytes."""
    before = lots_of(out)
    assert made(out, *COMMAND, "--workers", "1") == undisturbed
    assert {name: lots_of(out)[name] for name in before} == before


@pytest.mark.parametrize(("number", "workers"), [(signal.SIGTERM, 2), (signal.SIGHUP, 1)])
def test_the_end_of_a_service_or_terminal_is_like_ctrl_c(number, workers, undisturbed, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    command = (*COMMAND, "--no-figures", "--workers", str(workers))
    with started(out, *command, gate=gate, lots="128,192") as process:
        wait_for(
            lambda: lots_of(out).keys() >= FIRST_LOTS and len(held_at(gate)) == workers, "half"
        )
        # A service's manager tells all its processes, a terminal, too.
        os.killpg(process.pid, number)
        done = ended(process)
        left_nothing(process.pid, done)
    assert done.status == 128 + number
    line = done.err.splitlines()[-1]
    assert line.startswith(f"Ended by {number.name}. The report is of the 128 histories that are")
    assert line.endswith("the same command goes on from there.")
    goes_on(out, undisturbed)


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_leaves_the_report_out_and_nothing_else(second, undisturbed, tmp_path):
    """The first is answered with a report of 128 histories, whose figures take seconds."""
    out, gate = tmp_path / "out", tmp_path / "gate"
    with started(out, *COMMAND, "--workers", "2", gate=gate, lots="128,192") as process:
        wait_for(lambda: lots_of(out).keys() >= FIRST_LOTS and len(held_at(gate)) == 2, "half")
        os.killpg(process.pid, signal.SIGINT)
        wait_for(lambda: list(out.glob("*/series.csv")), "the report")
        os.killpg(process.pid, second)
        done = ended(process)
        left_nothing(process.pid, done)
    assert (done.status, done.out) == (128 + second, "")
    line = done.err.splitlines()[-1]
    assert line.endswith("What is finished is kept; the same command goes on from there.")
    assert not (folder_in(out) / "summary.json").exists()
    assert lots_of(out).keys() >= FIRST_LOTS
    goes_on(out, undisturbed)


def test_many_signals_at_once_leave_nothing_behind(undisturbed, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    with started(out, *COMMAND, "--workers", "2", gate=gate, lots="128,192") as process:
        wait_for(lambda: lots_of(out).keys() >= FIRST_LOTS and len(held_at(gate)) == 2, "half")
        while process.poll() is None:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                process.send_signal(number)
            time.sleep(0.01)
        done = ended(process)
        left_nothing(process.pid, done)
    assert done.status in {129, 130, 143}, done.err
    goes_on(out, undisturbed)


def test_who_ignores_a_signal_goes_on(undisturbed, tmp_path):
    """As after nohup."""
    gate = tmp_path / "gate"
    deaf = {"preexec_fn": lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)}
    command = (*COMMAND, "--workers", "2")
    with started(tmp_path / "out", *command, gate=gate, lots="128,192", **deaf) as process:
        wait_for(lambda: len(held_at(gate)) == 2, "two blocks")
        os.killpg(process.pid, signal.SIGHUP)
        time.sleep(0.3)
        gate.touch()
        done = ended(process)
    assert done.status == 0
    assert files(tmp_path / "out") == undisturbed


SWEEP = ("two-mines", "--vary", "disruptions.halt.duration_days=50:150:41", "-n", "128")
SHORT = ("start=2027-01-01", "end=2027-05-31", "warm_up_days=30", "worlds=central")
SIZE = ("vault-60-days", "--stockpile", "vault", "--target", "shortfall_days[US] <= 1 with 90%")
SIZE += tuple(word for setting in SHORT for word in ("--set", setting))


@pytest.mark.parametrize(
    ("command", "arguments", "kept", "number"),
    [
        ("sweep", SWEEP, "Finished points are kept in", signal.SIGTERM),
        ("sweep", SWEEP, "Finished points are kept in", signal.SIGINT),
        ("size", SIZE, "Finished sizes are kept in", signal.SIGINT),
        (
            "compare",
            ("two-mines", *RANDOM, "-n", "128"),
            "What is finished is kept",
            signal.SIGTERM,
        ),
        ("compare", ("two-mines", *RANDOM, "-n", "128"), "What is finished is kept", signal.SIGINT),
        ("hindcast", ("licences-2025", "-n", "64"), "What is finished is kept", signal.SIGTERM),
    ],
)
def test_every_command_that_runs_says_how_to_go_on(command, arguments, kept, number, tmp_path):
    options = (*arguments, "--workers", "2")
    with started(tmp_path, *options, command=command) as process:
        first = "**/points/*.npz" if command in {"sweep", "size"} else "**/manifest.json"
        wait_for(lambda: list(tmp_path.glob(first)), "what is finished first")
        os.killpg(process.pid, number)
        done = ended(process)
        left_nothing(process.pid, done)
    assert done.status == 128 + number
    by = "Interrupted" if number == signal.SIGINT else "Ended by SIGTERM"
    line = done.err.splitlines()[-1]
    assert line.startswith(f"{by}. {kept}")
    assert line.endswith("the same command goes on from there.")
