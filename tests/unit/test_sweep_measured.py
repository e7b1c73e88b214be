"""The measures of a point: pairing by history, never, and groups that a point lacks."""

import math

import numpy as np
import pytest

from sim.output.groups import Group
from sim.output.outcomes import Outcome
from sim.sweep.measured import Sample, measured

US = Group("region", "US", "US", (0,))
KEY = ("region", "US", "shortfall_days")


def sample(values, replicates=None, group=US, *, is_random=True):
    values = np.asarray(values, dtype=np.float64)
    key = group.kind, group.name, KEY[2]
    return Sample({key: Outcome(group, KEY[2], "d", values)}, replicates, is_random)


def test_the_difference_is_paired_by_history():
    """A spread that both share cancels: every history differs by 5."""
    first, other = sample([10, 90, 50, 30]), sample([15, 95, 55, 35])
    found = measured(other, first)[KEY]
    assert found.diff_mean == 5.0
    assert found.diff_half_width95 == 0.0
    assert found.half_width95 > 10
    assert measured(first, first)[KEY].diff_mean == 0.0


def test_the_one_history_of_a_point_without_chance_stands_for_all():
    sure, other = sample([10], is_random=False), sample([10, 20, 30])
    assert measured(sure, sure)[KEY].half_width95 == 0.0
    found = measured(other, sure)[KEY]
    assert found.diff_mean == 10.0
    assert found.diff_half_width95 == found.half_width95
    assert measured(sure, other)[KEY].diff_mean == -10.0


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


def test_replicates_decide_the_interval():
    """Within a replicate histories are alike: two replicates, two values."""
    values, labels = [1.0, 1.0, 3.0, 3.0], np.array([0, 0, 1, 1])
    plain = measured(sample(values), sample([0, 0, 0, 0]))[KEY]
    grouped = measured(sample(values, replicates=labels), sample([0, 0, 0, 0]))[KEY]
    assert grouped.half_width95 > 3 * plain.half_width95
    assert grouped.diff_half_width95 == grouped.half_width95
