"""``--until``: which number of histories is tried next, and what is said of the last."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measures import describe
from sim.output.groups import Group
from sim.output.outcomes import Outcome
from sim.output.until import GROWTH, Until

ALL = Group("all", "all", "All consumers", (0, 1))
CAP = 10_000


def outcome(values, group=ALL, measure="shortfall_days", item=None) -> Outcome:
    """A measure with given values."""
    return Outcome(group, measure, "d", np.asarray(values, dtype=float), item)


def spread(count: int, mean: float, sd: float) -> list[Outcome]:
    """Values, half of them below and half above a mean, whose sample has this very spread."""
    step = sd * math.sqrt((count - 1) / count)
    return [outcome(mean + step * np.resize([-1.0, 1.0], count))]


def to_reach(text: str, at_most: int = CAP) -> Until:
    """Read a target."""
    return Until.parse(text, at_most)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ci=2%", (0.02, True, "shortfall_days", "all")),
        ("ci=0.5", (0.5, False, "shortfall_days", "all")),
        (" ci=.5 % ", (0.005, True, "shortfall_days", "all")),
        ("line_down_days:ci=1", (1.0, False, "line_down_days", "all")),
        ("US.line_down_days:ci=2%", (0.02, True, "line_down_days", "US")),
        ("EV traction.unmet_t:ci=10", (10.0, False, "unmet_t", "EV traction")),
    ],
)
def test_a_target_is_read(text, expected):
    until = to_reach(text)
    assert (until.half_width, until.relative, until.measure, until.group) == expected
    assert until.at_most == CAP


@pytest.mark.parametrize(
    "text",
    ["", "2%", "ci", "ci=", "ci=0", "ci=0%", "ci=-1", "ci=two", "ci=1.2.3", "ci=.", "ci=2%%",
     "ci=2% of it", "US:ci=2%:", ".unmet_t:ci=1", "a.b.c:ci=1", "ci=1e9", "ci=inf", "ci=nan"],
)  # fmt: skip
def test_what_is_no_target_is_refused_with_examples(text):
    with pytest.raises(ValueError, match=r"is not a target; write ci=2%, ci=0\.5"):
        to_reach(text)


def test_it_ends_when_the_interval_is_narrow_enough():
    values = spread(400, 100.0, 20.0)
    half_width = describe(values[0].values).half_width95
    assert half_width == pytest.approx(1.966, abs=0.001)
    assert to_reach("ci=1.97").next(values, None) is None
    assert to_reach("ci=1.96").next(values, None) == 448
    assert to_reach("ci=1.97%").next(values, None) is None
    assert to_reach("ci=1.96%").next(values, None) == 448


def test_the_next_number_is_that_of_the_spread_with_a_margin_in_whole_lots():
    values = spread(400, 100.0, 20.0)
    # Twice as narrow takes four times as many; half again as narrow 2.25 times and 5 %.
    ratio = (1.966 / 1.3107) ** 2 * 1.05
    assert to_reach("ci=1.3107").next(values, None) == math.ceil(400 * ratio / 64) * 64
    assert to_reach("ci=0.1").next(values, None) == 400 * GROWTH
    assert to_reach("ci=0.1", 1000).next(values, None) == 1000
    assert to_reach("ci=0.1", 400).next(values, None) is None


@given(
    st.integers(2, 3000),
    st.floats(0, 1e3),
    st.floats(0, 1e3),
    st.floats(1e-6, 100),
    st.booleans(),
    st.integers(1, 20_000),
)
def test_it_grows_within_bounds_and_ends(count, mean, sd, width, relative, cap):
    until = Until(width, relative, cap)
    found = until.next(spread(count, mean, sd), None)
    if found is not None:
        assert count < found <= cap
        assert found <= count * GROWTH + 64
        assert found % 64 == 0 or found == cap


def test_a_measure_that_never_varies_is_known_and_so_is_zero():
    assert to_reach("ci=1%").next([outcome(np.zeros(64))], None) is None
    assert to_reach("ci=1%").next([outcome(np.full(64, 7.0))], None) is None


def test_a_mean_of_zero_that_varies_is_tried_up_to_the_cap():
    values = [outcome(np.resize([-1.0, 1.0], 64))]
    assert to_reach("ci=1%").next(values, None) == 64 * GROWTH
    assert to_reach("ci=1%", 100).next(values, None) == 100


def test_what_never_happens_is_left_out_of_the_interval():
    values = np.resize([10.0, np.inf, 12.0, np.inf], 64)
    found = describe(values).half_width95
    assert to_reach(f"ci={found * 1.01:.9f}").next([outcome(values)], None) is None
    assert to_reach(f"ci={found * 0.99:.9f}").next([outcome(values)], None) == 128


@pytest.mark.parametrize("happens", [0, 1])
def test_what_happens_hardly_ever_is_tried_up_to_the_cap(happens):
    """No interval can be given of no value or one."""
    values = np.full(64, np.inf)
    values[:happens] = 5.0
    until = to_reach("ci=2%", 300)
    assert until.next([outcome(values)], None) == 256
    longer = np.concatenate([values, np.full(236, np.inf)])
    assert until.next([outcome(longer)], None) is None


def test_one_history_alone_says_nothing_and_more_are_run():
    assert to_reach("ci=2%").next([outcome([5.0])], None) == 64


def test_replicates_widen_the_interval_or_narrow_it():
    values = np.resize([1.0, 2.0], 64)
    alike, apart = np.arange(64) // 2 % 8, np.arange(64) % 2
    assert to_reach("ci=0.01").next([outcome(values)], alike) is None
    assert to_reach("ci=0.01").next([outcome(values)], None) == 256
    assert to_reach("ci=1").next([outcome(values)], None) is None
    assert to_reach("ci=1").next([outcome(values)], apart) == 256


def test_it_looks_at_the_group_and_the_measure_that_are_asked_for():
    us = Group("region", "US", "US", (0,))
    consumer = Group("consumer", "US", "US", (1,))
    wide = np.resize([0.0, 100.0], 64)
    outcomes = [
        outcome(wide, consumer, "unmet_t"),
        outcome(wide, us, "shortfall_days"),
        outcome(np.full(64, 3.0), us, "unmet_t"),
        outcome(wide, us, "unmet_t", "standard"),
        outcome(wide),
    ]
    assert to_reach("US.unmet_t:ci=1%").next(outcomes, None) is None
    assert to_reach("US.shortfall_days:ci=1%").next(outcomes, None) == 256
    with pytest.raises(KeyError, match=r"EU\.unmet_t"):
        to_reach("EU.unmet_t:ci=1%").next(outcomes, None)


def test_what_is_reached_is_said():
    values = spread(400, 100.0, 20.0)
    assert to_reach("ci=2%").said(values, None) == (
        "95 % interval of the mean shortfall_days of all: 100 ± 1.97 d = 1.97 %; "
        "the target of 2 % is reached with 400 histories."
    )
    assert to_reach("ci=0.5", 400).said(values, None) == (
        "95 % interval of the mean shortfall_days of all: 100 ± 1.97 d = 1.97 %; "
        "the target of 0.5 d is not reached with 400 histories."
    )


def test_a_mean_of_zero_has_no_share():
    said = to_reach("ci=2%").said([outcome(np.zeros(64))], None)
    assert "0 ± 0 d; the target of 2 % is reached with 64 histories." in said


def test_what_cannot_be_given_is_not_said_to_be_reached():
    said = to_reach("ci=2%").said([outcome(np.full(64, np.inf))], None)
    assert said == (
        "95 % interval of the mean shortfall_days of all: none, as fewer than two of 64 histories "
        "have a value; the target is not reached."
    )
