"""Disruptions: what goes wrong, when, for how long, how probably."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.scenario.chain import Good
from sim.scenario.schema.base import (
    Block,
    FixedFraction,
    Fraction,
    Id,
    NonNegative,
    Number,
    Place,
    SourceIds,
    When,
)
from sim.scenario.schema.licence import EndUse, General, Inspection, Licence, LicenceTerms
from sim.scenario.schema.trigger import Trigger


class Timed(Block):
    """What every disruption has."""

    start: When | None = None
    """First day in force: a date, a day from the scenario's start, or a distribution of days."""
    end: When | None = None
    """First day no longer in force."""
    duration_days: NonNegative | None = None
    """Days in force, instead of end; a random duration rounds up."""
    trigger: Trigger | None = None
    """What sets it off, instead of a start: another disruption, or consumers who run low."""
    probability: Fraction = 1.0
    """Chance that it happens at all in a history."""
    announced: dt.date | None = None
    """Date from which buyers know of it; they order ahead if the policy says so."""
    label: str | None = None
    """How reports call it."""
    note: str | None = None
    """A remark for readers."""
    sources: SourceIds = {}
    """Sources of the numbers."""


class ExportControl(Timed):
    """A country stops or limits exports of goods."""

    kind: Literal["export_control"]
    """The kind of disruption."""
    exporter: Place
    """The country (or bloc) whose exports are controlled."""
    goods: list[Good] | dict[Good, Literal["all"] | list[Id]]
    """Goods hit; a mapping names the elements for each good."""
    destinations: list[Place] | Literal["all"] = "all"
    """Countries and blocs that the control is aimed at; all means every other country."""
    end_uses: list[EndUse] | Literal["all"] = "all"
    """End uses hit; goods for facilities count as civil."""
    mode: Literal["halt", "quota", "licence"] = "halt"
    """halt ships nothing; quota ships a share of the undisrupted flow of the date; licence ships
    what the authority has granted."""
    quota_share: Fraction = 0.0
    """With quota: the share that may be shipped."""
    licence: Licence | None = None
    """With licence: how applications are decided; none takes the defaults."""
    general: General | None = None
    """With licence: general licences."""
    inspection: Inspection | None = None
    """With licence: tests of goods of the same kind that hold nothing controlled."""
    content_threshold: FixedFraction = 0.001
    """Magnets count as holding an element from this content on."""
    extraterritorial: FixedFraction | None = None
    """From which content of the exporter's material in controlled elements, t per t of the goods,
    goods are hit that leave other countries (0.001 is the 0.1 % rule); none hits none of them."""
    orders_when_closed: Literal["cancel", "keep"] | None = None
    """What becomes of orders on a closed lane; none takes the policy's rule."""

    @model_validator(mode="before")
    @classmethod
    def _usual_licence(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("mode") == "licence":
            return {"licence": {}} | {k: v for k, v in data.items() if v is not None}
        return data


class ControlChange(Timed):
    """An export control is changed for a time, for some or all whom it hits.

    Of several in force at once, value by value, one for named destinations or end uses counts
    before one for all, and else the one that typically starts last.
    """

    kind: Literal["control_change"]
    """The kind of disruption."""
    control: Id
    """The export control that is changed."""
    destinations: list[Place] | Literal["all"] = "all"
    """Countries and blocs for which it is changed."""
    end_uses: list[EndUse] | Literal["all"] = "all"
    """End uses for which it is changed."""
    suspended: bool = False
    """The control does not apply while the change is in force."""
    licence: LicenceTerms | None = None
    """New terms of case-by-case licences."""
    general: General | None = None
    """New general licences."""
    inspection: Inspection | None = None
    """New tests of goods that hold nothing controlled."""


class EntityListing(Timed):
    """A country bans exports to facilities or consumers that it puts on a list."""

    kind: Literal["entity_listing"]
    """The kind of disruption."""
    exporter: Place
    """The country (or bloc) that keeps the list."""
    entities: list[Id]
    """Facilities and consumers on the list."""
    goods: list[Good] | dict[Good, Literal["all"] | list[Id]] | Literal["all"] = "all"
    """Goods banned; a mapping names the elements for each good."""
    third_party: bool = False
    """Third-party transfer ban: sellers in other countries may not sell the exporter's material to
    them either."""
    content_threshold: FixedFraction = 0.001
    """Magnets count as holding an element from this content on. With third_party also the content
    of the exporter's material, t per t of the goods, from which others may not sell."""
    orders_when_closed: Literal["cancel", "keep"] | None = None
    """What becomes of orders on a closed lane; none takes the policy's rule."""


class Recovery(Block):
    """How capacity comes back after an outage."""

    days: NonNegative
    """Days from the end of the outage to full capacity."""
    curve: Literal["linear", "convex", "concave"] = "linear"
    """linear; convex comes back late; concave comes back early."""


class Outage(Timed):
    """Facilities lose capacity."""

    kind: Literal["outage"]
    """The kind of disruption."""
    facilities: list[Id]
    """Facilities hit."""
    capacity_factor: Fraction = 0.0
    """Share of capacity left while it lasts."""
    recovery: Recovery | None = None
    """How capacity comes back; none means at once."""


class LaneClosure(Timed):
    """Lanes are closed or narrowed."""

    kind: Literal["lane_closure"]
    """The kind of disruption."""
    lanes: list[Id]
    """Entries of the lanes block."""
    factor: Fraction = 0.0
    """Share of the undisrupted flow that still passes."""
    orders_when_closed: Literal["cancel", "keep"] | None = None
    """What becomes of orders on a closed lane; none takes the policy's rule."""


class FeedLoss(Timed):
    """Plants lose a share of the feed they get from some or all suppliers."""

    kind: Literal["feed_loss"]
    """The kind of disruption."""
    plants: list[Id]
    """Plants that lose feed."""
    suppliers: list[Id] | Literal["all"] = "all"
    """Suppliers whose feed is lost."""
    share_lost: Fraction = 1.0
    """Share of the undisrupted feed that no longer comes."""


class DemandShock(Timed):
    """Demand of consumers is multiplied."""

    kind: Literal["demand_shock"]
    """The kind of disruption."""
    consumers: list[Id | Place]
    """Consumers; a place stands for all consumers there."""
    factor: NonNegative
    """Multiplies demand while it lasts."""


class ProjectSlip(Timed):
    """Projects are late against their planned dates."""

    kind: Literal["project_slip"]
    """The kind of disruption."""
    projects: list[Id]
    """Projects hit; all slip by the same draw."""
    months: Number
    """Months late, on top of the project's own slip."""


class ProjectCancel(Timed):
    """Projects are never built."""

    kind: Literal["project_cancel"]
    """The kind of disruption."""
    projects: list[Id]
    """Projects hit; the probability decides for all of them together."""


class StockpileOrder(Timed):
    """A stockpile is told to release, or not to, whatever its own policy says."""

    kind: Literal["stockpile_order"]
    """The kind of disruption."""
    stockpile: Id
    """The stockpile."""
    order: Literal["release", "pause"] = "release"
    """release lets members draw while it is in force; pause lets nobody, and wins over release."""


Disruption = Annotated[
    ExportControl
    | ControlChange
    | EntityListing
    | Outage
    | LaneClosure
    | FeedLoss
    | DemandShock
    | ProjectSlip
    | ProjectCancel
    | StockpileOrder,
    Field(discriminator="kind"),
]
