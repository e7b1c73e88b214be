"""Signals in mid-run: what is finished is kept and reported, and the same command goes on from it.

Blocks of 64 histories that wait for a file (``held.py``) make sure of what goes on when the signal
comes.
"""

import json
import os
import re
import signal
import sys
from pathlib import Path

import pytest

from sim.output.soundness import is_complete
from tests.integration.shell import (
    RANDOM,
    ROOT,
    ended,
    files,
    folder_in,
    held_at,
    in_session,
    lots_of,
    made,
    ran,
    started,
    wait_for,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

COMMAND = (*RANDOM, "-n", "256", "--no-figures")
FIRST_LOTS = {f"{kind}{first:07}.npz" for kind in ("", "twin-") for first in (0, 64)}
GOES_ON = "\nInterrupted. What is finished is kept; the same command goes on from there.\n"
ALL_LOTS = {f"{kind}{first:07}.npz" for kind in ("", "twin-") for first in (0, 64, 128, 192)}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of a run that nothing befalls."""
    found = made(tmp_path_factory.mktemp("undisturbed"), *COMMAND, "--workers", "1")
    assert {Path(name).name for name in found if name.startswith("histories/")} == ALL_LOTS
    return found


def goes_on(out: Path, undisturbed: dict[str, bytes]) -> None:
    """Run the command again: it leaves the lots that are there, and ends with the same bytes."""
    before = lots_of(out)
    found = made(out, *COMMAND, "--workers", "1")
    assert {name: found[name] for name in undisturbed} == undisturbed
    assert {name for name in found.keys() - undisturbed if not name.startswith("figures/")} == set()
    assert {name: lots_of(out)[name] for name in before} == before


def workers_of(leader: int) -> list[int]:
    """List the processes of a session that were started to do tasks."""
    return [
        p for p in in_session(leader) if b"spawn_main" in Path(f"/proc/{p}/cmdline").read_bytes()
    ]


def ignores_ctrl_c(process: int) -> bool:
    """Tell whether a process ignores SIGINT."""
    status = Path(f"/proc/{process}/status").read_text()
    (ignored,) = re.findall(r"^SigIgn:\s*(\w+)", status, re.MULTILINE)
    return bool(int(ignored, 16) >> (signal.SIGINT - 1) & 1)


def half_done(out: Path, gate: Path, waiting: int) -> bool:
    """Tell whether the first half is stored and blocks of the second wait."""
    return lots_of(out).keys() >= FIRST_LOTS and len(held_at(gate)) == waiting


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_reports_what_is_finished_and_the_same_command_goes_on(
    workers, undisturbed, tmp_path
):
    out, gate = tmp_path / "out", tmp_path / "gate"
    command = (*RANDOM, "-n", "256", "--workers", str(workers))
    with started(out, *command, gate=gate, lots="128,192") as process:
        wait_for(lambda: half_done(out, gate, workers), "half of the run")
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
        done = ended(process)
    assert done.status == 130
    assert "Traceback" not in done.err
    assert "report is of the 128 histories that are finished" in done.err
    assert done.out.startswith("two-mines  128 histories, 2026-01-01 to 2026-12-31, seed 1, ")
    assert "All consumers" in done.out
    folder = folder_in(out)
    summary = json.loads((folder / "summary.json").read_text())
    assert (summary["histories"], summary["numbers"]) == (128, [[0, 127]])
    assert set(files(out)) >= {name for name in undisturbed if not name.startswith("histories/")}
    assert {f"figures/{name}.svg" for name in ("shortfall", "fill", "cover", "supply")} <= set(
        files(out)
    )
    described = (ROOT / "results" / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([\w.]+)/?`", described.partition("\n## ")[0], re.MULTILINE))
    assert {"manifest.json", "summary.json", "series.csv", "figures", "run.log"} <= listed
    asked_for = {"traces.parquet", "flows.csv", "licences.csv", "grey.csv"}
    asked_for |= {"prices.csv", "floors.csv", "finance.csv", "costs.csv"}
    asked_for |= {
        "stocks.csv",
        "daily_stocks.csv",
        "occurrences.csv",
        "projects.csv",
        "milestones.csv",
        "branches.csv",
        "surplus.csv",
        "exposure.csv",
        "origin_rules.csv",
        "output.csv",
        "trade.csv",
        "learning.csv",
        "off_spec.csv",
        "stockpile_days.csv",
        "inputs.csv",
        "daily",
        "plots",
        "extras.json",
        "explain",
        "european",
        "tables.xlsx",
    }
    assert listed - {path.name for path in folder.iterdir()} <= asked_for
    assert not is_complete(folder, 129)
    goes_on(out, undisturbed)


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_before_anything_is_finished_is_told_in_a_line(workers, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    command = (*COMMAND, "--workers", str(workers), "-q")
    with started(out, *command, gate=gate, lots="0,64,128,192") as process:
        wait_for(lambda: held_at(gate), "a block that is simulated")
        os.killpg(process.pid, signal.SIGINT)
        done = ended(process)
    assert (done.status, done.out, done.err) == (130, "", GOES_ON)
    assert not list(out.glob("*/summary.json"))


@linux
def test_ctrl_c_while_the_workers_start_is_told_in_a_line(tmp_path):
    with started(tmp_path, *COMMAND, "--workers", "2") as process:
        lines = iter(process.stderr.readline, "")
        assert any("256 histories" in line for line in lines)
        wait_for(lambda: len(workers_of(process.pid)) == 2, "the start of the workers")
        # They still import what they need: nothing of ours runs in them yet.
        assert [w for w in workers_of(process.pid) if not ignores_ctrl_c(w)] == []
        os.killpg(process.pid, signal.SIGINT)
        done = ended(process)
    assert (done.status, done.out, done.err) == (130, "", GOES_ON)


def test_ctrl_c_leaves_out_what_is_not_finished_among_what_is(undisturbed, tmp_path):
    """Also where that is a hole among the numbers: the columns say which histories there are."""
    out, gate = tmp_path / "out", tmp_path / "gate"
    with started(out, *COMMAND, "--workers", "2", gate=gate, lots="64") as process:
        wait_for(lambda: lots_of(out).keys() >= ALL_LOTS - {"0000064.npz"}, "all lots but one")
        os.killpg(process.pid, signal.SIGINT)
        done = ended(process)
    assert done.status == 130
    assert "of the 192 histories that are finished" in done.err
    summary = json.loads((folder_in(out) / "summary.json").read_text())
    assert summary["numbers"] == [[0, 63], [128, 255]]
    rows = (folder_in(out) / "histories.csv").read_text().splitlines()
    whole = undisturbed["histories.csv"].decode().splitlines()
    assert rows == whole[:65] + whole[129:]
    assert is_complete(folder_in(out), 64)
    assert not is_complete(folder_in(out), 65)
    goes_on(out, undisturbed)


@linux
def test_a_killed_worker_is_replaced_and_changes_no_byte(undisturbed, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    with started(out, *COMMAND, "--workers", "2", gate=gate, lots="128,192") as process:
        wait_for(lambda: half_done(out, gate, 2), "half of the run")
        victim = held_at(gate)[128]
        assert victim in in_session(process.pid)
        assert victim != process.pid
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: victim not in in_session(process.pid), "the end of the worker")
        gate.touch()
        done = ended(process)
    assert done.status == 0, done.err
    assert "Traceback" not in done.err
    assert files(out) == undisturbed


def test_workers_that_die_again_and_again_end_the_run_with_a_clear_error(tmp_path):
    done = ran(tmp_path, *COMMAND, "--workers", "2", "-q", gate=tmp_path / "gate", lots="die")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("Error: workers are lost again and again")
    assert "--workers" in done.err
    assert "Traceback" not in done.err


@linux
@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_command_leaves_no_process_and_no_complete_folder(workers, undisturbed, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    command = (*COMMAND, "--workers", str(workers))
    with started(out, *command, gate=gate, lots="128,192") as process:
        wait_for(lambda: half_done(out, gate, workers), "half of the run")
        assert len(in_session(process.pid)) >= workers
        process.kill()  # this one alone: no worker hears of it
        process.wait()
        wait_for(lambda: not in_session(process.pid), "the end of the workers", seconds=30)
    folder = folder_in(out)
    assert not is_complete(folder, 1)
    half_written = folder / "histories" / f".0000128.npz.{process.pid}.part"
    half_written.write_bytes(b"PK")  # as if it had been killed in the middle of this file
    goes_on(out, undisturbed)


def test_a_killed_repetition_with_force_does_not_look_complete(undisturbed, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    command = (*COMMAND, "--workers", "1")
    made(out, *command)
    with started(out, *command, "--force", gate=gate, lots="64") as process:
        wait_for(lambda: held_at(gate), "a block of the repetition")
        process.kill()
        process.wait()
    assert not is_complete(folder_in(out), 1)
    goes_on(out, undisturbed)
