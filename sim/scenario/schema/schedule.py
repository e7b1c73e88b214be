"""The schedule to expect of projects, from the record of earlier ones."""

from pydantic import Field

from sim.scenario.schema.base import Block, Date, Id, SourceIds, Text
from sim.scenario.schema.quantity import Fraction, Months, Shift


class ProjectKind(Block):
    """How late projects of a kind come, and how many never do."""

    slip_months: Shift = 0.0
    """Delay of first product against the plan, drawn for each project by itself."""
    cancel_probability: Fraction = 0.0
    """Chance that a project is never built."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""


class InCommon(Block):
    """What the draws of projects have in common: shares of the variance of normal scores.

    A score is sqrt(owner) x the owner's + sqrt(kind) x the kind's + sqrt(1 - owner - kind) x the
    project's own (a Gaussian copula), and what is drawn is read off at its place: so what each
    project draws by itself is distributed as written. A late owner is also likelier to give up.
    """

    owner: Fraction = 0.0
    """Share that projects of one owner have in common."""
    kind: Fraction = 0.0
    """Share that projects of one kind have in common; the two together are at most 1."""


class Schedule(Block):
    """The slip and the cancellation of every project that has none of its own, by its kind.

    It holds for projects whose planned first product comes after a date. A project's own
    slip_months or cancel_probability counts instead, and has the same in common with others; so
    does what its milestones have of late_months, or of fails, drawn by themselves. Firms
    plan by what becomes of projects; disruptions that delay some come on top, as a surprise.
    """

    after: Date
    """What was planned for this day or before is taken to have come as planned."""
    lead_months: Months = 0.0
    """Months from a promise to its date in the record: of a project whose date is nearer to
    *after* slip and chance of cancellation are less, in proportion. 0 takes all as written."""
    common: InCommon = InCommon()
    """What the draws have in common."""
    kinds: dict[Id, ProjectKind] = Field(min_length=1)
    """By the kind that projects name."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""
