"""How a stockpile is filled: purchases in the market, by plan, budget and price."""

from typing import Any

from pydantic import model_validator

from sim.scenario.schema.base import Block, Date, Id, Place
from sim.scenario.schema.quantity import Amount, DaysOfUse, Money, Price, SomePrice
from sim.scenario.schema.release import one_of


class Fill(Block):
    """A programme of purchases, over the lanes that lead to the stockpile or of surplus.

    What is on hand and on order follows a straight line from the stock at the start to the target.
    A stockpile does not buy while it releases.
    """

    target_days: DaysOfUse | None = None
    """Stock aimed at, days of the members' planned use of the date; a mapping names the elements or
    grades that are bought, with the days of each."""
    target_t: dict[Id, Amount] | None = None
    """Stock aimed at, t of each element (contained) or grade; instead of target_days."""
    start: Date | None = None
    """Date of the first order; none takes the start of the scenario."""
    finish: Date | None = None
    """Date by which all is ordered; none orders all at once."""
    budget_musd: Money | None = None
    """Most it may spend, million USD, over all its forms; none means no limit."""
    price_cap_usd_per_kg: SomePrice | dict[Id, SomePrice] | None = None
    """It orders no item that costs more, USD a kg as held (contained element or magnets)."""
    price_usd_per_kg: dict[Id, Price] | None = None
    """Price of each element or grade where no market sets one, USD a kg as held."""
    surplus_of: list[Id | Place] | None = None
    """Separation plants, or places of such, whose surplus it buys, of oxide, before it leaves and
    whoever may export it, instead of ordering over lanes: so it takes nothing from others."""

    @model_validator(mode="before")
    @classmethod
    def _one_target(cls, data: Any) -> Any:
        return one_of(data, ("target_days", "target_t"), "a fill", "{target_days: 60}")
