"""Where blocks of histories run: here, in processes of this machine, or on a dask cluster.

A pool takes tasks as an executor of ``concurrent.futures`` does; engines of others do the work.
"""

import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import current_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, TypeVar

from sim.study.signals import OF_TERMINAL, deaf, deferred, ignore

T = TypeVar("T")

CONNECT_SECONDS = 10
"""How long to wait for a cluster."""
TLS = tuple(
    f"DASK_DISTRIBUTED__COMM__TLS__{name}" for name in ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY")
)
"""Variables of the environment that name certificates; dask reads them."""
GONE_SECONDS = 60.0
"""How long to wait for another worker when a cluster has none left."""
MOST_WORKERS = 256
"""Most processes of this machine."""
SLOTS = MOST_WORKERS
"""Places where processes write how far they are, each its own."""
UNGUARDED = 86
"""Exit status of a process that was to work and finds itself running the whole script again."""


class PoolError(Exception):
    """There is no such pool, or it does not fit; the message says what to do."""


class WorkersLostError(PoolError):
    """Workers are lost again and again, or for good."""

    def __init__(self) -> None:
        super().__init__(
            "workers are lost again and again (killed for want of memory? try fewer --workers), "
            "or the cluster has none left. What is finished is kept: the same command goes on."
        )


class UnguardedError(PoolError):
    """Worker processes run the whole script that starts them."""

    def __init__(self) -> None:
        super().__init__(
            "each worker process imports the script that starts it, and this one would start "
            "workers again: put its main part under 'if __name__ == \"__main__\":', or leave "
            "workers at 1"
        )


class Pool(Protocol):
    """What a study needs of the place where its blocks run."""

    width: int
    """Tasks that run at once."""
    listener: Callable[[], None] | None
    """Called as tasks get on, where that is in this process."""
    given_up: tuple[type[BaseException], ...]
    """What tasks fail with that the pool itself has tried often enough."""

    def submit(self, task: Callable[..., T], *arguments: Any) -> Future[T]:
        """Have a task done; its future may fail with ``BrokenExecutor`` if a worker is lost."""
        ...

    def advance(self) -> float:
        """Give what all tasks so far reported, 0 where it cannot be known."""
        ...


_listeners: list[Callable[[float], None]] = []
"""What hears :func:`report_progress`, in the process it is called in."""


def report_progress(amount: float) -> None:
    """Report progress from within a task."""
    for listener in _listeners:
        listener(amount)


class Here:
    """Does every task at once, in this process."""

    width = 1
    listener: Callable[[], None] | None = None
    given_up: tuple[type[BaseException], ...] = ()

    def __init__(self) -> None:
        self._done = 0.0
        self._turn = threading.RLock()

    def submit(self, task: Callable[..., T], *arguments: Any) -> Future[T]:
        """Do the task and give its outcome, which may be an exception; Ctrl-C breaks it off."""
        future: Future[T] = Future()
        with self._turn:
            _listeners[:] = [self._add]
            try:
                future.set_result(task(*arguments))
            except Exception as error:
                future.set_exception(error)
            finally:
                _listeners.clear()
        return future

    def advance(self) -> float:
        """Give what the tasks so far reported."""
        return self._done

    def _add(self, amount: float) -> None:
        self._done += amount
        if self.listener is not None:
            self.listener()


class Processes:
    """Fresh ("spawned") processes; a lost one is replaced."""

    listener: Callable[[], None] | None = None
    given_up: tuple[type[BaseException], ...] = ()

    def __init__(self, width: int) -> None:
        if getattr(current_process(), "_inheriting", False):
            os._exit(UNGUARDED)  # to whom started us, who tells it once
        self.width = width
        self._workers: list[BaseProcess] = []
        self._context = SpawnContext()
        # A list of our own: others forget a process as soon as it has ended.
        self._context.Process = self._made  # type: ignore[misc, assignment]
        self._advance = self._context.RawArray("d", SLOTS)
        # Workers live while this end is open: they go when the pool does, or when we are killed.
        self._their_end, self._lifeline = self._context.Pipe(duplex=False)
        self._turn = threading.Lock()
        self._executors = [self._start()]

    def submit(self, task: Callable[..., T], *arguments: Any) -> Future[T]:
        """Have a task done by the next free process, in a new set of them if one was lost."""
        with self._turn:
            try:
                return self._executors[-1].submit(task, *arguments)
            except BrokenExecutor:
                if any(worker.exitcode == UNGUARDED for worker in self._workers):
                    raise UnguardedError from None
                self._executors.append(self._start())
                return self._executors[-1].submit(task, *arguments)

    def advance(self) -> float:
        """Give what the tasks so far reported."""
        return float(sum(self._advance))

    def close(self) -> None:
        """End all processes at once, busy ones too, and wait until they are gone.

        An interpreter that leaves while threads of broken executors still tidy up may trip over
        pipes they close.
        """
        with deferred():
            self._lifeline.close()
            for executor in self._executors:
                executor.shutdown(wait=True, cancel_futures=True)
            self._their_end.close()

    def _start(self) -> ProcessPoolExecutor:
        self._workers = []
        with deaf(), _safe_path():
            executor = ProcessPoolExecutor(
                self.width, self._context, _begin, (self._their_end, self._advance)
            )
            for _ in range(self.width):  # each starts a process, while we do other things
                executor.submit(os.getpid)
        return executor

    def _made(self, *arguments: Any, **named: Any) -> BaseProcess:
        """Make a process, and remember it: how it ends tells why."""
        process = SpawnProcess(*arguments, **named)
        self._workers.append(process)
        return process


