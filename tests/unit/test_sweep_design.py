"""Designs: the order of a grid, the strata of a Latin hypercube, inputs in each other's way."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.sweep.design import check_axes, grid
from sim.sweep.latin import latin
from sim.sweep.vary import VaryError, read_axis


def axes(*texts):
    return [read_axis(text) for text in texts]


def test_the_first_input_varies_slowest():
    design = grid(axes("a=1,2", "b=x,y,z"))
    assert design.points == tuple((a, b) for a in "12" for b in "xyz")
    assert design.settings(4) == ["a=2", "b=y"]
    assert design.is_grid


def test_a_grid_needs_values_and_an_end():
    with pytest.raises(VaryError, match=r"a: a grid needs values.*--lhs"):
        grid(axes("b=1,2", "a=1:2"))
    with pytest.raises(VaryError, match="1,000,000 points"):
        grid(axes("a=0:1:1000", "b=0:1:1000"))


@given(st.integers(2, 60), st.integers(0, 2**32), st.floats(-1e3, 1e3), st.floats(1e-3, 1e3))
def test_each_stratum_of_each_range_has_one_point(count, seed, low, width):
    high = low + width
    design = latin(axes(f"a={low!r}:{high!r}", "b=5:1"), count, seed)
    assert len(design.points) == count
    for index, (first, last) in enumerate([(low, high), (1.0, 5.0)]):
        shares = [(float(point[index]) - first) / (last - first) for point in design.points]
        strata = Counter(int(share * count) for share in shares)
        assert max(strata) == count - 1
        assert len(strata) == count


@given(st.integers(1, 7), st.integers(2, 6), st.integers(0, 100))
def test_listed_values_are_equally_likely(times, values, seed):
    design = latin(axes(f"a={','.join(map(str, range(values)))}"), max(times * values, 2), seed)
    counts = Counter(point[0] for point in design.points)
    assert set(counts.values()) == {times}


def test_another_input_changes_no_value_and_another_seed_all():
    alone = latin(axes("a=0:1"), 10, seed=1)
    both = latin(axes("b=0:1", "a=0:1"), 10, seed=1)
    assert [point[1] for point in both.points] == [point[0] for point in alone.points]
    assert latin(axes("a=0:1"), 10, seed=1) == alone
    assert not set(latin(axes("a=0:1"), 10, seed=2).points) & set(alone.points)


def test_drawn_values_are_short_and_dates_are_days():
    design = latin(axes("a=10:60", "b=2026-01-01:2026-12-31"), 20, seed=3)
    assert max(len(point[0]) for point in design.points) <= 6
    assert all(len(point[1]) == 10 for point in design.points)
    assert len({point[1][:7] for point in design.points}) >= 11


@pytest.mark.parametrize(
    ("varied", "settings", "says"),
    [
        (("seed=1,2",), (), "Use --seed"),
        (("histories=10,20",), (), "Use -n"),
        (("a.b=1,2", "a.b=3,4"), (), "change the same value"),
        (("a=1,2", "a.b=3,4"), (), "change the same value"),
        (("a.b=1,2",), ("a.b=5",), "would be lost"),
    ],
)
def test_inputs_in_each_others_way_are_refused(varied, settings, says):
    with pytest.raises(VaryError, match=says):
        check_axes(axes(*varied), settings)


def test_inputs_beside_each_other_are_fine():
    check_axes(axes("a.b=1,2", "a.bc=1,2"), ["a.d=5", "a={b: 3}"])
