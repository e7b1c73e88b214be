"""Known answers of times and stocks by date, in the world of one lane of 35 days.

What leaves on a day takes the days of that day. So where they rise, nothing arrives for as long as
they rise by, and the buffer of 14 days takes its part of it.
"""

import numpy as np
import pytest

from tests.known_answers.cases import run, shortage

NO_HALT = "disruptions.halt=null"
TRANSIT = "lanes.sea.transit_days={}"
DAY_200, DAY_201 = "2026-07-20", "2026-07-21"


@pytest.mark.parametrize("longer", [5, 14, 15, 20, 40])
def test_a_way_that_grows_longer_costs_what_it_grows_by_less_the_buffer(longer):
    """Nothing arrives from day 236 on, for as many days; buyers order for the longer way at once."""
    longer_way = TRANSIT.format(f"{{{DAY_200}: 35, {DAY_201}: {35 + longer}}}")
    counted = "measures.flows={in: {good: magnets, from: CN, at: arrival}}"
    found = run("one_lane", NO_HALT, longer_way, counted)
    short, came = shortage(found), found.record.flow_t[:, 0, 0]
    assert np.flatnonzero(came[:300] == 0).tolist() == list(range(236, 236 + longer))
    assert short.shortfall == pytest.approx(max(longer - 14, 0), abs=1e-6)
    if longer > 14:
        assert (short.first_day, short.last_day) == (236 + 14, 235 + longer)


def test_a_way_that_grows_shorter_costs_nothing_and_leaves_no_more_on_hand():
    """For twenty days the buyer lives on what was ordered for the longer way."""
    shorter = TRANSIT.format(f"{{{DAY_200}: 35, {DAY_201}: 15}}")
    record = run("one_lane", NO_HALT, shorter).record
    assert record.unmet_t.sum() == 0
    np.testing.assert_allclose(record.on_hand_t[:, 0, 0], 14, atol=1e-5)
    assert record.supply_t.sum() == pytest.approx(640 + 15 - 35, rel=1e-6)


def test_a_way_that_grows_on_a_line_grows_by_whole_days():
    """By a day in ten days, over 200 days: every tenth day nothing arrives, all is caught up."""
    grows = TRANSIT.format(f"{{{DAY_200}: 35, 2027-02-05: 55}}")
    record = run("one_lane", NO_HALT, grows).record
    on_hand = record.on_hand_t[:, 0, 0]
    assert record.unmet_t.sum() == 0
    assert on_hand[:236].min() == pytest.approx(14, abs=1e-5)
    # One shipment is late for each day that the way has grown, and one more was ordered for it.
    assert on_hand.min() == pytest.approx(13, abs=1e-5)


def test_a_later_date_shifts_the_answer():
    """By 16 days, no multiple of a week."""
    found = []
    for dates in ((DAY_200, DAY_201), ("2026-08-05", "2026-08-06")):
        longer = TRANSIT.format(f"{{{dates[0]}: 35, {dates[1]}: 60}}")
        found.append(run("one_lane", NO_HALT, longer).record.on_hand_t[:, 0, 0])
    np.testing.assert_allclose(found[1][16:], found[0][:-16], atol=1e-5)


def test_a_buffer_built_up_in_time_is_there_when_the_halt_comes():
    """From 14 to 44 days over three months: a halt of 120 days costs 30 days less."""
    built_up = "consumers.motors.stock_days={2026-01-01: 14, 2026-04-01: 44}"
    assert shortage(run("one_lane", built_up)).shortfall == pytest.approx(120 - 44, abs=1e-6)


def test_a_buffer_run_down_in_time_is_not():
    run_down = "consumers.motors.stock_days={2026-01-01: 14, 2026-03-01: 4}"
    assert shortage(run("one_lane", run_down)).shortfall == pytest.approx(120 - 4, abs=1e-6)


@pytest.mark.parametrize("longer", [10, 40])
def test_work_that_takes_longer_costs_what_it_takes_longer_less_the_stocks(longer):
    """Three days lie at the plant, 14 with the consumer."""
    takes = f"{{{DAY_200}: 10, {DAY_201}: {10 + longer}}}"
    plant = (
        "magnet_makers.source.stock_days=3",
        f"magnet_makers.source.processing_days={takes}",
    )
    short = shortage(run("one_lane", NO_HALT, *plant))
    assert short.shortfall == pytest.approx(max(longer - 3 - 14, 0), abs=1e-6)
