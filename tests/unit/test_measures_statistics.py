"""Statistics over histories, with infinite ones."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.measures import QUANTILES, days_of_cover, describe, quantiles
from sim.measures.statistics import t_quantile

INF = np.inf


def test_one_history_is_all_there_is_to_know_where_nothing_is_random():
    """So its mean has no error; of one of many nothing is known, and what differs is random."""
    sure, one = (describe(np.array([3.0]), exact=exact) for exact in (True, False))
    assert (sure.standard_error, sure.half_width95) == (0.0, 0.0)
    assert np.isnan([one.standard_error, one.half_width95]).all()
    values = np.array([1.0, 2.0])
    assert describe(values, exact=True).standard_error == describe(values).standard_error == 0.5


def test_mean_error_and_interval_of_known_numbers():
    found = describe(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    assert (found.n, found.mean, found.share_never) == (5, 3.0, 0.0)
    assert found.standard_error == pytest.approx(0.7071, abs=1e-4)
    assert found.half_width95 == pytest.approx(2.776 * 0.70711, abs=1e-3)


def test_histories_that_never_happen_are_infinite_in_quantiles_and_left_out_of_the_mean():
    found = describe(np.array([10.0, INF, 20.0, INF]))
    assert (found.n, found.mean, found.share_never) == (4, 15.0, 0.5)
    assert found.quantiles[0] == pytest.approx(11.5)
    assert found.quantiles[2:] == (INF, INF, INF)


def test_a_measure_that_never_happens_has_no_mean():
    found = describe(np.full(3, INF))
    assert np.isnan(found.mean)
    assert found.quantiles == (INF,) * 5
    assert found.share_never == 1.0


def test_one_history_has_no_error():
    found = describe(np.array([7.0]))
    assert found.quantiles == (7.0,) * 5
    assert np.isnan(found.standard_error)


@pytest.mark.parametrize(("freedom", "exact"), [(2, 4.303), (4, 2.776), (10, 2.228), (199, 1.972)])
def test_t_quantile_is_the_tabulated_one(freedom, exact):
    assert t_quantile(0.975, freedom) == pytest.approx(exact, abs=0.04 if freedom < 4 else 0.001)


@given(arrays(np.float64, st.integers(1, 30), elements=st.floats(-1e6, 1e6)))
def test_quantiles_of_finite_values_are_those_of_numpy(values):
    expected = np.quantile(values, QUANTILES)
    np.testing.assert_allclose(quantiles(values), expected, rtol=1e-9, atol=1e-6)


@given(arrays(np.float64, (4, 9), elements=st.sampled_from([0.0, 1.0, 5.0, INF])))
def test_quantiles_rise_and_do_not_depend_on_the_order(values):
    found = quantiles(values)
    assert not np.isnan(found).any()
    assert (found[:, 1:] >= found[:, :-1]).all()
    np.testing.assert_array_equal(found, quantiles(values[:, ::-1]))


def test_cover_is_stock_over_use_and_endless_without_use():
    assert days_of_cover([[30.0, 5.0]], [[2.0, 0.0]]).tolist() == [[15.0, INF]]


SERIES = {1: ([1, 1], 4), 2: ([5, 16, 3], 96), 3: ([3, 19, 17, -15], 384),
          4: ([79, 776, 1482, -1920, -945], 92160)}  # fmt: skip
"""Abramowitz and Stegun (1964), 26.7.5: factors of odd powers of z, highest first, and divisor."""


@pytest.mark.parametrize("probability", [0.6, 0.75, 0.9, 0.975])
@pytest.mark.parametrize("freedom", [1, 2, 7])
def test_t_quantile_is_the_published_series(probability, freedom):
    z = NormalDist().inv_cdf(probability)
    expected = z
    for power, (factors, divisor) in SERIES.items():
        odd = sum(a * z ** (2 * i + 1) for i, a in enumerate(reversed(factors)))
        expected += odd / (divisor * freedom**power)
    assert t_quantile(probability, freedom) == pytest.approx(expected, rel=1e-12)
