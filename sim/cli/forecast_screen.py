"""A forecast on the terminal: its next months, the likeliest stops, and what its bands hold."""

from typing import TYPE_CHECKING

from sim.cli.table import table

if TYPE_CHECKING:
    from sim.forecast.forecast import Forecast

MOST_MONTHS = 12
"""Most months that are shown; the files hold all."""
MOST_STOPS = 12
"""Most first stops that are shown."""


def screen(forecast: "Forecast") -> str:
    """Write it."""
    known = f"  known up to {forecast.as_of}" if forecast.as_of else ""
    parts = [f"Forecast: {forecast.title}  {forecast.histories:,} histories{known}"]
    parts += [_flows(forecast), _stops(forecast), "\n".join(forecast.holds), _sealed(forecast)]
    return "\n\n".join(parts)


def _flows(forecast: "Forecast") -> str:
    from sim.forecast.files import month_cell

    flows = forecast.flows.values()
    rows = [("t a month", *(flow.label for flow in flows))]
    rows += [
        (month, *(month_cell(flow.t[month]) for flow in flows))
        for month in forecast.months[:MOST_MONTHS]
    ]
    more = len(forecast.months) - MOST_MONTHS
    rest = f"\n... and {more} more months in the files" if more > 0 else ""
    return f"{table(rows, right=range(1, len(rows[0])))}{rest}"


def _stops(forecast: "Forecast") -> str:
    from sim.forecast.files import stop_cells
    from sim.scenario.errors import plural

    likely = [one for one in forecast.stops.values() if one.chance > 0.0]
    until = f"from {forecast.first} to {forecast.last}"
    if not likely:
        return f"First stops {until}: none in any history."
    shown = sorted(likely, key=lambda one: -one.chance)[:MOST_STOPS]
    rows = [(f"first stop {until}", "of demand", "chance", "median (5 to 95 %)")]
    rows += [stop_cells(one) for one in shown]
    more = len(likely) - len(shown)
    rest = f"\n... and {plural(more, 'stop')} less likely" if more else ""
    return f"{table(rows, right=(1, 2))}{rest}"


def _sealed(forecast: "Forecast") -> str:
    from sim.forecast.frozen import sealed

    return f"SHA-256 of the forecast: {sealed(forecast)}"
