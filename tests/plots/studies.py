"""Studies to draw figures of, with a record of a run that is made up."""

from pathlib import Path

from sim.plots.record import RunRecord
from sim.plots.study import Study

RUN = RunRecord(
    scenario="halt",
    title="A halt",
    known="world known up to 2026-06-30",
    digest="0123456789",
    source="9876543210",
    seed=7,
    sampling="random",
    histories=64,
    below=64,
    named="halt.yaml",
    settings=(),
)


def study_in(folder: Path) -> Study:
    """Give a study in a folder, in which that of its figures is made."""
    return Study(folder / "study-halt-0123456789", "shortfall study halt.yaml --out .", (RUN,))


def files_of(name: str) -> list[str]:
    """Name the files of a figure."""
    return [f"{name}.{suffix}" for suffix in ("svg", "png", "csv", "txt")]
