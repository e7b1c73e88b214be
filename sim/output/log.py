"""``run.log``: when, where and how long; the one file that differs when a run is repeated."""

import datetime as dt
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from sim import __version__
from sim.output.disk import write

LOG = "run.log"

PACKAGES = ("numpy", "simpy", "pydantic", "matplotlib")
"""What decides the bytes of the results, beside this program."""


class Log:
    """Notes when a run began and how long each of its parts takes.

    Examples
    --------
    >>> log = Log()
    >>> with log.part("simulate"):
    ...     pass
    >>> list(log.seconds)
    ['simulate']
    """

    def __init__(self) -> None:
        self.began = dt.datetime.now(dt.UTC)
        self.seconds: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time a part of the run, also one that fails."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - began

    def text(self, workers: int) -> str:
        """Write the log, a line for each thing noted."""
        lines = {
            "began": self.began.isoformat(timespec="seconds"),
            "host": platform.node(),
            "platform": platform.platform(),
            "processor": _processor(),
            "workers": str(workers),
            **{f"seconds to {name}": f"{took:.2f}" for name, took in self.seconds.items()},
            "shortfall": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in PACKAGES},
        }
        width = max(map(len, lines))
        return "".join(f"{name:<{width}}  {value}\n" for name, value in lines.items())

    def save(self, folder: Path, workers: int) -> Path:
        """Write ``run.log`` into the folder of a run.

        Raises
        ------
        OutputError
            If that fails.
        """
        return write(folder / LOG, self.text(workers).encode())


def _processor() -> str:
    """Name the processor's family, and the extensions numpy uses: bits may depend on them."""
    import numpy as np

    found = np.show_config(mode="dicts") or {}
    return " ".join([platform.machine(), *found.get("SIMD Extensions", {}).get("found", [])])
