"""What --vary says: lists, ranges, dates, and what is refused."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.sweep.vary import VaryError, between, position, read_axis, split


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ("10:60:6", ("10", "20", "30", "40", "50", "60")),
        ("0:1:11", ("0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1")),
        ("60:20:3", ("60", "40", "20")),
        ("-1:1:3", ("-1", "0", "1")),
        ("2026-01-01:2026-01-05:3", ("2026-01-01", "2026-01-03", "2026-01-05")),
        ("2027-11-01:2031-11-01:3", ("2027-11-01", "2029-11-01", "2031-11-01")),
        ("2026-11-15:2026-08-15:4", ("2026-11-15", "2026-10-15", "2026-09-15", "2026-08-15")),
        ("2026-01-31:2026-03-31:3", ("2026-01-31", "2026-03-02", "2026-03-31")),
        ("2026-01-01:2026-03-01:4", ("2026-01-01", "2026-01-21", "2026-02-09", "2026-03-01")),
        ("halt,quota", ("halt", "quota")),
        ("3, 1,2", ("3", "1", "2")),
        ("null,{triangular: [1, 2, 3]}", ("null", "{triangular: [1, 2, 3]}")),
        ("[US, EU],[US]", ("[US, EU]", "[US]")),
        ("'a, b',c", ("'a, b'", "c")),
        ("a:b,c", ("a:b", "c")),
    ],
)
def test_values(spec, values):
    axis = read_axis(f"some.path={spec}")
    assert axis.path == "some.path"
    assert axis.values == values
    assert not axis.is_range


def test_a_range_without_a_number_has_no_values():
    axis = read_axis("a.b=10:60")
    assert axis.is_range
    assert axis.ends == (10.0, 60.0)
    assert read_axis("a=2026-01-01:2026-03-01").ends == (dt.date(2026, 1, 1), dt.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("stock_days", "is not path=values"),
        ("=1,2", "is not path=values"),
        ("a=", "is not path=values"),
        ("a=5", "write --set a=5"),
        ("a=1,,2", "a value is empty"),
        ("a=1,2,1", "1 stands there twice"),
        ("a=1:2:3:4", "two ends"),
        ("a=1:x:3", "'x' is not a number or a date"),
        ("a=.inf:2:3", "'.inf' is not a number"),
        ("a=2026-02-30:2026-03-01:2", "'2026-02-30' is not"),
        ("a=1:2026-01-01:2", "one end is a date"),
        ("a=5:5:3", "begins and ends at 5"),
        ("a=1:2:1", "'1' is not a number of values"),
        ("a=1:2:1.5", "'1.5' is not a number of values"),
        ("a=2026-01-01:2026-01-03:4", "fewer than 4 days"),
        ("a=0:1:10001", "more than 10,000"),
    ],
)
def test_what_is_refused(text, says):
    with pytest.raises(VaryError, match="--vary") as found:
        read_axis(text)
    assert says in str(found.value)


@given(
    st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
    st.floats(0.001, 1e6).map(lambda x: round(x, 3)),
    st.integers(2, 50),
)
def test_a_range_holds_both_ends_and_even_steps(low, width, count):
    high = low + width
    axis = read_axis(f"a={low!r}:{high!r}:{count}")
    found = [float(value) for value in axis.values]
    assert found[0] == pytest.approx(low, rel=1e-11, abs=1e-11)
    assert found[-1] == pytest.approx(high, rel=1e-11, abs=1e-11)
    steps = [b - a for a, b in pairwise(found)]
    assert max(steps) - min(steps) <= 1e-10 * max(abs(low), abs(high))


def test_dates_are_whole_days():
    ends = (dt.date(2026, 1, 1), dt.date(2026, 1, 4))
    assert [between(ends, share) for share in (0, 0.5, 1)] == [
        dt.date(2026, 1, 1),
        dt.date(2026, 1, 3),
        dt.date(2026, 1, 4),
    ]


def test_positions():
    assert position("1e3") == 1000.0
    assert position("2026-01-02") == position("2026-01-01") + 1
    assert [position(word) for word in ("halt", "true", "null", "[1]")] == [None] * 4


def test_marks_within_brackets_and_quotes_part_nothing():
    assert split('[a, {b: "c,d"}], e', ",") == ['[a, {b: "c,d"}]', "e"]
