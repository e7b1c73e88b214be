"""The search for the smallest size that passes."""

from hypothesis import given
from hypothesis import strategies as st

from sim.size.search import smallest

MOST = 10_000


@given(st.integers(0, MOST), st.integers(1, 100), st.sets(st.integers(0, MOST), max_size=5))
def test_the_smallest_is_found_whatever_is_known(least, first, known):
    assert smallest(lambda size: size >= least, known, first, MOST) == least


@given(st.integers(1, 60))
def test_few_sizes_are_tried(least):
    asked = []
    smallest(lambda size: asked.append(size) or size >= least, (), 30, MOST)
    assert len(asked) <= 9


def test_nothing_passes():
    assert smallest(lambda size: False, (), 1, MOST) is None


def test_what_is_known_is_not_passed_over():
    """Sizes between the largest known to fail and the smallest known to pass are halved."""
    asked = []
    smallest(lambda size: asked.append(size) or size >= 52, (50, 54), 30, MOST)
    assert sorted(set(asked)) == [0, 50, 51, 52, 54, MOST]
