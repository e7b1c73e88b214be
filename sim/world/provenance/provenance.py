"""Content of goods by where it has been, followed through the chain at each month's end.

Every month is one step down the chain: what came into a stock in the month mixes with what was
there, what left it is of the mixture. So content follows matter, and of what all consumers used
the part of each origin is known.
"""

from collections.abc import Generator, Iterator
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.scenario.chain import (
    BY_GRADE,
    CONCENTRATE,
    GOODS,
    METAL,
    MINES,
    OXIDE,
    SCRAP,
    STAGE,
    Good,
)
from sim.scenario.provenance import Origin, exposures, origins
from sim.world.facility.facilities import Facilities
from sim.world.network.context import Context
from sim.world.provenance.exposure_recorder import ExposureRecorder
from sim.world.provenance.good_flow import GoodFlow
from sim.world.provenance.labels import Labels
from sim.world.provenance.opening import units_at_start
from sim.world.provenance.shelves import Shelves
from sim.world.provenance.work import Work
from sim.world.record.series_recorder import SeriesRecorder
from sim.world.stockpile.stockpiles import Stockpiles
from sim.world.time.clock import Phase, Process, Turn
from sim.world.time.months import Months
from sim.world.trade.trade import Trades

F64 = NDArray[np.float64]

ROUNDS = 1000
"""Most rounds through the loop of scrap in a month."""
SETTLED = 1e-10
"""Change of what scrap holds in a round, over its tonnes, after which a replication has settled."""
ALL = slice(None)


