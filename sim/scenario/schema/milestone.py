"""Milestones of a project: what must be done before it gives its first product, and after."""

from pydantic import Field

from sim.scenario.schema.base import Block, Date, Id, Label, Place, Text
from sim.scenario.schema.quantity import FixedMonths, Fraction, Months


class Milestone(Block):
    """A step of a project: it begins when all that it waits for is done, and takes its time.

    First product comes when the last step is done that does not wait for it. Steps that wait for
    it, as on-spec product or the qualification by customers, act as well: until the last of them is
    done offtake lanes do not count what the project adds.
    """

    start: Date | None = None
    """First day on which it may begin; none means as soon as what it waits for is done. What the
    project as a whole has slipped by then comes on top, up to first product."""
    after: Id | list[Id] = []
    """Milestones of the same project that it waits for; first_product for what comes after that."""
    months: FixedMonths
    """Months that it takes by plan, by the calendar: two months after 31 December is the last of
    February. Where it begins late it takes as many days as planned."""
    late_months: Months | None = None
    """Months that it takes longer, of itself; none means none, or that the schedule says how late
    the project comes, if no milestone of it does."""
    cause: Id | None = None
    """What can lengthen it, as permit, opposition, finance, labour, equipment, price: disruptions
    name it."""
    made_in: Place | None = Field(default=None, alias="from")
    """Where what it needs comes from, as imported equipment: disruptions name it."""
    fails: Fraction | None = None
    """Chance that the project is given up on the day on which this would be done; none means 0, or
    that of the schedule, if no milestone of it has one."""
    label: Label | None = None
    """What readers call it."""
    note: Text | None = None
    """A remark for readers."""
