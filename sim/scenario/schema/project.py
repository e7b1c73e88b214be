"""Projects: capacity that does not exist yet."""

from typing import Literal

from sim.scenario.schema.base import Block, Date, Id, Label, SourceIds, Text
from sim.scenario.schema.quantity import Fraction, Months, Shift, TonnesPerYear


class Project(Block):
    """A new plant, or an expansion of one, on a planned schedule."""

    facility: Id
    """The facility whose capacity it adds to."""
    owner: Id | None = None
    """Who builds it: what a schedule draws for projects of one owner has something in common."""
    kind: Id | None = None
    """Its kind in the schedule, which says how late such projects come."""
    adds_per_year: TonnesPerYear
    """Nameplate it adds, in the unit of the facility's capacity, t a year."""
    first_product: Date
    """Planned date of first product: the ramp starts here."""
    ramp_months: Months = 18.0
    """Months from first product to nameplate."""
    curve: Literal["linear", "s_curve"] = "linear"
    """Shape of the ramp."""
    qualification_months: Months = 0.0
    """Months after first product before customers count its offtake lanes."""
    slip_months: Shift | None = None
    """Delay of first product against the plan; none takes that of the schedule, or 0."""
    cancel_probability: Fraction | None = None
    """Chance that it is never built; none takes that of the schedule, or 0."""
    milestones: dict[Id, Date] = {}
    """Dates for readers: permit, construction, commissioning."""
    label: Label | None = None
    """What readers may call it; results name the facility."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""
