"""The result of a history is its own: neither company nor number changes a bit of it."""

import numpy as np
import pytest

from tests.properties.networks import Block, run, world

SERIES = ("demand_t", "served_t", "on_hand_t", "supply_t", "unmet_t")


@pytest.fixture(scope="module")
def network() -> Block:
    """A network in which every shortcut for histories without trouble would leave a trace.

    The shares do not sum to 1 to the bit, demand grows between two plans, orders are large
    against the contracts, and in a few histories only a quota begins on any day of the week.
    """
    shares = {"maker_1": 1 / 6, "maker_2": 4 / 6, "maker_3": 1 / 6}
    demand = {"consumer_1": 1234.5, "consumer_2": 777.7, "consumer_3": 333.3}
    return world(
        200,
        grades={"plain": {}},
        magnet_makers={
            maker: {"country": country, "capacity_t_blanks_per_year": 3000 * shares[maker]}
            for maker, country in zip(shares, ("CN", "JP", "VN"), strict=True)
        },
        consumers={
            consumer: {
                "region": "US",
                "sector": "motors",
                "demand_t_per_year": tonnes,
                "growth_per_year": 0.3,
                "daily_variation": {"lognormal": {"median": 0.6065, "sigma": 1}},
                "grades": {"plain": 1},
                "stock_days": 0.3,
            }
            for consumer, tonnes in demand.items()
        },
        lanes={
            f"{maker}_to_{consumer}": {
                "good": "magnets",
                "from": maker,
                "to": consumer,
                "share": share,
                "transit_days": 3,
            }
            for maker, share in shares.items()
            for consumer in demand
        },
        disruptions={
            "quota": {
                "kind": "export_control",
                "exporter": "CN",
                "goods": ["magnets"],
                "mode": "quota",
                "quota_share": 0.3,
                "start": {"uniform": [20, 60]},
                "duration_days": {"uniform": [5, 120]},
                "probability": 0.05,
            }
        },
    )


@pytest.fixture(scope="module")
def alone(network):
    return run(network, n=64)


@pytest.fixture(scope="module")
def among_others(network):
    return run(network, n=200)


@pytest.mark.parametrize("series", SERIES)
def test_the_first_64_of_200_histories_are_those_of_a_run_of_64(alone, among_others, series):
    first = getattr(among_others, series)[..., :64]
    np.testing.assert_array_equal(first, getattr(alone, series))
