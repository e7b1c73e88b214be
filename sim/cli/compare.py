"""``shortfall compare``: runs against a baseline, history by history."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import running

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison
    from sim.compare.row import Row
    from sim.compare.rule import Rule

FAILED = 3
"""Exit status when a rule of ``--fail-on`` trips."""

PRINTED = ("md", "csv", "json", "html")
"""What can be printed instead of the table."""

FORMATS = ("svg", "pdf", "png")
"""Formats of figures."""


@click.command("compare")
@click.argument("runs", nargs=-1, required=True, metavar="RUN RUN...")
@running
@click.option(
    "--label", "labels", multiple=True, metavar="NAME", help="Call the runs so, in order."
)
@click.option("--group", "groups", multiple=True, metavar="NAME", help="Show only this group.")
@click.option("--measure", "measures", multiple=True, metavar="NAME", help="Only this measure.")
@click.option("--all", "everything", is_flag=True, help="Show every group and measure.")
@click.option("--md", "md", is_flag=True, help="Print Markdown.")
@click.option("--csv", "csv", is_flag=True, help="Print CSV, every row.")
@click.option("--json", "json", is_flag=True, help="Print JSON, every row.")
@click.option("--html", "html", is_flag=True, help="Print one HTML page with the figures in it.")
@click.option(
    "--fail-on",
    "rules",
    multiple=True,
    metavar="RULE",
    help="Exit with 3 if the mean difference of a run exceeds a limit, in % of the baseline or in "
    "the measure's unit: 'shortfall_days>+5%' (of all), 'US.line_down_days>3'. Its interval does "
    "not count; from a baseline of 0 any increase is infinite in %; what is not comparable fails.",
)
@click.option(
    "--figures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for figures and tables. [compare-HASH in --out]",
)
@click.option("--figure-format", default="svg,png", help="Of svg, pdf, png. [svg,png]")
@click.option(
    "--width-mm",
    type=click.FloatRange(80, 400),
    default=208.28,
    help="Width of the figures; text keeps its size. [208]",
)
@click.option("--no-figures", is_flag=True, help="Leave the figures out.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    runs: tuple[str, ...],
    labels: tuple[str, ...],
    groups: tuple[str, ...],
    measures: tuple[str, ...],
    everything: bool,
    rules: tuple[str, ...],
    figures: Path | None,
    figure_format: str,
    width_mm: float,
    no_figures: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Compare runs with the first of them, the baseline.

    RUN is the folder of a complete run, a scenario file or the name of a shipped scenario; what
    has not been run yet is run first. Histories are paired by number where seed and sampling are
    the same, so that a difference is due to the change alone.
    """
    formats, form = _formats(figure_format), _form(options)
    if len(runs) < 2:
        raise click.UsageError("a comparison needs two runs or more, the baseline first")
    if labels and (len(labels) != len(runs) or len(set(labels)) < len(labels)):
        raise click.UsageError(f"--label: {len(runs)} runs need as many names, each its own")
    if not quiet:
        click.echo(f"Reading {', '.join(runs)} ...", err=True)
    from sim.cli.compare_runs import check_names, fulfilled, ordered, read_rules

    read = read_rules(rules)
    requests = ordered(runs, options, quiet=quiet)
    check_names(requests, read, groups, measures)
    stored = fulfilled(requests, options["workers"], options["cluster"], quiet=quiet)
    from sim.compare import compare
    from sim.compare.select import select

    comparison = compare(stored, labels)
    rows = select(
        comparison.table, groups, measures, everything=everything or form in {"csv", "json"}
    )
    folder = figures or options["out"] / f"compare-{comparison.digest}"
    click.echo(_shown(comparison, rows, form, figured=not no_figures), nl=False)
    _write(comparison, folder, () if no_figures else formats, width_mm)
    if not quiet:
        if not (no_figures or any(p.is_paired for p in comparison.pairings[1:])):
            click.echo("No figure of differences: no run is paired with the baseline.", err=True)
        click.echo(f"Figures and tables in {folder}", err=True)
    if _trips(read, comparison):
        click.get_current_context().exit(FAILED)


def _form(options: Mapping[str, Any]) -> str | None:
    """Tell what is printed; none for the table."""
    asked = [name for name in PRINTED if options[name]]
    if len(asked) > 1:
        says = " and ".join(f"--{name}" for name in asked)
        raise click.UsageError(f"{says}: only one of them can be printed")
    return asked[0] if asked else None


def _formats(text: str) -> list[str]:
    """Read ``--figure-format``."""
    asked = [name.strip() for name in text.split(",")]
    for name in asked:
        if name not in FORMATS:
            raise click.BadParameter(
                f"'{name}' is not one of {', '.join(FORMATS)}", param_hint="--figure-format"
            )
    return [name for name in FORMATS if name in asked]


def _shown(
    comparison: "Comparison", rows: "Sequence[Row]", form: str | None, *, figured: bool
) -> str:
    """Write a comparison for stdout."""
    if form == "csv":
        from sim.compare.tidy import csv_of

        return csv_of(comparison, rows)
    if form == "json":
        from sim.compare.tidy import json_of

        return json_of(comparison, rows)
    if form == "md":
        from sim.compare.markdown import markdown_of

        return markdown_of(comparison, rows)
    if form == "html":
        from sim.compare.page import page_of

        return page_of(comparison, rows, _inline(comparison) if figured else {})
    from sim.cli.compare_screen import screen

    return f"{screen(comparison, rows)}\n"


def _inline(comparison: "Comparison") -> dict[str, bytes]:
    """Draw the figures for a page on a screen."""
    from sim.plots.compare import draw_comparison
    from sim.plots.compare_style import USUAL

    files = draw_comparison(comparison, ["svg"], USUAL)
    return {Path(name).stem: data for name, data in files.items()}


def _write(comparison: "Comparison", folder: Path, formats: Sequence[str], width_mm: float) -> None:
    """Write the tables and the figures; the same whatever is shown."""
    from sim.compare.markdown import markdown_of
    from sim.compare.select import select
    from sim.compare.tidy import csv_of, json_of
    from sim.output.store import make, write

    files = {
        "compare.csv": csv_of(comparison, comparison.table).encode(),
        "compare.json": json_of(comparison, comparison.table).encode(),
        "compare.md": markdown_of(comparison, select(comparison.table)).encode(),
    }
    if formats:
        from sim.plots.compare import draw_comparison

        files |= draw_comparison(comparison, formats, width_mm)
    make(folder)
    for name, data in files.items():
        write(folder / name, data)


def _trips(rules: "Sequence[Rule]", comparison: "Comparison") -> bool:
    """Print the rules that trip."""
    from sim.compare.rule import RuleError, tripped

    try:
        failures = [sentence for rule in rules for sentence in tripped(rule, comparison)]
    except RuleError as error:
        raise click.BadParameter(str(error), param_hint="--fail-on") from None
    for sentence in failures:
        click.echo(f"Failed: {sentence}", err=True)
    return bool(failures)
