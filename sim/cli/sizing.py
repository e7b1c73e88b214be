"""What ``shortfall size`` is asked, as its options say it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from sim.cli.options import Real, grouped
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.scenario.schema import Form
    from sim.size.measured import Scale, Unit
    from sim.size.question import Question

UNITS = ("days", "tonnes", "musd")
"""What sizes are given in; given here too, as help is not to import what sizes."""


@dataclass(frozen=True)
class Sizing:
    """A target, the stockpile that is to meet it, and how its size is given; not yet read."""

    target: str
    stockpile: str | None
    forms: str | None
    through: tuple[str, ...]
    unit: "Unit"
    prices: tuple[str, ...]
    step_days: float
    budget_musd: float | None

    def read(self, request: Request, file: str) -> "tuple[Question, list[Form], Scale]":
        """Read all that is asked, and refuse what cannot be, before anything is run."""
        from sim.size.form import FormError, read_forms, read_through
        from sim.size.measured import PriceError, Scale, read_prices
        from sim.size.question import asked
        from sim.size.target import TargetError, read_target

        unit = self.unit
        try:
            wanted, found = read_target(self.target), read_prices(self.prices)
            named = read_through(self.through)
            chosen = read_forms(self.forms) if self.forms else []
            of_sizes = request.run_request(request.load(file))
            question = asked(of_sizes, wanted, self.stockpile, self.step_days, named)
            if self.budget_musd is not None:
                unit, chosen = "musd", chosen or list(found)
            chosen = chosen or [question.own_form]
            for form in chosen:
                question.use_t_per_day(form)
            return question, chosen, Scale(unit, found).priced(chosen)
        except (TargetError, FormError, PriceError) as error:
            raise click.UsageError(str(error)) from error


sizing = grouped(
    "sizing",
    Sizing,
    click.option(
        "--target",
        required=True,
        metavar="TARGET",
        help="What it is to achieve: 'line_down_days[us_defence] <= 0 with 95%', or "
        "'mean shortfall_days[US] <= 10'; of several groups, [us_defence,us_ev], the worst counts.",
    ),
    click.option("--stockpile", metavar="ID", help="Which stockpile. [the only one]"),
    click.option(
        "--form", "forms", metavar="FORM,...", help="magnets, metal, oxide. [as it is held]"
    ),
    click.option(
        "--through",
        "through",
        multiple=True,
        metavar="FORM=ID,...",
        help="Who converts a form for the members. [all who use it in the stockpile's country]",
    ),
    click.option(
        "--in", "unit", type=click.Choice(UNITS), default="days", help="Unit of sizes. [days]"
    ),
    click.option(
        "--price", "prices", multiple=True, metavar="FORM=USD,...", help="USD a kg, for --in musd."
    ),
    click.option(
        "--step",
        "step_days",
        type=Real(0.01, 3650),
        default=1.0,
        metavar="DAYS",
        help="Sizes are multiples of so many days of the members' use. [1]",
    ),
    click.option(
        "--budget-musd",
        type=Real(0.0, 1e9, min_open=True),
        metavar="M USD",
        help="Find the best mix of the forms that so much buys, instead of the least size.",
    ),
)
"""Adds the options of what is sized."""
