"""Which months are forecast: whole ones, and none that the world knows of."""

import pytest

import sim
from sim.forecast.window import WindowError, window_of
from sim.hindcast.month import span


def window(first=None, count=None, **keys):
    settings = [f"{key}={value}" for key, value in keys.items()]
    return window_of(sim.load("two-mines", settings), first, count)


def test_all_whole_months_if_nothing_is_said():
    assert window() == span("2026-01", "2026-12")
    assert window(start="2026-01-02", end="2026-11-29") == span("2026-02", "2026-10")


def test_it_begins_after_the_world_is_known():
    assert window(as_of="2026-06-30") == span("2026-07", "2026-12")
    assert window(as_of="2026-06-29") == span("2026-07", "2026-12")
    assert window(as_of="2026-07-01") == span("2026-08", "2026-12")


def test_as_many_months_as_are_asked_for():
    assert window("2026-09", 3) == ["2026-09", "2026-10", "2026-11"]
    assert window(count=1, as_of="2026-06-30") == ["2026-07"]
    assert window("2026-12") == ["2026-12"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"first": "2026-06", "as_of": "2026-06-30"}, "known up to 2026-06-30.*Begin in 2026-07"),
        ({"first": "2027-01"}, "2027-01 is no whole month.*2026-01 to 2026-12"),
        ({"first": "2026-11", "count": 3}, "2026-11 to 2027-01 are too many"),
        ({"first": "July"}, "'July' is no month.*2026-01"),
        ({"as_of": "2026-12-02"}, "known up to 2026-12-02.*nothing is left"),
        ({"first": "2026-13"}, "'2026-13' is no month"),
    ],
)
def test_other_months_are_refused_with_the_remedy(asked, says):
    with pytest.raises(WindowError, match=says):
        window(**asked)


def test_a_scenario_of_a_few_weeks_has_no_month():
    short = {"start": "2026-02-02", "end": "2026-03-30", "disruptions.halt.start": "2026-03-01"}
    with pytest.raises(WindowError, match=r"holds no whole month.*--set end="):
        window(**short)
