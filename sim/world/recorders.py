"""Who records what of a world; the series of a new recorder follow from its place here."""

from collections.abc import Iterator, Mapping

from sim.scenario.scheduled import may_be_late
from sim.scenario.schema import Good
from sim.world.control.origin_recorder import OriginRecorder
from sim.world.facility.bottleneck_recorder import BottleneckRecorder
from sim.world.facility.consumer_recorder import ConsumerRecorder
from sim.world.facility.cost_recorder import CostRecorder
from sim.world.facility.costs import Costs
from sim.world.facility.facilities import Facilities
from sim.world.facility.location_recorder import LocationRecorder, any_located
from sim.world.facility.off_spec_recorder import OffSpecRecorder, off_spec_holdings
from sim.world.facility.output_recorder import OutputRecorder
from sim.world.facility.stock_recorder import DailyStockRecorder, StockRecorder
from sim.world.facility.surplus_recorder import SurplusRecorder, surplus_holdings
from sim.world.licence.licence_recorder import LicenceRecorder
from sim.world.licence.licences import Licences
from sim.world.market.market import Market
from sim.world.market.price_recorder import PriceRecorder
from sim.world.network.context import Context
from sim.world.network.input_recorder import InputRecorder
from sim.world.network.learning_recorder import LearningRecorder
from sim.world.network.milestone_recorder import MilestoneRecorder
from sim.world.network.project_recorder import ProjectRecorder
from sim.world.provenance.exposure_recorder import ExposureRecorder
from sim.world.record.series import Series
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.stockpile.finance_recorder import FinanceRecorder
from sim.world.stockpile.short_days_recorder import ShortDaysRecorder
from sim.world.stockpile.stockpile_recorder import StockpileRecorder
from sim.world.stockpile.stockpiles import Stockpiles
from sim.world.timing.timing_recorder import TimingRecorder
from sim.world.trade.flow_recorder import FlowRecorder
from sim.world.trade.grey_recorder import GreyRecorder
from sim.world.trade.supply_recorder import SupplyRecorder
from sim.world.trade.trade import Trade
from sim.world.trade.trade_recorder import TradeRecorder

RECORDERS: tuple[type[SeriesRecorder], ...] = (
    TimingRecorder,
    SupplyRecorder,
    ConsumerRecorder,
    FlowRecorder,
    PriceRecorder,
    LicenceRecorder,
    StockpileRecorder,
    ShortDaysRecorder,
    FinanceRecorder,
    GreyRecorder,
    CostRecorder,
    StockRecorder,
    DailyStockRecorder,
    ProjectRecorder,
    MilestoneRecorder,
    LearningRecorder,
    SurplusRecorder,
    OffSpecRecorder,
    OriginRecorder,
    OutputRecorder,
    TradeRecorder,
    LocationRecorder,
    BottleneckRecorder,
    ExposureRecorder,
    InputRecorder,
)
"""In the order in which lots keep what they record."""


def series() -> tuple[Series, ...]:
    """List every series that a world may record."""
    return tuple(one for recorder in RECORDERS for one in recorder.declares)


def recorders(
    context: Context,
    trades: Mapping[Good, Trade],
    facilities: Facilities,
    stockpiles: Stockpiles,
    licences: Licences,
    market: Market | None,
    costs: Costs,
) -> Iterator[SeriesRecorder]:
    """Make the recorders of a world; of what it does not have there is none."""
    yield TimingRecorder(
        context.timings, context.branches, context.scenario.days, context.state.width
    )
    yield SupplyRecorder(context, trades)
    yield ConsumerRecorder(context, facilities.consumers)
    if context.scenario.measures.flows:
        yield FlowRecorder(context, trades)
    if market is not None:
        yield PriceRecorder(context, market)
    if licences.regimes:
        yield LicenceRecorder(context, licences.regimes)
    yield StockpileRecorder(context, stockpiles.holdings)
    if known := [holding for holding in stockpiles.holdings if holding.members.names]:
        yield ShortDaysRecorder(context, known)
    if stockpiles.money:
        yield FinanceRecorder(context, stockpiles.money, stockpiles.holdings)
    if any(lane.grey is not None for lane in context.scenario.lanes.values()):
        yield GreyRecorder(context, trades)
    if costs.names:
        yield CostRecorder(context, costs)
    if context.scenario.measures.stocks:
        yield StockRecorder(context, trades, facilities)
    if context.scenario.measures.daily_stocks:
        yield DailyStockRecorder(context, trades, facilities)
    if may_be_late(context.scenario):
        yield ProjectRecorder(context)
    if any(project.steps for project in context.scenario.projects.values()):
        yield MilestoneRecorder(context)
    if context.experience:
        yield LearningRecorder(context)
    if facilities.separation is not None and surplus_holdings(context.scenario):
        yield SurplusRecorder(context, facilities.separation)
    if facilities.separation is not None and off_spec_holdings(context.scenario):
        yield OffSpecRecorder(context, facilities.separation)
    if context.scenario.measures.trade:
        yield OutputRecorder(context, trades)
        yield TradeRecorder(context, trades)
    if any_located(context.scenario):
        yield LocationRecorder(context, trades)
    yield BottleneckRecorder(context, trades, facilities)
    if context.values.drawn is not None:
        yield InputRecorder(context.values.drawn)
