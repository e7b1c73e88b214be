"""A measured figure beside its aim, and the machine it was measured on."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import simpy


@dataclass(frozen=True)
class Figure:
    """What was measured, and what was hoped for."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def aim(self) -> str:
        """The aim in words, empty if there is none."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return f"at least {self.at_least:g}" if self.at_least is not None else ""

    @property
    def met(self) -> bool | None:
        """Whether the aim is met, none if there is none."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.value >= self.at_least if self.at_least is not None else None


def table(figures: list[Figure]) -> str:
    """Set figures as a table in plain text."""
    verdict = {True: "met", False: "MISSED", None: ""}
    rows = [("", "measured", "unit", "aim", "")]
    rows += [(f.name, f"{f.value:.3g}", f.unit, f.aim, verdict[f.met]) for f in figures]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        f"{name:<{widths[0]}}  {value:>{widths[1]}}  {unit:<{widths[2]}}  {aim:<{widths[3]}}  {met}"
        for name, value, unit, aim, met in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def machine() -> dict[str, str | int | None]:
    """Name the processor and the versions that speed depends on."""
    cpuinfo = Path("/proc/cpuinfo")
    rows = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [row.partition(":")[2].strip() for row in rows if row.startswith("model name")]
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "simpy": simpy.__version__,
    }
