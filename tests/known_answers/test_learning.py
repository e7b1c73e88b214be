"""Known answers of plants that learn: what they make of a steady feed is a geometric series."""

import datetime as dt

import numpy as np
import pytest

import sim
from sim.foresight.bound import bound_of
from sim.foresight.past import Past, run_lot
from sim.study.job import Job
from sim.world.chance.chance import Chance
from sim.world.world import World, prepare
from tests.known_answers.test_push_plant import MAKES, books
from tests.known_answers.test_stoichiometry import CHAIN

FEED, FULL = 58.5, 10.0
"""Of the push plant a day: t REO drawn, and t of oxide when it has learned all."""
LEARNS = "separation_plants.plant.learning={{yield_at_first: {}, t_to_half: {}, made_before_t: {}}}"


def made(*settings: str) -> float:
    """Give what the push plant makes until its ore stops, t."""
    return books("end=2026-04-20", *settings)["made"]


def parted(days: int, first: float, half: float, before: float = 0.0) -> float:
    """Add up what a learning plant makes of so many days of feed, t: a geometric series."""
    a_day = 2.0 ** -(FEED / half)
    lacking = (1.0 - first) * 2.0 ** -(before / half)
    return FULL * (days - lacking * (1.0 - a_day**days) / (1.0 - a_day))


@pytest.mark.parametrize(
    ("first", "half", "before"), [(0.5, 1000, 0), (0.8, 100, 0), (0.5, 1000, 1000), (0.5, 1e9, 0)]
)
def test_of_what_a_plant_lacks_half_is_learned_after_so_many_tonnes(first, half, before):
    """Tonnes made before count as made since; of what takes for ever nothing is learned."""
    assert made(LEARNS.format(first, half, before)) == pytest.approx(
        parted(MAKES, first, half, before), rel=1e-9
    )


def test_a_warm_up_teaches_nothing():
    for days in (30, 120):
        warm = made(LEARNS.format(0.5, 1000, 0), f"warm_up_days={days}")
        assert warm == pytest.approx(parted(MAKES, 0.5, 1000), rel=1e-9)


def test_who_stands_still_learns_nothing():
    """Of thirty days of an outage nothing comes, and the days after them are as those before."""
    fire = "disruptions.fire={kind: outage, facilities: [plant], start: 40, duration_days: 30}"
    assert made(LEARNS.format(0.5, 1000, 0), fire) == pytest.approx(
        parted(MAKES - 30, 0.5, 1000), rel=1e-9
    )


def maker_after(*settings: str, days: int = 400) -> tuple[World, float]:
    """Run a chain whose maker sells 10,000 t a year; give it, and what was sold of it."""
    end = dt.date(2024, 1, 1) + dt.timedelta(days - 1)
    scenario = sim.load(CHAIN, (f"end={end}", "warm_up_days=60", *settings))
    world = World(scenario, Chance(1, 0, 64), prepare(scenario).plan)
    world.run(prepare(scenario))
    return world, days * 10_000 / 365.25


def test_a_maker_that_learns_takes_ever_less_metal_for_its_magnets():
    """Of its blanks, 3/4 are good in the end: of W blanks so many as the integral says, to a day."""
    first, half = 0.6, 4000.0
    learning = f"{{yield_at_first: {first}, t_to_half: {half}, made_before_t: 0}}"
    world, sold = maker_after(f"magnet_makers.maker.learning={learning}")
    (maker,) = [plants for plants in world.facilities.plants if plants.block == "magnet_makers"]
    blanks = maker.used[0, 0, 0] / 0.3
    lost = (1 - first) * half / np.log(2) * (1 - 2.0 ** -(blanks / half))
    assert 0.75 * (blanks - lost) == pytest.approx(sold, rel=1e-3)
    assert blanks > 1.05 * sold / 0.75


def test_a_smelter_that_learns_takes_ever_less_oxide_for_its_metal():
    """It makes as much metal as ever: so what it draws is a sum over days."""
    world, sold = maker_after(
        "metal_makers.smelter.learning={yield_at_first: 0.5, t_to_half: 900, made_before_t: 0}"
    )
    (smelter,) = [plants for plants in world.facilities.plants if plants.block == "metal_makers"]
    a_day = sold / 400 / 0.75 * 0.3
    reached = 1 - 0.5 * 2.0 ** -(a_day * np.arange(400) / 900)
    assert smelter.used[0, 0, 0] == pytest.approx((a_day / reached).sum(), rel=1e-6)


NEW = """\
schema: 1
name: new
start: START
end: 2026-12-31
warm_up_days: 60
policy: {review_days: 1}
grades: {plain: {}}
blocs: {EU: [DE, FR]}
magnet_makers:
  old: {country: CN, stock_days: 0}
  new: {country: DE, capacity_t_blanks_per_year: 0, stock_days: 0}
consumers:
  motors: {region: FR, sector: motors, demand_t_per_year: 3652.5, grades: {plain: 1}, stock_days: 30}
lanes:
  far: {good: magnets, from: old, to: motors, share: 1, transit_days: 9}
  near: {good: magnets, from: new, to: motors, offtake: 0.5, transit_days: 2}
projects:
  new: {facility: new, adds_per_year: 1826.25, first_product: FIRST, ramp_months: 0}
measures: {flows: {new: {good: magnets, from: DE}}}
"""
"""A new plant of 5 t a day, which is to have half of the orders when it has learned all."""


