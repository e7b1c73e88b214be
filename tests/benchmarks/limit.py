"""The fastest the reference job can be: a bare recursion in C, or in numba without a compiler."""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from tests.benchmarks.chain import DAYS, LEAD_DAYS, LEVELS, MEAN, OUTAGE, SD

SOURCE = Path(__file__).with_suffix(".c")


def compiler() -> str | None:
    """Name the C compiler, if there is one."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


@cache
def library() -> ctypes.CDLL:
    """Compile the recursion in C and load it."""
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder, "limit.so")
        subprocess.run(
            [str(compiler()), "-O3", "-shared", "-fPIC", "-o", built, SOURCE, "-lm"], check=True
        )
        loaded = ctypes.CDLL(str(built))
    loaded.mean_days_behind.restype = ctypes.c_double
    loaded.mean_days_behind.argtypes = [ctypes.c_int] * 4 + [ctypes.c_uint64]
    return loaded


def backlog_in_c(demand: Sequence[float], outage: range = OUTAGE) -> list[float]:
    """Run the chain in C; give the consumer's backlog at the end of each day."""
    asked, ends = np.asarray(demand, float), np.empty(len(demand))
    doubles = ctypes.POINTER(ctypes.c_double)
    library().follow(
        len(asked),
        outage.start,
        outage.stop,
        asked.ctypes.data_as(doubles),
        ends.ctypes.data_as(doubles),
    )
    return ends.tolist()


def backlog_on_arrays(demand: np.ndarray, closed: int, opened: int) -> np.ndarray:
    """Run the chain as numba compiles it; give the backlog at the end of each day."""
    on_hand, owed = np.empty(3), np.zeros(4)
    under_way, ends = np.full((3, max(LEAD_DAYS)), MEAN), np.empty(len(demand))
    for site in range(3):
        on_hand[site] = LEVELS[site] - MEAN * LEAD_DAYS[site]
    for day in range(len(demand)):
        owed += demand[day]
        sent = 0.0 if closed <= day < opened else owed[0]
        owed[0] -= sent
        for site in range(3):
            slot = day % LEAD_DAYS[site]
            on_hand[site] += under_way[site, slot]
            under_way[site, slot] = sent
            sent = min(on_hand[site], owed[site + 1])
            on_hand[site] -= sent
            owed[site + 1] -= sent
        ends[day] = owed[3]
    return ends


def limit() -> tuple[str, Callable[[int], float]] | None:
    """Give the fastest version at hand: its name, and a function of the number of histories.

    The function gives the mean number of days behind. Its normals are its own, drawn in C or
    numba. None if there is neither a compiler nor numba.
    """
    closed, opened = OUTAGE.start, OUTAGE.stop
    if compiler():
        mean = library().mean_days_behind
        return "C", lambda n: mean(DAYS, closed, opened, n, 1)
    try:
        from numba import njit
    except ImportError:
        return None
    backlog = njit(backlog_on_arrays)

    @njit  # type: ignore[untyped-decorator]
    def mean_days_behind(n: int) -> float:
        behind = 0
        for _ in range(n):
            demand = np.maximum(np.random.normal(MEAN, SD, DAYS), 0.0)  # noqa: NPY002
            behind += (backlog(demand, closed, opened) > 1e-9).sum()
        return behind / n

    mean_days_behind(1)  # compiles it
    return "numba", mean_days_behind
