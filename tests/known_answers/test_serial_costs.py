"""Known answer: what a serial chain of base stocks costs.

Snyder and Shen, Fundamentals of Supply Chain Theory, Example 6.1: lead times of 2, 1 and 1 days,
local holding costs of 2, 4 and 7, a penalty of 37.12, demand of mean 5 and standard deviation 1. With
the base stocks 10.69, 5.53 and 6.49 the expected cost is 47.65 a day; what is in transit is charged
at the rate of who ships it.
"""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.known_answers.cases import run, standard_errors

F64 = NDArray[np.float64]

PUBLISHED = 47.65
MEAN_DEMAND = 5.0
LEVELS, LEADS = (10.69, 5.53, 6.49), (2, 1, 1)
"""Base stock and days of transit of each stage, from the source down."""
RATES = {
    "depots.third.holding_usd_per_t_day": 2.0,
    "depots.second.transit_holding_usd_per_t_day": 2.0,
    "depots.second.holding_usd_per_t_day": 4.0,
    "consumers.first.transit_holding_usd_per_t_day": 4.0,
    "consumers.first.holding_usd_per_t_day": 7.0,
    "consumers.first.backlog_usd_per_t_day": 37.12,
}
HISTORIES = 256


def base_stocks(demand: F64) -> Mapping[str, F64]:
    """Simulate the chain day by day, apart from the world: costs a day by name, ``[history]``.

    Every stage orders what is ordered from it. It begins as it stands under constant demand.
    """
    flow, nothing = np.full(demand.shape[1], MEAN_DEMAND), np.zeros(demand.shape[1])
    on_way = [[flow] * lead for lead in LEADS]
    on_hand = [level - sum(way) for level, way in zip(LEVELS, on_way, strict=True)]
    owed = [nothing] * len(LEVELS)
    total = dict.fromkeys(RATES, nothing)
    for needed in demand:
        comes = needed  # the source ships whatever is ordered
        for stage in range(3):
            on_hand[stage] = on_hand[stage] + on_way[stage].pop(0)
            on_way[stage].append(comes)
            wanted = owed[stage] + needed
            comes = np.minimum(on_hand[stage], wanted)
            on_hand[stage] = on_hand[stage] - comes
            owed[stage] = wanted - comes
        held = (on_hand[0], sum(on_way[1]), on_hand[1], sum(on_way[2]), on_hand[2], owed[2])
        for (name, rate), tonnes in zip(RATES.items(), held, strict=True):
            total[name] = total[name] + rate * tonnes
    return {name: sums / len(demand) for name, sums in total.items()}


@pytest.fixture(scope="module")
def result():
    return run("serial_costs", n=HISTORIES)


def daily_costs(result) -> Mapping[str, F64]:
    """Give the costs that the world has booked, USD a day by name, ``[history]``."""
    record = result.record
    usd = record.cost_musd.sum(axis=0) * 1e6 / len(record.demand_t)
    return dict(zip(record.costs, usd, strict=True))


def test_a_serial_chain_costs_what_is_published(result):
    """The standard error over 280,000 days is 0.04, a thousandth of the cost."""
    total = sum(daily_costs(result).values())
    assert np.std(total, ddof=1) / np.sqrt(HISTORIES) < 0.05
    assert standard_errors(total, PUBLISHED) < 3.0


def test_every_cost_is_that_of_an_independent_simulation_of_the_same_demand(result):
    demand = result.record.demand_t[:, 0].astype(float)
    assert demand.shape == (1096, HISTORIES)
    expected, found = base_stocks(demand), daily_costs(result)
    assert found.keys() == expected.keys()
    for name, cost in expected.items():
        np.testing.assert_allclose(found[name], cost, rtol=1e-5, err_msg=name)


@pytest.mark.parametrize("level", ["depots.third", "depots.second", "consumers.first"])
@pytest.mark.parametrize("change", [-0.6, 0.6])
def test_other_base_stocks_cost_more(result, level, change):
    """They are the best: with the same demand, history by history."""
    best = LEVELS[("depots.third", "depots.second", "consumers.first").index(level)]
    other = run("serial_costs", f"{level}.order_up_to_t={best + change:g}", n=HISTORIES)
    more = sum(daily_costs(other).values()) - sum(daily_costs(result).values())
    assert more.mean() > 3.0 * np.std(more, ddof=1) / np.sqrt(HISTORIES)


def test_the_summary_has_the_cost_of_the_whole_chain(result):
    found = {
        outcome.measure: outcome.values
        for outcome in result.condensed.outcomes
        if outcome.group.kind == "chain"
    }
    total = sum(daily_costs(result).values())
    np.testing.assert_allclose(found["daily_cost_musd"] * 1e6, total, rtol=1e-12)
    parts = found["holding_cost_musd"] + found["shortage_cost_musd"]
    np.testing.assert_allclose(found["cost_musd"], parts, rtol=1e-12)
    assert "transport_cost_musd" not in found
