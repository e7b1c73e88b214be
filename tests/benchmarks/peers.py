"""The reference job in two other simulators of supply chains: stockpyl and SupplyNetPy.

Both are optional: ``pip install '.[benchmarks]'``. Neither is imported before its job runs. What
stockpyl brings along slows the start of every Python beside it by a quarter of a second, so measure
the peers in an environment of their own: ``run.py --only peers`` keeps all other results.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import inf
from typing import Any

import simpy

from tests.benchmarks.chain import LEAD_DAYS, LEVELS, MEAN, OUTAGE, SD

DUST = 1e-6
"""A gap this small to the order-up-to level is rounding, and not worth an order."""


def backlog_in_stockpyl(demand: Sequence[float], outage: range = OUTAGE) -> list[float]:
    """Run the chain in stockpyl; give the consumer's backlog at the end of each day.

    The mine is a node of its own, without stock: stockpyl ignores a pause of the shipments of its
    external supplier, and does not say so. The job is the same to rounding.
    """
    from stockpyl.demand_source import DemandSource
    from stockpyl.disruption_process import DisruptionProcess
    from stockpyl.sim import simulation
    from stockpyl.supply_chain_network import serial_system

    on_hand = [level - MEAN * days for level, days in zip(LEVELS, LEAD_DAYS, strict=True)]
    network = serial_system(
        num_nodes=1 + len(LEVELS),
        policy_type="BS",
        base_stock_level=[0.0, *LEVELS],
        shipment_lead_time=[0, *LEAD_DAYS],
        initial_inventory_level=[0.0, *on_hand],
        initial_shipments=[0.0, *(MEAN for _ in LEVELS)],
        demand_source=DemandSource(type="D", demand_list=list(demand)),
    )
    _, separation, _, consumer = network.nodes
    separation.disruption_process = DisruptionProcess(
        random_process_type="E",
        disruption_type="SP",  # its seller ships it nothing, and keeps its orders
        disruption_state_list=[day in outage for day in range(len(demand))],
    )
    simulation(network, len(demand), progress_bar=False, consistency_checks="N")
    days = consumer.state_vars[: len(demand)]
    (product,) = consumer.product_indices
    return [max(0.0, -day.inventory_level[product]) for day in days]


def backlog_in_supplynetpy(demand: Sequence[float], outage: range = OUTAGE) -> list[float]:
    """Run the chain in SupplyNetPy; give the consumer's backlog at the end of each day.

    A site ships whole orders only: short by a kilogram, it ships nothing, and the units wait on its
    shelf. So the backlog is never smaller than that of the chain, and larger by up to an order at
    each of the two sellers that can be short. Its days are many more (831 for 634 in history 0),
    as a small backlog counts like a large one. The consumer's customers do take part of an order.
    An outage stops orders, not shipments; the mine is never short and its buyer orders the whole
    gap on the day the lane opens, so that is the same. What is under way at the start has no place
    in SupplyNetPy: processes of ours bring it.
    """
    from SupplyNetPy.Components import Demand, Link, Supplier, global_logger

    global_logger.disable_logging()
    env = simpy.Environment()
    closed: dict[str, Callable[[], float]] = {
        "link_disrupt_time": lambda: outage.start if env.now < outage.start else inf,
        "link_recovery_time": lambda: len(outage),
    }
    seller = Supplier(env, "mine", "mine", "infinite_supplier", logging=False)
    names = ("separation", "magnets", "consumer")
    disruptions: tuple[dict[str, Callable[[], float]], ...] = (closed, {}, {})
    for name, level, lead, disruption in zip(names, LEVELS, LEAD_DAYS, disruptions, strict=True):
        buyer = _site(env, name, level, lead)
        Link(env, f"to {name}", seller, buyer, 0, lambda lead=lead: lead, **disruption)
        seller = buyer
    Demand(
        env,
        "world",
        "world",
        order_arrival_model=lambda: 1,
        order_quantity_model=lambda: max(demand[int(env.now)], DUST),
        demand_node=seller,
        tolerance=inf,
        order_min_split_ratio=DUST,
        logging=False,
    )
    ends = []
    for day in range(len(demand)):
        env.run(until=day + 0.5)
        ends.append(seller.stats.backorder[1])
    return ends


def _site(env: simpy.Environment, name: str, level: float, lead: int) -> Any:
    """Make a site of SupplyNetPy with a base stock, part of it under way."""
    from SupplyNetPy.Components import InventoryNode, SSReplenishment

    site = InventoryNode(
        env,
        name,
        name,
        "warehouse",
        capacity=inf,
        initial_level=level - MEAN * (lead - 1),  # what is due on day 0 has arrived
        inventory_holding_cost=0,
        replenishment_policy=SSReplenishment,
        policy_param={"s": level - DUST, "S": level},
        product_sell_price=0,
        product_buy_price=0,
        logging=False,
    )
    site.inventory.on_hand = level  # the inventory position, in spite of its name
    for days in range(1, lead):
        env.process(_arrival(env, site, days))
    return site


def _arrival(env: simpy.Environment, site: Any, days: int) -> Generator[simpy.Event, None, None]:
    yield env.timeout(days)
    site.inventory.put(MEAN)


@dataclass(frozen=True)
class Peer:
    """Another simulator."""

    name: str
    """Its name, as the package is imported."""
    backlog: Callable[..., list[float]]
    """Runs the chain under a demand (and an outage); gives the backlog at the end of each day."""
    above: float = 0.0
    """Most by which its backlog exceeds that of the chain, t."""

    @property
    def installed(self) -> bool:
        """Whether it can be imported."""
        return find_spec(self.name) is not None

    def follows(self, ends: Sequence[float], known: Sequence[float]) -> bool:
        """Tell whether it did the reference job, whose backlog is known."""
        excess = [end - right for end, right in zip(ends, known, strict=True)]
        return min(excess) >= -DUST and max(excess) <= self.above + DUST


PEERS = (
    Peer("stockpyl", backlog_in_stockpyl),
    Peer("SupplyNetPy", backlog_in_supplynetpy, above=2 * (MEAN + 5 * SD)),
)
