"""Differences of means: known answers, and what SciPy says."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.compare.contrast import mark_of
from sim.compare.estimate import Estimate, paired, unpaired

RNG = np.random.default_rng(5)
LUCK = RNG.normal(100, 30, 40)
OTHER = LUCK - 5 + RNG.normal(0, 1, 40)


def test_a_paired_interval_is_that_of_a_paired_t_test():
    found = paired(LUCK, OTHER)
    expected = stats.ttest_rel(OTHER, LUCK).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx(tuple(expected), rel=1e-4)
    assert found.difference == pytest.approx((OTHER - LUCK).mean())
    assert found.share == pytest.approx(found.difference / LUCK.mean())


@pytest.mark.parametrize("size", [3, 12, 40])
def test_an_unpaired_interval_is_welchs(size):
    found = unpaired(LUCK, OTHER[:size] * 2)
    expected = stats.ttest_ind(OTHER[:size] * 2, LUCK, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx(
        tuple(expected), rel=2e-2 if size == 3 else 1e-3
    )


def test_pairing_tells_a_small_difference_from_luck():
    assert mark_of(paired(LUCK, OTHER), "lower") == "better"
    assert mark_of(unpaired(LUCK, OTHER), "lower") == "within noise"


def test_a_difference_that_never_varies_is_exact():
    assert paired(LUCK, LUCK - 10.0).half_width95 == 0.0
    assert paired(LUCK, LUCK - 10.0).difference == pytest.approx(-10.0)
    assert unpaired(np.full(5, 3.0), np.full(7, 4.0)) == Estimate(1.0, 0.0, 3.0)


def test_rounding_is_no_difference():
    dusty = LUCK * (1 + 1e-12)
    assert mark_of(paired(LUCK, dusty), "lower") == "the same"
    assert mark_of(paired(LUCK, LUCK * (1 + 1e-6)), "lower") == "worse"
    assert mark_of(paired(np.zeros(4), np.full(4, 1e-12)), "lower") == "the same"


def test_one_history_is_enough_only_where_nothing_is_random():
    one, two = np.array([3.0]), np.array([5.0])
    assert math.isnan(paired(one, two).half_width95)
    assert mark_of(paired(one, two), "lower") == "within noise"
    assert paired(one, two, exact=True) == Estimate(2.0, 0.0, 3.0)
    assert unpaired(one, two, exact=True) == Estimate(2.0, 0.0, 3.0)
    assert math.isnan(unpaired(one, two).half_width95)


def test_replicates_are_the_independent_values():
    labels = np.arange(40) // 10
    means = (OTHER - LUCK).reshape(4, 10).mean(axis=1)
    expected = stats.ttest_1samp(means, 0.0).confidence_interval(0.95)
    found = paired(LUCK, OTHER, labels)
    assert (found.low, found.high) == pytest.approx(tuple(expected), rel=5e-3)
    sides = [side.reshape(4, 10).mean(axis=1) for side in (OTHER, LUCK)]
    welch = stats.ttest_ind(*sides, equal_var=False).confidence_interval(0.95)
    apart = unpaired(LUCK, OTHER, (labels, labels))
    assert (apart.low, apart.high) == pytest.approx(tuple(welch), rel=5e-3)


def test_from_nothing_any_increase_is_infinite():
    assert Estimate(2.0, 0.0, 0.0).share == math.inf
    assert Estimate(-2.0, 0.0, 0.0).share == -math.inf
    assert Estimate(0.0, 0.0, 0.0).share == 0.0
    assert Estimate(2.0, 0.0, -4.0).share == 0.5


@pytest.mark.parametrize(
    ("found", "better", "mark"),
    [
        (Estimate(-3.0, 2.0, 9.0), "lower", "better"),
        (Estimate(-3.0, 2.0, 9.0), "higher", "worse"),
        (Estimate(3.0, 2.0, 9.0), "lower", "worse"),
        (Estimate(3.0, 2.0, 9.0), "higher", "better"),
        (Estimate(3.0, 2.0, 9.0), None, "different"),
        (Estimate(3.0, 3.0, 9.0), "lower", "within noise"),
        (Estimate(3.0, 0.0, 9.0), "lower", "worse"),
        (Estimate(0.0, 0.0, 9.0), "lower", "the same"),
        (Estimate(0.0, 1.0, 9.0), "lower", "within noise"),
    ],
)
def test_marks(found, better, mark):
    assert mark_of(found, better) == mark
