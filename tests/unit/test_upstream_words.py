"""Words of the walk up the chain."""

import datetime as dt
from types import SimpleNamespace

from sim.upstream.branch import Branch, Inflow
from sim.upstream.words import lines_of


def test_what_is_lacking_is_named_though_more_left_than_was_planned():
    """Chinese metal may come in plenty, only without dysprosium."""
    metal = Branch("metal", "lane", "smelter", "maker", 0, 27, 38.0, 8.3, 1.9, "dy", "lane", 1.0)
    found = SimpleNamespace(
        run=SimpleNamespace(start=dt.date(2027, 1, 1)),
        date=dt.date(2027, 2, 1),
        consumer="mine",
        history=0,
        chosen="",
        demand=1.0,
        served=0.0,
        held=0.0,
        held_before=40.0,
        before=dt.date(2026, 12, 31),
        good="metal",
        inflow=Inflow(38.0, 8.3, 1.9, extra={}, branches=(metal,), folded=0),
        causes=SimpleNamespace(of=lambda _: []),
        label=str,
    )
    (lane,) = [line for line in lines_of(found) if line.startswith("<- ")]
    assert "38 t of 8.3 t left (element), what lacks is mostly dy; the lane is closed" in lane
