"""Oxide and metal help members as fast as plants convert them, and as far as members may draw."""

import numpy as np
import pytest

from sim.output.stockpiles import days_of_use
from tests.unit.effects import BARE_CHAIN, BUFFER, WORK, run

ELEMENT = 0.3
"""t of element that hold a day of demand."""

CLOSED = """
stockpiles:
  reserve:
    country: CN
    holds: {{{form}: {{fill_days: {days}}}}}
    members: [motors]
    release: {{trigger: {{control: closure}}}}
disruptions:
  closure: {{kind: lane_closure, lanes: [{form}], start: 100, duration_days: 150}}
"""

FEED = 30 + WORK


@pytest.mark.parametrize(("form", "behind"), [("oxide", 2 * FEED), ("metal", FEED)])
@pytest.mark.parametrize("days", [0, 20, 500])
def test_what_plants_make_of_it_reaches_the_consumer(tmp_path, form, behind, days):
    """Each plant behind the closed lane has feed for 30 days, the consumer a buffer of 14."""
    outcome = run(tmp_path, "stoichiometry", BARE_CHAIN, CLOSED.format(form=form, days=days))
    lacking = 150 - behind - BUFFER
    assert outcome.shortfall() == pytest.approx(max(lacking - days, 0), abs=1e-6)
    released = outcome.record.released_t.item() / ELEMENT
    assert released == pytest.approx(days) if days < lacking else released >= lacking


SHARED = """
consumers:
  motors: {demand_t_per_year: 182.625}
  others: {region: CN, sector: motors, demand_t_per_year: 182.625, grades: {standard: 1}}
lanes: {magnets: {to: [motors, others]}}
"""


@pytest.mark.parametrize(
    ("members", "a_day", "release"),
    [
        ("[motors]", 0.5, ""),
        ("[motors]", 0.5, "rate_t_per_day: 0.6"),
        ("[motors]", 0.5, "kept_back: 0.5, kept_for: defence"),
        ("[CN]", 1, ""),
        ("{motors: {need_share: 0.4}}", 0.2, ""),
    ],
)
def test_plants_get_no_more_than_members_may_draw(tmp_path, members, a_day, release):
    """Half the demand is a member's; what plants make of its part is then shared by all alike.

    A rate of two days of demand a day is no limit beside that, and what is kept for the member, who
    is defence, comes on top of nothing.
    """
    terms = (
        f"stockpiles: {{reserve: {{members: {members}, release: {{{release}}}, "
        "holds: {metal: {fill_days: 500}}}}\n"
        "consumers: {motors: {end_use: defence}}"
    )
    closed = CLOSED.format(form="metal", days=500)
    record = run(tmp_path, "stoichiometry", BARE_CHAIN, SHARED, closed, terms).record
    given = -np.diff(record.stockpile_t[:, 0, 0]) / ELEMENT
    assert given.max() == pytest.approx(a_day, rel=1e-4)
    assert np.count_nonzero(given > 0.99 * a_day) > 50


def test_a_depot_does_not_change_what_a_day_of_the_members_use_is(tmp_path):
    """Sixty days of a member's half a tonne, in metal; others use a tonne from a depot."""
    depot = """
consumers: {others: {demand_t_per_year: 365.25}}
depots: {store: {country: CN}}
lanes:
  magnets: {to: [motors]}
  in: {good: magnets, from: maker, to: store, share: 1}
  out: {good: magnets, from: store, to: others, share: 1}
"""
    closed = CLOSED.format(form="metal", days=60)
    record = run(tmp_path, "stoichiometry", BARE_CHAIN, SHARED, depot, closed).record
    assert record.stockpile_t[0].item() == pytest.approx(60 * 0.5 * ELEMENT)


def test_a_day_of_metal_is_what_is_drawn_for_a_day_of_magnets(tmp_path):
    """Of the metal 0.75 get into magnets; of the rest 0.2 are melted again, and need not be drawn."""
    losses = "magnet_makers: {maker: {finished_t_per_t_blank: 0.75, in_house_return: 0.2}}"
    closed = CLOSED.format(form="metal", days=60)
    record = run(tmp_path, "stoichiometry", BARE_CHAIN, losses, closed).record
    drawn = ELEMENT * (1 + 0.8 * 0.25 / 0.75)
    assert record.stockpile_t[0].item() == pytest.approx(60 * drawn)
    given = -np.diff(record.stockpile_t[:, 0, 0])
    assert given.max() == pytest.approx(drawn, rel=1e-4)


LIMITED = """
metal_makers: {smelter: {capacity_t_metal_per_year: 164.3625}}
magnet_makers: {maker: {capacity_t_blanks_per_year: 547.875}}
stockpiles:
  reserve:
    country: CN
    holds: {oxide: {fill_days: 90}, magnets: {fill_days: 90}}
    members: [motors]
    usable_over_days: 60
    release: {trigger: {date: DATE}, rate_t_per_day: {magnets: 0.5}}
"""
"""Both plants can make one and a half of what a day takes."""


def usable(folder, date, disruption):
    """Give the days that can reach the members in time, of oxide and of magnets, by day."""
    limited = LIMITED.replace("DATE", date) + f"disruptions: {{trouble: {disruption}}}"
    record = run(folder, "stoichiometry", BARE_CHAIN, limited).record
    assert record.stockpiles == ("reserve:oxide", "reserve:magnets")
    assert days_of_use(record)[0, :, 0] == pytest.approx([90, 90])
    return record.usable_days[:, :, 0].T


def test_usable_is_what_other_feed_leaves_of_the_capacity(tmp_path):
    """Half a day a day, as long as the mines deliver; nothing while the maker is at a fifth."""
    fire = (
        "{kind: outage, facilities: [maker], start: 200, duration_days: 30, capacity_factor: 0.2}"
    )
    oxide, magnets = usable(tmp_path, "2027-03-31", fire)
    assert oxide[[0, 100, 199]] == pytest.approx([30, 30, 30])
    assert oxide[[200, 229]] == pytest.approx([0, 0])
    assert magnets[:230] == pytest.approx(np.full(230, 30))


def test_where_no_other_feed_comes_all_the_capacity_is_spare(tmp_path):
    oxide, _ = usable(tmp_path, "2027-03-31", "{kind: lane_closure, lanes: [oxide], start: 200}")
    assert oxide[[199, 300, 400]] == pytest.approx([30, 90, 90])


def test_what_plants_make_of_the_reserve_takes_nothing_from_it(tmp_path):
    """It goes on at a day a day, and might at one and a half."""
    closed = "{kind: lane_closure, lanes: [oxide], start: 200}"
    oxide, _ = usable(tmp_path, "2026-10-28", closed)  # day 300, when the shelves are bare
    left = 90.0 - np.arange(1, 31)
    assert oxide[310:330] == pytest.approx(left[10:30], abs=3.0)


def test_oxide_is_no_help_where_its_country_has_the_first_plant_only(tmp_path):
    """The smelter's metal can be worked up only by a maker whose capacity is nothing."""
    halted = "magnet_makers: {maker: {capacity_t_blanks_per_year: 0}}"
    changes = CLOSED.format(form="oxide", days=60)
    outcome = run(tmp_path, "stoichiometry", BARE_CHAIN, changes, halted)
    assert outcome.record.usable_days.max() == 0
    assert outcome.record.released_t.item() <= 31 * ELEMENT
