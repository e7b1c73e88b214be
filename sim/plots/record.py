"""What a figure says of itself: what it is of, how it is drawn, and how it is made again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from shlex import quote
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from sim import __version__
from sim.compare.comparison import Comparison
from sim.output.manifest import drawing_code
from sim.output.tables import Tables
from sim.plots.view import AS_EVER, FORMATS, View
from sim.scenario.digest import LENGTH, package_hash

if TYPE_CHECKING:
    from sim.output.histories import Histories
    from sim.output.run_request import RunRequest
    from sim.output.stored import StoredRun


@dataclass(frozen=True)
class RunRecord:
    """Which run a figure is of."""

    scenario: str
    """Name of the scenario."""
    title: str
    """What figures call it."""
    known: str
    """Up to which day its world is known, in words; nothing where it does not say."""
    digest: str
    """Hash of scenario, seed, sampling and program."""
    source: str
    """Hash of the source of the program that ran it."""
    seed: int
    sampling: str
    histories: int
    below: int
    """One more than the highest number of a history."""
    named: str
    """What the scenario was asked for by."""
    settings: tuple[str, ...]
    """What ``--set`` changed in it."""

    @classmethod
    def of(cls, run: "Histories | StoredRun") -> "RunRecord":
        """Record a run."""
        job = run.job
        return cls(
            scenario=job.scenario.name,
            title=job.title,
            known=job.scenario.known_until,
            digest=str(getattr(run, "digest", job.digest)),
            source=str(getattr(run, "source", package_hash()[:LENGTH])),
            seed=job.seed,
            sampling=job.scheme,
            histories=len(run.numbers),
            below=run.below,
            named=job.named,
            settings=job.settings,
        )

    @classmethod
    def of_request(cls, request: "RunRequest") -> "RunRecord":
        """Record a run that is asked for, and need not be there: that of a study's scenario."""
        job, histories = request.settled
        return cls(
            scenario=job.scenario.name,
            title=job.title,
            known=job.scenario.known_until,
            digest=job.digest,
            source=package_hash()[:LENGTH],
            seed=job.seed,
            sampling=job.scheme,
            histories=histories,
            below=histories,
            named=job.named,
            settings=job.settings,
        )

    @property
    def folder(self) -> str:
        """Name of the folder that a run of it has."""
        return f"{self.scenario}-{self.digest}"

    @property
    def said(self) -> str:
        """How it is cited."""
        known = f", {self.known}" if self.known else ""
        return (
            f"{self.title}: scenario {self.scenario}, {self.digest}, seed {self.seed}, "
            f"{self.histories} histories, {self.sampling} sampling{known}"
        )

    @property
    def command(self) -> str:
        """The command that runs it again."""
        given = [self.named or f"{self.scenario}.yaml", "--seed", str(self.seed)]
        given += ["-n", str(self.below)]
        given += [] if self.sampling == "random" else ["--sampling", self.sampling]
        given += [part for setting in self.settings for part in ("--set", setting)]
        return f"shortfall run {' '.join(map(quote, given))}"


def options_of(asked: Mapping[str, Any]) -> list[str]:
    """Write what differs from the usual view as options of the command line."""
    given = []
    for option, value in asked.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            text = f"{one * 25.4:g}" if option == "width" else str(one)
            given += [f"--{option}", text]
    return given


@dataclass(frozen=True)
class Record:
    """What a figure says of itself."""

    title: str
    """What it is headed."""
    kind: str
    """Its kind, as in :mod:`sim.plots.catalogue`."""
    page: int
    """Which page of it, from 1 on."""
    form: str
    """``svg``, ``png`` or ``pdf``."""
    asked: dict[str, Any]
    """What differs from the usual view."""
    labels: tuple[str, ...]
    """What the runs of a comparison are called; none of a single run."""
    runs: tuple[RunRecord, ...]
    version: str
    """Of the program."""
    source: str
    """Hash of the source of the program that drew it, but for what draws."""
    drawing: str
    """Hash of the source that draws."""
    matplotlib: str

    @classmethod
    def of(
        cls, source: Tables | Comparison, kind: str, view: View, title: str, page: int, form: str
    ) -> "Record":
        """Record a figure."""
        runs: Sequence[Histories | StoredRun] = (
            source.runs if isinstance(source, Comparison) else (source.histories,)
        )
        return cls(
            title=title,
            kind=kind,
            page=page,
            form=form,
            asked=view.asked,
            labels=source.labels if isinstance(source, Comparison) else (),
            runs=tuple(map(RunRecord.of, runs)),
            version=__version__,
            source=package_hash()[:LENGTH],
            drawing=drawing_code(),
            matplotlib=version("matplotlib"),
        )

    @property
    def name(self) -> str:
        """Stem of its file."""
        return self.kind if self.page == 1 else f"{self.kind}-{self.page}"

    @property
    def command(self) -> str:
        """The command that draws it again from the folders of its runs."""
        given = [run.folder for run in self.runs] + ["--kind", self.kind]
        given += [] if self.form in AS_EVER.formats else ["--format", self.form]
        given += options_of(self.asked)
        given += [part for label in self.labels for part in ("--label", label)]
        return f"shortfall plot {' '.join(map(quote, given))}"

    @property
    def commands(self) -> list[str]:
        """The commands that make it again from nothing."""
        return [*(run.command for run in self.runs), self.command]

    def text(self) -> str:
        """Write it in a line of JSON, in ASCII, with the commands that make it again."""
        found = asdict(self) | {"commands": self.commands}
        return json.dumps(found)

    @classmethod
    def read(cls, text: str) -> "Record":
        """Read it.

        Raises
        ------
        ValueError
            If it is no such record.
        """
        try:
            found = TypeAdapter(cls).validate_json(text)
            TypeAdapter(View).validate_python(asdict(View.of(found.asked)))
        except (ValidationError, TypeError) as error:
            says = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
            raise ValueError(f"no record of a figure: {says}") from None
        several = len(found.runs) if len(found.runs) > 1 else 0
        if not found.runs or len(found.labels) != several or found.form not in FORMATS:
            raise ValueError("no record of a figure: its runs, labels or form make none")
        return found

    @property
    def short(self) -> str:
        """How it is cited in a few words."""
        runs = ", ".join(dict.fromkeys(run.title for run in self.runs))
        return f"shortfall {self.version}: {runs}, seed {self.runs[0].seed}"

    @property
    def full(self) -> str:
        """How it is cited in full."""
        return (
            f"{self.title}. Figure '{self.kind}' of shortfall {self.version} "
            f"(source {self.source}, drawing {self.drawing}, matplotlib {self.matplotlib}). "
            f"{'; '.join(run.said for run in self.runs)}."
        )
