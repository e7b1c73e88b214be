"""Known answers of oxide that is not to grade: who needs the grade gets what is, and no more."""

import numpy as np
import pytest

import sim
from sim.world.chance.chance import Chance
from sim.world.world import World, prepare

DAYS, MADE = 200, 10.0

PLANT = """\
schema: 1
name: grades
start: 2026-01-01
end: 2026-07-19
warm_up_days: 30
policy: {review_days: 1}
elements: {ndpr: {oxide_t_per_t_element: 1}}
grades: {plain: {recipe: {ndpr: 1}}}
mines: {pit: {country: AU, basket: {ndpr: 1}, stock_days: 60}}
separation_plants:
  plant:
    country: MY
    mode: MODE
    capacity_t_reo_per_year: CAPACITY
    recovery: {ndpr: 1}
    on_spec: 0.6
    feed_days: 0
    stock_days: 0
metal_makers:
  fine: {country: US, metal_yield: 1, feed_days: 0, stock_days: 0}
  coarse: {country: US, metal_yield: 1, feed_days: 0, stock_days: 0, takes_off_spec: true}
magnet_makers:
  for_cars: {country: US, feed_days: 0, stock_days: 0}
  for_toys: {country: US, feed_days: 0, stock_days: 0}
consumers:
  cars: {region: US, sector: cars, demand_t_per_year: CARS, grades: {plain: 1}, stock_days: 9}
  toys: {region: US, sector: toys, demand_t_per_year: TOYS, grades: {plain: 1}, stock_days: 9}
lanes:
  ore: {good: concentrate, from: pit, to: plant, share: 1}
  oxide: {good: oxide, from: plant, to: [fine, coarse], share: 1}
  metal_fine: {good: metal, from: fine, to: for_cars, share: 1}
  metal_coarse: {good: metal, from: coarse, to: for_toys, share: 1}
  cars: {good: magnets, from: for_cars, to: cars, share: 1}
  toys: {good: magnets, from: for_toys, to: toys, share: 1}
"""
"""A plant whose oxide is to grade for 6 parts of 10, and two chains; one of them needs the grade."""


def ran(tmp_path, mode: str, cars: float, toys: float, *settings: str, most: float = MADE):
    """Run it; give the world, and what the two consumers went without each day in the end, t."""
    text = PLANT.replace("MODE", mode).replace("CAPACITY", str(most * 365.25))
    text = text.replace("CARS", str(cars * 365.25)).replace("TOYS", str(toys * 365.25))
    file = tmp_path / "grades.yaml"
    file.write_text(text, "utf-8")
    scenario = sim.load(file, settings)
    warm = prepare(scenario)
    world = World(scenario, Chance(1, 0, 64), warm.plan)
    record = world.run(warm)
    lost = (record.demand_t - record.served_t)[-50:, :, 0].mean(axis=0)
    return world, dict(zip(record.consumers, lost.tolist(), strict=True))


def off_spec(world):
    """Give what of the plant's oxide is not to grade: made, sold, held, t."""
    pool = world.trades["oxide"].off_spec
    return [float(one[0, 0, 0]) for one in (pool.made, pool.sold, pool.held)]


def test_who_needs_the_grade_gets_exactly_what_is_to_grade(tmp_path):
    """Of ten tonnes six; two of the others go to toys, and two stay with the plant each day."""
    world, lost = ran(tmp_path, "push", cars=10, toys=2)
    assert lost == pytest.approx({"cars": 4.0, "toys": 0.0}, abs=1e-4)
    made, sold, held = off_spec(world)
    assert made == pytest.approx(4 * DAYS)
    assert sold == pytest.approx(2 * DAYS, rel=0.01)
    assert held == pytest.approx(2 * DAYS, rel=0.2)  # and of the warm-up


def test_for_whom_it_suffices_takes_it_first_and_of_the_rest_its_part(tmp_path):
    """Toys want 8: 4 are off grade; of the six to grade cars get 6 x 4/8, and toys the same."""
    _, lost = ran(tmp_path, "push", 4, 8, "policy.contracts_first=false")
    assert lost == pytest.approx({"cars": 1.0, "toys": 1.0}, abs=0.05)


