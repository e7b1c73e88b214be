"""Signals: what waits for the end of a block, what is ignored, what is repeated."""

import signal
import subprocess
import sys
import threading

import pytest

from sim.study.signals import deaf, deferred, status_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def test_a_signal_waits_for_the_end_of_the_block():
    log = []

    def block():
        with deferred():
            signal.raise_signal(signal.SIGINT)
            log.append("still here")
        log.append("never here")

    with pytest.raises(KeyboardInterrupt):
        block()
    assert log == ["still here"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_it_waits_for_the_outer_of_two_blocks():
    log = []

    def blocks():
        with deferred():
            with deferred():
                signal.raise_signal(signal.SIGINT)
            log.append("still here")

    with pytest.raises(KeyboardInterrupt):
        blocks()
    assert log == ["still here"]


def test_what_has_no_handler_of_python_is_left_alone():
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    with deferred():
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_who_is_deaf_hears_nothing_and_has_its_handlers_back():
    with deaf():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_DFL


def test_other_threads_change_no_handler():
    found = []

    def look():
        with deferred(), deaf():
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [signal.default_int_handler]


def test_the_exit_status_names_the_signal():
    assert status_of(KeyboardInterrupt()) == 130
    assert status_of(KeyboardInterrupt(signal.SIGTERM)) == 143


UNHEARD = """
import signal, time
from sim.study.signals import listen, status_of

class Tidied:
    def __del__(self):
        signal.raise_signal(signal.{name})
        time.sleep(0)

listen()
try:
    Tidied()
    time.sleep(10)
except KeyboardInterrupt as stop:
    print(status_of(stop))
"""


@pytest.mark.parametrize(("name", "status"), [("SIGINT", "130"), ("SIGTERM", "143")])
def test_a_signal_that_python_throws_away_comes_again(name, status):
    """As it does of exceptions in ``__del__`` and in callbacks of imports."""
    done = subprocess.run(
        [sys.executable, "-c", UNHEARD.format(name=name)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout.strip(), done.stderr) == (status, "")
