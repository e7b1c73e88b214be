"""Criteria of a choice against tables worked by hand, and what they must not depend on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.compare.criteria import (
    expected,
    far_regret,
    largest_regret,
    losses,
    regrets,
    share_met,
    winners,
    worst_tenth,
)

SAVAGE = np.array([[10.0, 10.0, 10.0, 10.0], [0.0, 5.0, 12.0, 22.0], [2.0, 8.0, 11.0, 20.0]])
"""Losses of three acts in four states, ``[option, history]``."""

tables = arrays(float, st.tuples(st.integers(2, 4), st.integers(1, 30)), elements=st.floats(0, 500))


def test_a_table_worked_by_hand():
    assert expected(SAVAGE).tolist() == [10.0, 9.75, 10.25]
    assert regrets(SAVAGE).tolist() == [[10, 5, 0, 0], [0, 0, 2, 12], [2, 3, 1, 10]]
    assert largest_regret(regrets(SAVAGE)).tolist() == [10.0, 12.0, 10.0]
    assert worst_tenth(SAVAGE).tolist() == [10.0, 22.0, 20.0]
    assert share_met(SAVAGE <= 10.0).tolist() == [1.0, 0.5, 0.5]


def test_the_criteria_may_name_different_acts():
    assert winners(expected(SAVAGE)) == (1,)
    assert winners(largest_regret(regrets(SAVAGE))) == (0, 2)
    assert winners(worst_tenth(SAVAGE)) == (0,)


def test_the_quantile_of_regret_lies_between_its_neighbours():
    regret = np.array([np.arange(11.0)])
    assert far_regret(regret).tolist() == [9.0]


@pytest.mark.parametrize(("count", "tail"), [(1, 0.0), (9, 8.0), (10, 9.0), (30, 28.0)])
def test_the_worst_tenth_of_so_many_histories(count, tail):
    assert worst_tenth(np.arange(float(count))[None]).tolist() == pytest.approx([tail])


@given(tables, st.floats(-100, 100))
def test_the_worst_tenth_is_the_minimum_of_rockafellar_and_uryasev(loss, by):
    """The minimum over t lies at one of the losses."""
    above = np.maximum(loss[:, None, :] - loss[:, :, None], 0.0).mean(axis=2)
    wanted = (loss + above / 0.1).min(axis=1)
    np.testing.assert_allclose(worst_tenth(loss), wanted, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(worst_tenth(loss + by), wanted + by, rtol=1e-9, atol=1e-9)


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_histories_does_not_count(loss, chance):
    order = list(range(loss.shape[1]))
    chance.shuffle(order)
    for criterion in (expected, worst_tenth, lambda of: far_regret(regrets(of))):
        np.testing.assert_allclose(criterion(loss[:, order]), criterion(loss), atol=1e-9)


@given(tables)
def test_what_all_lose_alike_is_no_regret(loss):
    more = 7.0 * np.arange(loss.shape[1])
    np.testing.assert_allclose(regrets(loss + more), regrets(loss), atol=1e-9)


@given(tables)
def test_mean_regret_ranks_as_the_mean_does(loss):
    apart = expected(regrets(loss)) - expected(loss)
    np.testing.assert_allclose(apart, apart[0], atol=1e-9)


@given(tables)
def test_the_worst_tenth_is_no_better_than_the_mean_and_no_worse_than_the_worst(loss):
    assert (worst_tenth(loss) >= expected(loss) - 1e-9).all()
    assert (worst_tenth(loss) <= loss.max(axis=1) + 1e-9).all()


def test_what_never_happens_counts():
    """Short from day 50 in one of two histories, against never; where both are never, no regret."""
    loss = losses(np.array([[50.0, np.inf], [np.inf, np.inf]]), "higher")
    assert expected(loss).tolist() == [-np.inf, -np.inf]
    assert regrets(loss).tolist() == [[np.inf, 0.0], [0.0, 0.0]]
    assert worst_tenth(loss).tolist() == [-50.0, -np.inf]
    assert winners(worst_tenth(loss)) == (1,)


def test_rounding_of_single_precision_is_no_victory():
    assert winners([1000.0, 1000.0 + 1e-5, 1001.0]) == (0, 1)
