"""Output: what a consumer builds, and how much of it while it is short."""

from sim.scenario.schema.base import Block, Label
from sim.scenario.schema.quantity import Cover, FixedFraction, FixedPieces, FixedWorth


class Point(Block):
    """A point of a curve from what is served of demand to what is built."""

    served: FixedFraction
    """Part of a firm's demand of the day that is served."""
    built: FixedFraction
    """Part of its output of the day that is built with it."""


class Output(Block):
    """What a consumer builds of what it uses.

    It measures what a shortage costs, and changes nothing of what is ordered and used.
    """

    curve: list[Point] = []
    """How much a firm builds while it is served a part of its demand, of the grade of which it has
    least: between nothing for nothing and all for all, with straight lines between. Above the
    diagonal where it can leave parts out, as it would those of wipers before those of traction.
    None: so much as is served."""
    parts_days: Cover | None = None
    """Days of normal output for which there are parts between a firm and the lines that build of
    them: made, on their way, in store. They bridge as many days on which it lacks what it uses, and
    fill up again as it catches up, before anything is built late. They are no part of
    ``stock_days``. None: lines stand still with the firm."""
    product: Label | None = None
    """What is built, in the plural, as cars."""
    products_per_t: FixedPieces | None = None
    """How many of it a tonne of normal demand goes into."""
    musd_per_t: FixedWorth | None = None
    """What is built with a tonne of normal demand is worth, million USD."""
