"""How far the numbers of the world may be off: from the grades of their sources."""

from typing import Literal

from sim.scenario.schema.base import Block, Label, Text
from sim.scenario.schema.quantity import FixedFraction, FixedWidth

FROM_GRADES = "from_grades"
"""Written in place of the block: all of it as it is by default."""
Kind = Literal["tonnes", "capacity", "share", "yield", "cover", "time", "price", "growth", "factor"]
"""Kinds of number, each with widths of its own: amounts and flows but for capacities; capacities;
parts of a whole and probabilities; yields and recoveries; days that a stock lasts; times; prices
and costs; rates of growth; and what else multiplies something."""
SourceGrade = Literal["A", "B", "C"]
"""Grade of a source."""
WorldsKind = Literal["constrained", "prior", "central"]
"""Which worlds histories are in: those that agree with what was recorded, all that the grades
allow, or the one that is written."""
Widths = dict[Kind, dict[SourceGrade, FixedWidth]]


class Uncertainty(Block):
    """How far sourced numbers may be off: each history has numbers of its own.

    A width of 0.4 says that in nine of ten histories a number lies between its value divided by 1.4
    and its value times 1.4 (lognormal); of a share or a yield its odds do, v / (1 - v), so that it
    stays between 0 and 1; of a growth what a year multiplies by, so that 0.03 is three points.
    """

    widths: Widths = {}
    """Width by kind of number and grade of its best source; what is not named keeps its default."""
    common: FixedFraction = 0.5
    """Part of the variance that numbers of one kind from one source have in common: so two of them
    have this correlation."""
    sources: dict[Label, FixedWidth] = {}
    """Width of all numbers whose best source this is, whatever their kind."""
    values: dict[Text, FixedWidth] = {}
    """Width of one number, by its path, as consumers.us_ev.stock_days; before all others."""
