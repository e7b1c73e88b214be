"""Projects: capacity that does not exist yet."""

import datetime as dt
from typing import Literal

from sim.scenario.schema.base import Block, Fraction, Id, NonNegative, Number, SourceIds


class Project(Block):
    """A new plant, or an expansion of one, on a planned schedule."""

    facility: Id
    """The facility whose capacity it adds to."""
    adds_per_year: NonNegative
    """Nameplate it adds, in the unit of the facility's capacity, t a year."""
    first_product: dt.date
    """Planned date of first product: the ramp starts here."""
    ramp_months: NonNegative = 18.0
    """Months from first product to nameplate."""
    curve: Literal["linear", "s_curve"] = "linear"
    """Shape of the ramp."""
    qualification_months: NonNegative = 0.0
    """Months after first product before customers count its offtake lanes."""
    slip_months: Number = 0.0
    """Delay of first product against the plan."""
    cancel_probability: Fraction = 0.0
    """Chance that it is never built."""
    milestones: dict[Id, dt.date] = {}
    """Dates for readers: permit, construction, commissioning."""
    label: str | None = None
    """What readers may call it; results name the facility."""
    note: str | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""