def test_what_is_pushed_goes_to_whom_it_suffices(tmp_path):
    """Of six tonnes to grade three to each of two, and all four others to toys."""
    pushes = "lanes.oxide={share: null, push: true}"
    _, lost = ran(tmp_path, "push", 10, 10, pushes)
    assert lost == pytest.approx({"cars": 7.0, "toys": 3.0}, abs=1e-4)
    alone = "metal_makers.coarse.takes_off_spec=false"
    world, lost = ran(tmp_path, "push", 10, 10, pushes, alone)
    assert lost == pytest.approx({"cars": 7.0, "toys": 7.0}, abs=1e-4)
    assert off_spec(world)[2] == pytest.approx(4 * DAYS, rel=0.2)


def test_a_closed_lane_leaves_it_with_its_plant(tmp_path):
    closed = "disruptions={shut: {kind: lane_closure, lanes: [toys_oxide], start: 0}}"
    lanes = (
        "lanes={oxide: {to: fine}, toys_oxide: {good: oxide, from: plant, to: coarse, share: 1}}"
    )
    world, lost = ran(tmp_path, "push", 10, 2, lanes, closed)
    assert lost == pytest.approx({"cars": 4.0, "toys": 2.0}, abs=1e-4)
    assert off_spec(world)[1] == 0.0


def test_nobody_gets_any_where_nobody_takes_it(tmp_path):
    world, lost = ran(tmp_path, "push", 3, 7, "metal_makers.coarse.takes_off_spec=false")
    assert sum(lost.values()) == pytest.approx(4.0, abs=1e-4)
    assert off_spec(world)[1] == 0.0


def test_above_some_days_of_sales_it_leaves_for_other_uses(tmp_path):
    """Whatever the plant keeps of what is to grade."""
    kept = ("separation_plants.plant={surplus_above_days: 5, surplus_kept: 1}",)
    world, lost = ran(tmp_path, "push", 3, 2, *kept)
    assert lost == pytest.approx({"cars": 0.0, "toys": 0.0}, abs=1e-4)
    _, _, held = off_spec(world)
    assert held == pytest.approx(5 * 5, abs=2.1)  # less what is shipped in the day
    surplus = world.facilities.separation.surplus
    assert surplus.gone[0, 0, 0] == pytest.approx(2 * DAYS, rel=0.02)
    assert surplus.held[0, 0, 0] == pytest.approx(3 * DAYS, rel=0.02)


@pytest.mark.parametrize(("cars", "toys", "made"), [(6, 1, 10), (3, 4, 7), (3, 2, 5)])
def test_a_plant_that_makes_to_order_makes_what_the_grade_takes(tmp_path, cars, toys, made):
    """So that six parts of ten are what cars need; or no more than all of them order."""
    world, lost = ran(tmp_path, "pull", cars, toys, most=50)
    assert lost == pytest.approx({"cars": 0.0, "toys": 0.0}, abs=1e-4)
    plants = world.facilities.separation
    assert plants.started[0, 0, 0] == pytest.approx(made * DAYS, rel=0.01)
    planned = world.context.plan.at("concentrate", "used", 100)
    assert planned[0, 0, 0] == pytest.approx(made)


def test_the_share_to_grade_is_learned(tmp_path):
    """What is not lost by learning goes to grade: the sum of a geometric series."""
    learning = "separation_plants.plant={on_spec: 1, learning: %s}"
    numbers = "{on_spec_at_first: 0.5, t_to_half: 300, made_before_t: 0}"
    world, _ = ran(tmp_path, "push", 10, 2, learning % numbers)
    a_day = 2.0 ** -(MADE / 300)
    lacking = 0.5 * (1 - a_day**DAYS) / (1 - a_day) * MADE
    assert off_spec(world)[0] == pytest.approx(lacking, rel=1e-9)


def test_what_burns_of_it_is_booked(tmp_path):
    fire = "disruptions={fire: {kind: outage, facilities: [plant], start: 50, duration_days: 9, stock_lost: 1}}"
    world, _ = ran(tmp_path, "push", 10, 0.5, fire)
    made, sold, held = off_spec(world)
    assert held == pytest.approx(3.5 * (DAYS - 59), rel=0.03)
    assert made == pytest.approx(4 * (DAYS - 9), rel=0.01)
    assert sold < made - held  # what burned did not go anywhere


def test_all_of_it_to_grade_changes_nothing(tmp_path):
    """To the bit, whoever would take what is not."""
    plain, whole = (
        ran(tmp_path, "push", 10, 2, f"separation_plants.plant.on_spec={share}")[0]
        for share in ("1", "{2026-01-01: 1, 2026-03-01: 0.9999999999999999}")
    )
    assert plain.trades["oxide"].off_spec is None
    np.testing.assert_allclose(
        plain.trades["oxide"].shipped, whole.trades["oxide"].shipped, rtol=1e-12
    )
