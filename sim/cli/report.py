"""``shortfall report``: what runs show, as a document that can be handed on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.echo import echo
from sim.cli.options import IN_LOTS, Day, grouped, running
from sim.cli.request import Request
from sim.cli.say import say_reading
from sim.cli.variant import Variant, check_labels, variants

if TYPE_CHECKING:
    from sim.output.stored import StoredRun
    from sim.report.asked import Asked
    from sim.report.document import Document


@dataclass(frozen=True)
class Head:
    """What a report is to say of itself, and what is to be in it."""

    title: str
    author: str
    date: dt.datetime | None
    group: str
    figures: tuple[str, ...]

    def asked(self, *, several: bool) -> "Asked":
        """Ask for a report; refuse figures that there are none of."""
        from sim.cli.refusing import refusing
        from sim.report.asked import Asked
        from sim.report.figures import check_names

        with refusing("--figure"):
            check_names(self.figures, several=several)
        date = self.date.date() if self.date else None
        return Asked(self.title, self.author, date, self.figures, self.group)


@dataclass(frozen=True)
class Wanted:
    """What is written, and where to."""

    md: bool
    pdf: bool
    folder: Path | None


@click.command("report")
@click.argument("runs", nargs=-1, required=True, metavar="RUN|FILE...", callback=variants)
@running(histories=IN_LOTS)
@click.option(
    "--label", "labels", multiple=True, metavar="NAME", help="Call the runs so, in order."
)
@grouped(
    "head",
    Head,
    click.option("--title", default="", metavar="TEXT", help="[the scenario's name]"),
    click.option("--author", default="", metavar="TEXT", help="Who signs it."),
    click.option(
        "--date",
        type=Day(),
        help="Of the report. [SOURCE_DATE_EPOCH, else the day the world is known up to]",
    ),
    click.option(
        "--group", default="", metavar="NAME", help="Whom the answer is about. [all consumers]"
    ),
    click.option(
        "--figure", "figures", multiple=True, metavar="KIND",
        help="Only figures of this kind; all for every kind. [those that most readers want]",
    ),
)  # fmt: skip
@grouped(
    "wanted",
    Wanted,
    click.option("--md", is_flag=True, help="Also as Markdown, with figures beside it."),
    click.option("--pdf", is_flag=True, help="Also as PDF; needs shortfall[pdf]."),
    click.option(
        "--to",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the report. [report-NAME-HASH in --out]",
    ),
)
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    runs: tuple[Variant, ...],
    request: Request,
    labels: tuple[str, ...],
    head: Head,
    wanted: Wanted,
    quiet: bool,
) -> None:
    """Write what runs show as one page: question, answer, figures, sources, how to make it again.

    RUN is the folder of a complete run, FILE a scenario file, the name of a shipped scenario, or -
    for standard input; what has not been run yet is run first. FILE@PATH=VALUE,... is a scenario
    with values changed. Several are compared with the first of them.

    report.html loads nothing from anywhere: it can be sent, printed, and read without a network.
    """
    check_labels(labels, runs)
    if wanted.pdf:
        from sim.report.pdf import need_pdf

        need_pdf()
    if not quiet:
        say_reading(list(dict.fromkeys(run.file for run in runs)))
    from sim.cli.compare_runs import check_names, ensured, found_runs
    from sim.compare.comparison import titles_of

    asked = head.asked(several=len(runs) > 1)
    found = found_runs(runs, request, quiet=quiet)
    check_names(found, [], [head.group] if head.group else [], [])
    stored = ensured(found, request, quiet=quiet)
    document, name = _document(stored, labels or titles_of(stored), asked)
    for path in _write(document, wanted.folder or request.out / name, wanted):
        echo(f"Wrote {path}")


def _document(
    stored: "Sequence[StoredRun]", labels: Sequence[str], asked: "Asked"
) -> "tuple[Document, str]":
    """Put a report together, and name its folder."""
    if len(stored) == 1:
        from sim.report.one_run import report_of_run

        return report_of_run(stored[0], asked), f"report-{stored[0].name}-{stored[0].digest}"
    from sim.compare import compare
    from sim.compare.select import select
    from sim.report.several import report_of_several

    comparison = compare(stored, labels)
    document = report_of_several(comparison, select(comparison), asked)
    return document, f"report-{comparison.digest}"


def _write(document: "Document", folder: Path, wanted: Wanted) -> list[Path]:
    """Write the files of a report, each whole or not at all; give those that are documents."""
    from sim.output.disk import make, write
    from sim.report.page import page_of

    page = page_of(document)
    files = {"report.html": page.encode()}
    if wanted.md:
        from sim.report.markdown import files_of, markdown_of

        files |= {"report.md": markdown_of(document).encode(), **files_of(document)}
    if wanted.pdf:
        from sim.report.pdf import pdf_of

        files["report.pdf"] = pdf_of(page_of(document, with_letters=True))
    for place in {(folder / name).parent for name in files}:
        make(place)
    paths = [write(folder / name, data) for name, data in files.items()]
    return [path for path in paths if path.parent == folder]
