"""Signals that ask a process to stop, and what must not be broken off by them."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from types import FrameType

STOPPING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl-C, the end of a service, a terminal that is closed."""
OF_TERMINAL = tuple(number for number in STOPPING if number != signal.SIGTERM)
"""Those that a terminal sends to all its processes at once."""
MOMENT_SECONDS = 0.02
"""Time until a signal is repeated that was not heard."""
LEAVES_WITH: list[object] = []
"""What the process leaves with. Once there is something, no signal breaks it off any more.

To append is one step, before which a signal raises and after which none does.
"""


@contextmanager
def deferred() -> Iterator[None]:
    """Let signals that would raise an exception wait for the end of the block.

    Only the main thread hears signals; in others nothing has to be done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: dict[int, None] = {}
    usual = {number: signal.getsignal(number) for number in STOPPING}
    held = [number for number, handler in usual.items() if callable(handler)]
    try:
        for number in held:
            signal.signal(number, lambda number, frame: came.setdefault(number))
        yield
    finally:
        for number in held:
            signal.signal(number, usual[number])
        for number in came:
            signal.raise_signal(number)


@contextmanager
def deaf() -> Iterator[None]:
    """Ignore the signals of a terminal, and have processes that start meanwhile ignore them, too.

    Those of others wait for the end of the block.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with deferred():
        usual = {number: signal.signal(number, signal.SIG_IGN) for number in OF_TERMINAL}
        try:
            yield
        finally:
            for number, handler in usual.items():
                signal.signal(number, handler)


def ignore(numbers: tuple[int, ...] = STOPPING) -> None:
    """Ignore signals from now on."""
    for number in numbers:
        signal.signal(number, signal.SIG_IGN)


def listen() -> None:
    """Have signals that would end the process break it off as Ctrl-C does; ignored ones stay so."""
    for number in STOPPING:
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _stop)
    sys.unraisablehook = _again


def _again(unraisable: "sys.UnraisableHookArgs") -> None:
    """Repeat a signal that came where Python throws exceptions away, as while it tidies up."""
    stop = unraisable.exc_value
    if isinstance(stop, KeyboardInterrupt):
        Timer(MOMENT_SECONDS, os.kill, (os.getpid(), status_of(stop) - 128)).start()
    else:
        sys.__unraisablehook__(unraisable)


def _stop(number: int, frame: FrameType | None) -> None:
    if not LEAVES_WITH:
        raise KeyboardInterrupt(number)


def status_of(stop: KeyboardInterrupt) -> int:
    """Give the exit status of a command that a signal ends: 128 and its number."""
    return 128 + int(stop.args[0] if stop.args else signal.SIGINT)
