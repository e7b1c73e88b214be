"""Small worlds are as plain loops over days have them, that were written from the words alone."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.world.chance.chance import Chance
from sim.world.world import World, prepare
from tests.day_by_day import Case, Consumer, Lane, Maker, Shock, simulate
from tests.examples import TIMES, few
from tests.properties.networks import DAYS_PER_YEAR, START, Block, world, written

DAYS = 240
CALM = {"review_days": 1, "failing_days": 3650}
"""Plants plan daily, and no lane is ever judged."""

dozens = settings(few, max_examples=40 * TIMES)
"""Examples take a tenth of a second each."""

SHARES = [[1.0], [0.5, 0.5], [0.7, 0.3], [0.5, 0.3, 0.2]]


@st.composite
def makers(draw: st.DrawFn, names: list[str], sales: dict[str, float]) -> dict[str, Maker]:
    """Draw makers that can make what they are planned to, some of them just."""
    slow = st.tuples(st.sampled_from([0.0, 0.1]), st.sampled_from([0.0, 0.02, 0.1]))
    return {
        name: Maker(
            capacity=sales[name] * draw(st.sampled_from([1.1, 1.5, 3.0, 20.0])),
            stock_days=draw(st.sampled_from([0, 4, 30])),
            processing_days=draw(st.integers(0, 6)),
            surge=draw(st.none() | slow),
        )
        for name in names
    }


@st.composite
def moves(draw: st.DrawFn) -> tuple[int, int, float]:
    """Draw a time in which targets move, and to what."""
    first = draw(st.integers(0, 100))
    return first, first + draw(st.integers(1, 120)), draw(st.sampled_from([0.0, 3.0, 10.0, 40.0]))


@st.composite
def consumers(draw: st.DrawFn, names: list[str], *, firms: bool) -> dict[str, Consumer]:
    """Draw consumers, some of whom take time to accept more of a seller."""
    unmet = st.sampled_from([(0.0, 0.0), (1.0, None), (1.0, 0.2), (0.5, 0.1)])
    takes = st.tuples(st.sampled_from([0, 10, 45, 120]), st.sampled_from([0.0, 0.2, 0.7]))
    found = {}
    for name in names:
        kept, overtime = draw(unmet)
        found[name] = Consumer(
            demand=draw(st.sampled_from([0.3, 1.0, 2.5])),
            stock_days=draw(st.sampled_from([0, 5, 21])),
            kept=kept,
            overtime=overtime,
            qualification=draw(st.none() | takes),
            moves=None if firms else draw(st.none() | moves()),
            factors=(0.25, 0.5, 1.0, 2.25) if firms and draw(st.booleans()) else (1.0,),
        )
    return found


@st.composite
def cases(draw: st.DrawFn, *, firms: bool = False) -> Case:
    """Draw a world: its makers, consumers and lanes, and what happens to them."""
    sellers = ["east", "west", "south"][: draw(st.integers(1, 3))]
    buyers = ["cars", "pumps"][: draw(st.integers(1, 2))]
    using = draw(consumers(buyers, firms=firms))
    parts = draw(st.sampled_from([one for one in SHARES if len(one) == len(sellers)]))
    lanes = [
        Lane(seller, buyer, part, draw(st.integers(1, 30)))
        for buyer in buyers
        for seller, part in zip(sellers, parts, strict=True)
    ]
    for lane in lanes:
        first = 0
        for _ in range(draw(st.integers(0, 2))):
            first += draw(st.integers(1, 60))
            end = first + draw(st.integers(1, 150))
            if first < DAYS:
                lane.closed.append((first, end))
            first = end
    sales = {
        name: sum(lane.share * using[lane.consumer].demand for lane in lanes if lane.maker == name)
        for name in sellers
    }
    shocks: list[Shock] = []
    for buyer in buyers:
        if draw(st.booleans()):
            first = draw(st.integers(0, 100))
            factor = draw(st.sampled_from([0.5, 1.3, 2.0, 3.0]))
            shocks.append((buyer, factor, first, first + draw(st.integers(1, 60))))
    return Case(draw(makers(sellers, sales)), using, lanes, shocks)


def scenario(case: Case) -> Block:
    """Give the same world as a scenario."""
    makers = {
        name: {
            "country": "CN",
            "capacity_t_blanks_per_year": one.capacity * DAYS_PER_YEAR,
            "stock_days": one.stock_days,
            "processing_days": one.processing_days,
        }
        | (
            {}
            if one.surge is None
            else {"surge": dict(zip(("at_once", "per_month"), one.surge, strict=True))}
        )
        for name, one in case.makers.items()
    }
    roads: Block = {}
    closures: Block = {}
    for at, lane in enumerate(case.lanes):
        roads[f"lane_{at}"] = {
            "good": "magnets",
            "from": lane.maker,
            "to": lane.consumer,
            "share": lane.share,
            "transit_days": lane.days,
        }
        for turn, (first, end) in enumerate(lane.closed):
            kind = {"kind": "lane_closure", "lanes": [f"lane_{at}"]}
            closures[f"closed_{at}_{turn}"] = kind | dated(first, end)
    rushes = {
        f"rush_{at}": {"kind": "demand_shock", "consumers": [name], "factor": factor}
        | dated(first, end)
        for at, (name, factor, first, end) in enumerate(case.shocks)
    }
    return world(
        DAYS,
        policy=CALM,
        grades={"plain": {}},
        magnet_makers=makers,
        consumers={name: consumer(name, one) for name, one in case.consumers.items()},
        lanes=roads,
        disruptions=closures | rushes,
    )


def consumer(name: str, one: Consumer) -> Block:
    """Give a consumer as a scenario has it."""
    unmet: Any = {"share": one.kept, "overtime": one.overtime}
    if one.overtime is None:
        unmet = "backlog"
    elif one.kept == 0.0:
        unmet = "lost"
    block = {
        "region": "US",
        "sector": name,
        "demand_t_per_year": one.demand * DAYS_PER_YEAR,
        "grades": {"plain": 1},
        "stock_days": shelf(one),
        "unmet": unmet,
    }
    if one.qualification is not None:
        block["qualification"] = dict(zip(("days", "above"), one.qualification, strict=True))
    if len(one.factors) > 1:
        spread = {"empirical": list(one.factors)}
        block["firms"] = {"stock_days_factor": spread, "strata": len(one.factors)}
    return block


def shelf(one: Consumer) -> Any:
    """Give the days of stock, dated if they move."""
    if one.moves is None:
        return one.stock_days
    first, last, to = one.moves
    return {START + dt.timedelta(first): one.stock_days, START + dt.timedelta(last): to}


def dated(first: int, end: int) -> Block:
    """Say when something begins, and how long it lasts."""
    return {"start": START + dt.timedelta(first), "duration_days": end - first}


def ran(block: Block) -> dict[str, np.ndarray]:
    """Give what the world has of each consumer: served, waiting and held, t, ``[day, what]``."""
    with tempfile.TemporaryDirectory() as folder:
        read = sim.load(written(block, Path(folder)))
    real = World(read, Chance(1, 0, 64))
    (using,) = real.facilities.consumers.kinds
    found: list[np.ndarray] = []
    consume = using._consume

    def noted() -> None:
        consume()
        if using._clock.day >= 0:
            day = np.stack([using.served + 0 * using.waiting, using.waiting, using.on_hand])
            found.append(day[:, :, 0, 0])

    using._consume = noted  # type: ignore[method-assign]
    real.run(prepare(read))
    return {name: np.array(found)[:, :, row] for row, name in enumerate(using.names)}


def differ(case: Case) -> float:
    """Give how far the two are apart at most, on any day, in days of normal demand."""
    real, told = ran(scenario(case)), simulate(case, DAYS)
    apart = [np.abs(real[name] - told[name]) / one.demand for name, one in case.consumers.items()]
    return float(np.max(apart))


@dozens
@given(cases())
def test_a_small_world_is_as_told_day_by_day(case):
    assert differ(case) < 1e-9


@dozens
@given(cases(firms=True))
def test_so_are_worlds_of_firms_but_for_what_counts_as_lacking_alike(case):
    """Shelves that lack alike to within a thousandth of a day are taken to lack alike."""
    assert differ(case) < 2e-3
