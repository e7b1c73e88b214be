"""The command line as a shell runs it: in processes of its own, which get real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sim.cli import main
from sim.output.log import LOG

ROOT = Path(__file__).resolve().parents[2]
HELD = Path(__file__).with_name("held.py")
PATIENCE = 240
"""Seconds after which a test gives up on what has to happen; on no machine it takes that long."""

RANDOM = ("two-mines", "--set", "consumers.motors.daily_variation={normal: [1, 0.2]}")
"""A scenario with an input drawn once a history and demand drawn every day, so that its twin
without disruptions is random, too."""


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


@contextmanager
def started(
    out: Path,
    *arguments: str,
    command: str = "run",
    gate: Path | None = None,
    lots: str = "",
    **options: Any,
) -> Iterator[subprocess.Popen[str]]:
    """Start ``shortfall run`` (or another), leading a session, and end all that is left of it.

    With a *gate*, blocks that begin with one of the *lots* wait for it: see ``held.py``.
    """
    program = ["-m", "sim"] if gate is None else [str(HELD), str(gate), lots]
    with subprocess.Popen(
        [sys.executable, *program, command, *arguments, "--out", str(out)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def ended(process: subprocess.Popen[str]) -> Done:
    """Wait for the end of a command."""
    out, err = process.communicate(timeout=PATIENCE)
    return Done(process.returncode, out, err)


def ran(out: Path, *arguments: str, **options: Any) -> Done:
    """Run a command to its end."""
    with started(out, *arguments, **options) as process:
        return ended(process)


def ran_well(out: Path, *arguments: str, **options: Any) -> dict[str, bytes]:
    """Run a command that must succeed, and read what it wrote."""
    done = ran(out, *arguments, **options)
    assert done.status == 0, done.err
    return files(out)


def made(out: Path, *arguments: str) -> dict[str, bytes]:
    """Give the files of a run that nothing befalls: made here, as a process takes longer to start."""
    done = CliRunner().invoke(main, ["run", *arguments, "--out", str(out)])
    assert done.exit_code == 0, done.stderr
    return files(out)


def files(out: Path) -> dict[str, bytes]:
    """Read all files of the only run in a folder, hidden ones too, the log left out."""
    folder = folder_in(out)
    found = {f.relative_to(folder).as_posix(): f for f in folder.rglob("*") if f.is_file()}
    return {name: file.read_bytes() for name, file in found.items() if file.name != LOG}


def folder_in(out: Path) -> Path:
    """Find the folder of the only run."""
    (folder,) = out.iterdir()
    return folder


def lots_of(out: Path) -> dict[str, int]:
    """Give the lots of the only run and when each was written, by name; none if none is begun."""
    return {lot.name: lot.stat().st_mtime_ns for lot in out.glob("*/histories/*.npz")}


def wait_for(happens: Callable[[], object], what: str, *, seconds: float = PATIENCE) -> None:
    """Wait until something is so."""
    limit = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > limit:
            pytest.fail(f"{what}: not within {seconds:g} s")
        time.sleep(0.02)


def held_at(gate: Path) -> dict[int, int]:
    """Give the first history of each block that waits for a gate, and its process."""
    parts = [file.name.split(".")[-2:] for file in gate.parent.glob(f"{gate.name}.*.*")]
    return {int(first): int(process) for first, process in parts}


def in_session(leader: int) -> list[int]:
    """List the processes of a session that live (Linux only)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(session) == leader and state not in "ZX":
                found.append(int(folder.name))
    return found
