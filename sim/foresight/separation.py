"""Mines and separation plants: concentrate that carries its elements.

A plant's feed mixes; the planner may part what came from each mine by itself, and the heavies of
other plants element by element, and keep all of these until a plant can. That can only help him, so
the bound stays a bound.
"""

import numpy as np
from numpy.typing import NDArray

from sim.foresight.past import Past
from sim.foresight.programme import Flow, Key, Programme
from sim.foresight.quotas import add_quotas
from sim.scenario.chain import CONCENTRATE, MINES, OXIDE, SEPARATION_PLANTS

F64 = NDArray[np.float64]
Index = NDArray[np.intp]

Stream = tuple[Key, F64, float]
"""Feed of one origin: its stock; t of each element, and t REO of bulk, in a tonne of it."""


def add_concentrate(programme: Programme, past: Past) -> None:
    """Add mines, shipments of concentrate, and separation."""
    layout, c = past.layouts[CONCENTRATE], past.coefficients
    plants = layout.buyer_rows[SEPARATION_PLANTS]
    mines = layout.seller_rows[MINES]
    sellers = layout.seller_rows[SEPARATION_PLANTS]
    content = _content(past)
    streams: list[dict[Key, Stream]] = [
        _at_start(programme, past, row) for row in range(plants.start, plants.stop)
    ]
    _add_mines(programme, past)
    transit = past.transit_days(CONCENTRATE)
    _, most = past.passing(CONCENTRATE)
    shipped: list[tuple[int, int, Flow, float]] = []
    for lane in range(len(layout.routes)):
        seller, buyer = int(layout.seller[lane]), int(layout.buyer[lane])
        delay, into = transit[lane], streams[buyer - plants.start]
        if mines.start <= seller < mines.stop:
            sent = _ship(programme, ("mine", seller), buyer, most[:, lane, 0], delay)
            shipped.append((lane, 0, sent, 1.0))
            key: Key = ("feed", buyer, "mine", seller)
            into[key] = key, content[seller - mines.start], 1.0
        else:
            for e, oxide in enumerate(c.oxide.tolist()):
                source: Key = ("heavies", seller - sellers.start, e)
                # In t of element; a limit is in t REO of all of them.
                sent = _ship(programme, source, buyer, most[:, lane, 0] / oxide, delay)
                shipped.append((lane, 0, sent, oxide))
                key = ("feed", buyer, *source)
                into[key] = key, np.eye(len(c.elements))[e], oxide
    add_quotas(programme, past, CONCENTRATE, shipped)
    _separate(programme, past, streams)


def _ship(programme: Programme, source: Key, buyer: int, most: F64, delay: int | Index) -> Flow:
    programme.stock(source)
    sent = programme.flow(most)
    programme.out_of(source, sent)
    programme.stock(("feed", buyer, *source))
    programme.into(("feed", buyer, *source), sent, delay=delay)
    return sent


def _content(past: Past) -> F64:
    """Give t of each element in a t REO of each mine: the most of what is dug or on hand."""
    content = past.coefficients.content
    days = range(past.days) if content.changes else range(1)
    mined = np.maximum.reduce([past.of(content.on(day)) for day in days])
    held = past.at_start(f"{CONCENTRATE}.stock")[: len(mined)]
    bulk = held[:, :1]
    on_hand = np.divide(held[:, 1:], bulk, out=np.zeros_like(mined), where=bulk > 0.0)
    return np.asarray(np.maximum(mined, on_hand))


def _at_start(programme: Programme, past: Past, row: int) -> dict[Key, Stream]:
    """Add what a plant has on hand and on its way at the start, as a stream of its own.

    Its content is the highest that any part of it has, element by element.
    """
    in_transit = past.at_start(f"{CONCENTRATE}.in_transit")[:, row]
    parts = np.concatenate([past.at_start(f"{CONCENTRATE}.input")[row][None], in_transit])
    key: Key = ("feed", row, "start")
    programme.stock(key)
    for day, tonnes in enumerate(in_transit[:, 0].tolist()):
        programme.comes(key, day, tonnes)
    programme.comes(key, 0, float(parts[0, 0]))
    there = parts[:, 0] > 0.0
    if not there.any():
        return {}
    content = (parts[there, 1:] / parts[there, :1]).max(axis=0)
    return {key: (key, content, 1.0)}


def _add_mines(programme: Programme, past: Past) -> None:
    most = past.made_in(MINES)
    held = past.at_start(f"{CONCENTRATE}.stock")
    for row in range(most.shape[1]):
        key: Key = ("mine", row)
        programme.stock(key)
        programme.comes(key, 0, float(held[row, 0]))
        programme.into(key, programme.flow(most[:, row], past.review()))
    sellers = past.layouts[CONCENTRATE].seller_rows[SEPARATION_PLANTS]
    for row in range(sellers.stop - sellers.start):
        for e in range(len(past.coefficients.elements)):
            key = ("heavies", row, e)
            programme.stock(key)
            programme.comes(key, 0, float(held[sellers.start + row, 1 + e]))


def _separate(programme: Programme, past: Past, streams: list[dict[Key, Stream]]) -> None:
    """Add what each plant parts, by stream, and what becomes of it."""
    c, review = past.coefficients, past.review()
    most = past.made_in(SEPARATION_PLANTS)
    recovery, residue = past.on_review(c.recovery), past.on_review(c.residue)
    delays = past.processing_days(SEPARATION_PLANTS)
    ring = past.at_start(f"{SEPARATION_PLANTS}.in_process")
    names = past.layouts[CONCENTRATE].buyers
    for row, several in enumerate(streams):
        parts: list[tuple[Flow, float]] = []
        for key, content, bulk in several.values():
            drawn = programme.flow(np.full(len(review), np.inf), review)
            programme.out_of(key, drawn)
            parts.append((drawn, bulk))
            for e, share in enumerate(content.tolist()):
                out: Key = ("place", OXIDE, names[row], e, "out")
                if programme.has(out):
                    programme.into(out, drawn, share * recovery[:, row, e], delays[row])
                programme.into(("heavies", row, e), drawn, share * residue[:, row, e])
        limit = np.full(past.days, np.inf)
        limit[review] = most[:, row]
        programme.limit(parts, limit)
        for day in range(len(ring)):
            for e in range(len(c.elements)):
                out = ("place", OXIDE, names[row], e, "out")
                if programme.has(out):
                    programme.comes(out, day, float(ring[day, row, e]))
