"""What the baseline's heavy circuit at Kuantan makes is what Lynas reported."""

import datetime as dt
from collections.abc import Generator
from typing import Any

import pytest
from simpy.events import Event

import sim
from sim.world.chance.chance import Chance
from sim.world.state.state import BATCH
from sim.world.time.clock import Phase, Process, Turn
from sim.world.world import World, prepare

QUARTERS = [dt.date(2025, 3, 31), dt.date(2025, 6, 30), dt.date(2025, 9, 30), dt.date(2025, 12, 31)]
REPORTED = [0.0, 2.0, 9.0, 26.0]
"""Dysprosium and terbium oxide of the quarters of 2025, t; the first of it in May (Argus)."""


class Reporting(World):
    """A world that notes at the end of each quarter what the circuit has made."""

    def processes(self) -> dict[str, Process]:
        self.made = [0.0]
        report = Process("report", (Phase.RECORDING,), "quarterly", self.report)
        return {**super().processes(), "report": report}

    def report(self, turn: Turn) -> Generator[Event, Any, Any]:
        trade, factors = self.trades["oxide"], self.context.coefficients.oxide
        row = trade.layout.sellers.index("lynas_heavy")
        for date in QUARTERS:
            yield turn.on((date - self.scenario.start).days, Phase.RECORDING)
            self.made.append(float((trade.made[row, :, 0] * factors).sum()))


def test_lynas_makes_the_heavies_that_it_reported_quarter_by_quarter():
    scenario = sim.load("baseline", ["start=2025-01-01", "end=2025-12-31"])
    warm = prepare(scenario)
    world = Reporting(scenario, Chance(1, 0, BATCH, expected_value=True), warm.plan)
    world.run(warm)
    made = [later - before for before, later in zip(world.made, world.made[1:], strict=False)]
    assert made == pytest.approx(REPORTED, rel=0.12)
    assert sum(made) == pytest.approx(sum(REPORTED), rel=0.1)
