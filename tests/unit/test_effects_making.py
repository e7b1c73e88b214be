"""What outages, seasons and projects do to what is made."""

import datetime as dt
from math import ceil

import numpy as np
import pytest

from sim.scenario.errors import ScenarioError
from sim.scenario.schema.facility import Season
from sim.world.time.timeline import season_factors
from tests.unit.effects import BARE_CHAIN, BUFFER, LANE_DAYS, WORK, run

FIRE = """
policy: {{review_days: {review_days}}}
magnet_makers: {{source: {{stock_days: 0, capacity_t_blanks_per_year: 365.25}}}}   # 1 t a day
disruptions:
  halt: null
  fire: {{kind: outage, facilities: [source], start: 101, duration_days: {days}, {more}}}
"""
"""A maker without reserves that burns from a Sunday on (day 98 is a Thursday, as is day 0)."""


@pytest.mark.parametrize("review_days", [1, 7])
@pytest.mark.parametrize(
    ("curve", "regained"),
    [(None, 10), ("linear", 4.5), ("convex", 2.85), ("concave", 6.15)],
)
def test_an_outage_costs_the_capacity_lost_day_by_day_less_the_buffer(
    tmp_path, review_days, curve, regained
):
    """In ten days of recovery sum(k/10), sum(k^2/100) or sum(1 - (1 - k/10)^2) comes back."""
    back = "" if curve is None else f", recovery: {{days: 10, curve: {curve}}}"
    fire = FIRE.format(review_days=review_days, days=60, more=f"capacity_factor: 0.5{back}")
    lost = 0.5 * (60 + 10 - regained)
    assert run(tmp_path, "one_lane", fire).shortfall() == pytest.approx(lost - BUFFER)


def test_an_outage_is_felt_when_the_buffer_is_gone(tmp_path):
    fire = FIRE.format(review_days=1, days=60, more="capacity_factor: 0.5")
    first = 101 + LANE_DAYS + 2 * BUFFER
    assert run(tmp_path, "one_lane", fire).short_days() == list(range(first, 101 + LANE_DAYS + 60))


def test_an_outage_that_costs_less_than_the_buffer_harms_nobody(tmp_path):
    fire = FIRE.format(review_days=1, days=2 * BUFFER, more="capacity_factor: 0.5")
    outcome = run(tmp_path, "one_lane", fire)
    assert outcome.shortfall() == pytest.approx(0, abs=1e-9)
    assert outcome.sold("CN") == pytest.approx(outcome.twin.supply_t.sum() - BUFFER, rel=1e-5)


@pytest.mark.parametrize(
    ("first", "last", "factor", "lost"),
    [("06-01", "09-30", 0, 122), ("06-01", "09-30", 0.25, 61), ("12-01", "01-31", 0, 62)],
)
def test_a_season_costs_its_days_less_the_concentrate_that_the_mine_keeps(
    tmp_path, first, last, factor, lost
):
    """The mine can make twice what is needed, and keeps 20 days; the three plants work on one each."""
    season = f"""
start: 2026-04-01
metal_makers: {{smelter: {{feed_days: 0}}}}
magnet_makers: {{maker: {{feed_days: 0}}}}
mines:
  mine:
    capacity_t_reo_per_year: {2 * 365.25 * 0.3 * 1.166 / 0.2}
    stock_days: 20
    seasons: [{{first: {first}, last: {last}, factor: {factor}}}]
"""
    outcome = run(tmp_path, "stoichiometry", BARE_CHAIN, season)
    assert outcome.shortfall() == pytest.approx(lost - 20 - 3 * WORK - BUFFER, abs=1e-6)


def test_a_season_lasts_to_its_last_day_and_may_be_a_single_one():
    dates = [dt.date(2026, 1, 1) + dt.timedelta(day) for day in range(365)]
    for first, last, days in (
        ("06-01", "09-30", range(151, 273)),
        ("06-01", "06-01", [151]),
        ("12-31", "01-01", [0, 364]),
    ):
        factors = season_factors([Season(first=first, last=last, factor=0.25)], dates)
        assert np.flatnonzero(factors == 0.25).tolist() == list(days)
        assert np.count_nonzero(factors == 1.0) == 365 - len(days)


PLANT = """
end: 2026-12-31
consumers: {{motors: {{stock_days: 60}}}}
magnet_makers: {{plant: {{country: US, capacity_t_blanks_per_year: 0}}}}
lanes: {{home: {{good: magnets, from: plant, to: motors, offtake: 0.4, transit_days: 35}}}}
projects:
  plant:
    facility: plant
    adds_per_year: 3652.5
    first_product: 2026-02-15
    ramp_months: 6
    {more}
disruptions:
  halt: null
  {disruption}
"""
"""A new plant that is to have 40 % of the consumer's orders, from day 45 on."""


def plant(tmp_path, more="", disruption=""):
    return run(tmp_path, "one_lane", PLANT.format(more=more, disruption=disruption))


def claimed(days_late: int) -> float:
    """Sum the plant's orders, t: every day buyers count what ran on the day before."""
    ramp = 6 * 365.25 / 12
    return sum(0.4 * min(max((day - 1 - 45 - days_late) / ramp, 0), 1) for day in range(365))


@pytest.mark.parametrize(
    ("more", "disruption", "days_late"),
    [
        ("", "", 0),
        ("slip_months: 1.5", "", ceil(1.5 * 365.25 / 12)),
        ("", "slip: {kind: project_slip, projects: [plant], months: 1.5}", 46),
        ("slip_months: 1", "slip: {kind: project_slip, projects: [plant], months: 0.5}", 46),
    ],
    ids=["as planned", "own slip", "disruption", "both"],
)
def test_a_plant_takes_its_share_as_it_ramps_up_whole_days_late(
    tmp_path, more, disruption, days_late
):
    outcome = plant(tmp_path, more, disruption)
    assert outcome.sold("US") == pytest.approx(claimed(days_late), abs=1e-3)
    assert outcome.sold("US") + outcome.sold("CN") == pytest.approx(365, abs=1e-3)
    assert outcome.shortfall() == 0


