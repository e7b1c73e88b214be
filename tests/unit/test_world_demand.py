"""Random demand: levels and growth drawn once for each history."""

import numpy as np

import sim

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
