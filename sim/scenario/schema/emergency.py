"""Emergency: what a consumer learns to do without while it is short."""

from sim.scenario.schema.base import Block
from sim.scenario.schema.quantity import Fraction, Lapse


class Emergency(Block):
    """How a consumer that is short for long redesigns what it builds, so as to need less.

    What it has learned to do without stays. What it saves is no demand any more, and so no
    shortfall.
    """

    after_days: Lapse
    """Days on which it was short until a first redesign is in production."""
    over_days: Lapse = 0.0
    """Further such days until all is; in a straight line."""
    saves: Fraction = 0.0
    """Part of its demand that it then does without."""
    downshift: Fraction = 0.0
    """Part of its demand for other grades that then is for the first, which holds no heavies."""
