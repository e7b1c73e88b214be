"""Run variants of the known answers' scenarios, written as a user would write them.

Demand is 1 t a day in all of them, so that tonnes are days of demand.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import sim
from sim.world.chance.sampling import Scheme
from sim.world.record.record import Record
from tests import late_twin

KNOWN_ANSWERS = Path(__file__).resolve().parents[1] / "known_answers"

LANE_DAYS, BUFFER = 35, 14
"""Transit and buffer of the one lane."""

WORK = 1
"""Days of input that a plant holds beside its feed stock: what it needs for the orders of a day."""

BARE_CHAIN = """
start: 2026-01-01
end: 2027-03-31
warm_up_days: 60
mines: {mine: {stock_days: 500}}
separation_plants: {separator: {feed_days: 0, stock_days: 0}}
metal_makers: {smelter: {feed_days: 30, stock_days: 0}}
magnet_makers: {maker: {feed_days: 30, stock_days: 0, finished_t_per_t_blank: 1}}
consumers: {motors: {demand_t_per_year: 365.25, stock_days: 14}}
"""
"""On top of stoichiometry: no losses, and stocks only where a test looks."""


@dataclass(frozen=True)
class Outcome:
    """A run and its twin, with what its consumers go without."""

    result: sim.Result

    @property
    def record(self) -> Record:
        return self.result.record

    @property
    def twin(self) -> Record:
        return self.result.twin

    def row(self, consumer: str) -> int:
        return self.record.ids("consumers").index(consumer)

    def missing(self, consumer: str = "motors") -> NDArray[np.float64]:
        """Give the demand not served on its day, t, ``[day, history]``."""
        gap: NDArray[np.float64] = self.record.demand_t.astype(float) - self.record.served_t
        return gap[:, self.row(consumer)]

    def shortfall(self, consumer: str = "motors") -> float:
        """Sum what the first history goes without, t."""
        return float(self.record.unmet_t[self.row(consumer), :, 0].sum())

    def short_days(self, consumer: str = "motors", history: int = 0) -> list[int]:
        """List the days on which anything is missing."""
        return np.flatnonzero(self.missing(consumer)[:, history] > 1e-5).tolist()

    def sold(self, origin: str) -> float:
        """Sum what the makers of a country ship in the first history, t."""
        return float(self.record.supply_t[:, self.record.origins.index(origin), :, 0].sum())


def run(folder: Path, base: str, *layers: str, n: int = 1, sampling: Scheme = "random") -> Outcome:
    """Write scenarios that extend one of the known answers, layer on layer, and run the last."""
    file = KNOWN_ANSWERS / f"{base}.yaml"
    for number, layer in enumerate(layers):
        parent, file = file, folder / f"layer_{number}.yaml"
        file.write_text(f"schema: 1\nextends: {parent}\nname: case\n{layer}", encoding="utf-8")
    return Outcome(late_twin.run(sim.load(file, root="/"), n, sampling=sampling))
