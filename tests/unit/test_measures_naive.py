"""What a model has to beat: that it stays as it was, or is as it mostly was."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.naive import climatology, persistence
from sim.measures.scores import coverage

NAN = math.nan
BAND = (0.05, 0.5, 0.95)
Z = NormalDist().inv_cdf(0.95)
pasts = st.lists(st.floats(1.0, 1e4), min_size=2, max_size=24)


def test_it_stays_as_it_was_and_the_band_grows_with_the_root_of_the_months():
    found = persistence([100.0, 110.0, 100.0], 4, BAND, log=False)
    assert found[:, 1].tolist() == [100.0] * 4
    assert found[:, 2] - 100.0 == pytest.approx(10.0 * Z * np.sqrt([1, 2, 3, 4]))
    assert 100.0 - found[:, 0] == pytest.approx(10.0 * Z * np.sqrt([1, 2, 3, 4]))


def test_logarithms_give_factors():
    found = persistence([8.0, 16.0, 8.0], 9, BAND)
    assert found[:, 1] == pytest.approx(np.full(9, 8.0))
    assert found[8, 2] / 8.0 == pytest.approx(2.0 ** (3.0 * Z))
    assert found[8, 0] / 8.0 == pytest.approx(2.0 ** (-3.0 * Z))


def test_a_change_over_a_gap_counts_as_the_steps_of_a_walk():
    """20 over four months is as usual as 10 over one."""
    gap = persistence([100.0, 110.0, NAN, NAN, NAN, 130.0], 1, BAND, log=False)
    assert gap[0] == pytest.approx([130.0 - 10.0 * Z, 130.0, 130.0 + 10.0 * Z])


def test_the_months_since_the_last_known_one_count():
    late = persistence([100.0, 110.0, 100.0, NAN, NAN], 2, BAND, log=False)
    assert late == pytest.approx(persistence([100.0, 110.0, 100.0], 4, BAND, log=False)[2:])


def test_its_band_holds_nine_tenths_of_random_walks():
    draws = np.random.Generator(np.random.PCG64(3)).normal(0.0, 0.2, (400, 72))
    walks = np.exp(np.cumsum(draws, axis=1))
    held = []
    for walk in walks:
        found = persistence(walk[:60], 12, BAND)
        held.append(coverage(found[:, 0], found[:, 2], walk[60:]))
    assert np.mean(held) == pytest.approx(0.9, abs=0.03)


def test_the_mean_method_takes_all_months_as_alike():
    found = climatology([2.0, NAN, 8.0], 3, BAND)
    sd = math.log(4.0) / math.sqrt(2.0) * math.sqrt(1.5)
    assert found[:, 1] == pytest.approx(np.full(3, 4.0))
    assert found[:, 2] == pytest.approx(np.full(3, 4.0 * math.exp(Z * sd)))


@given(pasts, st.floats(0.01, 100), st.sampled_from([persistence, climatology]), st.booleans())
def test_the_unit_does_not_matter(past, times, method, log):
    found = method(past, 3, BAND, log=log)
    assert method(times * np.array(past), 3, BAND, log=log) == pytest.approx(
        times * found, rel=1e-6, abs=1e-6
    )


@given(pasts, st.floats(0, 100))
def test_without_logarithms_the_origin_does_not_matter(past, by):
    found = persistence(past, 3, BAND, log=False)
    assert persistence(np.array(past) + by, 3, BAND, log=False) == pytest.approx(
        found + by, rel=1e-6, abs=1e-6
    )


@pytest.mark.parametrize("method", [persistence, climatology])
@pytest.mark.parametrize(
    ("past", "says"),
    [([], "0 months"), ([3.0, NAN], "1 months"), ([3.0, 0.0], "0 has no logarithm")],
)
def test_what_has_no_band_is_refused(method, past, says):
    with pytest.raises(ValueError, match=says):
        method(past, 1)


def test_noughts_have_a_band_without_logarithms():
    assert persistence([0.0, 4.0, 0.0], 1, (0.5,), log=False).tolist() == [[0.0]]
