"""How a stockpile is paid for: loan, equity, fees of members, costs, and what members pay."""

from typing import Literal

from sim.scenario.schema.base import Block, Dated, Id, SourceIds, Text
from sim.scenario.schema.quantity import CostPerTonne, Money, Price, YearlyShare, Years


class FixedPrice(Block):
    """A price that is agreed once and for all."""

    fixed: Price | dict[Id, Price]
    """USD a kg as held: one for everything, or one of each element or grade."""


class Finance(Block):
    """The money of a stockpile: with it, it buys what cash and undrawn loan allow.

    It begins on the first day with the equity in cash. What was in stock then was contributed in
    kind, at the day's prices. Prices are those of the market in the stockpile's country, or else
    price_usd_per_kg of its fill. What neither cash nor the loan can pay is added to what is owed.
    """

    loan_musd: Money = 0.0
    """Most that it may borrow, million USD."""
    loan_years: Years = 15
    """Years of the loan, from the start of the scenario; interest and principal are due on each
    anniversary."""
    interest_per_year: Dated[YearlyShare] = 0.06
    """Interest on the loan in a year, as a share of it (the default is an estimate)."""
    equity_musd: Money = 0.0
    """Equity paid in on the first day, million USD."""
    drawn: Literal["as_needed", "at_start"] = "as_needed"
    """The loan is drawn when cash has run out, or all of it on the first day."""
    repayment: Literal["annuity", "bullet", "none"] = "annuity"
    """Principal is repaid in equal yearly payments of interest and principal (by the interest of
    the day, where it is dated), all at the end, or never; always from cash."""
    storage_usd_per_t_year: Dated[CostPerTonne] = 0.0
    """Cost of storage, USD a year for a tonne as held."""
    handling_usd_per_t: Dated[CostPerTonne] = 0.0
    """Cost of handling, USD for each tonne as held that comes in or goes out."""
    sale_price: Literal["market", "inventory"] | FixedPrice = "market"
    """What members pay: the price of the day, the mean cost of what is held (a set inventory
    price), or a fixed one."""
    cash_interest_per_year: Dated[YearlyShare] = 0.0
    """Interest on cash in a year, as a share of it."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""
