"""Surge: how fast a maker can make more than it was planned to."""

from sim.scenario.schema.base import Block
from sim.scenario.schema.quantity import Fraction


class Surge(Block):
    """How fast a maker raises its output above what it was planned to make, up to its capacity.

    Both are parts of its capacity of the date. It is manned for what it is planned to make; whoever
    it has taken on stays.
    """

    at_once: Fraction = 0.0
    """What it makes more from one day to the next, by overtime and further shifts."""
    per_month: Fraction
    """What it takes on in a month in which it makes more than it is manned for."""