def _begin(lifeline: Connection, advance: Any) -> None:
    """Set up a worker process: what a terminal says is for the one that gave it work."""
    ignore(OF_TERMINAL)
    slot = os.getpid() % SLOTS  # no lock, which a worker that is killed would keep

    def add(amount: float) -> None:
        advance[slot] += amount

    _listeners[:] = [add]
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv()
    os._exit(0)


@contextmanager
def _safe_path() -> Iterator[None]:
    """Have Python processes that start meanwhile find no module in the current folder.

    They look there before they are told our own path: a ``types.py`` of the user would end them.
    """
    usual = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if usual is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = usual


class Cluster:
    """The workers of a dask scheduler; dask itself repeats what a lost worker was doing."""

    listener: Callable[[], None] | None = None

    def __init__(self, client: Any) -> None:
        from distributed import KilledWorker

        self.width = max(sum(client.nthreads().values()), 1)
        self.given_up: tuple[type[BaseException], ...] = (KilledWorker, CancelledError)
        self._client = client
        self._executor = client.get_executor()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, task: Callable[..., T], *arguments: Any) -> Future[T]:
        """Have a task done by a worker of the cluster."""
        if self._closed.is_set():
            raise WorkersLostError
        future: Future[T] = self._executor.submit(task, *arguments)
        return future

    def advance(self) -> float:
        """Give 0: what a remote worker is at is not known here."""
        return 0.0

    def close(self) -> None:
        """Take back what is not done."""
        self._closed.set()
        self._executor.shutdown(wait=False)

    def _watch(self) -> None:
        """Take back all tasks, which fail then, when nobody has been there to do them for long."""
        seen = time.monotonic()
        while not self._closed.wait(GONE_SECONDS / 10):
            with suppress(Exception):  # a scheduler that is away for a moment has no workers, too
                if self._client.nthreads():
                    seen = time.monotonic()
            if time.monotonic() - seen > GONE_SECONDS:
                with suppress(Exception):
                    self.close()


@contextmanager
def local_pool(workers: int) -> Iterator[Pool]:
    """Use so many processes of this machine; one means this process itself."""
    if workers <= 1:
        yield Here()
        return
    pool = Processes(workers)
    try:
        yield pool
    finally:
        pool.close()


def _reason(error: BaseException) -> str:
    """Say what is behind an error."""
    while (behind := error.__cause__ or error.__context__) is not None:
        error = behind
    return str(error).strip() or type(error).__name__


def _remedy(address: str) -> str:
    """Say what a connection needs."""
    if not address.startswith(("tls", "wss")):
        return (
            "start one with 'dask scheduler' and workers with 'dask worker ADDRESS', and write "
            "tls:// if it is encrypted"
        )
    return (
        "start one with 'dask scheduler --protocol tls', and name the files of its authority and "
        f"of your own certificate and key: {', '.join(TLS)}"
    )


@contextmanager
def cluster_pool(address: str) -> Iterator[Pool]:
    """Use a dask cluster.

    Parameters
    ----------
    address : str
        Of its scheduler, as ``tcp://host:8786``; ``tls://`` needs certificates (:data:`TLS`).

    Raises
    ------
    PoolError
        If dask.distributed is not installed, the address is none, nobody answers, the certificates
        do not fit, or there are no workers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise PoolError(
            "--cluster needs dask.distributed: pip install 'shortfall[cluster]'"
        ) from error
    if not re.fullmatch(r"((tcp|tls|ws|wss|ucx)://)?[^\s/]+", address):
        raise PoolError(
            f"--cluster {address}: this is no address of a scheduler; write tcp://host:8786, or "
            "tls://host:8786 where it is encrypted"
        )
    for name in ("distributed", "distributed.client", "distributed.comm.tcp", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of it is said here
    try:
        client = Client(address, timeout=CONNECT_SECONDS)  # type: ignore[no-untyped-call]
    # TypeError and RuntimeError: tls without certificates.
    except (OSError, ValueError, OverflowError, TypeError, RuntimeError) as error:
        raise PoolError(
            f"no dask scheduler answers at {address} ({_reason(error)}); {_remedy(address)}"
        ) from error
    with client:
        if not client.nthreads():  # type: ignore[no-untyped-call]
            raise PoolError(f"the scheduler at {address} has no workers: 'dask worker {address}'")
        pool = Cluster(client)
        try:
            yield pool
        finally:
            pool.close()
