"""Every table of a run, computed once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.measures import Statistics
from sim.output.bookkeeping import Bookkeeping, bookkeepings
from sim.output.branches import BranchResult, branch_results
from sim.output.derived import DERIVED
from sim.output.exposure import Exposed, exposed
from sim.output.fan import Fan, Series
from sim.output.flow import MonthlyFlow, monthly_flows
from sim.output.grey import GreyLane, grey_lanes
from sim.output.groups import WITH_SERIES, Group, Kind
from sim.output.histories import Histories
from sim.output.ledger import Ledger, ledgers
from sim.output.lot import key
from sim.output.outcomes import Outcome
from sim.output.prices import Prices, prices
from sim.output.spread import Spread, spreads
from sim.output.stockpiles import stockpile_unit
from sim.output.width import Width, width_of
from sim.world.licence.licence_recorder import LICENCES
from sim.world.market.price_recorder import PRICE
from sim.world.recorders import series
from sim.world.stockpile.finance_recorder import FINANCE
from sim.world.trade.grey_recorder import GREY

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Tables:
    """What the terminal summary, the files and the figures read."""

    histories: Histories
    """What they are of."""
    outcomes: tuple[Outcome, ...]
    """One number a history for each group and measure, in the order of the groups."""
    width: Width
    """What makes histories differ: how much of it is the event."""
    series: dict[Group, Series]
    """Daily series of the groups that have them."""
    demand_t: F64
    """Mean demand of each consumer, t of finished magnets, ``[day, consumer]``."""
    supply_t: F64
    """Mean magnets shipped, t, ``[month, origin, region]``."""
    cover_with_stockpiles: dict[Group, Fan]
    """Days of cover with stockpiles of magnets, of regions that may draw on some."""
    stockpiles: dict[str, tuple[Fan, str]]
    """Stock of each stockpile, with its unit."""
    usable: dict[str, tuple[Fan, Fan]]
    """Days of members' use that each stockpile holds, and those of them that are usable."""
    spreads: Mapping[str, tuple[Spread, ...]]
    """Each series that has a file, by its name; ids that are added up included."""
    ledgers: tuple[Ledger, ...]
    """Ledger of each licence flow, and of those of a control, good and kind together."""
    grey: tuple[GreyLane, ...]
    """What each grey lane ships and loses."""
    flows: dict[str, MonthlyFlow]
    """Measured flows by month."""
    prices: Prices | None
    """Prices by week; none where there is no market."""
    finance: tuple[Bookkeeping, ...]
    """Books of the stockpiles that have any."""
    branches: tuple[BranchResult, ...]
    """What the histories of each branch come to."""
    exposure: tuple[Exposed, ...]
    """Which part of what groups used was in the places that the scenario asks for."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups."""
        return self.histories.groups

    @cached_property
    def described(self) -> tuple[Statistics, ...]:
        """Statistics of each outcome, over the histories."""
        return tuple(self.histories.describe(outcome.values) for outcome in self.outcomes)

    def axis(self, name: str) -> tuple[str, ...]:
        """List the ids along an axis: consumers, stockpiles, origins, regions, disruptions."""
        return tuple(self.histories.axes[name])

    def of_kind(self, kind: Kind) -> list[Group]:
        """List the groups of a kind."""
        return [group for group in self.groups if group.kind == kind]


def tabulate(histories: Histories) -> Tables:
    """Compute the tables of a run, holding the daily series of one group at a time."""
    demand_t = histories.mean("demand_t")
    books = tuple(ledgers(histories))
    found = {
        one.name: books if one is LICENCES else tuple(spreads(histories, one))
        for one in series()
        if one.table is not None
    }
    found |= {one.name: tuple(make(histories)) for one, make in DERIVED.items()}
    together = {group: key("cover_with_reserves", group) for group in histories.groups}
    width = width_of(histories)
    event = width.event if width.is_split else None
    return Tables(
        histories=histories,
        outcomes=histories.outcomes,
        width=width,
        series={
            group: Series.of(
                histories,
                group,
                demand_t[:, list(group.members)].sum(axis=1),
                event,
                width.since,
            )
            for group in histories.groups
            if group.kind in WITH_SERIES
        },
        demand_t=demand_t,
        supply_t=histories.mean("supply_t"),
        cover_with_stockpiles={
            group: Fan.over(histories.by_time(name))
            for group, name in together.items()
            if histories.has(name)
        },
        stockpiles={
            name: (
                Fan.over(histories.by_time(f"reserve.{name}"), event=event, since=width.since),
                stockpile_unit(histories.scenario, name),
            )
            for name in histories.axes["stockpiles"]
        },
        usable={
            name: (
                Fan.over(histories.by_time(f"reserve_cover.{name}")),
                Fan.over(histories.by_time(f"usable.{name}")),
            )
            for name in histories.axes["stockpiles"]
            if histories.has(f"usable.{name}")
        },
        spreads=found,
        ledgers=books,
        grey=tuple(grey_lanes(histories.scenario, found[GREY.name])),
        flows=monthly_flows(histories),
        prices=prices(histories, found[PRICE.name], event, width.since),
        finance=tuple(bookkeepings(histories, found[FINANCE.name])),
        branches=tuple(branch_results(histories)),
        exposure=tuple(exposed(histories)),
    )
