"""``shortfall explain FILE --uncertainty``: which numbers may be off, and how far."""

import json
from collections import Counter

import click

from sim.cli.echo import echo
from sim.cli.table import table
from sim.scenario.errors import plural
from sim.scenario.origin import dotted
from sim.scenario.schema import Scenario
from sim.scenario.uncertainty.inputs import Inputs
from sim.study.uncertain_numbers import HISTORIES, Found, Span, uncertain_numbers

HEAD = ("number", "as written", "by grade", f"in {HISTORIES} histories")
AGREEING = "in constrained worlds"
SHARES = "Shares of lanes are shown as drawn: a run divides those of a buyer by their sum."
OF_SOURCE = ("grade", "source", "kind")


def show(scenario: Scenario, field: str, *, as_json: bool) -> None:
    """Print uncertain numbers of a block, and which sourced ones stay as they are and why."""
    echo(f"Drawing {HISTORIES} histories ...", err=True)
    inputs, every = uncertain_numbers(scenario)
    found = [one for one in every if _within(one.number.name, field)]
    stays = {
        name: one.reason for one in inputs.left_out if _within(name := dotted(one.path), field)
    }
    if field and not (found or stays):
        raise click.BadParameter(f"No sourced number stands at '{field}'.", param_hint="--field")
    if as_json:
        told = {"uncertain": [one.as_dict() for one in found], "stays": stays}
        echo(json.dumps(told, indent=1))
        return
    agreeing = [AGREEING] if any(one.constrained for one in found) else []
    head = (*HEAD, *agreeing, *OF_SOURCE)
    if found:
        echo(table([head, *map(_cells, found)], right=range(1, len(head) - len(OF_SOURCE))))
    if stays:
        echo(table([("not drawn by grade", "because"), *stays.items()]))
    _tell(inputs, found, stays)


def _tell(inputs: Inputs, found: list[Found], stays: dict[str, str]) -> None:
    factors = len({one.number.factor for one in found})
    common = f"; {100 * inputs.common:g} % of the variance is of {plural(factors, 'factor')}"
    of = f"{common}, of source and kind" if found else ""
    echo(f"{plural(len(found), 'number')} may be off by the grade of their source{of}.", err=True)
    echo(f"{plural(len(stays), 'other number')} not drawn by grade:", err=True)
    for reason, count in Counter(stays.values()).most_common():
        echo(f"  {count:5d}  {reason}", err=True)
    if any(one.number.path[0] == "lanes" and one.number.kind == "share" for one in found):
        echo(SHARES, err=True)


def _cells(one: Found) -> tuple[str, ...]:
    number = one.number
    return (
        *(number.name, _figures(number.centre), _span(one.by_grade), _span(one.drawn)),
        *([_span(one.constrained)] if one.constrained else []),
        *(number.grade, number.source, number.kind),
    )


def _span(span: Span) -> str:
    return f"{_figures(span[0])} to {_figures(span[1])}"


def _figures(value: float) -> str:
    """Write four figures, and large numbers in full."""
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.4g}"


def _within(name: str, field: str) -> bool:
    return not field or f"{name}.".startswith(f"{field}.")
