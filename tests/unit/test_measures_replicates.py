"""The standard error of means whose histories come in replicates, against formula and repetition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures import describe
from sim.measures.statistics import standard_error
from sim.world.chance import sampling as sampling_module
from sim.world.chance.sampling import REPLICATES, Sampling
from sim.world.state.state import BATCH as BATCH

pytest.importorskip("scipy")

STUDIES = 100
HISTORIES = 256
INPUTS = {"one": 1, "two": 3, "three": 6}


def directly(values, replicates):
    """Take the error from the spread of the replicates' weighted means around the mean of all."""
    labels = sorted(set(replicates.tolist()))
    count, mean, total = len(labels), sum(values) / len(values), 0.0
    for label in labels:
        own = [v for v, r in zip(values, replicates, strict=True) if r == label]
        total += (len(own) / len(values) * (sum(own) / len(own) - mean)) ** 2
    return math.sqrt(count / (count - 1) * total), count - 1


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.integers(0, 7)), min_size=2, max_size=60))
def test_it_is_the_spread_of_the_means_of_the_replicates(pairs):
    values = np.array([value for value, _ in pairs])
    replicates = np.array([replicate for _, replicate in pairs])
    if len(set(replicates.tolist())) < 2:
        error, freedom = standard_error(values, replicates)
        assert (math.isnan(error), freedom) == (True, 0)
        return
    expected, freedom = directly(values, replicates)
    found = standard_error(values, replicates)
    assert found == (pytest.approx(expected, rel=1e-6, abs=1e-9), freedom)


def test_equal_replicates_have_the_textbook_error_of_their_means():
    values = np.random.Generator(np.random.PCG64(1)).random(64)
    means = values.reshape(-1, REPLICATES).mean(axis=0)
    error, freedom = standard_error(values, np.arange(64) % REPLICATES)
    assert freedom == REPLICATES - 1
    assert error == pytest.approx(means.std(ddof=1) / math.sqrt(REPLICATES), rel=1e-12)


def test_histories_that_never_happen_leave_their_replicate():
    values = np.array([1.0, 5.0, np.inf, 3.0, 7.0, np.inf])
    replicates = np.array([0, 1, 2, 0, 1, 2])
    found = describe(values, replicates)
    expected, freedom = directly(values[[0, 1, 3, 4]], replicates[[0, 1, 3, 4]])
    assert (found.n, found.mean, found.share_never) == (6, 4.0, pytest.approx(1 / 3))
    assert found.standard_error == pytest.approx(expected)
    assert freedom == 1
    assert found.half_width95 > 11 * found.standard_error  # two means alone say very little


def studies(scheme: str) -> tuple[np.ndarray, np.ndarray]:
    """Give the means and standard errors of many independent studies of an additive integrand."""
    means, errors = np.empty(STUDIES), np.empty(STUDIES)
    inputs = INPUTS if scheme == "sobol" else {}
    sampling = Sampling(scheme, HISTORIES if scheme == "latin" else 0, inputs)
    replicates = sampling.replicates(np.arange(HISTORIES))
    for seed in range(STUDIES):
        one, two, three = (
            sampling.uniform(seed, name, range(HISTORIES // BATCH)) for name in INPUTS
        )
        found = describe(10 * one + 5 * two**2 + np.exp(three), replicates)
        means[seed], errors[seed] = found.mean, found.standard_error
    return means, errors


EXACT = 5 + 5 / 3 + math.e - 1


@pytest.fixture(scope="module")
def by_scheme() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Means and standard errors of the studies, by scheme."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            sampling_module, "dimensions", lambda inputs: 8
        )  # 256 take thirty times as long
        return {scheme: studies(scheme) for scheme in ("random", "sobol", "latin")}


@pytest.mark.parametrize("scheme", ["random", "sobol", "latin"])
def test_the_estimated_error_is_that_of_many_studies(scheme, by_scheme):
    means, errors = by_scheme[scheme]
    # The mean square of the errors estimates the variance of the means; that variance itself is
    # known to sqrt(2 / 99) = 14 % here, and the mean square to a little more.
    estimated = math.sqrt((errors**2).mean())
    assert estimated == pytest.approx(means.std(ddof=1), rel=0.3)
    assert abs(means.mean() - EXACT) < 4 * estimated / math.sqrt(STUDIES)


@pytest.mark.parametrize("scheme", ["random", "sobol", "latin"])
def test_the_interval_covers_the_truth_as_often_as_it_says(scheme, by_scheme):
    from sim.measures.statistics import t_quantile

    means, errors = by_scheme[scheme]
    freedom = HISTORIES - 1 if scheme == "random" else REPLICATES - 1
    covered = np.abs(means - EXACT) <= t_quantile(0.975, freedom) * errors
    # Of 100 intervals 95 are expected to, give or take 2.2.
    assert covered.sum() >= 87


@pytest.mark.parametrize("scheme", ["sobol", "latin"])
def test_even_schemes_are_far_better_where_inputs_add_up(scheme, by_scheme):
    chance, even = by_scheme["random"][0], by_scheme[scheme][0]
    assert even.std() < chance.std() / 5
