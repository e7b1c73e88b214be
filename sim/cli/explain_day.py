"""``shortfall explain RUN --day DATE``: why a consumer is short on a day, up the chain."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from sim.cli.asked_run import opened
from sim.cli.echo import echo

if TYPE_CHECKING:
    from sim.upstream.answer import Explained
    from sim.upstream.branch import Branch


def show(
    folder: str, day: dt.date, consumer: str | None, history: int | None, *, as_json: bool
) -> None:
    """Print the walk from a shortfall to what binds.

    Parameters
    ----------
    folder : str
        Folder of a run, or its scenario.
    day : date
    consumer : str, optional
    history : int, optional
    as_json : bool
        Print JSON.
    """
    from sim.upstream.answer import ExplainError, explain_day
    from sim.upstream.words import lines_of

    run = opened(folder, "--day walks up from a shortfall of a run")
    said = _Days()
    try:
        found = explain_day(run, day, consumer, history, said)
    except ExplainError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        echo(json.dumps(_content(found), indent=1))
    else:
        echo("\n".join(lines_of(found)))


class _Days:
    """Says once that a history is run again, and when half of it is done."""

    def __init__(self) -> None:
        self._said = 0

    def __call__(self, done: int, total: int) -> None:
        tenths = 10 * done // total
        if self._said == 0:
            echo(f"Running the history again, {total} days, and keeping it ...", err=True)
            self._said = 1
        elif tenths > self._said and tenths % 2 == 0:
            self._said = tenths
            echo(f"{10 * tenths:>4} %", err=True)


def _content(found: "Explained") -> dict[str, Any]:
    """Give the answer for JSON."""
    from sim.output.text import rounded

    inflow = found.inflow
    return {
        "name": found.run.name,
        "date": found.date.isoformat(),
        "consumer": found.consumer,
        "label": found.label(found.consumer),
        "history": found.history,
        "demand_t": rounded(found.demand),
        "served_t": rounded(found.served),
        "held_t": rounded(found.held),
        "shipped_t": rounded(inflow.shipped),
        "planned_t": rounded(inflow.planned),
        "missing_t": rounded(inflow.missing),
        "extra_t": {name: rounded(amount) for name, amount in inflow.extra.items()},
        "lanes": [*_branches(found, inflow.branches)],
    }


def _branches(found: "Explained", branches: "tuple[Branch, ...]") -> "Iterator[dict[str, Any]]":
    from sim.output.text import rounded

    for one in branches:
        first, last = (found.run.start + dt.timedelta(days=day) for day in (one.first, one.last))
        yield {
            "good": one.good,
            "lane": one.lane,
            "seller": one.seller,
            "buyer": one.buyer,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "shipped_t": rounded(one.shipped),
            "planned_t": rounded(one.planned),
            "missing_t": rounded(one.missing),
            "most_of": one.most_of or None,
            "constraint": one.constraint or None,
            "causes": found.causes.of(one),
            "part": rounded(one.part),
            "above": [*_branches(found, one.above)],
        }
