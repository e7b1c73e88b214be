"""The network of one replication as a linear programme."""

import numpy as np
from numpy.typing import NDArray

from sim.foresight.past import Past
from sim.foresight.programme import Flow, Key, Programme
from sim.foresight.quotas import add_quotas
from sim.foresight.separation import add_concentrate
from sim.foresight.stockpiles import ROUNDING, add_stockpiles
from sim.scenario.chain import CONCENTRATE, CONSUMERS, STAGES, Feed, Good, Stage
from sim.scenario.network import Route, makes

F64 = NDArray[np.float64]
Made = list[list[tuple[Flow, float | F64]]]
"""What a block makes, by facility and item: a flow, and the share of it on each of its days."""


def programme_of(past: Past, *, hoarding: bool = True, released: F64 | None = None) -> Programme:
    """Write the programme of a replication; its gain is the demand served on its day, t.

    Parameters
    ----------
    past : Past
    hoarding : bool
        Whether consumers may hold more than they had ever held until then in the run.
    released : array, t, ``[day, stockpile]``, optional
        Most that each stockpile may release on each day; the planner's choice if not given.
    """
    programme = Programme(past.days)
    for good in past.layouts:
        if good != CONCENTRATE:
            add_trade(programme, past, good)
    for stage in STAGES:
        if stage.feed in _ADD and stage.gives in past.layouts:
            _ADD[stage.feed](programme, past, stage)
    add_stockpiles(programme, past, released)
    for good in past.bounded:
        _add_consumers(programme, past, good, hoarding=hoarding)
    return programme


def seller_key(past: Past, good: Good, row: int, item: int) -> Key:
    """Name the stock of a seller."""
    return "place", good, past.layouts[good].sellers[row], item, "out"


def buyer_key(past: Past, good: Good, row: int, item: int) -> Key:
    """Name the stock of a buyer; a depot's is what it sells, a stockpile's what it releases."""
    layout = past.layouts[good]
    name = layout.buyers[row]
    if name in past.scenario.stockpiles:
        return "pile", name, good, item
    side = "out" if name in past.scenario.depots else "in"
    return "place", good, name, item, side


def add_trade(programme: Programme, past: Past, good: Good) -> None:
    """Add stocks, what is on the way at the start, and shipments of a good."""
    layout = past.layouts[good]
    held, on_hand = past.at_start(f"{good}.stock"), past.at_start(f"{good}.input")
    in_transit = past.at_start(f"{good}.in_transit")
    items = range(len(layout.items))
    for row in range(len(layout.sellers)):
        for k in items:
            programme.stock(seller_key(past, good, row, k))
            programme.comes(seller_key(past, good, row, k), 0, float(held[row, k]))
    for row in range(len(layout.buyers)):
        for k in items:
            key = buyer_key(past, good, row, k)
            programme.stock(key)
            programme.comes(key, 0, float(on_hand[row, k]))
            for day in range(len(in_transit)):
                programme.comes(key, day, float(in_transit[day, row, k]))
    transit = past.transit_days(good)
    _, most = past.passing(good)
    shipped: list[tuple[int, int, Flow, float]] = []
    for lane in range(len(layout.routes)):
        seller, buyer = int(layout.seller[lane]), int(layout.buyer[lane])
        for k, item in enumerate(layout.items):
            if not _may_matter(past, layout.routes[lane], item):
                continue
            sent = programme.flow(most[:, lane, k])
            programme.out_of(seller_key(past, good, seller, k), sent)
            programme.into(buyer_key(past, good, buyer, k), sent, delay=transit[lane])
            shipped.append((lane, k, sent, 1.0))
    add_quotas(programme, past, good, shipped)


def _may_matter(past: Past, route: Route, item: str) -> bool:
    """Tell whether a seller may have an item and a buyer may use it."""
    consumer = past.scenario.consumers.get(route.buyer)
    if consumer is None:
        return makes(past.scenario, route, item)
    if consumer.good not in past.bounded:
        return False
    # Thrift turns demand for other grades into demand for the first.
    first = next(iter(past.scenario.grades))
    return item == first or bool(consumer.shares.get(item))


def add_output(programme: Programme, past: Past, block: str, good: Good, made: Made) -> None:
    """Let what a block makes, by facility and item, reach its stock when it is done."""
    layout = past.layouts[good]
    first = layout.seller_rows[block].start
    ring = past.at_start(f"{block}.in_process")
    delays = past.processing_days(block)
    for row, flows in enumerate(made):
        for k, (flow, share) in enumerate(flows):
            key = seller_key(past, good, first + row, k)
            programme.into(key, flow, share, delays[row])
            for day in range(len(ring)):
                programme.comes(key, day, float(ring[day, row, k]))


def capacity(past: Past, made_in: F64) -> F64:
    """Spread what can be made on the days of planning over all days, t, ``[day]``."""
    most = np.full(past.days, np.inf)
    most[past.review()] = made_in
    return most


