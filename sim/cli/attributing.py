"""What ``shortfall attribute`` is asked, as its options say it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import grouped
from sim.cli.refusing import refusing
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.attribute.question import Question
    from sim.attribute.take import Measure

MEASURES = ("shortfall_days", "unmet_t")
"""What can be shared out; given here too, as help is not to import what measures."""


@dataclass(frozen=True)
class Attributing:
    """Which causes count, of what, and whose; not yet read."""

    together: tuple[str, ...]
    with_stockpiles: bool
    with_known: bool
    orders: int
    measure: "Measure"
    groups: tuple[str, ...]

    def read(self, request: Request, file: str) -> "Question":
        """Read all that is asked, and refuse what cannot be, before anything is run."""
        from sim.attribute.cause import CauseError, causes_of
        from sim.attribute.question import Question, chosen_groups
        from sim.study.job import SamplingError

        of_points = request.run_request(request.load(file))
        scenario = of_points.loaded.scenario
        together = [[name.strip() for name in one.split(",")] for one in self.together]
        try:
            causes = causes_of(
                scenario,
                together,
                with_stockpiles=self.with_stockpiles,
                with_known=self.with_known,
            )
            with refusing("--group"):
                groups = chosen_groups(scenario, self.groups)
            question = Question(of_points, causes, groups, self.measure, self.orders)
            assert question.histories, "to settle them refuses too few for a hypercube"
        except (CauseError, SamplingError) as error:
            raise click.UsageError(str(error)) from error
        return question


class Even(click.IntRange):
    """A whole number that is even."""

    name = "integer"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it."""
        number = int(super().convert(value, param, ctx))
        if number % 2:
            self.fail(f"{number} is odd: each order is taken with its reverse.", param, ctx)
        return number


attributing = grouped(
    "attributing",
    Attributing,
    click.option(
        "--together",
        "together",
        multiple=True,
        metavar="ID,ID,...",
        help="Count these as one cause; can be repeated. [each by itself]",
    ),
    click.option(
        "--with-stockpiles", is_flag=True, help="Count stockpiles as causes, which save shortfall."
    ),
    click.option(
        "--with-known",
        is_flag=True,
        help="Count what began up to as_of as well; in an outlook it is a part of the world.",
    ),
    click.option(
        "--orders",
        type=Even(4, 10_000),
        default=32,
        metavar="N",
        help="Orders that are drawn where more than ten causes have too many sets. [32]",
    ),
    click.option(
        "--measure",
        type=click.Choice(MEASURES),
        default=MEASURES[0],
        help=f"What is shared out. [{MEASURES[0]}]",
    ),
    click.option(
        "--group",
        "groups",
        multiple=True,
        metavar="NAME",
        help="Whose, as US or us_ev; can be repeated. [regions, defence and all]",
    ),
)
"""Adds the options of what is shared out among which causes."""
