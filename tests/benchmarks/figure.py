"""A measured figure beside its aim, and the machine it was measured on."""

import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

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

    @property
    def measured(self) -> str:
        """Value and unit."""
        return f"{digits(self.value)} {self.unit}"

    def as_json(self) -> dict[str, Any]:
        """Give what is kept in the file of results."""
        return asdict(self) | {"met": self.met}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Figure":
        """Take a figure from the file of results."""
        return cls(**{key: value for key, value in kept.items() if key != "met"})


def digits(value: float) -> str:
    """Write a number with three digits, or all that stand before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


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
