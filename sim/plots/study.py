"""Figures of studies, each with its record in it, and its data and words beside it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from sim.output.disk import make, write
from sim.plots.files import DPI
from sim.plots.record import RunRecord
from sim.plots.sealed import beside, drawn
from sim.plots.study_record import StudyRecord
from sim.plots.style import RC, footer, styled
from sim.plots.told import Told
from sim.plots.view import AS_EVER

FIGURES = "figures"
"""Folder of the figures, within that of the study."""

Drawn = tuple[str, Figure, Told]
"""Stem of the files of a figure, the figure, and what is said of it."""


@dataclass(frozen=True)
class Study:
    """A study, of which figures are drawn."""

    folder: Path
    command: str
    """The command line that makes it again, given where its scenarios are."""
    runs: tuple[RunRecord, ...]
    """What it is of."""

    def draw(self, figures: Callable[[], Iterable[Drawn]]) -> list[Path]:
        """Draw figures, write each with what is said of it, and give the paths.

        Raises
        ------
        OutputError
            If a file cannot be written.
        """
        make(folder := self.folder / FIGURES)
        paths: list[Path] = []
        with styled(RC):
            for name, figure, told in figures():
                footer(figure, self.runs[0].known)
                records = [self._record(told, name, form) for form in AS_EVER.formats]
                files = {f"{name}.{one.form}": drawn(figure, one, told, DPI) for one in records}
                files[f"{name}.csv"] = told.data.csv().encode()
                files[f"{name}.txt"] = beside(records[0], told).encode()
                paths += [write(folder / file, content) for file, content in files.items()]
        return paths

    def _record(self, told: Told, name: str, form: str) -> StudyRecord:
        return StudyRecord.of(told.title, name, form, self.folder.name, self.command, self.runs)
