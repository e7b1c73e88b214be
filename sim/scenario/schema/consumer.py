"""Consumers: a sector in a region that builds magnets into its products."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.schema.base import (
    Block,
    Dated,
    Distribution,
    FixedFraction,
    Fraction,
    Growth,
    Id,
    NonNegative,
    Place,
    Schedule,
    SourceIds,
)


class CatchUp(Block):
    """Unmet demand of which a share is made good later, by overtime."""

    share: Dated[Fraction]
    """Share of unmet demand that customers wait for; the rest is lost."""
    overtime: Schedule
    """Extra use a day above the day's demand while catching up, share of that demand."""


class Consumer(Block):
    """A sector in a region."""

    region: Place
    """Country or bloc it produces in: the destination of export controls."""
    sector: str
    """Sector, as EV traction."""
    label: str | None = None
    """How reports call it."""
    end_use: Literal["civil", "defence"] = "civil"
    """End use, which licences and controls tell apart."""
    priority: int = Field(default=1, ge=0, le=9)
    """Priority class: 0 is served first when a seller is short."""
    demand_t_per_year: NonNegative
    """Demand at mid-2024, t of finished magnets a year."""
    growth_per_year: Growth | dict[dt.date, Growth] = 0.0
    """Growth rate a year; dated: in force from the date on."""
    thrift_per_year: FixedFraction = 0.0
    """Share of the grades with heavies that moves to the first grade each year."""
    grades: dict[Id, FixedFraction]
    """Share of each grade in the tonnes; they sum to 1."""
    stock_days: Schedule = 14.0
    """Buffer stock, days of demand."""
    order_up_to_t: Dated[Annotated[float, Field(gt=0)]] | None = None
    """Order-up-to level of the inventory position, t over all grades; replaces stock_days."""
    unmet: Literal["lost", "backlog"] | CatchUp = "lost"
    """What becomes of unmet demand; backlog is served later in full, oldest first."""
    holding_usd_per_t_day: Schedule | None = None
    """Cost of holding its buffer stock at the end of a day, USD a day for a tonne of magnets."""
    transit_holding_usd_per_t_day: Schedule | None = None
    """Cost of holding what is shipped to it and has not arrived, USD a day for a tonne."""
    backlog_usd_per_t_day: Schedule | None = None
    """Penalty for demand that waits at the end of a day, USD a day for a tonne."""
    unmet_usd_per_t: Schedule | None = None
    """Penalty for demand that is not served on its day, USD for a tonne, once."""
    daily_variation: Distribution | None = None
    """Factor on demand drawn anew each day (mean 1); below 0 counts as 0."""
    note: str | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""
