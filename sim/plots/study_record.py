"""What a figure of a study says of itself: what it is of, and which command makes it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sim import __version__
from sim.output.manifest import drawing_code
from sim.plots.record import Record, RunRecord
from sim.plots.view import FORMATS
from sim.scenario.digest import LENGTH, package_hash


@dataclass(frozen=True)
class StudyRecord:
    """What a figure of a study says of itself."""

    title: str
    """What it is headed."""
    kind: str
    """Stem of its file."""
    form: str
    """``svg`` or ``png``."""
    study: str
    """Name of the folder of the study."""
    command: str
    """The command that makes the study again, given where its scenarios are."""
    runs: tuple[RunRecord, ...]
    """The runs that it is of, or would be, of its scenarios as they stand."""
    version: str
    """Of the program."""
    source: str
    """Hash of the source of the program that drew it, but for what draws."""
    drawing: str
    """Hash of the source that draws."""
    matplotlib: str

    @classmethod
    def of(
        cls, title: str, name: str, form: str, study: str, command: str, runs: Sequence[RunRecord]
    ) -> "StudyRecord":
        """Record a figure that is drawn now."""
        return cls(
            title, name, form, study, command, tuple(runs), __version__, package_hash()[:LENGTH],
            drawing_code(), version("matplotlib"),
        )  # fmt: skip

    @property
    def name(self) -> str:
        """Stem of its file."""
        return self.kind

    @property
    def commands(self) -> list[str]:
        """The commands that make it again from nothing: those of the runs it reads come first."""
        needed = [run for run in self.runs if run.folder in self.command.split()]
        return [*(run.command for run in needed), self.command]

    def text(self) -> str:
        """Write it in a line of JSON, in ASCII, with the commands that make it again."""
        return json.dumps(asdict(self) | {"commands": self.commands})

    @property
    def short(self) -> str:
        """How it is cited in a few words."""
        runs = ", ".join(dict.fromkeys(run.title for run in self.runs))
        return f"shortfall {self.version}: {self.study} of {runs}, seed {self.runs[0].seed}"

    @property
    def full(self) -> str:
        """How it is cited in full."""
        return (
            f"{self.title}. Figure '{self.kind}' of {self.study}, shortfall {self.version} "
            f"(source {self.source}, drawing {self.drawing}, matplotlib {self.matplotlib}). "
            f"{'; '.join(run.said for run in self.runs)}. Made by: {self.command}"
        )


AnyRecord = Record | StudyRecord
"""Of a figure of runs, or of a study."""


def read_record(text: str) -> AnyRecord:
    """Read what a figure says of itself.

    Raises
    ------
    ValueError
        If it is no such record.
    """
    if '"study": ' not in text:
        return Record.read(text)
    try:
        found = TypeAdapter(StudyRecord).validate_json(text)
    except ValidationError as error:
        raise ValueError(f"no record of a figure: {error.errors()[0]['msg']}") from None
    names = [found.study, found.kind, *(run.folder for run in found.runs)]
    if not found.runs or found.form not in FORMATS or any(Path(n).name != n for n in names):
        raise ValueError("no record of a figure: its runs, names or form make none")
    return found
