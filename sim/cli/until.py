"""``--until``: histories are added until an interval is narrow enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from sim.cli.options import MOST_HISTORIES, grouped
from sim.cli.refusing import refusing
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.output.until import Until
    from sim.scenario.load import Loaded

AT_MOST = 10_000
"""Most histories of ``--until``, unless told otherwise."""


@dataclass(frozen=True)
class UntilOptions:
    """The target of an interval as it was given, and the most histories for it."""

    until: str | None
    at_most: int | None

    def read(self, request: Request) -> "Until | None":
        """Give the target; none if there is none."""
        if self.until is None:
            if self.at_most is not None:
                raise click.UsageError("--at-most limits --until; without it, -n says how many")
            return None
        if request.sampling == "latin":
            raise click.UsageError(
                "--until adds histories, and a Latin hypercube has a fixed number; "
                "use --sampling sobol, which extends"
            )
        from sim.output.until import Until

        most = self.at_most or AT_MOST
        if request.sampling == "sobol":  # which come in lots of 64
            most = max(most // 64, 1) * 64
        with refusing("--until"):
            return Until.parse(self.until, most)


def check_names(target: "Until", scenarios: "Sequence[Loaded]") -> None:
    """Refuse a measure or group that is not there, before time is spent on it."""
    from sim.compare.select import groups_in
    from sim.scenario.measured import known_group, known_measure

    with refusing("--until"):
        for loaded in scenarios:
            known_group(target.group, groups_in([loaded.scenario], booked=False))
        known_measure(target.measure)


until_options = grouped(
    "until",
    UntilOptions,
    click.option(
        "--until",
        metavar="TARGET",
        help="Add histories until a 95 % interval is narrow enough: ci=2% (of the mean shortfall "
        "days of all), ci=0.5 (days), US.line_down_days:ci=2%.",
    ),
    click.option(
        "--at-most",
        type=click.IntRange(1, MOST_HISTORIES),
        help=f"Most histories of --until. [{AT_MOST:,}]",
    ),
)
"""Adds the options of the target."""
