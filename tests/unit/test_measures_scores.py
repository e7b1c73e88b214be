"""Scores of bands: hand tables, closed forms of a normal forecast, and what must always hold."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.scores import (
    coverage,
    interval_score,
    mean_where_known,
    mean_width,
    skill,
    weighted_interval_score,
)

NAN = math.nan
NORMAL = NormalDist(5000.0, 800.0)
CAME = np.array([NORMAL.inv_cdf((i + 0.5) / 20_000) for i in range(20_000)])
"""As good as all that can come: the middles of 20,000 equally likely parts."""
numbers = st.floats(-1e3, 1e3)


def band(confidence, of=NORMAL):
    risk = (1.0 - confidence) / 2.0
    return of.inv_cdf(risk), of.inv_cdf(1.0 - risk)


@pytest.mark.parametrize(
    ("observed", "score"),
    [(10.0, 4.0), (12.0, 4.0), (14.0, 4.0), (9.0, 24.0), (14.5, 14.0), (8.0, 44.0)],
)
def test_a_band_of_4_is_fined_20_times_what_a_month_lies_outside(observed, score):
    assert interval_score(10.0, 14.0, observed, 0.9) == pytest.approx(score)


def test_the_fine_of_a_half_is_4_times():
    assert interval_score(10.0, 14.0, 9.0, 0.5) == pytest.approx(8.0)


@pytest.mark.parametrize("confidence", [0.5, 0.9])
def test_a_calibrated_normal_band_scores_its_closed_form(confidence):
    low, high = band(confidence)
    z = NormalDist().inv_cdf((1.0 + confidence) / 2.0)
    expected = 4.0 * NORMAL.stdev * NormalDist().pdf(z) / (1.0 - confidence)
    score = interval_score(low, high, CAME, confidence)
    assert mean_where_known(score, CAME) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("confidence", [0.5, 0.9])
def test_a_calibrated_normal_band_holds_as_much_as_it_says(confidence):
    low, high = band(confidence)
    assert coverage(low, high, CAME) == pytest.approx(confidence, abs=1e-4)
    z = NormalDist().inv_cdf((1.0 + confidence) / 2.0)
    assert mean_width(low, high, CAME) == pytest.approx(2.0 * z * NORMAL.stdev)


@given(st.floats(-600, 600), st.floats(-600, 600), st.sampled_from([0.5, 0.9]))
def test_no_band_scores_better_than_the_true_quantiles(lower, upper, confidence):
    low, high = band(confidence)
    true = interval_score(low, high, CAME, confidence).mean()
    moved = interval_score(low + lower, high + upper, CAME, confidence).mean()
    assert moved >= true - 0.05


def test_a_band_too_wide_or_too_narrow_scores_worse():
    scores = []
    for factor in (0.5, 1.0, 2.0):
        low, high = band(0.9, NormalDist(NORMAL.mean, factor * NORMAL.stdev))
        scores.append(interval_score(low, high, CAME, 0.9).mean())
    assert scores[0] > 1.05 * scores[1]
    assert scores[2] > 1.05 * scores[1]


def test_many_bands_tend_to_the_continuous_ranked_probability_score():
    """Of a normal forecast it is ``s (z (2 F(z) - 1) + 2 f(z) - 1 / sqrt(pi))`` (Gneiting 2005)."""
    levels = (np.arange(400) + 0.5) / 400
    bands = {float(level): band(level) for level in levels}
    for z in (-2.0, 0.0, 0.7):
        unit = NormalDist()
        crps = z * (2 * unit.cdf(z) - 1) + 2 * unit.pdf(z) - 1 / math.sqrt(math.pi)
        observed = NORMAL.mean + z * NORMAL.stdev
        found = weighted_interval_score(NORMAL.mean, bands, observed)
        assert found == pytest.approx(NORMAL.stdev * crps, rel=5e-3)


def test_without_a_band_the_weighted_score_is_the_absolute_error():
    assert weighted_interval_score([4.0, 5.0], {}, [6.0, 5.0]).tolist() == [2.0, 0.0]


@given(numbers, st.floats(0, 1e3), numbers, numbers, st.floats(0.01, 100))
def test_scores_move_with_the_unit_and_not_with_the_origin(low, width, observed, by, times):
    high = low + width
    score = interval_score(low, high, observed, 0.9)
    assert interval_score(low + by, high + by, observed + by, 0.9) == pytest.approx(score, abs=1e-6)
    scaled = interval_score(times * low, times * high, times * observed, 0.9)
    assert scaled == pytest.approx(times * score, rel=1e-9, abs=1e-6)
    mirrored = interval_score(-high, -low, -observed, 0.9)
    assert mirrored == pytest.approx(score, abs=1e-9)


@given(st.lists(st.tuples(numbers, st.floats(0, 100), numbers), min_size=1), st.randoms())
def test_the_order_of_months_does_not_matter(months, luck):
    shuffled = months[:]
    luck.shuffle(shuffled)
    found = []
    for of in (months, shuffled):
        low, width, observed = np.array(of).T
        score = interval_score(low, low + width, observed, 0.9)
        found.append((mean_where_known(score, observed), coverage(low, low + width, observed)))
    assert found[0] == pytest.approx(found[1])


def test_months_to_come_do_not_count():
    low, high, observed = np.array([1.0, 1.0, 9.0]), np.array([2.0, 4.0, 99.0]), [1.5, 5.0, NAN]
    assert coverage(low, high, observed) == 0.5
    assert mean_width(low, high, observed) == 2.0
    assert np.isnan(interval_score(low, high, observed, 0.9)).tolist() == [False, False, True]
    mean = mean_where_known(interval_score(low, high, observed, 0.9), observed)
    assert mean == pytest.approx(12.0)


def test_a_month_on_the_edge_is_inside():
    assert coverage(np.full(4, 1.0), np.full(4, 2.0), [1.0, 2.0, 3.0, NAN]) == pytest.approx(2 / 3)


def test_nothing_known_is_no_score():
    nothing = np.array([NAN])
    assert math.isnan(coverage(np.zeros(1), np.ones(1), nothing))
    assert math.isnan(mean_width(np.zeros(1), np.ones(1), nothing))
    assert math.isnan(mean_where_known(np.ones(1), nothing))


def test_skill_is_the_part_of_the_reference_that_is_saved():
    assert skill([5.0, 10.0, 0.0, 15.0], 10.0).tolist() == [0.5, 0.0, 1.0, -0.5]
    assert np.isnan(skill([1.0, NAN, 1.0], [0.0, 2.0, NAN])).all()
