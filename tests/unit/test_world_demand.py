"""Random demand: levels and growth drawn once for each history."""

import numpy as np

import sim
from tests.chain import CHAIN, write

YEARS = (np.datetime64("2026-01-01") - np.datetime64("2024-07-01")).astype(float) / 365.25


def demand(*settings: str) -> np.ndarray:
    """Give the demand of the only consumer of the smallest chain, ``[day, history]``."""
    return sim.run(sim.load("two-mines", settings), n=128).record.demand_t[:, 0]


def test_a_random_level_scales_the_whole_series_of_a_history():
    usual = demand("consumers.motors.demand_t_per_year=100.0")
    drawn = demand("consumers.motors.demand_t_per_year={uniform: [50.0, 150.0]}")
    scale = drawn / usual
    assert drawn.shape[1] == 128
    assert np.allclose(scale, scale[0], rtol=1e-6)
    assert 0.5 <= scale.min() < 0.6
    assert 1.4 < scale.max() <= 1.5


def test_random_growth_compounds_from_the_anchor_of_mid_2024():
    level = "consumers.motors.demand_t_per_year=100.0"
    slow, fast = (demand(level, f"consumers.motors.growth_per_year={g}")[0, 0] for g in (0.0, 0.2))
    drawn = demand(level, "consumers.motors.growth_per_year={uniform: [0.0, 0.2]}")[0]
    assert np.isclose(fast / slow, 1.2**YEARS, rtol=1e-5)
    assert (drawn >= slow * 0.999).all()
    assert (drawn <= fast * 1.001).all()
    assert len(np.unique(drawn)) > 100


def test_histories_with_random_growth_are_paired_with_their_twins():
    result = sim.run(
        sim.load("two-mines", ["consumers.motors.growth_per_year={uniform: [0.0, 0.2]}"]), n=64
    )
    np.testing.assert_array_equal(result.record.demand_t, result.twin.demand_t)


DEPOT = """
schema: 1
extends: chain.yaml
name: case
depots: {port: {country: DE}}
lanes:
  sea: {to: [us_ev, port]}
  inland: {good: magnets, from: port, to: de_wind, share: 1}
disruptions:
  boom: {kind: demand_shock, consumers: [DE], factor: 2, start: 2026-02-01, duration_days: 30}
"""


def test_a_shock_in_a_place_hits_its_consumers_and_no_depot(tmp_path):
    """Which stands there, too, and buys magnets."""
    write(tmp_path, CHAIN, "chain.yaml")
    record = sim.run(sim.load(write(tmp_path, DEPOT)), n=1).record
    before, during = record.demand_t[[30, 31], :, 0]
    assert record.ids("consumers") == ("de_wind", "us_ev")
    np.testing.assert_allclose(during / before, [2.0, 1.0], rtol=1e-6)
