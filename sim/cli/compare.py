"""``shortfall compare``: runs against a baseline, history by history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.echo import echo
from sim.cli.looks import LookOptions, look_options
from sim.cli.options import IN_LOTS, grouped, running
from sim.cli.request import Request
from sim.cli.runs_file import RunsFile, runs_file
from sim.cli.say import say_reading
from sim.cli.variant import Variant, check_labels, variants

if TYPE_CHECKING:
    from sim.compare.comparison import Comparison
    from sim.compare.robust import Robust
    from sim.compare.row import Row
    from sim.compare.rule import Rule
    from sim.plots.view import Look

FAILED = 3
"""Exit status when a rule of ``--fail-on`` trips."""

PRINTED = ("md", "csv", "json", "html")
"""What can be printed instead of the table."""


@dataclass(frozen=True)
class Figures:
    """Whether figures are drawn, and where they go."""

    folder: Path | None
    left_out: bool


@click.command("compare")
@click.argument("runs", nargs=-1, metavar="RUN RUN...", callback=variants)
@click.option(
    "--runs",
    "listed",
    type=click.Path(path_type=Path),
    callback=runs_file,
    metavar="FILE",
    help="Also the runs of this file, one a line, as RUN or as LABEL: RUN.",
)
@running(histories=IN_LOTS)
@click.option(
    "--label", "labels", multiple=True, metavar="NAME", help="Call the runs so, in order."
)
@click.option("--group", "groups", multiple=True, metavar="NAME", help="Show only this group.")
@click.option(
    "--measure", "measures", multiple=True, metavar="NAME",
    help="Only this measure, of all items, or of one: 'dependence[CN]'.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Show every group and measure.")
@click.option(
    "--robust",
    is_flag=True,
    help="Also by other criteria than the mean: worst tenth of the histories, regret, targets.",
)
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="TARGET",
    help="Count histories that meet it, as 'shortfall_days[US] <= 30'; with --robust.",
)
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
@grouped(
    "figures",
    Figures,
    click.option(
        "--figures",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder for figures and tables. [compare-HASH in --out]",
    ),
    click.option("--no-figures", "left_out", is_flag=True, help="Leave the figures out."),
)
@look_options(aligned=True, width=["--width-mm"], format=["--figure-format"])
@click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")
def command(
    runs: tuple[Variant, ...],
    listed: RunsFile | None,
    request: Request,
    labels: tuple[str, ...],
    groups: tuple[str, ...],
    measures: tuple[str, ...],
    everything: bool,
    robust: bool,
    targets: tuple[str, ...],
    rules: tuple[str, ...],
    figures: Figures,
    look: LookOptions,
    quiet: bool,
    **printed: bool,
) -> None:
    """Compare runs with the first of them, the baseline.

    RUN is the folder of a complete run, a scenario file, the name of a shipped scenario, or - for
    standard input; what has not been run yet is run first. FILE@PATH=VALUE,... is a scenario with
    values changed. Runs that differ by numbers or disruptions alone share a world. Histories are
    paired by number where seed and sampling are the same, so that a difference is due to the change
    alone.
    """
    form = _form(printed)
    if targets and not robust:
        raise click.UsageError("--target counts histories for --robust; add it")
    if listed is not None:
        if runs and listed.labels and not labels:
            raise click.UsageError("--runs: its runs have labels; give the others some: --label")
        labels = labels + listed.labels if not runs or labels else ()
        runs += listed.runs
    look.check_drawn(left_out=figures.left_out)
    if len(runs) < 2:
        raise click.UsageError("a comparison needs two runs or more, the baseline first")
    check_labels(labels, runs)
    if not quiet:
        say_reading(list(dict.fromkeys(run.file for run in runs)))
    from sim.cli.compare_robust import by_criteria, check_targets, read_targets
    from sim.cli.compare_runs import check_names, ensured, found_runs, labels_of, read_rules

    read, limits = read_rules(rules), read_targets(targets)
    found = found_runs(runs, request, quiet=quiet)
    check_names(found, read, groups, measures)
    check_targets(limits, [one.loaded.scenario for one in found])
    look.check(one.loaded.scenario for one in found)
    stored = ensured(found, request, quiet=quiet)
    from sim.compare import compare
    from sim.compare.select import select

    comparison = compare(stored, labels or labels_of(runs, stored))
    look.check_onsets(comparison)
    criteria = by_criteria(comparison, limits) if robust else None
    rows = select(comparison, groups, measures, everything=everything or form in {"csv", "json"})
    folder = figures.folder or request.out / f"compare-{comparison.digest}"
    figured = not figures.left_out
    echo(_shown(comparison, rows, form, criteria, figured=figured), nl=False)
    looks = None if figures.left_out else look.look
    _write(comparison, folder, looks, criteria)
    if not quiet:
        if figured:
            from sim.plots.catalogue import OF_SEVERAL

            kinds = [kind for kind in OF_SEVERAL.values() if kind.wanted(comparison)]
            look.say_ignored(kinds)
            look.say_lacking((kind, comparison) for kind in kinds)
            if form == "html":
                look.say_of_page(folder)
        if not (figures.left_out or any(p.is_paired for p in comparison.pairings[1:])):
            echo("No figure of differences: no run is paired with the baseline.", err=True)
        echo(f"{'Tables' if looks is None else 'Figures and tables'} in {folder}", err=True)
    if _trips(read, comparison):
        click.get_current_context().exit(FAILED)


def _form(printed: Mapping[str, bool]) -> str | None:
    """Tell what is printed; none for the table."""
    asked = [name for name in PRINTED if printed[name]]
    if len(asked) > 1:
        says = " and ".join(f"--{name}" for name in asked)
        raise click.UsageError(f"{says}: only one of them can be printed")
    return asked[0] if asked else None


def _shown(
    comparison: "Comparison",
    rows: "Sequence[Row]",
    form: str | None,
    robust: "Robust | None",
    *,
    figured: bool,
) -> str:
    """Write a comparison for stdout."""
    if form == "csv":
        from sim.compare.files import csv_of

        return csv_of(comparison, rows, robust)
    if form == "json":
        from sim.compare.files import json_of

        return json_of(comparison, rows, robust)
    if form == "md":
        from sim.compare.markdown import markdown_of

        return markdown_of(comparison, rows, robust)
    if form == "html":
        from sim.report.asked import Asked
        from sim.report.page import page_of
        from sim.report.several import report_of_several

        return page_of(report_of_several(comparison, rows, Asked(), robust, figured=figured))
    from sim.cli.compare_screen import screen

    return f"{screen(comparison, rows, robust)}\n"


def _write(
    comparison: "Comparison", folder: Path, look: "Look | None", robust: "Robust | None"
) -> None:
    """Write the tables and the figures; the same whatever is shown."""
    from sim.compare.files import csv_of, json_of, robust_csv_of
    from sim.compare.markdown import markdown_of
    from sim.compare.select import select
    from sim.output.disk import make, write

    files = {
        "compare.csv": csv_of(comparison, comparison.table).encode(),
        "compare.json": json_of(comparison, comparison.table, robust).encode(),
        "compare.md": markdown_of(comparison, select(comparison), robust).encode(),
    }
    if robust:
        files["robust.csv"] = robust_csv_of(robust, comparison.table).encode()
    if look is not None:
        from sim.plots.compare import draw_comparison

        files |= draw_comparison(comparison, look.formats, look.view)
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
        echo(f"Failed: {sentence}", err=True)
    return bool(failures)
