"""Consumers: a sector in a region that builds a good, most of them magnets, into its products."""

from typing import Literal

from sim.scenario.chain import BY_GRADE, MAGNETS, Used
from sim.scenario.schema.base import Block, Date, Dated, Id, Label, Place, SourceIds, Text
from sim.scenario.schema.emergency import Emergency
from sim.scenario.schema.firms import Firms
from sim.scenario.schema.location import Standing
from sim.scenario.schema.origin_rule import OriginRule
from sim.scenario.schema.output import Output
from sim.scenario.schema.qualification import Qualification
from sim.scenario.schema.quantity import (
    CostPerTonne,
    Cover,
    Extra,
    FixedFraction,
    FixedSomeAmount,
    FixedYearlyShare,
    Fraction,
    Growth,
    Rank,
    TonnesPerYear,
    Variation,
)


class CatchUp(Block):
    """Unmet demand of which a share is made good later, by overtime."""

    share: Dated[Fraction]
    """Share of unmet demand that customers wait for; the rest is lost."""
    overtime: Dated[Extra]
    """Extra use a day above the day's demand while catching up, share of that demand."""


class Consumer(Standing):
    """A sector in a region."""

    region: Place
    """Country or bloc it produces in: the destination of export controls."""
    sector: Label
    """Sector, as EV traction."""
    label: Label | None = None
    """How reports call it."""
    end_use: Literal["civil", "defence"] = "civil"
    """End use, which licences and controls tell apart."""
    priority: Rank = 1
    """Priority class: 0 is served first when a seller is short."""
    priority_in: list[Place] | None = None
    """Countries or blocs in which a law gives it that class: sellers (and stockpiles) there serve
    it so, all others as class 1. None: everywhere."""
    good: Used = MAGNETS
    """What it uses: magnets, by themselves or in motors; or oxide (as of yttrium, for coatings and
    ceramics) or metal."""
    demand_t_per_year: TonnesPerYear
    """Demand at mid-2024, t of finished magnets a year, in motors too; of contained element where
    it uses oxide or metal, as are all its tonnes."""
    growth_per_year: Growth | dict[Date, Growth] = 0.0
    """Growth rate a year; dated: in force from the date on."""
    thrift_per_year: FixedYearlyShare = 0.0
    """Share of the grades with heavies that moves to the first grade each year."""
    grades: dict[Id, FixedFraction] = {}
    """Share of each grade in the tonnes; they sum to 1. Only of magnets and motors."""
    elements: dict[Id, FixedFraction] = {}
    """Share of each element in the tonnes of oxide or metal, in its place; they sum to 1."""
    goods_for: dict[Place, FixedFraction] = {}
    """Part of what it makes of magnets or motors that is finished goods for another place, by
    region of consumers; the rest stays where it is, or goes where nothing is told of."""
    stock_days: Dated[Cover] = 14.0
    """Buffer stock, days of demand."""
    order_up_to_t: Dated[FixedSomeAmount] | None = None
    """Order-up-to level of the inventory position, t over all grades; replaces stock_days."""
    firms: Firms | None = None
    """Its firms, each with a shelf of its own, so that some stand still before others. None: it is
    one firm."""
    unmet: Literal["lost", "backlog"] | CatchUp = "lost"
    """What becomes of unmet demand; backlog is served later in full, oldest first."""
    qualification: Qualification | None = None
    """How long it takes to accept more from sellers that it knows, where others fail; none takes
    all that they have from the next day on."""
    emergency: Emergency | None = None
    """What it learns to do without while it is short; none learns nothing."""
    output: Output | None = None
    """What it builds; none measures its losses in days and tonnes of its demand alone."""
    holding_usd_per_t_day: Dated[CostPerTonne] | None = None
    """Cost of holding its buffer stock at the end of a day, USD a day for a tonne."""
    transit_holding_usd_per_t_day: Dated[CostPerTonne] | None = None
    """Cost of holding what is shipped to it and has not arrived, USD a day for a tonne."""
    backlog_usd_per_t_day: Dated[CostPerTonne] | None = None
    """Penalty for demand that waits at the end of a day, USD a day for a tonne."""
    unmet_usd_per_t: Dated[CostPerTonne] | None = None
    """Penalty for demand that is not served on its day, USD for a tonne, once."""
    origin_rule: OriginRule | None = None
    """A place of which it must use nothing from a day on."""
    daily_variation: Variation | None = None
    """Factor on demand drawn anew each day (mean 1); below 0 counts as 0."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""

    @property
    def by_grade(self) -> bool:
        """Whether it counts its tonnes by grade of magnets, not by element."""
        return self.good in BY_GRADE

    @property
    def shares(self) -> dict[str, float]:
        """Share of each grade, or element, in its tonnes."""
        return self.grades if self.by_grade else self.elements
