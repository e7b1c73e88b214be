"""The flows of an undisrupted year, by facility: what a balance of the chain is checked with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.chain import OXIDE, SCRAP
from sim.scenario.network import place_of
from sim.scenario.schema import Good, Scenario
from sim.world.record.record import Record
from sim.world.world import World

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Flows:
    """Totals over a run, of one history."""

    made: dict[Good, dict[str, dict[str, float]]]
    """By good, facility and item, t: REO for concentrate, oxide, metal, finished magnets, those in
    motors."""
    place: dict[str, str]
    """Country of each facility."""
    blanks_per_finished: dict[str, float]
    """Of each magnet maker."""
    surplus: dict[str, float]
    """Oxide that went to the surplus sink, by element, t oxide."""
    left: dict[str, float]
    """Heavy concentrate that no plant could part, by element, t oxide."""
    shipped: dict[tuple[Good, str, str], float]
    """By good and places of seller and buyer, t as the good is ordered."""
    used: dict[tuple[Good, str], float]
    """Used by the consumers of a good in a region, t of the good."""
    in_goods: dict[str, float]
    """Used elsewhere for finished goods for a region, t of magnets."""


def flows(world: World, record: Record, history: int = 0) -> Flows:
    """Read the totals of a history of a world that has run, and whose trade is measured."""
    scenario, coefficients = world.scenario, world.context.coefficients
    oxide = dict(zip(coefficients.elements, coefficients.oxide, strict=True))
    made: dict[Good, dict[str, dict[str, float]]] = {}
    for good, trade in world.trades.items():
        factor = [oxide[i] if good in {OXIDE, SCRAP} else 1.0 for i in trade.layout.items]
        made[good] = {
            name: {
                item: float(trade.made[row, k, history]) * factor[k]
                for k, item in enumerate(trade.layout.items)
            }
            for row, name in enumerate(trade.layout.sellers)
        }
    none = np.zeros(len(oxide))
    plants = world.facilities.separation
    surplus = none if plants is None else np.add.reduce(plants.surplus.gone[..., history])
    left = none if plants is None else np.add.reduce(plants.left[:, 1:, history])
    finished = coefficients.finished.on(0)
    finished = finished[:, min(history, finished.shape[-1] - 1)]
    return Flows(
        made=made,
        place={name: place_of(scenario, name) for goods in made.values() for name in goods},
        blanks_per_finished=dict(
            zip(sorted(scenario.magnet_makers), (1.0 / finished).tolist(), strict=True)
        ),
        surplus={e: float(t) * oxide[e] for e, t in zip(oxide, surplus, strict=True)},
        left={e: float(t) * oxide[e] for e, t in zip(oxide, left, strict=True)},
        shipped=_shipped(record, history),
        used=_used(scenario, record, history),
        in_goods=_in_goods(scenario, record, history),
    )


def _shipped(record: Record, history: int) -> dict[tuple[Good, str, str], float]:
    shipped: dict[tuple[Good, str, str], float] = {}
    total = np.add.reduce(record.shipped_t.astype(float), axis=0)[:, history]
    for name, amount in zip(record.trade_flows, total, strict=True):
        good, _, here, there = name.split(".")
        shipped[good, here, there] = shipped.get((good, here, there), 0.0) + float(amount)
    return shipped


def _used(scenario: Scenario, record: Record, history: int) -> dict[tuple[Good, str], float]:
    used: dict[tuple[Good, str], float] = {}
    served = np.add.reduce(record.served_t.astype(float), axis=0)[:, history]
    for c, name in enumerate(record.consumers):
        consumer = scenario.consumers[name]
        of = consumer.good, consumer.region
        used[of] = used.get(of, 0.0) + float(served[c])
    return used


def _in_goods(scenario: Scenario, record: Record, history: int) -> dict[str, float]:
    inside: dict[str, float] = {}
    served = np.add.reduce(record.served_t.astype(float), axis=0)[:, history]
    for c, name in enumerate(record.consumers):
        for place, part in scenario.consumers[name].goods_for.items():
            inside[place] = inside.get(place, 0.0) + part * float(served[c])
    return inside
