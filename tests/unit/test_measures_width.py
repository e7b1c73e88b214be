"""How much of a measure's width some inputs explain, on arrays of which it is known."""

import math

import numpy as np
import pytest

from sim.measures.width import EACH, Basis, Everything, TooFewError

N = 1000
WIDE = 2.0, 6.0
"""Between which an input is spread evenly: mean 4, variance 4 / 3."""


def chance(seed=1):
    return np.random.default_rng(seed)


def parts(values, *inputs):
    return Basis.of(inputs, len(values)).parts(values)


def agrees(found, share):
    """Whether a share is as known, by its interval with a half more: one test in 300 errs."""
    low, high = found.ci95
    return abs(found.share - share) < 0.75 * (high - low)


def additive(seed=1, histories=N):
    """A measure that is the sum of two inputs, of which the first has four fifths of the variance."""
    draw = chance(seed)
    known = draw.uniform(*WIDE, histories)
    return known, 2.0 * known + draw.normal(0.0, math.sqrt(4 / 3), histories)


def test_the_share_of_a_summand_is_its_variance_over_that_of_the_sum():
    known, values = additive()
    found = parts(values, known)
    assert np.ptp(found.ci95) < 0.06
    assert agrees(found, 0.8)


def test_the_share_of_a_factor_follows_from_means_and_variances():
    """Of X Z the part of X is Var(X) E(Z)^2; the rest is E(X^2) Var(Z)."""
    draw = chance()
    known, other = draw.uniform(*WIDE, N), draw.lognormal(0.0, 0.4, N)
    mean, variance = math.exp(0.08), (math.exp(0.16) - 1) * math.exp(0.16)
    of_known, left = 4 / 3 * mean**2, (16 + 4 / 3) * variance
    assert agrees(parts(known * other, known), of_known / (of_known + left))


def test_bands_of_the_parts_are_those_of_the_summands():
    known, values = additive()
    found = parts(values, known)
    assert found.alone == pytest.approx((2 * 2.2, 2 * 5.8), abs=0.25)
    half = 1.645 * math.sqrt(4 / 3)
    assert found.known == pytest.approx((8 - half, 8 + half), abs=0.25)


def test_variances_of_the_parts_add_up_to_that_of_all():
    known, values = additive(histories=200)
    basis = Basis.of([known], 200)
    alone = basis.expected(values).var()
    assert alone / values.var() == pytest.approx(basis.parts(values).share, rel=1e-12)


@pytest.mark.parametrize("histories", [64, 256])
def test_a_dummy_lies_in_the_noise(histories):
    """It explains nothing, and what is fitted by chance is within the interval."""
    found = [
        parts(additive(seed, histories)[1], chance(99).uniform(size=histories))
        for seed in range(100)
    ]
    assert sum(one.share > 0.0 for one in found) <= 2
    assert all(one.ci95[0] == 0.0 for one in found if one.share == 0.0)
    assert np.mean([one.ci95[1] for one in found]) < 20 / histories


@pytest.mark.parametrize("histories", [64, 1000])
def test_nineteen_of_twenty_intervals_hold_the_share(histories):
    inside = 0
    for seed in range(100):
        known, values = additive(seed, histories)
        low, high = parts(values, known).ci95
        inside += low <= 0.8 <= high
    assert 0.85 <= inside / 100 <= 0.99


def test_a_dummy_beside_it_changes_the_share_little():
    known, values = additive()
    dummy = chance(5).uniform(size=N)
    alone, beside = parts(values, known), parts(values, known, dummy)
    assert beside.share == pytest.approx(alone.share, abs=0.01)


def test_no_input_explains_nothing_at_all():
    _, values = additive()
    found = parts(values, np.full(N, 3.0), np.full(N, np.nan))
    mean = float(values.mean())
    assert (found.share, found.ci95) == (0.0, (0.0, 0.0))
    assert found.alone == pytest.approx((mean, mean), rel=1e-12)
    assert found.known == pytest.approx(tuple(np.quantile(values, (0.05, 0.95))), rel=1e-12)


def test_where_there_is_nothing_else_all_is_explained_whatever_the_shape():
    known, _ = additive()
    values = np.sin(40.0 * known)
    found = Everything().parts(values)
    assert (found.share, found.ci95) == (1.0, (1.0, 1.0))
    assert found.alone == pytest.approx(tuple(np.quantile(values, (0.05, 0.95))), rel=1e-12)
    assert found.known == (float(values.mean()),) * 2
    assert Everything().expected(values).tolist() == values.tolist()


def test_few_values_count_each_by_itself():
    """Branches are numbers without an order."""
    branch = chance().integers(0, 4, N).astype(float)
    values = np.array([5.0, -1.0, 9.0, 2.0])[branch.astype(int)]
    assert parts(values, branch).share == pytest.approx(1.0, abs=1e-12)


def test_how_long_counts_where_it_happens():
    draw = chance()
    happens = draw.uniform(size=N) < 0.3
    days = np.where(happens, draw.uniform(50, 100, N), np.nan)
    values = np.where(happens, 2 * np.nan_to_num(days) + 40, 0.0)
    found = Basis.of([happens.astype(float), days], N)
    assert found.parts(values).share == pytest.approx(1.0, abs=1e-12)


def test_two_inputs_that_work_together_are_seen_to():
    """How long times how much, of which neither alone tells all."""
    draw = chance()
    long, much = draw.uniform(0.0, 1.0, (2, N))
    values = (long - 0.5) * (much - 0.5)
    assert parts(values, long).share < 0.02
    assert parts(values, long, much).share == pytest.approx(1.0, abs=1e-9)


def test_what_follows_from_other_inputs_adds_no_column():
    known, _ = additive()
    one = Basis.of([known], N)
    assert len(Basis.of([known, known + 3.0, 2.0 * known], N).columns) == len(one.columns)


def test_columns_are_orthonormal_and_far_fewer_than_histories():
    draw = chance()
    columns = Basis.of([*draw.uniform(size=(3, 80))], 80).columns
    products = np.array([[np.add.reduce(a * b) for a in columns] for b in columns])
    np.testing.assert_allclose(products, np.eye(len(columns)), atol=1e-12)
    assert len(columns) <= 80 // EACH


def test_too_few_histories_are_refused_with_how_many_would_do():
    draw = chance()
    inputs = draw.uniform(size=(5, 64))
    with pytest.raises(TooFewError) as refused:
        Basis.of([*inputs], 64)
    needed = refused.value.needed
    assert needed == 8 * 11
    Basis.of([*draw.uniform(size=(5, needed))], needed)


def test_a_basis_serves_every_day_of_a_series():
    """Row by row it gives the same to the bit, however many rows there are."""
    known, _ = additive()
    series = chance(3).normal(size=(7, N)) + np.arange(7)[:, None] * known
    basis = Basis.of([known], N)
    found = basis.expected(series)
    for day in range(7):
        assert found[day].tolist() == basis.expected(series[day]).tolist()
    assert found[0].var() < 0.05
    assert found[6].var() == pytest.approx(36 * known.var(), rel=0.05)


def test_what_is_expected_never_leaves_the_range_of_the_values():
    known, _ = additive()
    values = np.maximum(known - 5.5, 0.0)
    found = Basis.of([known], N).expected(values)
    assert (found.min(), found.max()) >= (0.0, 0.0)
    assert found.min() >= values.min()
    assert found.max() <= values.max()


def test_a_day_on_which_nothing_differs_has_no_width():
    known, _ = additive()
    assert set(Basis.of([known], N).expected(np.full((2, N), 7.0)).ravel()) == {7.0}
