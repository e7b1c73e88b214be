"""The undisrupted baseline is one world, whenever a run of it begins."""

import datetime as dt
from collections.abc import Generator, Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
from simpy.events import Event

import sim
from sim.world.chance.chance import Chance
from sim.world.state.state import BATCH
from sim.world.time.clock import Phase, Process, Turn
from sim.world.world import World, prepare
from tests import warm

FIRST, *LATER = "2024-01-01", "2025-01-01", "2026-01-01", "2026-07-01"
SINCE, DAYS = dt.date(2026, 12, 31), 84
"""Whole weeks, as plants plan by the week, on days counted from the start; they end before Kachin's
store is full, from which on it mines less."""
LARGE = 0.05
"""Part of all that there is, or that flows, from which on a node is large."""

Key = tuple[str, str, int]
"""Account, whose it is (or all), and item."""


class Watched(World):
    """A world that notes what is where, on the mean of some weeks, and what goes in."""

    def processes(self) -> dict[str, Process]:
        seen = Process("watch", (Phase.RECORDING,), "daily", self.watch_accounts)
        return {**super().processes(), "watch": seen}

    def watch_accounts(self, turn: Turn) -> Generator[Event, Any, Any]:
        first = (SINCE - self.scenario.start).days
        yield turn.on(first, Phase.RECORDING)
        before = dict(self._seen("into"))
        total: dict[Key, float] = dict.fromkeys(before, 0.0)
        for _ in range(DAYS):
            yield turn.tomorrow(Phase.RECORDING)
            for key, held in self._seen("stock"):
                total[key] += held / DAYS
        self.stocks = total
        self.flows = {key: into - before[key] for key, into in self._seen("into")}

    def _seen(self, what: str) -> Iterator[tuple[Key, float]]:
        """Give every account by node and all together, t."""
        tables: dict[str, dict[str, np.ndarray]] = {}
        for account in self.accounts():
            rows = dict(zip(account.whose, getattr(account, what)[..., 0], strict=True))
            tables.setdefault(account.name, {}).update(rows)
        for name, rows in tables.items():
            for whose, row in {**rows, "all": np.sum(list(rows.values()), axis=0)}.items():
                yield from (((name, whose, item), float(t)) for item, t in enumerate(row))


Seen = tuple[dict[Key, float], dict[Key, float]]
"""Stocks and flows."""


@cache
def watched(start: str) -> Seen:
    """Give what is seen of a run from a start on, which is made once a session."""
    return warm.kept(f"since-{start}.seen", lambda: run_from(start))


def run_from(start: str) -> Seen:
    scenario = sim.load("baseline", [f"start={start}", f"end={SINCE + dt.timedelta(DAYS)}"])
    begun = prepare(scenario)
    world = Watched(scenario, Chance(1, 0, BATCH, expected_value=True), begun.plan)
    world.run(begun)
    return world.stocks, world.flows


def differing(first: dict[Key, float], later: dict[Key, float], most: float) -> dict[Key, float]:
    """Give the relative difference of what is large, where it is more than that."""
    assert first.keys() == later.keys()
    apart = {
        key: later[key] / there - 1.0
        for key, there in first.items()
        if there > max(LARGE * first[key[0], "all", key[2]], 1.0)
    }
    assert len(apart) > 50
    return {key: difference for key, difference in apart.items() if abs(difference) > most}


@pytest.mark.parametrize("start", LATER)
def test_what_there_is_does_not_hang_on_the_start(start):
    assert differing(watched(FIRST)[0], watched(start)[0], 0.02) == {}


@pytest.mark.parametrize("start", LATER)
def test_what_flows_does_not_hang_on_the_start(start):
    first, later = (
        {k: t for k, t in watched(day)[1].items() if "surplus" not in k[0]}
        for day in (FIRST, start)
    )
    assert differing(first, later, 0.01) == {}