def new_file(tmp_path, start="2026-01-01", first="2026-03-02"):
    """Write it to a file."""
    file = tmp_path / "new.yaml"
    file.write_text(NEW.replace("START", start).replace("FIRST", first), "utf-8")
    return file


def new_plant(tmp_path, *settings: str, **dates: str):
    """Run it, with settings."""
    return sim.run(sim.load(new_file(tmp_path, **dates), settings), n=1, workers=1).record


PLANT = "magnet_makers.new.learning={yield_at_first: 0.6, t_to_half: 300}"


def shipped(record):
    """Give what the new plant ships on each day, t."""
    return record.flow_t.astype(float)[:, 0, 0]


def test_customers_count_on_what_a_new_plant_learns_in_full_use(tmp_path):
    """Nobody goes short while it learns: they order of it what it can make by then."""
    record = new_plant(tmp_path, PLANT)
    assert record.unmet_t.sum() == 0
    day = np.arange(90, 365) - 60 - 1  # of the day before
    part = 1 - 0.4 * 2.0 ** -(5 * day / 300)
    # It stood still for the first days, in which nobody had ordered of it yet.
    np.testing.assert_allclose(shipped(record)[90:], 5 * part, atol=0.06)


@pytest.mark.parametrize("place", ["DE", "EU"])
def test_a_region_s_new_plants_learn_as_if_each_said_so(tmp_path, place):
    """The old plant is none of them."""
    region = f"learning={{magnet_makers: {{{place}: {{yield_at_first: 0.6, t_to_half: 300}}}}}}"
    one, other = new_plant(tmp_path, PLANT), new_plant(tmp_path, region)
    np.testing.assert_array_equal(one.supply_t, other.supply_t)
    elsewhere = "learning={magnet_makers: {CN: {yield_at_first: 0.6, t_to_half: 300}}}"
    plain = new_plant(tmp_path, elsewhere)
    np.testing.assert_array_equal(plain.supply_t, new_plant(tmp_path).supply_t)
    own = "magnet_makers.new.learning={yield_at_first: 1, t_to_half: 300}"
    np.testing.assert_array_equal(plain.supply_t, new_plant(tmp_path, region, own).supply_t)


def test_a_later_start_begins_with_what_was_learned_by_then(tmp_path):
    """100 days of 5 t before it: as if they had been written."""
    by_plan, written = (
        new_plant(tmp_path, one, start="2026-06-10")
        for one in (PLANT, PLANT.replace("300}", "300, made_before_t: 500}"))
    )
    np.testing.assert_allclose(shipped(by_plan), shipped(written), rtol=1e-6)
    early = new_plant(tmp_path, PLANT)
    np.testing.assert_allclose(shipped(early)[165:], shipped(by_plan)[5:], rtol=5e-3)


def test_a_plant_that_comes_later_learns_later(tmp_path):
    """By four weeks, the step of the plan, be its ramp a curve or none."""
    curve = "projects.new={ramp_months: null, curve: {half_months: 2, shape: 1.5}}"
    for more in ((), (curve,)):
        now, then = (
            new_plant(tmp_path, PLANT, *more, first=first) for first in ("2026-03-02", "2026-03-30")
        )
        assert shipped(now).sum() > 400
        np.testing.assert_allclose(shipped(then)[28:], shipped(now)[:-28], rtol=1e-5, atol=1e-5)


def test_a_slip_that_is_set_off_puts_what_is_expected_of_learning_off(tmp_path):
    """By two months, 61 days, where it is: buyers count on what it can have learned by then."""
    scenario = sim.load(new_file(tmp_path), (PLANT,))
    capacity = World(scenario, Chance(1, 0, 64)).context.capacities["magnet_makers"]
    row, day = [capacity.names.index("new")], 200.0

    def learned(since: int) -> float:
        return 1 - 0.4 * 2.0 ** -(5 * (day - 1 - since) / 300)

    assert capacity.availability(day, row) == pytest.approx(learned(60))
    late = np.arange(64) < 3
    capacity.paths["new"].put_off(late, 2.0, 0.0)
    capacity.redo("new")
    expected = np.where(late, learned(60 + 61), learned(60))
    np.testing.assert_allclose(capacity.availability(day, row)[0], expected)


def test_perfect_foresight_learns_as_if_it_had_worked_all_along():
    """With the mines shut, learning costs something; and the bound stays below what a run loses."""
    lost = []
    for first in (1.0, 0.3):
        settings = [
            f"metal_makers.{name}.learning={{yield_at_first: {first}, t_to_half: 500}}"
            for name in sim.load("two-mines").metal_makers
        ]
        settings.append("disruptions.shut={kind: outage, facilities: [rock, clay], start: 0}")
        scenario = sim.load("two-mines", ["disruptions.halt=null", *settings])
        bound = bound_of(Past(run_lot(Job(scenario, seed=1).study(), 0), 0))
        assert bound.least_t <= bound.unmet_t + 1e-6
        lost.append(bound.least_t)
    assert lost[1] > lost[0] + 1.0
