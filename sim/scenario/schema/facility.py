"""Facilities: where matter is mined, separated, reduced, made into magnets and motors, stored."""

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.chain import MAGNETS, Form
from sim.scenario.schema.base import Block, Dated, Id, Label, Place, SourceIds, Text
from sim.scenario.schema.learning import Learning
from sim.scenario.schema.location import Standing
from sim.scenario.schema.quantity import (
    Amount,
    CostPerTonne,
    Cover,
    Days,
    FixedAmount,
    FixedCover,
    FixedFraction,
    FixedSomeFactor,
    Fraction,
    ToGrade,
    TonnesPerYear,
    Yield,
)
from sim.scenario.schema.surge import Surge

_DAYS_OF_MONTHS = (
    r"^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9])$|^(0[13-9]|1[0-2])-30$|^(0[13578]|1[02])-31$"
)
MonthDay = Annotated[str, Field(pattern=_DAYS_OF_MONTHS)]
"""A day of the year, as 06-01."""


class Facility(Standing):
    """What every facility has."""

    country: Place
    """The country it stands in: what it sells abroad passes that country's controls."""
    holding_usd_per_t_day: Dated[CostPerTonne] | None = None
    """Cost of holding its output stock at the end of a day, USD a day for a tonne (concentrate in
    t REO; oxide and metal in contained element; magnets finished, in motors too); by-products cost
    nothing."""
    label: Label | None = None
    """How reports call it."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""


class Season(Block):
    """A part of each year in which a mine runs at a share of its capacity."""

    first: MonthDay
    """First day, as 06-01."""
    last: MonthDay
    """Last day, as 09-30."""
    factor: FixedFraction
    """Share of capacity left."""


class Mine(Facility):
    """A mine with its own mill: it sells concentrate."""

    capacity_t_reo_per_year: Dated[TonnesPerYear] | None = None
    """Nameplate capacity, t REO a year in concentrate; none means unlimited."""
    basket: dict[Id, Dated[Fraction]]
    """Share of each element's oxide in the REO."""
    seasons: list[Season] = []
    """Parts of the year with less output."""
    mode: Literal["pull", "push"] = "pull"
    """pull mines to its stock target and for orders that wait; push fills the storage, its stock
    target, alone."""
    stock_days: Dated[Cover] = 30.0
    """Stock of concentrate it keeps, days of planned sales."""
    stock_t_reo: Dated[FixedAmount] | None = None
    """The same in t REO; replaces stock_days."""


class Converter(Facility):
    """What every facility that turns one good into another has."""

    processing_days: Dated[Days] = 0.0
    """Days from input drawn to output usable, as on the day it is drawn; rounded up."""
    feed_days: Dated[Cover] = 30.0
    """Input stock it keeps, days of planned use. A plant that gets no more feed serves its orders
    for so many days, those of its stock_days, and policy.review_days: what is sold until it plans
    again it has made already."""
    stock_days: Dated[Cover] = 14.0
    """Output stock it keeps, days of planned sales."""
    learning: Learning | None = None
    """How it comes to its yields; none takes what is said of its place (`learning` of the
    scenario), or has learned all."""
    feed_holding_usd_per_t_day: Dated[CostPerTonne] | None = None
    """Cost of holding its input stock, USD a day for a tonne."""
    process_holding_usd_per_t_day: Dated[CostPerTonne] | None = None
    """Cost of holding what is in process, USD a day for a tonne of output."""
    transit_holding_usd_per_t_day: Dated[CostPerTonne] | None = None
    """Cost of holding what is shipped to it and has not arrived, USD a day for a tonne."""


class SeparationPlant(Converter):
    """A plant that parts concentrate into oxides."""

    capacity_t_reo_per_year: Dated[TonnesPerYear] | None = None
    """Feed capacity, t REO a year; none means unlimited."""
    recovery: dict[Id, Dated[Yield]]
    """Oxide out per oxide in, for each element it separates (its circuits)."""
    residue: dict[Id, Dated[Yield]] = {}
    """Share of each element it cannot separate that it keeps as heavy concentrate; where no lane
    takes that, it leaves the chain."""
    on_spec: Dated[ToGrade] = 1.0
    """Share of its oxide that is to grade, as on the day it is finished. The rest goes to metal
    makers for whom it suffices (`takes_off_spec`), before anything else does; what they do not
    order stays on hand, and above surplus_above_days leaves for other uses. What makers pay is not
    reckoned, and so no discount either."""
    mode: Literal["pull", "push"] = "pull"
    """pull makes to stock target and orders; push separates all the feed it gets, and orders to
    its feed stock: it needs a capacity."""
    surplus_above_days: Dated[FixedCover] | None = None
    """Oxide above so many days of planned sales is surplus, in either mode: it leaves for other
    uses, unless it is kept or a stockpile buys it (`surplus_of` of a fill)."""
    surplus_kept: Dated[Fraction] = 0.0
    """Share of its surplus that the plant keeps, from the start of the run on, and sells when more
    is ordered of it than it has on hand."""
    feed_surplus_above_days: Dated[FixedCover] | None = None
    """Feed above so many days at its capacity leaves the chain: heavy concentrate that other plants
    push to it comes whether it can part it or not. A plant without capacity, as before its project
    opens, keeps none. None keeps all."""


