"""Numbers that take no values by date: why not, and what to write instead."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import BaseModel

from sim.scenario.node import Node, find
from sim.scenario.origin import Path
from sim.scenario.outline import blocks_at
from sim.scenario.schema import Scenario


class Reason(NamedTuple):
    """Why a number takes no values by date."""

    says: str
    """A part of a sentence, after a colon."""
    remedy: str


ONCE = Reason("it is decided once a history", "Write one number, or a distribution.")
EVENT = Reason("it is counted from an event on", "Write one number, or a distribution.")
MOMENT = Reason("it is of one day", "Write the number of that day.")
STRENGTH = Reason(
    "it holds while the disruption is in force",
    "Add a disruption for each time, with a start and an end of its own.",
)
TERMS = Reason(
    "a control keeps its terms until they are changed", "Add a control_change for each date."
)
RULE = Reason("it is a rule of the whole run", "Write one number.")
BOOKS = Reason("the books and policy of a stockpile hold for the whole run", "Write one number.")
STUDY = Reason("it is of the study, not of the world", "Write one number.")

REASONS: Mapping[str, Reason] = {
    **dict.fromkeys(
        (
            "Timed.probability",
            "Project.cancel_probability",
            "ProjectKind.cancel_probability",
            "Milestone.fails",
        ),
        ONCE,
    ),
    **dict.fromkeys(
        (
            "Timed.duration_days",
            "Timed.duration_months",
            "Timed.announced_days_before",
            "Recurrence.after_days",
            "Trigger.lag_days",
            "Trigger.months",
            "Milestone.late_months",
            "Recovery.days",
            "Lane.qualification_days",
            "Qualification.days",
            "Emergency",
            "Project.ramp_months",
            "Rise.half_months",
            "Project.qualification_months",
            "Project.slip_months",
            "ProjectKind.slip_months",
            "ProjectSlip.months",
            "Schedule.lead_months",
            "ProjectPrice.lead_months",
            "ProjectPrice.slip_months",
            "Stockpile.lag_days",
            "Stockpile.stand_down_days",
            "Release.lag_days",
            "Stop.calm_days",
            "Refill.after_days",
        ),
        EVENT,
    ),
    **dict.fromkeys(
        (
            "Timed.start",
            "Timed.end",
            "Outage.stock_lost",
            "Holding.fill_days",
            "Holding.fill_t",
            "Stockpile.fill_days",
            "Stockpile.fill_t",
            "Finance.equity_musd",
            "Release.kept_back",
            "ProjectPrice.below_usd_per_kg",
        ),
        MOMENT,
    ),
    **dict.fromkeys(
        (
            "ExportControl.quota_share",
            "ExportControl.quota_t",
            "ExportControl.content_threshold",
            "ExportControl.extraterritorial",
            "ExportControl.third_country_cap",
            "EntityListing.content_threshold",
            "Outage.capacity_factor",
            "LaneClosure.factor",
            "FeedLoss.share_lost",
            "DemandShock.factor",
            "Trigger.cover_days_below",
        ),
        STRENGTH,
    ),
    "Learning": Reason("it follows what a plant makes", "Write one number, or a distribution."),
    "Surge": Reason("it counts from what a maker makes", "Write one number, or a distribution."),
    **dict.fromkeys(("LicenceTerms", "General", "Inspection"), TERMS),
    **dict.fromkeys(
        (
            "InCommon",
            "Policy",
            "Measures",
            "Recurrence.times",
            "Trigger.times",
            "Lane.consignment_t",
            "OriginRule.content_threshold",
            "Qualification.above",
        ),
        RULE,
    ),
    **dict.fromkeys(("Member", "Finance", "FixedPrice", "Stockpile", "Release"), BOOKS),
    **dict.fromkeys(("ReleaseTrigger", "Stop", "Refill"), BOOKS),
    **dict.fromkeys(("Scenario", "Source"), STUDY),
    "Branching.weights": ONCE,
    "Branching.start": MOMENT,
    "Fill": Reason(
        "what is bought follows a straight line from start to finish", "Write start and finish."
    ),
    "Element": Reason("chemistry does not change", "Write one number."),
    "Grade.recipe": Reason(
        "a grade keeps its recipe", "Write recipe_factor of a magnet maker by date."
    ),
    "Location": Reason("a plant stays where it is", "Write one number."),
    **dict.fromkeys(("Output", "Point"), STUDY),
    "Output.parts_days": ONCE,
    "Season.factor": Reason(
        "a season comes every year", "Write the capacity of the mine by date instead."
    ),
    "Consumer.goods_for": Reason(
        "it says for whom what is made is, over the whole run", "Write one number for each."
    ),
    "Consumer.demand_t_per_year": Reason(
        "it is the demand of mid-2024, from which growth counts",
        "Write growth_per_year by date, or add a demand_shock.",
    ),
    "Consumer.thrift_per_year": Reason(
        "it adds up from mid-2024 on",
        "Write one rate.",
    ),
    "Consumer.grades": Reason(
        "a consumer keeps its mix of grades",
        "Write a consumer for each mix, with growth_per_year by date.",
    ),
    "Consumer.elements": Reason(
        "a consumer keeps its mix of elements",
        "Write a consumer for each element, with growth_per_year by date.",
    ),
    "Consumer.priority": Reason("a class is no quantity", "Write one class."),
    "Firms.stock_days_factor": Reason(
        "firms keep their places among the others", "Write stock_days of the consumer by date."
    ),
    "Firms.strata": Reason("it says how finely firms are told apart", "Write one number."),
    "Consumer.daily_variation": Reason("it is drawn anew each day", "Write one distribution."),
    "Lane.sellers": Reason(
        "sellers have their portions for good", "Write a lane for each seller, its share by date."
    ),
    "Milestone.months": Reason(
        "it is planned once", "Write one number; late_months says how much longer it takes."
    ),
    "Project.adds_per_year": Reason(
        "its ramp says how it comes", "Write ramp_months, or another project."
    ),
    "Uncertainty": Reason("a number is off by as much on all dates", "Write one number."),
    "Rise.shape": Reason("a ramp keeps its shape", "Write one number, or another project."),
}
"""By block and key, or by block for all its other numbers."""


def why_undated(tree: Node, path: Path, root: type[BaseModel] = Scenario) -> Reason | None:
    """Say why what stands at a path takes no values by date; None if it has none, or none known."""
    keys = find(tree, path)[1].mapping.keys()
    if not keys or not all(isinstance(key, dt.date) for key in keys):
        return None
    for depth in range(len(path), 0, -1):
        for block in blocks_at(tree, path[: depth - 1], root):
            if (found := reason_of(block, str(path[depth - 1]))) is not None:
                return found
    return None


def reason_of(block: type[BaseModel], key: str) -> Reason | None:
    """Find the reason of a number of a block, or of a block that it builds on."""
    for name, field in block.model_fields.items():
        if key in (field.alias or name, name):
            names = [one.__name__ for one in block.__mro__]
            told = [REASONS.get(f"{one}.{name}") for one in names]
            whole = [REASONS.get(one) for one in names]
            return next((reason for reason in (*told, *whole) if reason is not None), None)
    return None
