"""``shortfall explain``: every value with its place in a file and its source."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sim.cli.echo import echo
from sim.cli.options import Day, shared
from sim.cli.table import table


@click.command("explain")
@click.argument("file")
@click.option("--field", default="", metavar="PATH", help="Only this block or value, defaults too.")
@shared("settings")
@shared("root")
@click.option("--closure", is_flag=True, help="Compare the flows of 2024 with the sources.")
@click.option("--uncertainty", is_flag=True, help="Show how far numbers may be off, by grade.")
@click.option("--licences", is_flag=True, help="Show the books of licences of a run's folder.")
@click.option("--control", default="", metavar="ID", help="Only licences of this export control.")
@click.option("--good", default="", help="Only licences for this good.")
@click.option("--to", default="", metavar="DEST", help="Only licences for this destination.")
@click.option(
    "--day",
    type=Day(),
    metavar="DATE",
    help="Walk up from the shortfall of a run's folder on a day to what binds.",
)
@click.option("--consumer", metavar="ID", help="Whose, with --day. [who lacks most that day]")
@click.option(
    "--history",
    type=click.IntRange(0),
    metavar="N",
    help="In which, with --day. [that in the middle on the day]",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    file: str,
    field: str,
    settings: tuple[str, ...],
    root: Path | None,
    closure: bool,
    uncertainty: bool,
    licences: bool,
    control: str,
    good: str,
    to: str,
    day: dt.datetime | None,
    consumer: str | None,
    history: int | None,
    as_json: bool,
) -> None:
    """Show every value of a scenario with its place in a file, and its source.

    Beside the source stand its grade and the day up to which it knows the world.

    FILE is a scenario file, the name of a shipped scenario, or - for standard input.

    Grades: A read in the document, B recalled from a named publication, C estimate.

    With --uncertainty only numbers are shown that may be off: how far by the grade of their source,
    in histories in which 2024 comes out as it is known, and in constrained worlds; then those that
    stay, and why.

    With --licences FILE is the folder of a run, or a scenario with one run in results, and what is
    shown is how its applications for export licences fared, month by month.

    With --day FILE is such a run, too, and what is shown is why a consumer is short on a day of one
    history: what did not come over its lanes in the four weeks before, what held it up, and so
    on up the chain to what binds. The history is run again up to the day, and kept in the folder.
    """
    if day is not None:
        idle = {"--field": field, "--set": settings, "--root": root, "--closure": closure}
        idle |= {"--uncertainty": uncertainty, "--licences": licences}
        _refuse(idle, "--day")
        from sim.cli.explain_day import show as show_day

        show_day(file, day.date(), consumer, history, as_json=as_json)
        return
    if consumer is not None or history is not None:
        raise click.UsageError("--consumer and --history choose what --day explains; add it")
    if licences:
        idle = {"--field": field, "--set": settings, "--root": root, "--closure": closure}
        idle |= {"--uncertainty": uncertainty}
        _licences(file, idle, good=good, control=control, to=to, json=as_json)
        return
    for option, value in (("--control", control), ("--good", good), ("--to", to)):
        if value:
            raise click.UsageError(f"{option} chooses among licences; add --licences")
    if closure and uncertainty:
        raise click.UsageError("--closure and --uncertainty are two tables; leave one out")
    from sim.scenario.load import load

    loaded = load(file, settings, root)
    if closure:
        _closure(loaded.scenario, as_json)
        return
    if uncertainty:
        from sim.cli.explain_uncertainty import show

        show(loaded.scenario, field, as_json=as_json)
        return
    from sim.scenario.explain import explain, tally

    try:
        rows = explain(loaded, field)
    except KeyError as error:
        raise click.BadParameter(error.args[0], param_hint="--field") from None
    if as_json:
        echo(json.dumps([row.as_dict() for row in rows], indent=1))
        return
    from sim.scenario.dump import flow
    from sim.scenario.origin import dotted

    cells = [
        (
            dotted(row.path),
            flow(row.value),
            str(row.origin) if row.origin else "default",
            ", ".join(map(str, row.sources)),
        )
        for row in rows
    ]
    echo(table([(path, _cut(value), place, source) for path, value, place, source in cells]))
    echo(f"{tally(rows)}.", err=True)


def _licences(run: str, idle: Mapping[str, Any], *, json: bool, **only: str) -> None:
    """Print the books of licences; a run whose books are wrong is a failure of the model."""
    _refuse(idle, "--licences")
    from sim.cli.explain_licences import show
    from sim.cli.group import MODEL_FAILED

    if not show(run, **only, as_json=json):
        click.get_current_context().exit(MODEL_FAILED)


def _refuse(idle: Mapping[str, Any], asked: str) -> None:
    """Refuse options that have no effect on what is asked of a run."""
    for option, given in idle.items():
        if given:
            raise click.UsageError(
                f"{option} is for scenarios, and {asked} for a run; leave one out"
            )


def _closure(scenario: Any, as_json: bool) -> None:
    """Print the flows of 2024 beside those of the sources."""
    echo("Running 2024 without disruption ...", err=True)
    from sim.study.closure import closure_table

    rows = closure_table(scenario)
    if as_json:
        echo(json.dumps(rows, indent=1))
        return
    head = ("stage", "item", "run", "source says", "unit", "difference", "source")
    cells = [
        (
            str(row["stage"]),
            str(row["item"]),
            _number(row["run"]),
            _number(row["source_says"]),
            str(row["unit"]),
            f"{row['difference_percent']:+.1f} {'points' if row['unit'] == '%' else '%'}",
            str(row["source"]),
        )
        for row in rows
    ]
    echo(table([head, *cells], right=(2, 3, 5)))


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"


def _cut(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 3]}..."
