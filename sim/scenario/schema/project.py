"""Projects: capacity that does not exist yet."""

import datetime as dt
from typing import Literal

from pydantic import Field

from sim.scenario.critical_path import FIRST_PRODUCT, Span, plan
from sim.scenario.schema.base import Block, Date, Id, Label, SourceIds, Text
from sim.scenario.schema.milestone import Milestone
from sim.scenario.schema.quantity import (
    Fraction,
    Months,
    Shape,
    Shift,
    SomeMonths,
    TonnesPerYear,
)


class Rise(Block):
    """A ramp that comes ever nearer to nameplate: 1 - 2^-((t / half)^shape) of it after t."""

    half_months: SomeMonths
    """Months from first product to half of nameplate; replaces ramp_months."""
    shape: Shape = 1.15
    """1 rises fastest at first, more begins slowly; 1.15 as Mountain Pass did, whose half took 26
    months."""


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
    planned: Date | None = Field(default=None, alias="first_product")
    """Planned date of first product: the ramp starts here. It may be left out where it follows from
    the milestones."""
    ramp_months: Months = 18.0
    """Months from first product to nameplate."""
    curve: Literal["linear", "s_curve"] | Rise = "linear"
    """Shape of the ramp: one that ends at nameplate after ramp_months, or one fitted to records, as
    {half_months: 26, shape: 1.15}."""
    qualification_months: Months = 0.0
    """Months after first product before customers count its offtake lanes."""
    slip_months: Shift | None = None
    """Delay of first product against the plan, on top of what its milestones are late; none takes
    that of the schedule, or 0. That of the schedule is not taken where a milestone has late_months.
    Milestones that are not done by as_of, or by the start of the run, are as much later."""
    cancel_probability: Fraction | None = None
    """Chance that it is never built; none takes that of the schedule, or 0. That of the schedule is
    not taken where a milestone has fails."""
    milestones: dict[Id, Date | Milestone] = {}
    """Steps that act, as permit, finance, construction, equipment, commissioning; or dates, for
    readers and for steps that wait for them."""
    label: Label | None = None
    """What readers may call it; results name the facility."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""

    @property
    def first_product(self) -> dt.date:
        """Planned date of first product, be it written or by its milestones."""
        return self.planned or self.plan[FIRST_PRODUCT].end

    @property
    def plan(self) -> dict[str, Span]:
        """Planned dates of the milestones and of first product, each after those it waits for."""
        return plan(self.milestones, self.planned)

    @property
    def steps(self) -> dict[str, Milestone]:
        """Milestones that act, by name."""
        return {name: m for name, m in self.milestones.items() if isinstance(m, Milestone)}
