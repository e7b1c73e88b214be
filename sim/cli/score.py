"""``shortfall score``: a forecast beside what came."""

import json
from pathlib import Path

import click

from sim.cli.echo import echo


@click.command("score")
@click.argument("forecast", metavar="FORECAST")
@click.argument(
    "observed", nargs=-1, required=True, metavar="OBSERVED.csv...", type=click.Path(path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, a row a flow.")
def command(forecast: str, observed: tuple[Path, ...], as_json: bool, as_csv: bool) -> None:
    """Score a forecast by the months and first stops that are known so far.

    FORECAST is the forecast.json that `shortfall forecast` has written, its folder, or the name of
    one that is shipped; it is refused if it was altered. OBSERVED.csv holds months, with the
    columns month,series,t, as 2026-07,magnets_world,5238; or first stops, with the columns
    series,date, as first_stop_1pct[us_auto],2026-09-30, or 'none by 2026-12-31' for a date; either
    may have source and note besides. Months come in over time: those that are there are judged,
    the others are to come. Told are how many months lie in the bands, their interval score
    (Gneiting and Raftery 2007: width, and a fine for what lies outside), the error of the median,
    and the skill against persistence: that it stays as it last was, give or take as much as it
    changed from month to month before.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    from sim.forecast.frozen import read_forecast
    from sim.forecast.observed import read_observed
    from sim.forecast.scored import Scored
    from sim.scenario.errors import render

    frozen = read_forecast(_file(forecast))
    came = read_observed(observed, frozen)
    if came.warnings:
        echo(render(came.warnings, closing=""), err=True)
    scored = Scored(frozen, came)
    if as_json:
        from sim.forecast.score_files import score_content

        echo(json.dumps(score_content(scored), indent=1))
    elif as_csv:
        from sim.forecast.score_files import score_csv

        echo(score_csv(scored).rstrip())
    else:
        from sim.cli.score_screen import screen

        echo(screen(scored))


def _file(name: str) -> Path:
    """Find the file of a forecast; suggest one where there is none."""
    from sim.forecast.frozen import FILE, shipped_forecasts
    from sim.scenario.errors import did_you_mean, listed, sentences
    from sim.scenario.locate import is_folder, is_there

    given = Path(name)
    found = given / FILE if is_folder(given) else given
    shipped = shipped_forecasts()
    if is_there(found):
        return found
    if name.removesuffix(".json") in shipped:
        return shipped[name.removesuffix(".json")]
    known = f"Shipped: {listed(shipped)}." if shipped else ""
    says = sentences(f"There is no forecast '{found}'.", did_you_mean(name, shipped), known)
    raise click.UsageError(says)
