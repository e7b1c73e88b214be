"""``trade.csv``: what countries ship to each other, and which part that is of what they buy."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.output.by_item import Ids, by_item
from sim.output.histories import Histories
from sim.output.spread import Spread, with_shares
from sim.world.record.series import Entry, Series
from sim.world.record.table import Column, Table
from sim.world.trade.trade_recorder import SHIPPED

F64 = NDArray[np.float64]

TRADE = Series(
    name="trade",
    axes=("period", "goods", "items", "sellers", "buyers", "entry"),
    unit="t",
    doc="what places ship to each other, with shares of purchases, of imports and of sales",
    entries=(
        Entry("shipped", "what leaves for there, on the day it leaves"),
        Entry("share_of_purchases", "part of all that the buyers there are sent", unit="1"),
        Entry(
            "share_of_imports",
            "part of what they are sent from elsewhere; empty of what stays at home",
            unit="1",
        ),
        Entry("share_of_sales", "part of all that the sellers send, at home too", unit="1"),
    ),
    unit_note=SHIPPED.unit_note,
    table=Table(
        file="trade.csv",
        rows="a row for each good, item, country of the seller, place of the buyer, month or "
        "calendar year, and entry; only where the scenario asks for it (`measures.trade`)",
        doc="What leaves a country for another, or stays in it (`shortfall run FILE --set "
        "measures.trade=true` asks for it). Pairs between which nothing moves in any history are "
        "left out. What passes through a depot counts on both its ways; what a stockpile buys "
        "counts where it stands, what it releases is no trade. A grey lane counts where it truly "
        "begins.",
        columns=(
            Column("good", "what is shipped"),
            Column(
                "item",
                "grade of magnets, element of oxide, metal and scrap, `bulk` of concentrate; `all` "
                "where there are several: their sum",
            ),
            Column("seller", "country that it leaves"),
            Column("buyer", "country, or region of the consumers, that it is for"),
        ),
        note="A share is over the histories in which anything is bought, imported or sold. Means "
        "of the shares of several countries add up.",
    ),
)


def trade_flows(histories: Histories) -> Iterator[Spread]:
    """Give what places ship to each other; nothing where that was not recorded."""
    for good, item, shipped in by_item(histories, SHIPPED, _parts):
        nothing = np.zeros_like(next(iter(shipped.values())))
        sold: dict[str, F64] = {}
        bought: dict[str, F64] = {}
        imported: dict[str, F64] = {}
        for (seller, buyer), tonnes in shipped.items():
            sold[seller] = sold.get(seller, nothing) + tonnes
            bought[buyer] = bought.get(buyer, nothing) + tonnes
            if seller != buyer:
                imported[buyer] = imported.get(buyer, nothing) + tonnes
        for (seller, buyer), tonnes in shipped.items():
            if tonnes.any():
                imports = nothing if seller == buyer else imported[buyer]
                wholes = [bought[buyer], imports, sold[seller]]
                yield with_shares((good, item, seller, buyer), tonnes, wholes)


def _parts(flow: str) -> tuple[str, str, Ids]:
    good, item, seller, buyer = flow.split(".")
    return good, item, (seller, buyer)
