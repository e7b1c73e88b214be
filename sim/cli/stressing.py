"""What ``shortfall stress`` is asked, as its options say it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import Day, grouped
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.stress.node import Kind
    from sim.stress.plan import StressTest

KINDS: tuple["Kind", ...] = ("facility", "lane", "country", "stage")
DAYS = "30,90,180"
"""Given here too, as help is not to import what simulates."""
MOST_DAYS, MOST_PAIRS = 36_500, 100


def commas(of: Any) -> Callable[[click.Context, click.Parameter, str], tuple[Any, ...]]:
    """Read values of a type with commas between."""

    def read(ctx: click.Context, param: click.Parameter, value: str) -> tuple[Any, ...]:
        return tuple(of.convert(one.strip(), param, ctx) for one in value.split(","))

    return read


@dataclass(frozen=True)
class Stressing:
    """Which nodes are out, for how long, from when, and what they are ranked by; not yet read."""

    days: tuple[int, ...]
    first: dt.datetime | None
    kinds: "tuple[Kind, ...]"
    names: tuple[str, ...]
    group: str
    pairs: int

    def read(self, request: Request, file: str) -> "StressTest":
        """Read all that is asked, and refuse what cannot be, before anything is run."""
        from sim.stress.plan import Asked, StressError, stress_test
        from sim.study.job import SamplingError

        first = None if self.first is None else self.first.date()
        asked = Asked(self.days, first, self.kinds, self.names, self.group, self.pairs)
        try:
            return stress_test(request.run_request(request.load(file)), asked)
        except (StressError, SamplingError) as error:
            raise click.UsageError(str(error)) from error


stressing = grouped(
    "stressing",
    Stressing,
    click.option(
        "--days",
        callback=commas(click.IntRange(1, MOST_DAYS)),
        default=DAYS,
        metavar="DAYS,...",
        help=f"Lengths of the outages. [{DAYS}]",
    ),
    click.option(
        "--from",
        "first",
        type=Day(),
        metavar="DATE",
        help="First day of the outages. [four weeks after the scenario's start]",
    ),
    click.option(
        "--kinds",
        callback=commas(click.Choice(KINDS)),
        default=",".join(KINDS),
        metavar="KIND,...",
        help=f"What is out: {', '.join(KINDS)}. [all]",
    ),
    click.option(
        "--node", "names", multiple=True, metavar="NAME", help="Only this one; can be repeated."
    ),
    click.option(
        "--group",
        default="all",
        metavar="NAME",
        help="Whose shortfall days rank the nodes, as US, defence or a consumer. [all]",
    ),
    click.option(
        "--pairs",
        type=click.IntRange(0, MOST_PAIRS),
        default=0,
        metavar="N",
        help="Also all pairs of the N worst, out for the longest time together.",
    ),
)
"""Adds the options of what is tested."""
