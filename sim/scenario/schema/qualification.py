"""Qualification: how long a buyer takes to accept more from a seller that it knows."""

from sim.scenario.schema.base import Block
from sim.scenario.schema.quantity import Extra, Lapse


class Qualification(Block):
    """How a buyer moves orders from lanes that fail to others on which it buys already.

    What these carry beyond their plan is new to it: parts, models and lines for which their magnets
    are not approved.
    """

    days: Lapse
    """Days from the first order that is moved to a lane until it may carry all that is ordered."""
    above: Extra = 0.0
    """What a lane may carry above its plan meanwhile, as a share of that."""
