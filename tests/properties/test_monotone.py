"""Properties: who takes longer to accept more, or to make more, never comes off better.

It holds where a lane is open or closed and all lanes of a buyer take equally long. It cannot hold
without these two: goods that were sent the long way round count as on order when a quicker lane
opens, and nobody can call them back; and a lane that ships a part of what is asked is judged every
so many days, so that it depends on the day of its first failure when its buyer looks again.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import few
from tests.properties import networks

DAYS = 200
ROUNDING = 1e-4
"""Part of what is lost, or t: series are stored in single precision."""


@st.composite
def closures(draw: st.DrawFn, spare: tuple[float, ...]) -> networks.Block:
    """Draw makers with some capacity to spare; lanes of the first are closed for a while."""
    makers = [f"maker{number}" for number in range(draw(st.integers(2, 3)))]
    users = [f"user{number}" for number in range(draw(st.integers(1, 2)))]
    transit, sales, lanes = draw(st.sampled_from([1, 5, 20])), dict.fromkeys(makers, 0.0), {}
    consumers = {
        user: {
            "region": "US",
            "sector": user,
            "demand_t_per_year": draw(st.sampled_from([365.25, 730.5])),
            "grades": {"plain": 1},
            "stock_days": draw(st.sampled_from([0, 5, 14])),
            "unmet": "lost",
        }
        for user in users
    }
    for user, block in consumers.items():
        weights = [draw(st.integers(1, 4)) for _ in makers]
        for maker, weight in zip(makers, weights, strict=True):
            share = weight / sum(weights)
            sales[maker] += share * block["demand_t_per_year"]
            lanes[f"{maker}_{user}"] = {
                "good": "magnets",
                "from": maker,
                "to": user,
                "share": share,
                "transit_days": transit,
            }
    blocks = {
        maker: {
            "country": "CN",
            "stock_days": draw(st.sampled_from([0, 5])),
            "processing_days": draw(st.sampled_from([0, 2])),
            "capacity_t_blanks_per_year": sold * draw(st.sampled_from(spare)),
        }
        for maker, sold in sales.items()
    }
    shut = {
        "kind": "lane_closure",
        "lanes": [f"maker0_{user}" for user in users],
        "start": draw(st.integers(10, 30)),
        "duration_days": draw(st.sampled_from([20, 50, 90])),
    }
    return networks.world(
        DAYS,
        grades={"plain": {}},
        magnet_makers=blocks,
        consumers=consumers,
        lanes=lanes,
        disruptions={"shut": shut},
    ) | {"policy": {"review_days": 1, "failing_days": 7}}


def lost(world: networks.Block) -> float:
    record = networks.run(world)
    return float((record.demand_t.astype(float) - record.served_t).sum())


def changed(world: networks.Block, block: str, **keys: object) -> networks.Block:
    return world | {block: {name: one | keys for name, one in world[block].items()}}


def never_falls(found: list[float]) -> bool:
    return bool((np.diff(found) >= -ROUNDING * max(1.0, *found)).all())


@few
@given(closures((1.2, 1.6, 2.5)), st.lists(st.integers(0, 120), min_size=2, max_size=3).map(sorted))
def test_a_longer_qualification_never_saves(world, times):
    slow = [changed(world, "consumers", qualification={"days": days}) for days in times]
    assert never_falls([lost(one) for one in slow])


@few
@given(
    closures((1.2, 1.6, 2.5)),
    st.lists(st.sampled_from([0.0, 0.05, 0.1, 0.2, 0.4, 1.0]), min_size=2, max_size=3).map(sorted),
)
def test_a_scarcer_surge_never_saves(world, parts):
    slow = [
        changed(world, "magnet_makers", surge={"at_once": part, "per_month": 0.03})
        for part in reversed(parts)
    ]
    assert never_falls([lost(one) for one in slow])


@pytest.mark.parametrize("factor", [0.3, 0.6])
@pytest.mark.parametrize("unmet", ["lost", "backlog"])
def test_a_scarcer_surge_saves_nothing_beside_a_narrowed_lane(factor, unmet):
    share = {"good": "magnets", "to": "user", "share": 0.5, "transit_days": 35}
    maker = {"country": "CN", "stock_days": 0, "processing_days": 0}
    user = {"region": "US", "sector": "motors", "demand_t_per_year": 365.25, "stock_days": 14}
    narrow = {"kind": "lane_closure", "lanes": ["east"], "factor": factor, "start": 40}
    found = []
    for at_once in (1.0, 0.4, 0.2, 0.1, 0.05, 0.0):
        surge = {"at_once": at_once, "per_month": 0.02}
        slow = maker | {"capacity_t_blanks_per_year": 400, "surge": surge}
        world = networks.world(
            365,
            grades={"plain": {}},
            magnet_makers={"east": maker, "west": slow},
            consumers={"user": user | {"grades": {"plain": 1}, "unmet": unmet}},
            lanes={name: share | {"from": name} for name in ("east", "west")},
            disruptions={"narrow": narrow | {"duration_days": 120}},
        )
        found.append(lost(world | {"policy": {"review_days": 1, "failing_days": 7}}))
    assert never_falls(found)
    assert found[-1] > found[0] + 1.0
