"""Intervals of a choice's criteria hold what closed forms of normal losses say, as often as told.

Two options lose ``N(M, S)`` and ``N(M + D, S)``, correlated, so that the second loses
``N(D, T)`` more. Then the worst tenth of the first is ``M + S phi(z) / 0.1`` with ``z`` the normal
quantile of nine tenths (Acerbi and Tasche 2002); the second regrets ``max(N(D, T), 0)``, on average
``D Phi(D / T) + T phi(D / T)``, and ``D + T z`` in 90 %.
"""

import math
from statistics import NormalDist

import numpy as np
import pytest

from sim.compare import criteria, intervals
from sim.compare.judged import Judge

NORMAL = NormalDist()
M, S, D, CORRELATION = 50.0, 10.0, 3.0, 0.7
T = S * math.sqrt(2.0 * (1.0 - CORRELATION))
Z = NORMAL.inv_cdf(0.9)
SAMPLES, HISTORIES = 1500, 256
ERROR = 4.0 * math.sqrt(0.05 * 0.95 / SAMPLES)
"""Four standard errors of how often a sample's interval holds the truth."""


@pytest.fixture(scope="module")
def losses():
    """Losses of both, ``[sample, option, history]``."""
    common, *own = np.random.default_rng(1).standard_normal((3, SAMPLES, HISTORIES))
    shared = math.sqrt(CORRELATION) * common
    each = [shared + math.sqrt(1.0 - CORRELATION) * one for one in own]
    return np.stack([M + S * each[0], M + D + S * each[1]], axis=1)


@pytest.fixture(scope="module")
def regrets(losses):
    """What the second regrets, ``[sample, history]``."""
    return np.array([criteria.regrets(one)[1] for one in losses])


def held(ends, truth):
    return np.mean([low <= truth <= high for low, high in ends])


def test_the_mean_of_the_worst_tenth(losses):
    truth = M + S * NORMAL.pdf(Z) / 0.1
    found = criteria.worst_tenth(losses[:, 0])
    assert found.mean() == pytest.approx(truth, abs=0.2)  # of 256 histories too low by 0.1
    assert np.allclose(intervals.tail_terms(losses[:, 0]).mean(axis=-1), found)
    ends = [intervals.of_worst_tenth(one) for one in losses[:, 0]]
    assert held(ends, truth) == pytest.approx(0.95, abs=0.01 + ERROR)


@pytest.mark.parametrize("histories", [25, 40, 64])
def test_the_worst_tenth_of_few_histories(losses, histories):
    truth = M + S * NORMAL.pdf(Z) / 0.1
    ends = [intervals.of_worst_tenth(one[:histories]) for one in losses[:, 0]]
    assert 0.9 < held(ends, truth) <= 1.0


def test_the_worst_tenth_of_replicates_that_are_not_independent(losses):
    """Histories that come in pairs of equal ones count once, which the plain interval misses."""
    twice = np.repeat(losses[:, 0, : HISTORIES // 2], 2, axis=-1)
    pairs = np.repeat(np.arange(HISTORIES // 2), 2)
    truth = M + S * NORMAL.pdf(Z) / 0.1
    aware = held([intervals.of_worst_tenth(one, pairs) for one in twice], truth)
    plain = held([intervals.of_worst_tenth(one) for one in twice], truth)
    assert plain < 0.88 < 0.92 < aware


def test_the_mean_regret(regrets):
    truth = D * NORMAL.cdf(D / T) + T * NORMAL.pdf(D / T)
    assert criteria.expected(regrets).mean() == pytest.approx(truth, abs=0.05)
    ends = [intervals.of_mean(one) for one in regrets]
    assert held(ends, truth) == pytest.approx(0.95, abs=0.01 + ERROR)


def test_the_regret_in_nine_of_ten(regrets):
    truth = D + T * Z
    assert criteria.far_regret(regrets).mean() == pytest.approx(truth, abs=0.15)
    ends = [intervals.of_quantile(one, criteria.FAR) for one in regrets]
    assert 0.95 - ERROR <= held(ends, truth) <= 0.975 + ERROR


def test_the_largest_regret_of_as_many_new_histories(regrets):
    """One more than every 32nd time all of them stay below the fifth largest of the old ones."""
    low = [intervals.of_largest(one)[0] for one in regrets[::2]]
    new = regrets[1::2].max(axis=-1)
    assert np.mean(new >= low) == pytest.approx(1.0 - 2.0**-5, abs=0.01 + ERROR)


def test_equal_options_are_told_apart_as_rarely_as_told(losses):
    """The first is not better than itself in other histories; one in twenty looks so."""
    judge = Judge(None, (False, False))
    equal = [np.stack([one[0], one[1] - D]) for one in losses]
    for wrong in (
        np.mean([len(judge.mean(one).tied) == 1 for one in equal]),
        np.mean([len(judge.worst_tenth(one).tied) == 1 for one in equal]),
    ):
        assert wrong == pytest.approx(0.05, abs=0.015 + ERROR)
    for wrong in (
        np.mean([len(judge.far_regret(criteria.regrets(one)).tied) == 1 for one in equal]),
        np.mean([len(judge.share_met(one <= M).tied) == 1 for one in equal[::8]]),
    ):
        assert wrong <= 0.05 + 2.0 * ERROR


def test_options_that_differ_by_ten_errors_are_told_apart(losses):
    judge = Judge(None, (False, False))
    for one in losses[:100]:
        loss = one + np.array([[0.0], [10.0]])
        regret = criteria.regrets(loss)
        found = judge.mean(loss), judge.worst_tenth(loss), judge.mean_regret(loss, regret)
        other = judge.far_regret(regret), judge.largest_regret(regret)
        assert {of.tied for of in (*found, *other)} == {(0,)}


def test_what_never_happens_in_some_histories_is_infinite_for_sure():
    loss = np.array([[-np.inf, *range(1, 40)], [*range(40)]], np.float64)
    judge = Judge(None, (False, False))
    assert judge.mean(loss).ends[0] == (-np.inf, -np.inf)
    assert judge.mean(loss).tied == (0,)
    assert np.isfinite(judge.worst_tenth(loss).ends).all()
    assert judge.worst_tenth(-loss).ends[0] == (np.inf, np.inf)
    assert judge.largest_regret(criteria.regrets(loss)).found == (0.0, np.inf)
