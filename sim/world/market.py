"""The market: prices of the elements in two blocs, reviewed every week."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from sim.rules.price import aimed, answer, moved, scarcity
from sim.scenario.schema import Bloc, Good, Number, Schedule
from sim.world.clock import PLANNING_DAYS, Phase
from sim.world.consumer import Consumers
from sim.world.layout import ordered_ids
from sim.world.mine import Mines
from sim.world.parts import Parts
from sim.world.price_floor import KG_PER_T, Floor
from sim.world.price_index import (
    PriceIndex,
    index_of_consumers,
    index_of_mines,
    index_of_plants,
    oxide_in_magnets,
)
from sim.world.separation_plant import SeparationPlants
from sim.world.state import stacked
from sim.world.tightness import BLOCS, Tightness, bloc_of
from sim.world.timeline import Timeline
from sim.world.trade import Trade
from sim.world.weekly import weeks_between

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Usual:
    """What an undisrupted world without stockpiles holds and waits for, week by week."""

    held: F64
    """t of element, ``[week, bloc, element]``; week 0 holds day 0."""
    waiting: F64
    """t of element, shaped likewise."""


class Market:
    """Prices, and the factors by which demand and supply answer to them.

    Every week what each bloc holds is compared with what it would hold in an undisrupted world
    (:class:`Usual`) and with the orders that wait (:mod:`sim.rules.price`). In a history that is
    undisrupted and has no stockpile that buys, all prices are normal, to the bit.

    Attributes
    ----------
    price_usd_per_kg : array, ``[week, element, bloc, history]``
        Price of each week, USD per kg of oxide.
    floors : list of Floor
        Contracts for difference.
    """

    def __init__(
        self,
        parts: Parts,
        trades: Mapping[Good, Trade],
        consumers: Consumers,
        mines: Mines | None,
        plants: SeparationPlants | None,
    ) -> None:
        scenario, chance = parts.scenario, parts.chance
        assert scenario.market is not None
        block = self._block = scenario.market
        self._scenario, self._clock, self._chance = scenario, parts.clock, chance
        self._consumers, self._mines, self._plants = consumers, mines, plants
        self.elements = sorted(scenario.elements)
        self._tightness = Tightness(scenario, trades, chance.width)
        self._weeks = weeks_between(0, scenario.days - 1)
        self._flexibility = self._draw("flexibility", block.flexibility)
        self._excess = self._draw("excess_flexibility", block.excess_flexibility)
        self._rise = self._draw("rise_days", block.rise_days)
        self._fall = self._draw("fall_days", block.fall_days)
        self._set_normal()
        self._set_answers(trades)
        self._gap = self._draw("cost_gap", block.cost_gap)
        self._fee = self._draw("magnet_fee_usd_per_kg", block.magnet_fee_usd_per_kg)
        self.floors = [
            Floor(scenario, name, trades, parts.clock, chance) for name in sorted(block.floors)
        ]
        shape = len(BLOCS), len(self.elements), chance.width
        self._factor = np.zeros(shape)
        """Logarithm of price over normal price, ``[bloc, element, history]``."""
        self._price = self._normal[0] * np.ones(shape)
        self.price_usd_per_kg: F32 = np.zeros(
            (len(self._weeks), shape[1], shape[0], shape[2]), np.float32
        )
        self._usual: Usual | None = None

    def _draw(self, name: str, number: Number, low: float = 0.0) -> F64:
        return self._chance.draw(f"market.{name}", number, low)

    def _timeline(self, name: str, schedule: Schedule) -> F64:
        """Give a schedule by week, ``[week, 1 or history]``."""
        line = Timeline(
            schedule,
            self._scenario.start,
            lambda key, number: self._draw(f"{name}.{key}", number),
        )
        return line.over(self._weeks)

    def _set_normal(self) -> None:
        """Lay out normal prices, ``[week, bloc, element, 1 or history]``."""
        given = self._block.normal_usd_per_kg
        rows = [
            self._timeline(f"normal_usd_per_kg.{bloc}.{element}", given[bloc][element])
            for bloc in cast("tuple[Bloc, ...]", BLOCS)
            for element in self.elements
        ]
        width = max(row.shape[-1] for row in rows)
        table = np.stack([np.broadcast_to(row, (len(row), width)) for row in rows], axis=1)
        self._normal = table.reshape(len(table), len(BLOCS), len(self.elements), width)

    def _set_answers(self, trades: Mapping[Good, Trade]) -> None:
        scenario, block = self._scenario, self._block
        demand, supply = block.demand, block.supply
        names = ordered_ids(scenario, "consumers")
        usual = self._draw("demand.elasticity", demand.elasticity, -np.inf)
        of_sector = {
            sector: self._draw(f"demand.sectors.{sector}", number, -np.inf)
            for sector, number in sorted(demand.sectors.items())
        }
        sectors = [scenario.consumers[name].sector for name in names]
        self._within_weeks = stacked([of_sector.get(s, usual) for s in sectors], len(names))
        long_run = self._draw("demand.long_run", demand.long_run, -np.inf)
        self._in_years = np.minimum(long_run - self._within_weeks, 0.0)
        self._demand_lag = self._draw("demand.long_run_days", demand.long_run_days)
        self._tariffs = [
            self._timeline(f"tariffs.{place}", tariff)
            for place, tariff in sorted(block.tariffs.items())
        ]
        places = sorted(block.tariffs)
        self._tariff_of = [
            [row for row, place in enumerate(places) if self._stands(name, place)] for name in names
        ]
        self._index = index_of_consumers(scenario)
        self._thrift = np.zeros((len(names), self._chance.width))
        elasticity = self._draw("supply.elasticity", supply.elasticity)
        more = np.maximum(self._draw("supply.long_run", supply.long_run) - elasticity, 0.0)
        self._supply_lags = (
            self._draw("supply.lag_days", supply.lag_days),
            self._draw("supply.long_run_days", supply.long_run_days),
        )
        self._elasticities = elasticity, more
        self._suppliers: list[_Suppliers] = []
        if "concentrate" in trades:
            layout = trades["concentrate"].layout
            for block_name, index in (
                ("mines", index_of_mines(scenario, layout)),
                ("separation_plants", index_of_plants(scenario, layout)),
            ):
                self._suppliers.append(
                    _Suppliers(self, ordered_ids(scenario, block_name), index)
                )
