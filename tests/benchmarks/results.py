"""The file of results: what each job gave, when it was measured and on which machine."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.curve import Curve
from tests.benchmarks.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
LATEST = ROOT / "results/benchmarks/latest.json"

Machine = dict[str, str | int | None]


@dataclass(frozen=True)
class Entry:
    """What one job gave when it was last measured."""

    measured: str
    """Date."""
    machine: Machine
    figures: tuple[Figure, ...] = ()
    curves: tuple[Curve, ...] = ()

    @property
    def where(self) -> str:
        """The machine and the versions, in words."""
        has = self.machine
        versions = f"Python {has['python']}, numpy {has['numpy']}, SimPy {has['simpy']}"
        return f"{has['processor']}, {has['cores']} cores, {versions}"


def entry(measured: str, machine: Machine, found: Iterable[Figure | Curve]) -> Entry:
    """Sort what a job gave into figures and curves."""
    found = tuple(found)
    figures = tuple(f for f in found if isinstance(f, Figure))
    return Entry(measured, machine, figures, tuple(c for c in found if isinstance(c, Curve)))


def read(file: Path) -> dict[str, Entry]:
    """Read the results by job; none if there is no file."""
    if not file.exists():
        return {}
    kept = json.loads(file.read_text(encoding="utf-8")).get("jobs", {})
    return {
        job: Entry(
            row["measured"],
            row["machine"],
            tuple(map(Figure.from_json, row["figures"])),
            tuple(map(Curve.from_json, row["curves"])),
        )
        for job, row in kept.items()
    }


def write(file: Path, entries: Mapping[str, Entry]) -> None:
    """Write the results by job."""
    jobs: dict[str, Any] = {
        job: {
            "measured": entry.measured,
            "machine": entry.machine,
            "figures": [figure.as_json() for figure in entry.figures],
            "curves": [curve.as_json() for curve in entry.curves],
        }
        for job, entry in entries.items()
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"jobs": jobs}, indent=2) + "\n", encoding="utf-8")
