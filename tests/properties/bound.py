"""The least unmet demand that perfect foresight allows, by a linear programme.

A network of :func:`tests.properties.networks.one_tier` is expanded over time: the stock, output,
shipments and use of every day are variables. The planner knows all that will happen, may buy on
any lane whatever its share, and starts in the steady state in which a run starts. No rule of
ordering can do better.
"""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_array, eye_array

from tests.properties.networks import DAYS_PER_YEAR, Block


def least_unmet(world: Block) -> float:
    """Give the fewest tonnes that are not served on their day, over all consumers."""
    makers, consumers, lanes = world["magnet_makers"], world["consumers"], world["lanes"]
    days = (world["end"] - world["start"]).days + 1
    use = {name: c["demand_t_per_year"] / DAYS_PER_YEAR for name, c in consumers.items()}
    flow = {name: lane["share"] * use[lane["to"]] for name, lane in lanes.items()}
    running, passing = _factors(world, days)

    today = eye_array(days)
    growth = today - eye_array(days, k=-1)
    kept, start, most = {}, {}, {}
    for name, maker in makers.items():
        sold = [lane for lane in lanes if lanes[lane]["from"] == name]
        kept[name] = {("stock", name): growth, ("made", name): -today}
        kept[name] |= {("sent", lane): today for lane in sold}
        start[name] = np.zeros(days)
        start[name][0] = maker["stock_days"] * sum(flow[lane] for lane in sold)
        most["stock", name] = np.full(days, np.inf)
        most["made", name] = running[name] * maker["capacity_t_blanks_per_year"] / DAYS_PER_YEAR
    for name in lanes:
        most["sent", name] = np.where(passing[name] < 1, passing[name] * flow[name], np.inf)
    for name, consumer in consumers.items():
        bought = {lane: lanes[lane]["transit_days"] for lane in lanes if lanes[lane]["to"] == name}
        kept[name] = {("stock", name): growth, ("used", name): today}
        kept[name] |= {("sent", lane): -eye_array(days, k=-late) for lane, late in bought.items()}
        start[name] = np.zeros(days)
        start[name][0] = consumer["stock_days"] * use[name]
        for lane, late in bought.items():
            start[name][:late] += flow[lane]
        most["stock", name] = np.full(days, np.inf)
        most["used", name] = np.full(days, use[name])

    best = linprog(
        np.repeat([-(kind == "used") for kind, _ in most], days),
        A_eq=block_array([[row.get(column) for column in most] for row in kept.values()]),
        b_eq=np.concatenate(list(start.values())),
        bounds=np.column_stack([np.zeros(days * len(most)), np.concatenate(list(most.values()))]),
        method="highs",
    )
    assert best.success, best.message
    return days * sum(use.values()) + best.fun


def _factors(world: Block, days: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Give the share of capacity left at each maker and of flow on each lane, by day."""
    makers, lanes = world["magnet_makers"], world["lanes"]
    running = {name: np.ones(days) for name in makers}
    passing = {name: np.ones(days) for name in lanes}
    for event in world["disruptions"].values():
        when = slice(event["start"], event["start"] + event["duration_days"])
        if event["kind"] == "outage":
            for name in event["facilities"]:
                running[name][when] *= event["capacity_factor"]
        else:
            for name, lane in lanes.items():
                if makers[lane["from"]]["country"] == event["exporter"]:
                    passing[name][when] *= event["quota_share"]
    return running, passing