def _unlimited(past: Past) -> F64:
    return np.full(len(past.review()), np.inf)


def _add_separation(programme: Programme, past: Past, stage: Stage) -> None:
    if stage.takes in past.layouts:
        add_concentrate(programme, past)


def _add_recyclers(programme: Programme, past: Past, stage: Stage) -> None:
    takes, gives = stage.ends
    if takes not in past.layouts:
        return
    c, layout = past.coefficients, past.layouts[takes]
    most, recovery = past.made_in(stage.block), past.on_review(c.recycled)
    first = layout.buyer_rows[stage.block].start
    made: Made = []
    for row in range(recovery.shape[1]):
        drawn = [programme.flow(_unlimited(past), past.review()) for _ in c.elements]
        for e, flow in enumerate(drawn):
            programme.out_of(buyer_key(past, takes, first + row, e), flow)
        parts = [(flow, float(oxide)) for flow, oxide in zip(drawn, c.oxide, strict=True)]
        programme.limit(parts, capacity(past, most[:, row]))
        made.append([(flow, recovery[:, row, e]) for e, flow in enumerate(drawn)])
    add_output(programme, past, stage.block, gives, made)


def _add_by_yield(programme: Programme, past: Past, stage: Stage) -> None:
    takes, gives = stage.ends
    layout = past.layouts.get(takes)
    c = past.coefficients
    most, yields = past.made_in(stage.block), past.on_review(c.yields[stage.block])
    made: Made = []
    for row in range(yields.shape[1]):
        items = past.layouts[gives].items
        flows = [programme.flow(_unlimited(past), past.review()) for _ in items]
        if layout is not None:
            first = layout.buyer_rows[stage.block].start
            for k, flow in enumerate(flows):
                key = buyer_key(past, takes, first + row, k)
                programme.out_of(key, flow, 1.0 / yields[:, row])
        programme.limit([(flow, 1.0) for flow in flows], capacity(past, most[:, row]))
        made.append([(flow, 1.0) for flow in flows])
    add_output(programme, past, stage.block, gives, made)


def _add_by_recipe(programme: Programme, past: Past, stage: Stage) -> None:
    takes, gives = stage.ends
    layout = past.layouts.get(takes)
    c = past.coefficients
    most = past.made_in(stage.block) * past.on_review(c.finished)
    drawn, scrapped = past.on_review(c.metal_drawn), past.on_review(c.scrap_sent)
    recipe = np.array([c.recipe.on(int(day)) for day in past.review()])
    left = past.layouts.get(stage.leaves) if stage.leaves is not None else None
    made: Made = []
    for row in range(drawn.shape[1]):
        flows = [programme.flow(_unlimited(past), past.review()) for _ in c.grades]
        for g, flow in enumerate(flows):
            for e, content in enumerate(recipe[:, row, g].T):
                if layout is not None:
                    place = layout.buyer_rows[stage.block].start + row
                    key = buyer_key(past, takes, place, e)
                    programme.out_of(key, flow, content * drawn[:, row])
                if left is not None:
                    place = left.seller_rows[stage.block].start + row
                    key = seller_key(past, left.good, place, e)
                    programme.into(key, flow, content * scrapped[:, row])
        programme.limit([(flow, 1.0) for flow in flows], capacity(past, most[:, row]))
        made.append([(flow, 1.0) for flow in flows])
    add_output(programme, past, stage.block, gives, made)


_ADD = {
    Feed.BASKET: _add_separation,
    Feed.SENT: _add_recyclers,
    Feed.YIELD: _add_by_yield,
    Feed.RECIPE: _add_by_recipe,
}
"""How each stage enters the programme, by how its feed follows from what it makes."""


def _add_consumers(programme: Programme, past: Past, good: Good, *, hoarding: bool) -> None:
    """Add consumers, who are served up to normal demand.

    Who may redesign what it builds may do so from the first day on, as the planner knows: part of
    what it needs of other grades may be of the first.
    """
    demand, held = past.demand(good), past.held(good)
    first = past.layouts[good].buyer_rows[CONSUMERS].start
    for row, downshift in enumerate(past.downshift(good)):
        keys = [buyer_key(past, good, first + row, k) for k in range(demand.shape[2])]
        most = demand[:, row].copy()
        most[:, 0] += downshift * most[:, 1:].sum(axis=1)
        flows = [programme.flow(most[:, g], gain=1.0) for g in range(len(keys))]
        for key, flow in zip(keys, flows, strict=True):
            programme.out_of(key, flow)
        if downshift > 0.0:
            programme.limit([(flow, 1.0) for flow in flows], demand[:, row].sum(axis=1))
        if not hoarding:
            most = np.maximum.accumulate(held[:, row]) * (1.0 + ROUNDING)
            programme.limit([(programme.held(key), 1.0) for key in keys], most)
