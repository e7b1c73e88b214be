"""The market: prices of the elements in two blocs, and what responds to them."""

from typing import Literal

from pydantic import Field

from sim.scenario.schema.base import Block, Date, Dated, Id, Label, Place, SourceIds, Text
from sim.scenario.schema.quantity import (
    Elasticity,
    FallingElasticity,
    FixedMonths,
    Fraction,
    Months,
    Price,
    SomeLapse,
    Surcharge,
)

Bloc = Literal["china", "outside"]
"""Where a price holds: in the countries of the Chinese market, or in all others."""


class DemandResponse(Block):
    """How consumers' demand responds to the price of what their magnets hold.

    Demand is multiplied by (price / normal price)^elasticity, the price being that of the
    elements in the consumer's mix of grades.
    """

    elasticity: Dated[FallingElasticity] = -0.2
    """Answer within weeks, of sectors not named."""
    sectors: dict[Label, Dated[FallingElasticity]] = {}
    """Answer within weeks, by sector."""
    long_run: Dated[FallingElasticity] = -0.75
    """Response after years of thrift and substitution, the response within weeks included; a sector
    that responds more within weeks keeps to that."""
    long_run_days: Dated[SomeLapse] = 1461.0
    """Days in which 63 % of the further response comes."""


class SupplyResponse(Block):
    """How the capacity of mines and separation plants outside China responds to prices.

    Capacity is multiplied by (price / normal price)^elasticity, the price being that of the
    elements in the ore. Chinese capacity follows quotas and does not respond.
    """

    elasticity: Dated[Elasticity] = 0.2
    """Answer of idle and marginal capacity."""
    lag_days: Dated[SomeLapse] = 180.0
    """Days in which 63 % of it comes."""
    long_run: Dated[Elasticity] = 0.9
    """Response after years of investment, that of idle capacity included."""
    long_run_days: Dated[SomeLapse] = 1461.0
    """Days in which 63 % of the further response comes."""


class PriceFloor(Block):
    """A contract for difference: the state pays what the price lacks of a strike price."""

    facilities: list[Id] = Field(min_length=1)
    """Mines, separation plants and recyclers whose sales it covers."""
    element: Id
    """Element covered."""
    strike_usd_per_kg: Dated[Price]
    """Strike price, USD per kg of oxide."""
    start: Date | None = Field(default=None, alias="from")
    """First day; none means from the beginning."""
    end: Date | None = Field(default=None, alias="until")
    """Last day; none means to the end."""
    upside_share: Dated[Fraction] = 0.0
    """Share of what the price is above the strike that the state gets."""
    upside_from: Date | None = None
    """First day on which it gets that; none means from the first."""
    price: Bloc | None = None
    """Bloc whose price counts; none means that of the facility."""


class ProjectPrice(Block):
    """A project that is put off where its price is low when it is decided.

    One whose facility has a floor for the element is built whatever the price.
    """

    element: Id
    """Element whose price counts, in the bloc of the facility."""
    below_usd_per_kg: Price
    """Mean price of the year before the decision under which it is put off, USD per kg of oxide."""
    milestone: Id | None = None
    """Milestone of the project that waits for the price: the decision is taken on the day on which
    that would begin, and after slip_months again as long as the price is low."""
    lead_months: FixedMonths = 24.0
    """Months from the decision to the planned first product, where no milestone waits for it; none
    is taken before the start."""
    slip_months: Months = 12.0
    """Months by which it is put off, once; or by which the milestone begins later, each time."""
    cancelled: bool = False
    """Whether it is given up instead."""


class Market(Block):
    """Prices of the elements, reviewed every week, and what responds to them.

    A price is its normal price times a factor. What users and sellers of oxide and metal in a
    bloc hold is compared with what they would hold in an undisrupted world, and with the orders
    that wait: scarcity pulls the factor up within weeks, and it falls back to 1 over months.
    Without this block there are no prices, and nothing responds to any.
    """

    china: list[Place] = Field(default=["CN"], min_length=1)
    """Countries of the Chinese market; all others are outside."""
    normal_usd_per_kg: dict[Bloc, dict[Id, Dated[Price]]]
    """Normal price of each element's oxide in each bloc, USD per kg without VAT: what the price
    reverts to, its cost."""
    flexibility: Dated[Elasticity] = 0.7
    """Elasticity of the price aimed at to scarcity: wanted over held, against normal."""
    excess_flexibility: Dated[Elasticity] = 0.2
    """The same where more is held than wanted: plenty lowers a price less than want raises it."""
    rise_days: Dated[SomeLapse] = 14.0
    """Days in which a price makes 63 % of its way up to what is aimed at."""
    fall_days: Dated[SomeLapse] = 600.0
    """Days in which it makes 63 % of its way down."""
    demand: DemandResponse = DemandResponse()
    """How demand responds."""
    supply: SupplyResponse = SupplyResponse()
    """How supply responds."""
    floors: dict[Id, PriceFloor] = {}
    """Contracts for difference, by name."""
    projects: dict[Id, ProjectPrice] = {}
    """Projects that wait for a price, by the id of the project."""
    tariffs: dict[Place, Dated[Surcharge]] = {}
    """Share of the price that consumers in a place pay on top; demand responds to it."""
    cost_gap: Dated[Surcharge] = 0.0
    """By how much magnets made outside China cost more to make, share of their price: counts where
    stockpiles buy magnets."""
    magnet_fee_usd_per_kg: Dated[Price] = 33.0
    """Cost of making a kg of magnets without the elements in it, in China; counts like cost_gap."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""
