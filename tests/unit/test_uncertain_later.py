"""What is uncertain of later years: growth, and the room that facilities have with it."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.scenario.uncertainty.inputs import AFTER_2024, KNOWN, MID_2024, inputs_of
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.network import draw
from sim.world.network.balance_year import FIRST_DAY, BalanceYear
from sim.world.network.coefficients import Coefficients
from sim.world.network.demand import planned_demand
from sim.world.network.draw import drawn_inputs
from sim.world.network.headroom import SPARE, Headroom
from sim.world.network.layout import layouts
from sim.world.network.planned_size import PlannedSizes

WIDTH = 128
END = 2029


@cache
def world(*settings):
    return sim.load(
        "baseline", ["uncertainty=from_grades", "worlds=prior", f"end={END}-12-31", *settings]
    )


@cache
def drawn(*settings):
    found = drawn_inputs(world(*settings), Chance(1, 0, WIDTH))
    assert found is not None
    return found


def growths():
    return [one for one in drawn().inputs.drawn if one.kind == "growth"]


def test_growth_of_all_consumers_is_drawn_with_a_part_in_common():
    sectors = [one for one in growths() if one.factor == "sector-growth.growth"]
    assert len(sectors) > 25
    scores = np.array([drawn().scores[drawn().inputs.at[one.path]] for one in sectors])
    between = np.corrcoef(scores)[np.triu_indices(len(scores), 1)]
    assert between.mean() == pytest.approx(0.5, abs=0.15)


def test_nine_tenths_of_growths_are_within_their_points():
    found = [drawn().value(one.path, one.centre) - one.centre for one in growths()]
    assert {one.grade for one in growths()} == {"C"}
    assert np.quantile(np.abs(found), 0.9) == pytest.approx(0.03 * 1.06, rel=0.2)
    assert np.abs(np.median(found)) < 0.005


def test_all_dates_of_a_growth_move_together():
    path = ("consumers", "us_ev", "growth_per_year")
    dates = world().consumers["us_ev"].growth_per_year
    parts = [
        (1.0 + drawn().value((*path, date), rate)) / (1.0 + rate) for date, rate in dates.items()
    ]
    assert len(parts) == 2
    np.testing.assert_allclose(parts[0], parts[1])


def test_scores_of_a_growth_are_told_from_its_values():
    (one,) = [one for one in growths() if one.name == "consumers.us_ev.growth_per_year"]
    scores = drawn().scores[drawn().inputs.at[one.path]]
    np.testing.assert_allclose(one.score(one.value(one.centre, scores)), scores)


def test_a_growth_of_nothing_may_be_off_too():
    settings = "consumers.us_ev.growth_per_year=0", "consumers.us_ev.sources.growth_per_year=R-01"
    (one,) = [
        one
        for one in inputs_of(world(*settings)).drawn
        if one.name == "consumers.us_ev.growth_per_year"
    ]
    assert one.centre == 0.0
    assert np.ptp(one.value(0.0, np.array([-1.0, 1.0]))) > 0.01


def test_2024_is_the_same_whatever_growth_there_is():
    """Growth counts from mid-2024: what closes then closes with any growth."""
    still = "uncertainty={widths: {growth: {A: 0, B: 0, C: 0}}}"
    flows = [
        BalanceYear(world(*of)).planned(drawn(*of)).flows()
        for of in ((), ("uncertainty=null", still))
    ]
    np.testing.assert_allclose(*flows, rtol=1e-9)


def test_demand_of_later_years_spreads_and_that_of_2024_does_not():
    year = BalanceYear(world(), world().end)
    used = [
        planned._day.flows["magnets"].used[year.layouts["magnets"].buyer_rows["consumers"]]
        for planned in year.on([(MID_2024 - FIRST_DAY).days, 365 * 4.5], drawn())
    ]
    now, later = (np.add.reduce(one.reshape(-1, WIDTH)) for one in used)
    assert np.std(now) / np.mean(now) < 0.01
    assert 0.02 < np.std(later) / np.mean(later) < 0.12


def test_every_facility_has_room_for_what_is_planned_of_it_in_every_year():
    """As lifted and planned anew: mines have it for what lifted plants part, too."""
    head = Headroom(world())
    later = head._year.on(head._days, drawn())
    without = head._year.on(head._days, drawn().lifted({}))
    was_short = 0
    layout = head._year.layouts["concentrate"]
    sent = layout.buyer[layout.seller >= layout.seller_rows["mines"].stop]
    for written, now, before in zip(head._later, later, without, strict=True):
        for block in now.blocks:
            enough = np.minimum(written.room(block), SPARE)
            has = now.room(block) / enough
            if block == "separation_plants":
                has[sent] = 1.0  # what is sent to them is of others
            assert has.min() > 0.9, block  # where a need jumps within the year
            assert np.mean(has > 0.98) > 0.995, block
            was_short += np.count_nonzero(before.room(block) < np.minimum(enough, 1.0) * 0.99)
    assert was_short > 100


def test_facilities_are_as_drawn_in_2024():
    lifts = drawn().lifts
    assert {path[-1].year for path in lifts} == set(range(2025, END + 2))
    for path, lift in lifts.items():
        assert (lift >= 1.0).all()
        if path[-1] == AFTER_2024:
            assert (lift == 1.0).all()


def test_lifts_do_not_depend_on_neighbours_or_on_the_width():
    for first, width in ((0, 64), (64, 64)):
        other = drawn_inputs(world(), Chance(1, first, width)).lifts
        assert other.keys() == drawn().lifts.keys()
        for path, lift in other.items():
            np.testing.assert_array_equal(lift, drawn().lifts[path][first : first + width])


def test_growth_to_the_end_of_2024_is_as_written():
    year = BalanceYear(world(), world().end)
    values = Values(year.scenario, Chance(0, 0, WIDTH, expected_value=True), drawn())
    planned = planned_demand(year.scenario, values)["magnets"]
    written = planned_demand(year.scenario, Values(year.scenario, values.chance))["magnets"]
    middle = (MID_2024 - FIRST_DAY).days
    for day in (-700, 0, 366):
        with np.errstate(invalid="ignore"):
            found, expected = (one.at(day) / one.at(middle) for one in (planned, written))
        np.testing.assert_allclose(found, np.broadcast_to(expected, found.shape), rtol=1e-12)
    assert np.ptp(planned.at(800), axis=-1).max() > 0.01 * planned.at(800).max()


def test_growth_of_a_world_that_ends_before_2025_stays():
    early = world("start=2023-01-01", "end=2024-12-31")
    assert "growth" not in {one.kind for one in inputs_of(early).drawn}
    reasons = {one.reason for one in inputs_of(early).left_out if "growth_per_year" in one.path}
    assert reasons == {KNOWN}


def roles(scenario, of, good):
    """Offtake of each lane, and buyers of the good, with some uncertain numbers."""
    values = Values(scenario, Chance(0, 0, WIDTH, expected_value=True), of)
    rows = layouts(scenario)
    _, offtake = Coefficients(scenario, rows, values).roles(rows[good])
    return rows[good], offtake.on(0.0)


def test_an_offtake_moves_with_what_its_plant_makes_in_full_work():
    layout, found = roles(world(), drawn(), "magnets")
    _, written = roles(world(), None, "magnets")
    adds = {
        name: (one.adds_per_year, drawn().unlifted(("projects", name, "adds_per_year")))
        for name, one in world().projects.items()
        if one.facility == "stillwater"
    }
    assert len(adds) == 3
    whole = sum(most for most, _ in adds.values())
    size = sum(most * by for most, by in adds.values()) / whole
    assert np.ptp(size) > 0.05
    values = Values(world(), Chance(1, 0, WIDTH), drawn())
    np.testing.assert_allclose(PlannedSizes(world(), values).of("stillwater"), size)
    # Where plants that grow ask for more than all that a buyer needs, they share that.
    free = layout.by_buyer.total(found)[layout.buyer] < 0.99
    rows = [at for at, route in enumerate(layout.routes) if route.seller == "stillwater"]
    assert rows
    for at in rows:
        asked = written[at] > 0.0
        expected = np.where(asked, written[at] * size, 0.0)
        same = np.isclose(found[at], expected, rtol=1e-9)
        assert (same | ~np.broadcast_to(free[at], same.shape)).all()


@pytest.mark.parametrize("good", ["magnets", "metal", "oxide", "concentrate"])
def test_no_buyer_is_to_take_more_by_offtake_than_it_needs(good):
    layout, found = roles(world(), drawn(), good)
    _, written = roles(world(), None, good)
    total, allowed = (layout.by_buyer.total(one) for one in (found, written))
    assert (total <= np.maximum(allowed, 1.0) + 1e-9).all()
    assert np.ptp(found, axis=-1).max() > 0.02


def test_projects_change_nothing_of_2024():
    """What they add comes later; what is bought of their plants until then is as it was."""
    year = BalanceYear(world())
    rows = [one.kind == "capacity" and one.path[0] == "projects" for one in drawn().inputs.drawn]
    assert sum(rows) > 30
    flows = []
    for score in (-2.0, 2.0):
        scores = np.where(np.array(rows)[:, None], score, drawn().scores)
        flows.append(year.planned(replace(drawn(), scores=scores)).flows())
    np.testing.assert_allclose(*flows, rtol=1e-9)


SMALL = Path(__file__).parents[1] / "known_answers" / "uncertain.yaml"
TIGHT = (
    "disruptions=null",
    "start=2027-01-01",
    "end=2030-12-31",
    "uncertainty.widths={cover: {C: 0.1}, growth: {C: 0.05}}",
    "consumers.motors.stock_days=20",
    "consumers.motors.growth_per_year=0.05",
    "consumers.motors.sources.growth_per_year=shelf",
    "magnet_makers.source.stock_days=10",
    "magnet_makers.source.finished_t_per_t_blank=1",
    "magnet_makers.source.capacity_t_blanks_per_year={2024-07-01: 400, 2031-07-01: 560}",
)
"""A maker with a tenth to spare, which grows with the demand that is expected."""


def lost(scenario):
    outcomes = sim.run(scenario, n=64, seed=1, workers=1).tables.outcomes
    return next(one.values for one in outcomes if one.measure == "lost_t")


def test_a_calm_world_is_never_short_however_its_demand_grows(monkeypatch):
    scenario = sim.load(SMALL, TIGHT)
    assert max(lost(scenario)) == 0.0
    draw._draws.clear()
    draw._asked.clear()
    monkeypatch.setattr(Headroom, "lifts", lambda *_: {})
    assert np.mean(lost(scenario) > 0.0) > 0.1
