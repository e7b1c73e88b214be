"""Where tasks run: here, in processes, on a cluster."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import BrokenExecutor, wait

import pytest

from sim.study.pool import Here, PoolError, cluster_pool, local_pool, report_progress

PATIENCE = 120


def wait_for(happens):
    """Wait until something is so."""
    limit = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < limit
        time.sleep(0.01)


def lives(process):
    """Tell whether a process of this session is there (a child that is not awaited counts)."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def two():
    """A pool of two processes."""
    with local_pool(2) as pool:
        yield pool


def test_one_worker_is_this_process():
    with local_pool(1) as pool:
        assert isinstance(pool, Here)
        assert pool.width == 1
        assert pool.submit(os.getpid).result() == os.getpid()


def test_here_an_error_is_the_outcome_and_ctrl_c_goes_through():
    pool = Here()
    assert isinstance(pool.submit(divmod, 1, 0).exception(), ZeroDivisionError)

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pool.submit(interrupted)
    assert pool.submit(divmod, 7, 2).result() == (3, 1)


def test_here_progress_is_heard_as_it_is_told():
    pool, heard = Here(), []
    pool.listener = lambda: heard.append(pool.advance())

    def task():
        report_progress(2.0)
        report_progress(3.0)

    pool.submit(task).result()
    assert heard == [2.0, 5.0]
    report_progress(1.0)  # by nobody's task
    assert pool.advance() == 5.0


def test_tasks_run_in_other_processes(two):
    assert two.width == 2
    found = {two.submit(os.getpid).result() for _ in range(4)}
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_an_error_of_a_task_is_its_outcome(two):
    assert isinstance(two.submit(divmod, 1, 0).exception(PATIENCE), ZeroDivisionError)
    assert two.submit(divmod, 7, 2).result(PATIENCE) == (3, 1)


def test_progress_of_processes_adds_up(two):
    before = two.advance()
    wait([two.submit(report_progress, amount) for amount in (1.0, 2.0, 4.5)], PATIENCE)
    wait_for(lambda: two.advance() - before == 7.5)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_processes_ignore_ctrl_c(two):
    assert two.submit(signal.getsignal, signal.SIGINT).result(PATIENCE) == signal.SIG_IGN


def test_a_lost_process_breaks_its_task_and_is_replaced(two):
    assert isinstance(two.submit(os._exit, 3).exception(PATIENCE), BrokenExecutor)
    assert two.submit(divmod, 7, 2).result(PATIENCE) == (3, 1)
    assert two.submit(os.getpid).result(PATIENCE) != os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="processes of POSIX")
def test_busy_processes_end_with_the_pool():
    with local_pool(2) as pool:
        process = pool.submit(os.getpid).result(PATIENCE)
        busy = [pool.submit(time.sleep, 10 * PATIENCE) for _ in range(2)]
        wait_for(lambda: all(future.running() for future in busy))
    wait_for(lambda: not lives(process))


def test_no_thread_of_a_pool_outlives_it_also_after_lost_processes():
    """An interpreter that leaves meanwhile would trip over pipes such threads close."""
    before = set(threading.enumerate())
    with local_pool(2) as pool:
        for _ in range(2):
            assert isinstance(pool.submit(os._exit, 3).exception(PATIENCE), BrokenExecutor)
        assert pool.submit(divmod, 7, 2).result(PATIENCE) == (3, 1)
        pool.submit(time.sleep, 10 * PATIENCE)
    assert set(threading.enumerate()) <= before


def test_a_pool_can_be_made_and_used_in_a_thread():
    found = []

    def use():
        with local_pool(2) as pool:
            found.append(pool.submit(divmod, 7, 2).result(PATIENCE))

    thread = threading.Thread(target=use)
    thread.start()
    thread.join(PATIENCE)
    assert found == [(3, 1)]


def test_without_dask_the_way_out_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(PoolError, match=r"pip install 'shortfall\[cluster\]'"),
        cluster_pool("tcp://127.0.0.1:8786"),
    ):
        pass


def test_workers_and_a_cluster_at_once_are_wrong_use(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "sim", "run", "two-mines", "--workers", "2", "--cluster", "x",
         "--out", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "leave it out with --cluster" in done.stderr
