"""The measures of a point: pairing by history number, never, and groups that a point lacks."""

import math

import numpy as np
import pytest

from sim.output.groups import Group
from sim.output.outcomes import Outcome
from sim.sweep.measured import Sample, measured

US = Group("region", "US", "US", (0,))
KEY = ("region", "US", "shortfall_days")


def sample(values, numbers=None, first=10**6, replicates=None, group=US):
    values = np.asarray(values, dtype=np.float64)
    numbers = np.arange(len(values)) if numbers is None else np.asarray(numbers)
    return Sample.of([Outcome(group, KEY[2], "d", values)], numbers, replicates, first)


def test_the_difference_is_paired_by_number():
    """A spread that both share cancels: every history differs by 5."""
    first = sample([10, 90, 50, 30], numbers=[0, 1, 2, 3])
    other = sample([55, 35, 95], numbers=[2, 3, 1])  # not in order: found by number all the same
    found = measured(other, first)[KEY]
    assert found.diff_mean == 5.0
    assert found.diff_half_width95 == 0.0
    assert found.half_width95 > 10
    assert measured(first, first)[KEY].diff_mean == 0.0


def test_a_difference_counts_where_it_happens_at_both():
    first, other = sample([10, math.inf, 30, math.inf]), sample([12, 40, math.inf, math.inf])
    found = measured(other, first)[KEY]
    assert found.diff_mean == 2.0
    assert found.share_never == 0.5
    assert found.mean == 26.0
    assert math.isinf(found.q95)


@pytest.mark.parametrize("first", [None, sample([math.inf, math.inf]), "another group"])
def test_without_anything_to_compare_there_is_no_difference(first):
    if first == "another group":
        first = sample([1, 2], group=Group("region", "EU", "EU", (0,)))
    found = measured(sample([1, 2]), first)[KEY]
    assert math.isnan(found.diff_mean)
    assert found.mean == 1.5


def test_histories_beyond_those_asked_for_are_left_out():
    """A point may hold more, from an earlier sweep: the same command gives the same table."""
    base = sample([0, 3])  # with a difference, as NaN equals nothing
    assert measured(sample([1, 2, 30, 40], first=2), base) == measured(sample([1, 2]), base)


def test_only_headlines_are_kept():
    values = np.zeros(2)
    kept = Sample.of(
        [
            Outcome(US, "shortfall_days", "d", values),
            Outcome(US, "unmet_grade_t", "t", values, "standard"),
            Outcome(US, "lowest_cover", "d", values),
            Outcome(Group("consumer", "us_ev", "US EV", (0,)), "shortfall_days", "d", values),
            Outcome(Group("end_use", "defence", "Defence", (0,)), "unmet_t", "t", values),
            Outcome(Group("end_use", "civil", "Civil", (0,)), "unmet_t", "t", values),
        ],
        np.arange(2),
        None,
        2,
    )
    assert set(kept.outcomes) == {KEY, ("end_use", "defence", "unmet_t")}


def test_replicates_decide_the_interval():
    """Within a replicate histories are alike: two replicates, two values."""
    values, labels = [1.0, 1.0, 3.0, 3.0], np.array([0, 0, 1, 1])
    plain = measured(sample(values), sample([0, 0, 0, 0]))[KEY]
    grouped = measured(sample(values, replicates=labels), sample([0, 0, 0, 0]))[KEY]
    assert grouped.half_width95 > 3 * plain.half_width95
    assert grouped.diff_half_width95 == grouped.half_width95
