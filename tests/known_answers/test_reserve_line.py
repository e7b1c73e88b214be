"""Known answer A again, with the policy of release written out, and with a reserve of oxide."""

import numpy as np
import pytest

from sim.output.stockpiles import days_of_use
from tests.known_answers.cases import run, shortage

FIRST_SHORTAGE = "stockpiles.reserve.release={{trigger: {{first_shortage: true}}, lag_days: {}}}"
FROM_THE_HALT = "stockpiles.reserve.release={{trigger: {{control: halt}}, lag_days: {}}}"
PLAIN = "stockpiles.reserve.trigger_days=null"
"""The plain policy goes when a release block comes."""


def halted(*settings):
    """Run the lane with the reserve of 60 days under another policy."""
    return run("one_lane_with_reserve", PLAIN, *settings)


@pytest.mark.parametrize(
    ("halt", "shortfall"),
    [(10, 0), (14, 0), (15, 0), (60, 0), (74, 0), (75, 1), (120, 46), (365, 291)],
)
@pytest.mark.parametrize("policy", [FIRST_SHORTAGE, FROM_THE_HALT])
def test_a_halt_costs_its_length_less_buffer_and_reserve(policy, halt, shortfall):
    result = halted(policy.format(0), f"disruptions.halt.duration_days={halt}")
    assert shortage(result).shortfall == pytest.approx(shortfall, abs=1e-6)
    assert result.record.released_t.item() == pytest.approx(min(max(halt - 14, 0), 60))


def test_the_shortage_comes_60_days_later():
    short = shortage(halted(FIRST_SHORTAGE.format(0)))
    assert (short.first_day, short.last_day) == (209, 254)


@pytest.mark.parametrize(("lag", "shortfall", "left"), [(8, 46, 0), (30, 46, 0), (120, 106, 60)])
def test_a_release_that_waits_for_the_first_shortage_comes_too_late(lag, shortfall, left):
    result = halted(FIRST_SHORTAGE.format(lag))
    short = shortage(result)
    assert short.first_day == 149
    assert short.shortfall == pytest.approx(shortfall)
    assert result.record.stockpile_t[-1].item() == pytest.approx(left, abs=1e-6)


@pytest.mark.parametrize("lag", [0, 30, 60])
def test_a_lag_of_up_to_60_days_from_the_halt_on_is_hidden_by_the_pipeline(lag):
    assert shortage(halted(FROM_THE_HALT.format(lag))).shortfall == pytest.approx(46)


@pytest.mark.parametrize(
    ("trigger", "first"), [("{date: 2026-06-15}", 165), ("{cover_days_below: 10}", 140)]
)
def test_a_date_or_a_low_cover_sets_it_off(trigger, first):
    """Day 165 is 15 June. Cover is 15 days on day 134, today's use included, 10 on day 139."""
    release = f"stockpiles.reserve.release={{trigger: {trigger}, lift_to_days: 1000}}"
    stock = halted(release).record.stockpile_t[:, 0, 0]
    assert int(np.flatnonzero(stock < 60)[0]) == first


def test_60_days_of_oxide_help_no_more_than_106_days_of_conversion():
    result = run("one_lane_with_oxide")
    record = result.record
    assert shortage(result).shortfall == pytest.approx(91.345, abs=5e-4)
    assert days_of_use(record)[-1].item() == pytest.approx(45.345, abs=5e-4)
    assert record.stockpile_t[-1].item() == pytest.approx(0.3 * 45.345, abs=2e-4)


def test_a_day_of_oxide_is_not_a_day_of_magnets():
    """Sixty days lie there, but 106 days at 1000/7233 of demand a day bring 14.655 of them."""
    record = run("one_lane_with_oxide").record
    assert record.stockpiles == ("reserve:oxide",)
    assert days_of_use(record)[0].item() == pytest.approx(60)
    assert record.usable_days is not None
    assert record.usable_days[0].item() == pytest.approx(106 * 1000 / 7233)
    magnets = run("one_lane_with_reserve").record
    assert magnets.usable_days is not None
    assert magnets.usable_days[0].item() == pytest.approx(60)


def test_without_plants_of_its_own_to_convert_it_oxide_helps_nobody():
    result = run("one_lane_with_oxide", "metal_makers.home_smelter.capacity_t_metal_per_year=0")
    assert shortage(result).shortfall == pytest.approx(106)
    assert result.record.released_t.item() == 0
    assert result.record.usable_days is not None
    assert result.record.usable_days[0].item() == 0