class Provenance:
    """Which part of goods has passed which stages where.

    Parameters
    ----------
    context : Context
    trades : mapping of Good to Trade
    facilities : Facilities
    stockpiles : Stockpiles

    Attributes
    ----------
    origins : tuple of Origin
        Those that are followed.
    used : array, t of contained element, ``[consumer, element, label, replication]``
        Used in the last month: everything, and of each origin, by its number (:meth:`label`).
    """

    DERIVED: ClassVar = {"used"}

    def __init__(
        self, context: Context, trades: Trades, facilities: Facilities, stockpiles: Stockpiles
    ) -> None:
        self.origins = origins(context.scenario)
        self._context, self._labels = context, Labels(context.scenario, self.origins)
        separation = facilities.separation
        self._goods = {
            good: GoodFlow(
                context,
                trades[good],
                self._labels,
                stockpiles.holdings,
                separation.surplus if separation else None,
            )
            for good in GOODS
            if good in trades
        }
        self._works = [
            Work(
                context,
                plants,
                self._labels,
                self._goods.get(STAGE[plants.block].ends[0]),
                self._goods[STAGE[plants.block].ends[1]],
                self._goods.get(SCRAP) if STAGE[plants.block].leaves == SCRAP else None,
            )
            for plants in facilities.plants
        ]
        self._consumers = tuple(facilities.consumers.names)
        self._shelves = [
            Shelves(context, trades[kind.good], kind, self._labels, self._goods[kind.good].buyers)
            for kind in facilities.consumers.kinds
        ]
        elements = len(context.coefficients.elements)
        self.used = np.zeros(
            (len(self._consumers), elements, self._labels.count, context.state.width)
        )
        months = Months(context.scenario)
        self._ends = [day for day in range(context.scenario.days) if months.ends(day)]

    def processes(self) -> Iterator[Process]:
        """Give what follows content."""
        yield Process("provenance", (Phase.RECORDING,), "at each month's end, if asked", self.run)

    def open(self) -> None:
        """Begin with what is held on the first day, of the origins that the plan tells."""
        cells = {good: flow.cells for good, flow in self._goods.items()}
        units = units_at_start(self._context, self._labels.joints, cells)
        for good, flow in self._goods.items():
            flow.open(units[good])
        for work in self._works:
            work.open(units)

    def run(self, turn: Turn) -> Generator[Event, Any, Any]:
        """Follow each month's flows (a SimPy process)."""
        for day in [day for day in self._ends if day >= turn.day]:
            yield turn.on(day, Phase.RECORDING)
            self._step()

    def _step(self) -> None:
        """Follow what flowed in the month down the chain."""
        for flow in self._goods.values():
            flow.read()
        for work in self._works:
            work.read()
        for shelves in self._shelves:
            shelves.read()
        if CONCENTRATE in self._goods:
            self._mine(self._goods[CONCENTRATE])
        self._settle()
        self._run(*(good for good in GOODS if good in BY_GRADE))
        self._note()
        for flow in self._goods.values():
            flow.end()
        for shelves in self._shelves:
            shelves.end()
        for work in self._works:
            work.end()

    def _mine(self, ore: GoodFlow) -> None:
        rows = ore.layout.seller_rows[MINES]
        made = ore.made[rows][:, ore.cells.item, None]
        content = np.zeros_like(ore.sellers.content[rows])
        content[:, :, :1] = made
        ore.begin()
        ore.sellers.add(rows, self._labels.mark(MINES, ALL, content))
        ore.run()

    def _settle(self) -> None:
        """Go round from oxide to scrap and back, until what scrap holds is what it is made of.

        Each replication goes on with what it found when it settled: it may not hang on others.
        """
        scrap = self._goods.get(SCRAP)
        if scrap is None:
            self._run(OXIDE, METAL)
            return
        scrap.begin()
        expected = scrap.arriving()
        most = SETTLED * np.maximum.reduce(expected[:, :, 0], axis=(0, 1), initial=0.0)
        for _ in range(ROUNDS):
            self._go_round(scrap, expected)
            found = scrap.arriving()
            change = np.maximum.reduce(np.abs(found - expected), axis=(0, 1, 2))
            if not (moves := change > most).any():
                break
            expected = np.where(moves, found, expected)

    def _go_round(self, scrap: GoodFlow, arriving: F64) -> None:
        scrap.begin()
        scrap.buyers.add(ALL, arriving)
        scrap.buyers.mix(ALL)
        self._run(OXIDE, METAL)
        for work in self._works:
            work.leave()

    def _run(self, *goods: Good) -> None:
        """Follow some goods from those who make them to those who buy them."""
        for flow in (self._goods[good] for good in goods if good in self._goods):
            flow.begin()
            for work in self._works:
                if work.makes(flow):
                    work.run()
            flow.run()

    def _note(self) -> None:
        """Note what consumers used, by element."""
        self.used = np.zeros_like(self.used)
        for shelves in self._shelves:
            content, cells = shelves.used(), self._goods[shelves.good].cells
            rows = [self._consumers.index(name) for name in shelves.names]
            for cell in cells.of_elements.tolist():
                self.used[rows, cells.element[cell]] += content[:, cell]

    def recorders(self) -> Iterator[SeriesRecorder]:
        """Give what notes where what was used has been, if results are to tell."""
        if found := exposures(self._context.scenario):
            labels = {name: self.label(origin) for name, origin in found.items()}
            yield ExposureRecorder(self._context, self._consumers, labels, lambda: self.used)

    def label(self, origin: Origin) -> int:
        """Give the number of an origin that is followed."""
        return self._labels.at(origin)

    def share(self, origin: Origin, good: Good) -> F64:
        """Give the part of each element in what every seller sells that is of an origin.

        Returns
        -------
        array, 0 to 1, ``[seller, ordered item, element, replication]``
            0 of what an item does not hold.

        Raises
        ------
        ValueError
            If nobody has asked for the origin.
        """
        flow, label = self._goods[good], self._labels.at(origin)
        elements, some = len(self._context.coefficients.elements), flow.cells.of_elements
        unit = flow.sellers.unit[:, some]
        items = len(flow.layout.items)
        found = np.zeros((len(unit), items, elements, unit.shape[-1]))
        part = np.zeros_like(unit[:, :, 0])
        np.divide(unit[:, :, label], unit[:, :, 0], out=part, where=unit[:, :, 0] > 0.0)
        found[:, flow.cells.ordered[some], flow.cells.element[some]] = part
        return found

    def made(self, good: Good) -> F64:
        """Give what every seller made in the last month, t, ``[seller, item, replication]``."""
        return self._goods[good].made

    def fed(self, origin: Origin, good: Good) -> tuple[F64, F64]:
        """Give what buyers hold and have on the way, and what of that is not of an origin.

        Returns
        -------
        tuple of array, t, ``[buyer, element, replication]``
        """
        content = self._goods[good].buyers.content
        held = content[:, :, 0]
        return held, held - content[:, :, self._labels.at(origin)]
