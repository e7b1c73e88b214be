"""Known answer A: one source, one lane of 35 days, one consumer with a buffer of 14 days.

A halt of T days from day 100 costs T - 14 days of demand, whatever the lane's length: the goods
at sea only put the shortage off. A reserve of S days takes S of them, if it comes in time.
"""

import pytest

from tests.known_answers.cases import run, shortage

HALT = "disruptions.halt.duration_days={}"


def test_a_halt_is_felt_when_the_pipeline_and_the_buffer_are_empty():
    short = shortage(run("one_lane"))
    assert (short.first_day, short.last_day) == (149, 254)


def test_a_halt_costs_its_length_less_the_buffer():
    short = shortage(run("one_lane"))
    assert short.shortfall == pytest.approx(120 - 14)
    assert short.short_days == 106


def test_a_halt_of_months_costs_the_days_of_the_calendar_less_the_buffer():
    """From 11 April to 11 August: 122 days."""
    months = "disruptions.halt={duration_days: null, duration_months: 4}"
    assert shortage(run("one_lane", months)).shortfall == pytest.approx(122 - 14)


def test_a_reserve_of_60_days_puts_the_shortage_off_by_60_days():
    short = shortage(run("one_lane_with_reserve"))
    assert (short.first_day, short.last_day) == (209, 254)
    assert short.shortfall == pytest.approx(46)


@pytest.mark.parametrize(
    ("halt", "shortfall"),
    [(10, 0), (14, 0), (15, 0), (60, 0), (74, 0), (75, 1), (120, 46), (365, 291)],
)
def test_with_a_reserve_a_halt_costs_its_length_less_buffer_and_reserve(halt, shortfall):
    halted = run("one_lane_with_reserve", HALT.format(halt))
    assert shortage(halted).shortfall == pytest.approx(shortfall, abs=1e-6)
    assert halted.record.released_t.item() == pytest.approx(min(max(halt - 14, 0), 60))


@pytest.mark.parametrize(("lag", "shortfall", "left"), [(8, 46, 0), (30, 46, 0), (120, 106, 60)])
def test_a_reserve_that_wakes_at_the_first_shortage_cannot_prevent_it(lag, shortfall, left):
    halted = run("one_lane_with_reserve", f"stockpiles.reserve.lag_days={lag}")
    short = shortage(halted)
    assert short.first_day == 149
    assert short.shortfall == pytest.approx(shortfall)
    assert halted.record.stockpile_t[-1].item() == pytest.approx(left, abs=1e-6)


@pytest.mark.parametrize("lag", [0, 30, 60])
def test_the_pipeline_hides_a_lag_of_up_to_60_days_that_counts_from_the_halt(lag):
    halted = run(
        "one_lane_with_reserve",
        f"stockpiles.reserve.lag_days={lag}",
        "stockpiles.reserve.lag_from=halt",
    )
    assert shortage(halted).shortfall == pytest.approx(46)


def test_a_reserve_of_oxide_helps_no_faster_than_it_can_be_converted():
    converted_a_day = 1000 / 7233
    halted = run("one_lane_with_reserve", f"stockpiles.reserve.release_t_per_day={converted_a_day}")
    assert shortage(halted).shortfall == pytest.approx(91.345, abs=5e-4)
    assert halted.record.stockpile_t[-1].item() == pytest.approx(45.345, abs=5e-4)


@pytest.mark.parametrize(
    ("cut", "shortfall", "first_day", "short_days"), [(0.5, 46, 163, 92), (0.75, 76, 153, 102)]
)
def test_a_partial_cut_is_felt_on_more_days_than_it_costs(cut, shortfall, first_day, short_days):
    short = shortage(
        run(
            "one_lane",
            "disruptions.halt.mode=quota",
            f"disruptions.halt.quota_share={1 - cut}",
        )
    )
    assert short.shortfall == pytest.approx(shortfall)
    assert short.first_day == first_day
    assert short.short_days == short_days
