"""Rules of constraining, on arrays."""

from statistics import NormalDist

import numpy as np
import pytest

from sim.constrain.implausibility import (
    effective,
    implausibility,
    kept,
    log_likelihood,
    never_met,
    never_together,
    tempered,
    weighted_quantiles,
    weights,
)
from sim.constrain.predictive import mixture_quantile


def chance():
    return np.random.default_rng(5)


def test_a_linear_gaussian_world_is_learned_as_in_the_text_book():
    """Prior N(0, 1), two observations of 2 x with errors 1 and 0.5: precision 1 + 4 + 16."""
    world = chance().standard_normal(200_000)
    seen, spread = np.array([1.0, 0.6]), np.array([1.0, 0.5])
    log = log_likelihood(implausibility(2.0 * world - seen[:, None], spread))
    weight = weights(log)
    precision = 1.0 + np.sum(4.0 / spread**2)
    mean = np.sum(2.0 * seen / spread**2) / precision
    found = (weight * world).sum()
    assert found == pytest.approx(mean, abs=0.005)
    assert (weight * (world - found) ** 2).sum() == pytest.approx(1.0 / precision, rel=0.02)
    low, high = weighted_quantiles(world, weight, (0.05, 0.95))
    half = NormalDist().inv_cdf(0.95) / np.sqrt(precision)
    assert (low, high) == pytest.approx((mean - half, mean + half), abs=0.01)


def test_a_power_is_as_large_as_leaves_enough_worlds():
    log = -0.5 * (3.0 * chance().standard_normal(5000)) ** 2
    assert effective(weights(log)) < 3000
    power = tempered(log, 3000.0)
    assert 0.0 < power < 1.0
    assert effective(weights(log, power)) == pytest.approx(3000.0, rel=1e-6)
    assert tempered(log, 100.0) == 1.0
    assert effective(weights(log, tempered(log, 1e9))) == pytest.approx(5000, rel=1e-3)


@pytest.mark.parametrize("most", [1, 7, 50, 199])
def test_so_many_are_kept_and_no_mean_is_off(most):
    weight = chance().gamma(0.5, size=200)
    weight /= weight.sum()
    starts = (np.arange(400) + 0.5) / 400
    found = np.array([kept(weight, most, start) for start in starts])
    assert (np.count_nonzero(found, axis=1) == most).all()
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    np.testing.assert_allclose(found.mean(axis=0), weight, atol=3e-3)


def test_few_worlds_are_all_kept_as_they_are():
    weight = np.array([0.2, 0.0, 0.8])
    np.testing.assert_array_equal(kept(weight, 2, 0.5), weight)


def test_what_nobody_meets_is_told_alone_and_in_pairs():
    agrees = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 0], [1, 0, 1, 0]], dtype=bool)
    assert never_met(agrees) == [2]
    assert never_together(agrees) == [(0, 1)]


def test_weighted_quantiles_are_those_of_as_many_copies():
    values, times = chance().standard_normal(40), chance().integers(1, 6, 40)
    copies = np.repeat(values, times)
    for p in (0.1, 0.5, 0.9):
        (found,) = weighted_quantiles(values, times / times.sum(), (p,))
        assert np.mean(copies <= found + 1e-9) == pytest.approx(p, abs=5 / times.sum())
    even = np.full(40, 1 / 40)
    expected = np.quantile(values, (0.05, 0.5, 0.95), method="hazen")
    np.testing.assert_allclose(weighted_quantiles(values, even, (0.05, 0.5, 0.95)), expected)


def test_what_never_happens_counts_in_quantiles():
    values, weight = np.array([3.0, np.inf, 1.0, np.inf]), np.full(4, 0.25)
    assert weighted_quantiles(values, weight, (0.05, 0.375, 0.95)).tolist() == [1.0, 3.0, np.inf]


def test_an_error_widens_a_band_as_variances_add_up():
    values = NormalDist(5.0, 3.0)
    of = np.array([values.inv_cdf((k + 0.5) / 4000) for k in range(4000)])
    even = np.full(4000, 1 / 4000)
    for p in (0.05, 0.5, 0.95):
        expected = NormalDist(5.0, 5.0).inv_cdf(p)
        assert mixture_quantile(of, even, 4.0, p) == pytest.approx(expected, abs=0.01)
