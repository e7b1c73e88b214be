"""Exact intervals of shares, against the quantiles of the beta distribution."""

import pytest
from scipy.stats import beta

from sim.measures.proportion import binomial_interval, possible_count, sure_count


@pytest.mark.parametrize(
    ("count", "of"), [(0, 1), (1, 1), (3, 64), (61, 64), (64, 64), (950, 1000)]
)
def test_the_interval_is_that_of_clopper_and_pearson(count, of):
    low = beta.ppf(0.025, count, of - count + 1) if count else 0.0
    high = beta.ppf(0.975, count + 1, of - count) if count < of else 1.0
    assert binomial_interval(count, of) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize("of", [10, 72, 200])
def test_the_counts_are_the_first_whose_bounds_reach_a_share(of):
    lows, highs = zip(*(binomial_interval(count, of) for count in range(of + 1)), strict=True)
    for share in (0.5, 0.9, 0.95):
        sure = [count for count, low in enumerate(lows) if low >= share]
        assert sure_count(share, of) == (sure[0] if sure else None)
        assert possible_count(share, of) == next(c for c, high in enumerate(highs) if high >= share)


def test_no_success_is_needed_for_a_share_of_none():
    assert (sure_count(0.0, 10), possible_count(0.0, 10)) == (0, 0)


def test_with_few_histories_nothing_is_sure():
    assert (sure_count(0.95, 71), sure_count(0.95, 72)) == (None, 72)


def test_who_wants_to_be_certain_learns_nothing():
    assert binomial_interval(3, 4, confidence=1.0) == pytest.approx((0.0, 1.0), abs=1e-15)
