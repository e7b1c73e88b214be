"""Two commands in one folder at once: one waits, both end well, and the bytes are those of one."""

import os
import signal
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from sim.output.lock import LOCK
from tests.integration.shell import (
    RANDOM,
    ended,
    files,
    folder_in,
    held_at,
    made,
    started,
    wait_for,
)

pytest.importorskip("fcntl")

COMMAND = (*RANDOM, "-n", "128", "--no-figures", "--workers", "1")
WITH_WORKERS = (*COMMAND[:-1], "2")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of a run that is alone."""
    return made(tmp_path_factory.mktemp("undisturbed"), *COMMAND)


def waiting(process, holder: int) -> bool:
    """Read what a command says until it waits for another."""
    says = f"waits for another run in this folder (PID {holder})"
    return any(says in line for line in iter(process.stderr.readline, ""))


@contextmanager
def at_work(out, gate):
    """Start a command that waits at the gate, its first block begun."""
    with started(out, *WITH_WORKERS, gate=gate, lots="64") as first:
        wait_for(lambda: held_at(gate), "a block")
        yield first


def test_the_second_waits_and_finds_the_run_complete(undisturbed, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    with at_work(out, gate) as first, started(out, *COMMAND) as second:
        assert waiting(second, first.pid)
        gate.touch()
        done = [ended(first), ended(second)]
    assert [one.status for one in done] == [0, 0]
    assert [one.out for one in done] == 2 * [done[0].out]
    assert files(out) == undisturbed


def test_who_waits_can_be_stopped_and_leaves_the_other_alone(undisturbed, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    with at_work(out, gate) as first:
        with started(out, *COMMAND) as second:
            assert waiting(second, first.pid)
            os.killpg(second.pid, signal.SIGINT)
            assert ended(second).status == 130
        gate.touch()
        assert ended(first).status == 0
    assert files(out) == undisturbed


def test_a_lock_of_a_killed_command_means_nothing(undisturbed, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    with at_work(out, gate) as first:
        first.kill()
        first.wait()
    assert (folder_in(out) / LOCK).read_text() == str(first.pid)
    assert made(out, *COMMAND) == undisturbed


def test_who_waits_goes_on_where_a_killed_command_stopped(undisturbed, tmp_path):
    out, gate = tmp_path / "out", tmp_path / "gate"
    with at_work(out, gate) as first, started(out, *COMMAND) as second:
        assert waiting(second, first.pid)
        first.kill()
        assert ended(second).status == 0
    assert files(out) == undisturbed


def test_many_at_once_end_well(undisturbed, tmp_path):
    """Whichever comes first, and with a forced one among them."""
    with ExitStack() as stack:
        several = [
            stack.enter_context(started(tmp_path, *COMMAND, "-q", *more))
            for more in ((), ("--force",), ())
        ]
        done = [ended(one) for one in several]
    assert [one.status for one in done] == [0, 0, 0], [one.err for one in done]
    assert len({one.out for one in done}) == 1
    assert all("Traceback" not in one.err for one in done)
    assert files(tmp_path) == undisturbed


def test_two_sweeps_at_once_come_to_the_same(tmp_path):
    sweep = ("two-mines", "--vary", "disruptions.halt.duration_days=50,100", "-n", "64", "-q")
    options = (*sweep, *RANDOM[1:], "--no-figures", "--workers", "1")
    with ExitStack() as stack:
        two = [stack.enter_context(started(tmp_path, *options, command="sweep")) for _ in range(2)]
        done = [ended(one) for one in two]
    assert [one.status for one in done] == [0, 0], [one.err for one in done]
    assert done[0].out == done[1].out
    assert list(tmp_path.rglob(LOCK)) == []


def test_a_place_without_locks_is_no_obstacle(monkeypatch, tmp_path):
    import fcntl

    from sim.output.lock import locked

    def refuses(*_):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", refuses)
    with locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path):
    from sim.output.errors import OutputError
    from sim.output.lock import locked

    (tmp_path / LOCK).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError), locked(tmp_path):
        pass
    assert not Path(tmp_path / "elsewhere").exists()
