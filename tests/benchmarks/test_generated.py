"""A generated network is a scenario that loads and runs, of the size asked for."""

from collections import Counter

import pytest

import sim
from tests.benchmarks import generated

STAGES = ("mines", "separation_plants", "metal_makers", "magnet_makers", "consumers")


@pytest.mark.parametrize("facilities", [10, 20, 50, 100, 200, 500])
def test_it_has_as_many_facilities_as_asked_for_and_few_lanes_at_each(facilities):
    network = generated.network(facilities, days=30)
    assert sum(len(network[stage]) for stage in STAGES) == facilities
    bought = Counter(lane["to"] for lane in network["lanes"].values())
    sold = Counter(lane["from"] for lane in network["lanes"].values())
    assert max(bought.values()) <= 6
    assert max(sold.values()) <= 9
    makes_or_sells = [name for stage in STAGES[:-1] for name in network[stage]]
    assert set(makes_or_sells) == set(sold)
    assert set(network["consumers"]) < set(bought)


def test_too_small_a_network_is_refused():
    with pytest.raises(ValueError, match="at least 10 facilities, not 9"):
        generated.network(9, days=30)


def test_it_loads_and_runs_and_its_histories_differ():
    scenario = generated.scenario(20, days=200)
    served = sim.run(scenario, n=2, workers=1).record.served_t
    assert scenario.days == 200
    assert served.min() >= 0
    assert (served[..., 0] != served[..., 1]).any()
