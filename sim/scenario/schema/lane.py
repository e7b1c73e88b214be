"""Lanes: who sells what to whom, how long it travels, and which share of the sourcing it has."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.scenario.chain import Good
from sim.scenario.schema.base import Block, Dated, Id, Place, SourceIds, Text
from sim.scenario.schema.distribution import Distribution
from sim.scenario.schema.grey import Grey
from sim.scenario.schema.quantity import (
    CostPerTonne,
    Days,
    FixedFraction,
    FixedSomeAmount,
    Fraction,
    Lapse,
    Weight,
)


class Lane(Block):
    """One or several lanes of a good, each from one seller to one buyer.

    Exactly one of share, offtake, standby and push says what part of the buyer's sourcing runs
    over it. The shares of a buyer sum to 1 for each good (and element or grade).
    """

    good: Good
    """What travels."""
    sellers: Id | list[Id] | dict[Id, FixedFraction] = Field(alias="from")
    """Seller; or several: a list splits evenly, a mapping by its shares (they sum to 1)."""
    buyers: Id | Place | list[Id | Place] = Field(alias="to")
    """Buyer or buyers; a place stands for all consumers of that region."""
    transit_days: Annotated[Dated[Days], Field(validate_default=True)] = 1.0
    """Days on the way, at least 1; rounded up. What leaves on a day takes the days of that day."""
    transit_drawn: Literal["once", "by_shipment"] = "once"
    """Days that are random are drawn once a history, or anew for each shipment: for all that leaves
    for a buyer on a day. Of two shipments the later may arrive first."""
    consignment_t: FixedSomeAmount | None = None
    """With by_shipment: most that travels together, t as ordered; each such consignment has days of
    its own; a day's goods make 64 of them at most. None lets all that leaves on a day travel
    together."""
    share: Dated[FixedFraction] | dict[Id, Dated[FixedFraction]] | None = None
    """Share of the buyer's sourcing; by element or grade if a mapping."""
    offtake: Dated[Fraction] | None = None
    """Share the seller claims at full capacity, before the others; grows with its ramp."""
    standby: Dated[Weight] | None = None
    """Weight of a lane that is used only when another lane of the buyer is closed or failing."""
    qualification_days: Lapse = 0.0
    """Days before a stand-by lane counts."""
    transport_usd_per_t: Dated[CostPerTonne] | None = None
    """Cost of transport, USD for a tonne on the day it is shipped (concentrate in t REO; oxide,
    metal and scrap in contained element; magnets finished)."""
    push: bool = False
    """Ships whatever the seller has, ordered or not."""
    grey: Grey | None = None
    """Goods travel under papers for another country."""
    note: Text | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""

    @property
    def each_shipment(self) -> bool:
        """Whether each shipment has days of its own."""
        return self.transit_drawn == "by_shipment" and isinstance(self.transit_days, Distribution)

    @model_validator(mode="before")
    @classmethod
    def _one_role(cls, data: Any) -> Any:
        if isinstance(data, dict):
            roles = [r for r in ("share", "offtake", "standby") if data.get(r) is not None]
            roles += ["push"] if data.get("push") is True else []
            if len(roles) != 1:
                raise ValueError(
                    "a lane has exactly one of share, offtake, standby and push: true; "
                    f"this one has {', '.join(roles) or 'none'}"
                )
        return data