@pytest.mark.parametrize("late", ["", "slip_months: 1.5"])
def test_a_plant_may_come_ever_nearer_to_nameplate(tmp_path, late):
    """Half of it after two months: what its customers count on is read off the same curve."""
    world = PLANT.format(more=f"curve: {{half_months: 2, shape: 1.5}}\n    {late}", disruption="")
    outcome = run(tmp_path, "one_lane", world.replace("ramp_months: 6", ""))
    since = np.arange(365) - 1 - 45 - (46 if late else 0)
    half = 2 * 365.25 / 12
    share = 1 - 2.0 ** -((np.maximum(since, 0) / half) ** 1.5)
    assert outcome.sold("US") == pytest.approx(0.4 * share.sum(), abs=1e-3)


def test_a_ramp_has_one_length(tmp_path):
    with pytest.raises(ScenarioError, match="ramp_months means nothing to a curve with half"):
        plant(tmp_path, "curve: {half_months: 2}")


@pytest.mark.parametrize(
    ("more", "disruption"),
    [
        ("cancel_probability: 1", ""),
        ("", "cancel: {kind: project_cancel, projects: [plant]}"),
    ],
    ids=["by chance", "disruption"],
)
def test_a_plant_that_is_cancelled_sells_nothing_and_the_others_serve_its_customers(
    tmp_path, more, disruption
):
    outcome = plant(tmp_path, more, disruption)
    assert outcome.sold("US") == 0
    assert outcome.sold("CN") == pytest.approx(365, abs=1e-3)


BLAZE = """
magnet_makers: {{source: {{stock_days: 10, processing_days: 60, capacity_t_blanks_per_year: 3652.5}}}}
disruptions:
  halt: null
  fire: {{kind: outage, facilities: [source], start: 100, duration_days: 40, {more}}}
"""


@pytest.mark.parametrize(
    ("work", "gap"), [("goes_on", (160, 200)), ("freezes", (100, 140)), ("lost", (100, 200))]
)
@pytest.mark.parametrize("stock_lost", [0, 0.5])
def test_work_in_process_goes_on_freezes_or_is_lost_and_stocks_burn(
    tmp_path, work, gap, stock_lost
):
    """Nothing is finished in the gap; what is left of ten days of stock, and the buffer, bridge it."""
    more = f"work_in_process: {work}, stock_lost: {stock_lost}"
    outcome = run(tmp_path, "one_lane", BLAZE.format(more=more))
    bridged = 10 * (1 - stock_lost) + BUFFER
    first, last = gap[0] + LANE_DAYS, gap[1] + LANE_DAYS
    assert outcome.short_days() == list(range(int(first + bridged), last))
    assert outcome.shortfall() == pytest.approx(gap[1] - gap[0] - bridged, abs=1e-6)


@pytest.mark.parametrize("facility", ["mine", "separator", "smelter", "maker"])
def test_what_a_flood_destroys_stands_in_the_books(tmp_path, facility):
    """Of every kind of facility; the run would stop if the books did not close."""
    flood = f"flood: {{kind: outage, facilities: [{facility}], start: 90, duration_days: 1, MORE}}"
    lost = flood.replace("MORE", "stock_lost: 1, work_in_process: lost")
    stays = flood.replace("MORE", "stock_lost: 0")
    world = "disruptions:\n  halt: null\n  "
    hit = run(tmp_path, "stoichiometry", world + lost)
    calm = run(tmp_path, "stoichiometry", world + stays)
    assert hit.shortfall() >= calm.shortfall()


def test_part_of_the_work_is_lost_as_far_as_capacity_is(tmp_path):
    """With a quarter left a quarter of the work goes on."""
    more = "work_in_process: lost, capacity_factor: 0.25"
    outcome = run(tmp_path, "one_lane", BLAZE.format(more=more))
    whole = run(tmp_path, "one_lane", BLAZE.format(more="work_in_process: lost"))
    assert 0 < outcome.shortfall() < whole.shortfall()


def test_work_freezes_with_no_capacity_left_only(tmp_path):
    with pytest.raises(ScenarioError, match="freezes only in an outage with capacity_factor: 0"):
        run(
            tmp_path,
            "one_lane",
            BLAZE.format(more="work_in_process: freezes, capacity_factor: 0.5"),
        )


FED = """
policy: {{review_days: {review_days}}}
magnet_makers: {{maker: {{feed_days: {feed}, stock_days: {stock}}}}}
consumers: {{motors: {{stock_days: 0}}}}
lanes: {{metal: {{transit_days: 1}}, magnets: {{transit_days: 1}}}}
disruptions: {{halt: {{kind: lane_closure, lanes: [metal], start: {day}, duration_days: 150}}}}
"""


@pytest.mark.parametrize("review_days", [1, 2, 7])
@pytest.mark.parametrize(("feed_days", "stock_days"), [(10, 0), (30, 5)])
def test_a_plant_without_feed_serves_for_its_stocks_and_the_days_between_plans(
    tmp_path, review_days, feed_days, stock_days
):
    """On whatever day between two plans it loses its feed; two days are on the way."""
    for day in (200, 203):
        outcome = run(
            tmp_path,
            "stoichiometry",
            BARE_CHAIN,
            FED.format(review_days=review_days, feed=feed_days, stock=stock_days, day=day),
        )
        (first, *_) = np.flatnonzero(outcome.missing()[:, 0] > 1e-6)
        assert first - day - 2 == feed_days + stock_days + review_days
