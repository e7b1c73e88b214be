"""The search for the smallest size that passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.size.search import WHOLE, next_sizes, sizes_at_once, smallest

MOST = 10_000


def searched(least, first=30, count=4, known=()):
    """Search for one least size or several; give what was found, and the rounds."""
    tests = [lambda size, one=one: size >= one for one in least]
    there, rounds = {0, MOST, *known}, []
    while sizes := next_sizes(tests, there, first, MOST, lambda brackets: count):
        rounds.append(sizes)
        there |= set(sizes)
    return [smallest(passes, there, MOST) for passes in tests], rounds


@given(
    st.integers(0, MOST),
    st.integers(1, 100),
    st.integers(1, 9),
    st.sets(st.integers(0, MOST), max_size=5),
)
def test_the_smallest_is_found_whatever_is_known(least, first, count, known):
    ((low, high),), _ = searched([least], first, count, known)
    assert high == least
    assert low == max(least - 1, 0)


@given(st.lists(st.integers(0, MOST), min_size=3, max_size=3))
def test_several_are_searched_for_at_once(least):
    found, rounds = searched(least)
    assert [high for _, high in found] == least
    assert all(len(sizes) <= WHOLE * 4 for sizes in rounds)


@pytest.mark.parametrize(("count", "most"), [(1, 9), (4, 4), (64, 2)])
def test_more_at_once_take_fewer_rounds(count, most):
    assert max(len(searched([least], count=count)[1]) for least in range(1, 61)) <= most


def test_nothing_passes():
    assert searched([MOST + 1]) == ([None], [])


def test_what_is_known_is_not_passed_over():
    """Sizes between the largest known to fail and the smallest known to pass are parted."""
    _, rounds = searched([52], known=(50, 54), count=3)
    assert rounds == [[51, 52, 53]]


def test_the_more_a_size_costs_the_fewer_are_run_at_once():
    counts = [sizes_at_once(histories) for histories in (1, 16, 64, 256, 4096)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] >= 1
