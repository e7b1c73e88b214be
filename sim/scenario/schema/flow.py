"""Flows that are measured: what leaves a country for others."""

from typing import Literal

from pydantic import Field

from sim.scenario.chain import Good
from sim.scenario.schema.base import Block, Label, Place


class Flow(Block):
    """Shipments of a good that leave a country or bloc, as statistics of trade count them."""

    good: Good
    """Good counted: concentrate in t REO; oxide, metal and scrap in t of contained element;
    magnets in t finished."""
    sellers: Place = Field(alias="from")
    """Country or bloc that the shipments leave."""
    buyers: Place | Literal["all"] = Field(default="all", alias="to")
    """Country or bloc that they are for; all means every other country."""
    at: Literal["departure", "arrival"] = "departure"
    """When a shipment counts: on the day it leaves, or its lane's mean transit days later."""
    label: Label | None = None
    """How reports call it."""