class Recycler(Converter):
    """A plant that turns magnet-making scrap back into oxides."""

    capacity_t_reo_per_year: Dated[TonnesPerYear] | None = None
    """Feed capacity, t REO a year; none means unlimited."""
    recovery: dict[Id, Dated[Yield]]
    """Oxide out per oxide in, for each element."""


class Maker(Converter):
    """A converter that makes each item by itself, of what it orders."""

    surge: Surge | None = None
    """How fast it raises its output; none makes all that its capacity allows from one day to the
    next."""


class MetalMaker(Maker):
    """A plant that reduces oxides to metal and alloy."""

    capacity_t_metal_per_year: Dated[TonnesPerYear] | None = None
    """Nameplate capacity, t of metal a year; none means unlimited."""
    metal_yield: Dated[Yield]
    """Element in metal out per element in oxide in."""
    takes_off_spec: bool = False
    """Whether oxide that is not to grade (`on_spec` of a separation plant) suffices: it takes that
    first. Nobody else ever gets any."""
    first_feed_from: Id | None = None
    """Of whose oxide its feed of the first day is, where origins are followed (measures.exposure,
    an origin_rule): a stock bought long ago. None: of all that it buys by plan."""
    batches_apart: bool = True
    """Whether it reduces oxide of one origin by itself where makers that it sells to need that for
    buyers with an origin_rule; else its metal is one mixture. Metal is reduced cell by cell, of
    oxide that is bought by the lot."""
    passes_rules_on: bool = True
    """Whether it orders oxide by what its buyers with an origin_rule need of it, where it keeps
    batches apart: of those first who sell it free of the place. Else it orders as ever, and sells
    them what of that is free."""


class MagnetMaker(Maker):
    """A plant that makes sintered magnets."""

    capacity_t_blanks_per_year: Dated[TonnesPerYear] | None = None
    """Nameplate capacity, t of blanks (unmachined blocks) a year; none means unlimited."""
    finished_t_per_t_blank: Dated[Yield] = 1.0
    """Finished magnets per blank."""
    blank_t_per_t_alloy: Dated[Yield] = 1.0
    """Blanks per alloy melted."""
    recipe_factor: dict[Id, Dated[FixedSomeFactor]] = {}
    """Multiplies the grades' content of an element in this maker's magnets."""
    in_house_return: Dated[Fraction] = 0.0
    """Share of its scrap that the maker melts again itself."""
    scrap_collected: Dated[Fraction] = 1.0
    """Share of its other scrap that goes to a recycler by a scrap lane, if it has one."""
    batches_apart: bool = True
    """Whether it melts metal of one origin by itself where a buyer has an origin_rule, or is on a
    list that counts by_batch, and sells it that part of its output; else its magnets are one
    mixture. Alloy is melted in heats of half a tonne to a tonne that are certified one by one, from
    metal that is bought by the lot: so the makers that sell to defence do."""
    passes_rules_on: bool = True
    """Whether it orders metal by what its buyers with an origin_rule need of it, where it keeps
    batches apart: of those first who sell it free of the place. Else it orders as ever, and sells
    them what of that is free."""


class MotorMaker(Maker):
    """A plant that builds magnets into motors and actuators, counted in t of magnets in them."""

    capacity_t_magnets_per_year: Dated[TonnesPerYear] | None = None
    """Nameplate capacity, t of magnets a year in its motors; none means unlimited."""
    motor_yield: Dated[Yield] = 1.0
    """Magnets in its motors per magnets taken in; the rest is lost."""


class Depot(Facility):
    """A warehouse that holds stock without converting it."""

    good: Form = MAGNETS
    """What it holds."""
    stock_days: Dated[Cover] = 14.0
    """Stock it keeps, days of planned sales."""
    order_up_to_t: Dated[Amount] | None = None
    """Order-up-to level of the inventory position, t of each item; replaces stock_days."""
    batches_apart: bool = True
    """Whether a depot of magnets keeps them by origin for buyers with an origin_rule, and sells
    these the part that they may use; else what it holds counts as one mixture."""
    passes_rules_on: bool = True
    """Whether it orders magnets by what its buyers with an origin_rule need of it, where it keeps
    batches apart."""
    transit_holding_usd_per_t_day: Dated[CostPerTonne] | None = None
    """Cost of holding what is shipped to it and has not arrived, USD a day for a tonne."""
