"""``output.csv``: what every facility makes, and which part of the world's output it is."""

from collections.abc import Iterator

import numpy as np

from sim.output.by_item import Ids, by_item
from sim.output.histories import Histories
from sim.output.spread import Spread, with_shares
from sim.scenario.chain import STAGE
from sim.scenario.schema import Scenario
from sim.world.facility.output_recorder import MADE
from sim.world.record.series import Entry, Series
from sim.world.record.table import Column, Table
from sim.world.state.state import added


def facility_and_good(scenario: Scenario, ids: Ids) -> Ids:
    """Give a facility, where it stands, and what it makes, from block, id and item."""
    block, name, item = ids
    return name, getattr(scenario, block)[name].country, str(STAGE[block].gives), item


OUTPUT = Series(
    name="output",
    axes=("period", "blocks", "facilities", "items", "entry"),
    unit="t",
    doc="what each facility makes, and its share of the world's output",
    entries=(
        Entry("made", "what it makes, surplus and what is not to grade included"),
        Entry("share_of_world", "part of what all facilities make of the item", unit="1"),
    ),
    unit_note=MADE.unit_note,
    table=Table(
        file="output.csv",
        rows="a row for each facility, item that it makes, month or calendar year, and entry; only "
        "where the scenario asks for it (`measures.trade`)",
        doc="What facilities make, and which part of the world's output that is (`shortfall run "
        "FILE --set measures.trade=true` asks for it). Who makes nothing in any history is left "
        "out; depots make nothing.",
        columns=(
            Column("facility", "its id"),
            Column("country", "where it stands"),
            Column("good", "what it makes"),
            Column(
                "item",
                "grade of magnets, element of oxide and metal, `bulk` of concentrate; `all` where "
                "there are several: their sum",
            ),
        ),
        cells=facility_and_good,
        note="A share is over the histories in which anybody makes any. Means of the shares of "
        "several facilities add up, as those of a country do.",
    ),
)


def outputs(histories: Histories) -> Iterator[Spread]:
    """Give what facilities make; nothing where that was not recorded."""
    for _, item, made in by_item(histories, MADE, _parts):
        world = added(np.stack(list(made.values())))
        for (block, name), tonnes in made.items():
            if tonnes.any():
                yield with_shares((block, name, item), tonnes, [world])


def _parts(maker: str) -> tuple[str, str, Ids]:
    block, name, item = maker.split(".")
    return str(STAGE[block].gives), item, (block, name)
