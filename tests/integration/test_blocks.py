"""The result of a history is its own: nothing that befalls other histories changes a bit of it."""

from dataclasses import replace

import numpy as np
import pytest

from sim.world.record.record import Record, part_of
from tests.integration.blocks import HISTORIES, differing, histories
from tests.integration.random_worlds import WORLDS


@pytest.mark.parametrize("world", WORLDS)
def test_wider_blocks_give_the_same_histories_to_the_bit(world):
    """Though halts end, states come, raids fall and decisions are taken on others' days."""
    narrow, wide = histories(world, last=64), histories(world)
    assert (narrow.histories, wide.histories) == (64, HISTORIES)
    assert differing(narrow, part_of(wide, slice(64, None)), 64) == []


def test_a_history_that_differs_by_a_bit_is_found():
    """In whatever it differs; and where it lacks what the other has."""
    record = histories("stockpiles")
    served = record.series["served_t"]
    other = served.values.copy()
    other[-1, 0, 9] = np.nextafter(other[-1, 0, 9], np.float32(np.inf))
    kept = {name: one for name, one in record.series.items() if name != "stockpile_account"}
    changed = Record(record.start, kept | {"served_t": replace(served, values=other)})
    assert differing(record, changed, HISTORIES) == ["served_t", "stockpile_account"]
    assert differing(record, changed, 9) == ["stockpile_account"]


def test_the_ends_of_random_halts_differ():
    """So equality says something of late plants."""
    record = histories("late_plants")
    assert len(np.unique(record.end_day[record.disruptions.index("halt")])) > 50
    assert len(np.unique(record.served_t.sum(axis=(0, 1)))) > 50


def test_states_come_and_differ():
    """On many days, in most histories; what follows from them, too."""
    record = histories("states_and_raids")
    for name in ("tighter", "back"):
        start = record.onset_day[record.disruptions.index(name)]
        assert np.isfinite(start).sum() > 60
        assert len(np.unique(start[np.isfinite(start)])) > 30


def test_prices_differ():
    """Also what the floor costs, and demand that is driven away."""
    record = histories("prices")
    for field in ("price_usd_per_kg", "destroyed_t", "floor_musd"):
        last = getattr(record, field).sum(axis=tuple(range(getattr(record, field).ndim - 1)))
        assert len(np.unique(last)) > 60, field


def test_what_stockpiles_do_differs():
    """They buy, release, age and pay in all forms, and not alike."""
    record = histories("stockpiles")
    entries = record.stockpile_account.sum(axis=0)
    assert record.stockpile_accounts[0].startswith("reserve:")
    for entry in (1, 2, 4):
        by_account = [len(np.unique(row)) for row in entries[:, entry]]
        assert sum(count > 50 for count in by_account) >= 2, (entry, by_account)
