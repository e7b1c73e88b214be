"""Targets of a search for a size: how they are read, refused and judged."""

import numpy as np
import pytest

from sim.output.groups import Group
from sim.size.target import TargetError, groups_named, read_target
from sim.size.verdict import fewest_histories, verdict

GROUPS = [
    Group("consumer", "us_defence", "us_defence", (0,)),
    Group("consumer", "twice", "twice", (1,)),
    Group("region", "US", "US", (0, 1)),
    Group("end_use", "defence", "Defence", (0,)),
    Group("sector", "twice", "Twice", (0, 1)),
    Group("all", "all", "All consumers", (0, 1)),
]


def test_what_a_target_says():
    found = read_target(" line_down_days[ us_defence ]<=0 with 95 %")
    assert (found.measure, found.groups, found.sign, found.limit, found.probability) == (
        "line_down_days", ("us_defence",), "<=", 0.0, 0.95,
    )  # fmt: skip
    mean = read_target("mean unmet_t[US] < 10.5")
    assert (mean.measure, mean.sign, mean.limit, mean.probability) == ("unmet_t", "<", 10.5, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no target. Write MEASURE[GROUP] <= NUMBER with P%"),
        ("shortfall_days <= 0 with 95%", "is no target"),
        ("shortfall_days[US] == 0 with 95%", "is no target"),
        ("shortfal_days[US] <= 0 with 95%", "Did you mean 'shortfall_days'?"),
        ("unmet_grade_t[US] <= 0 with 95%", "is of a grade, which has no target. Use unmet_t"),
        ("shortfall_days[US] >= 0 with 95%", "Write shortfall_days[US] <= 0."),
        ("fill_rate[US] <= 0.9 with 95%", "Write fill_rate[US] >= 0.9."),
        ("shortfall_days[US] <= 0", "does not say in how many histories. Add 'with 95%'"),
        ("shortfall_days[US] <= 0 with 0%", "0 % is not above 0"),
        ("shortfall_days[US] <= 0 with 100.1%", "100.1 % is not above 0 and up to 100 %"),
        ("mean shortfall_days[US] <= 0 with 95%", "a mean has no 'with 95%'"),
        ("mean time_to_survive[US] >= 9", "'time_to_survive[US] >= 9 with 95%'"),
    ],
)
def test_what_is_no_target_is_refused_with_the_remedy(text, says):
    with pytest.raises(TargetError) as error:
        read_target(text)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("us_defence", "consumer"), ("us.defence", "consumer"), ("US", "region"),
        ("defence", "end_use"), ("all", "all"), ("twice", "sector"), ("consumer.twice", "consumer"),
    ],
)  # fmt: skip
def test_groups_are_found_as_elsewhere(name, kind):
    (found,) = groups_named(read_target(f"shortfall_days[{name}] <= 0 with 95%"), GROUPS)
    assert found.kind == kind


def test_a_target_may_be_of_several_groups():
    target = read_target("shortfall_days[ us_defence, region.US ] <= 0 with 95%")
    assert [group.name for group in groups_named(target, GROUPS)] == ["us_defence", "US"]


def test_an_unknown_group_is_met_with_a_suggestion():
    with pytest.raises(TargetError, match="Did you mean 'us_defence'"):
        groups_named(read_target("shortfall_days[us.defense] <= 0 with 95%"), GROUPS)


@pytest.mark.parametrize(
    ("target", "keeps"),
    [
        ("unmet_t[US] <= 2", [True, True, True, False, False]),
        ("unmet_t[US] < 2", [True, False, False, False, False]),
        ("fill_rate[US] >= 2", [False, True, True, True, True]),
        ("fill_rate[US] > 2", [False, False, False, True, True]),
    ],
)
def test_rounding_is_no_difference_to_the_limit(target, keeps):
    values = np.array([1.99, 2 - 1e-7, 2 + 1e-7, 2.01, np.inf])
    assert read_target(f"{target} with 95%").holds(values).tolist() == keeps


def test_a_share_is_met_surely_perhaps_or_not():
    target = read_target("shortfall_days[US] <= 0 with 90%")
    found = []
    for misses in range(21):
        values = np.concatenate([np.ones(misses), np.zeros(100 - misses)])
        one = verdict(target, values, None, exact=False)
        found.append((one.surely, one.meets, one.perhaps))
    # Clopper and Pearson: 96 of 100 reach 0.901, 83 of 100 reach 0.8971 at most, 84 0.9054.
    assert [sum(kind) for kind in zip(*found, strict=True)] == [5, 11, 17]


def test_a_mean_is_met_with_its_interval():
    target = read_target("mean shortfall_days[US] <= 10")
    values = np.array([9.0, 10.5, 9.5, 10.2])  # 9.8 with half an interval of 1.1
    one = verdict(target, values, None, exact=False)
    assert (one.surely, one.meets, one.perhaps) == (False, True, True)
    assert verdict(target, values - 1.5, None, exact=False).surely
    worse = verdict(target, values + 1.0, None, exact=False)
    assert (worse.meets, worse.perhaps) == (False, True)
    assert not verdict(target, values + 2.0, None, exact=False).perhaps


def test_without_chance_there_is_no_interval():
    target = read_target("shortfall_days[US] <= 0 with 95%")
    one = verdict(target, np.zeros(1), None, exact=True)
    assert (one.surely, one.share_low, one.share_high) == (True, 1.0, 1.0)


def test_how_many_histories_it_takes():
    assert [fewest_histories(share) for share in (0.9, 0.95, 0.99)] == [36, 72, 368]
