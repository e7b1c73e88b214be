"""The kinds of disruption that there are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Field

from sim.scenario.schema.disruption.control_change import ControlChange
from sim.scenario.schema.disruption.demand_shock import DemandShock
from sim.scenario.schema.disruption.entity_listing import EntityListing
from sim.scenario.schema.disruption.export_control import ExportControl
from sim.scenario.schema.disruption.feed_loss import FeedLoss
from sim.scenario.schema.disruption.lane_closure import LaneClosure
from sim.scenario.schema.disruption.outage import Outage
from sim.scenario.schema.disruption.project_cancel import ProjectCancel
from sim.scenario.schema.disruption.project_slip import ProjectSlip
from sim.scenario.schema.disruption.stockpile_order import StockpileOrder
from sim.scenario.schema.disruption.timed import Timed

KINDS: list[type[Timed]] = [
    ExportControl,
    ControlChange,
    EntityListing,
    Outage,
    LaneClosure,
    FeedLoss,
    DemandShock,
    ProjectSlip,
    ProjectCancel,
    StockpileOrder,
]
"""One class a kind; a new one stands here and is known everywhere."""


def any_of(kinds: Sequence[type[Timed]]) -> Any:
    """Give the type of a block that is of one of some kinds, as its key ``kind`` says."""
    return Annotated[Union[tuple(kinds)], Field(discriminator="kind")]  # noqa: UP007


if TYPE_CHECKING:
    # Whoever reads a disruption sees what all of them declare.
    Disruption = Timed
else:
    Disruption = any_of(KINDS)
