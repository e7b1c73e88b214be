"""A rule of origin: what a consumer must not use from a day on."""

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.schema.base import Block, Date, Place
from sim.scenario.schema.quantity import FixedFraction

Stage = Literal["mined", "separated", "reduced", "made"]
"""What is done to matter: mined, separated into oxides, made into metal, made into magnets."""


class OriginRule(Block):
    """What a consumer must not use from a day on.

    Who sells to it follows from what sellers hold: a seller that keeps batches apart may sell it
    the part of its output that is free of the place, one that mixes all or nothing. What
    stockpiles release it may use whatever it holds: it was bought by the same rule, or is released
    under a waiver.
    """

    not_from: Place
    """Country or bloc of which it must use nothing."""
    stages: Annotated[list[Stage], Field(min_length=1)] = ["mined", "separated", "reduced", "made"]
    """What must not have been done there to any element of the magnets."""
    start: Date | None = None
    """First day on which it must use nothing of it; none: since before the run. All know of it long
    before: stand-by lanes are qualified by then."""
    stock: Literal["used_up", "lost"] = "used_up"
    """What is on its shelf and on the way on the first day: used_up, what was ordered before may be
    used; lost, none of it that breaks the rule, and so it orders none that it would not have used
    by then."""
    content_threshold: FixedFraction = 0.0
    """Share of an element in the magnets, of all that they hold of it, that may have been there."""
