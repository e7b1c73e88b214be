"""How a world begins, before the warm-up: by the plan."""

import numpy as np
import pytest

import sim
from sim.scenario.schema import Scenario
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.network.demand import PlannedDemand
from sim.world.network.layout import layouts
from sim.world.world import World
from tests.unit.effects import KNOWN_ANSWERS


def built(scenario: Scenario) -> World:
    """Build a world of expected values and fill its stocks, as on the first day of the warm-up."""
    world = World(scenario, Chance(1, 0, 64, expected_value=True))
    for trade in world.trades.values():
        trade.fill_at_start()
    world.facilities.fill_at_start()
    return world


def test_work_in_process_is_there_on_the_first_day():
    """What is drawn in a week and takes thirty days: five weeks' batches, the last one done today."""
    scenario = sim.load("two-mines", ["warm_up_days=0", "magnet_makers.maker.processing_days=30"])
    world = built(scenario)
    makers = world.facilities.by_block["magnet_makers"]
    a_day = scenario.consumers["motors"].demand_t_per_year / 365.25
    assert makers.in_process[0, 0, 0] == pytest.approx(28 * a_day, rel=0.05)


@pytest.mark.parametrize(("level", "on_hand"), [(1080, 80), (1000, 0), (700, 0)])
def test_a_buffer_up_to_a_level_begins_with_what_is_not_on_its_way(level, on_hand):
    """Ten days of 100 t a day are at sea."""
    settings = ["warm_up_days=0", f"consumers.consumer.order_up_to_t={level}"]
    world = built(sim.load(KNOWN_ANSWERS / "serial_chain.yaml", settings))
    assert world.facilities.consumers.kinds[0].on_hand[0, 0, 0] == pytest.approx(on_hand, abs=1e-9)


def planned(settings, good, who, quantity="used"):
    """Give what a buyer uses (or a seller sells) of the first item in the plan, t a year."""
    context = built(sim.load(KNOWN_ANSWERS / "stoichiometry.yaml", settings)).context
    layout = context.layouts[good]
    row = (layout.buyers if quantity == "used" else layout.sellers).index(who)
    return 365.25 * context.plan.at(good, quantity, 0)[row, 0, 0]


@pytest.mark.parametrize("capacity", [0, 100, 20_000])
def test_a_plant_that_separates_all_it_gets_is_planned_to_run_at_capacity(capacity):
    plant = "separation_plants.separator"
    settings = [f"{plant}.mode=push", f"{plant}.capacity_t_reo_per_year={capacity}"]
    assert planned(settings, "concentrate", "separator") == pytest.approx(capacity, abs=1e-9)


def test_a_recycler_is_planned_to_win_back_its_share_of_the_scrap():
    """Of 4,000 t of metal 1,000 t are ground away; 90 % of it need not be separated."""
    settings = [
        "recyclers.recycler={country: CN, recovery: {ndpr: 0.9}}",
        "lanes.scrap={good: scrap, from: maker, to: recycler, push: true}",
        "lanes.back={good: oxide, from: recycler, to: smelter, push: true}",
    ]
    assert planned(settings, "scrap", "recycler") == pytest.approx(1000)
    assert planned(settings, "oxide", "recycler", "sold") == pytest.approx(900)
    assert planned(settings, "oxide", "separator", "sold") == pytest.approx(3100)


def test_heavies_that_are_passed_on_twice_are_planned_for_at_the_last_plant():
    """4,000 t of NdPr are in 4,664 t of its oxide, beside which there is a tenth of dysprosia."""
    settings = [
        "elements.dy={oxide_t_per_t_element: 1.15, heavy: true}",
        "mines.mine.basket={ndpr: 0.2, dy: 0.02}",
        "separation_plants.separator.residue={dy: 1}",
        "separation_plants.a_hub={country: CN, recovery: {ndpr: 1}, residue: {dy: 1}}",
        "separation_plants.b_last={country: CN, recovery: {dy: 1}}",
        "lanes.heavies={good: concentrate, from: separator, to: a_hub, push: true}",
        "lanes.onward={good: concentrate, from: a_hub, to: b_last, push: true}",
        "lanes.dysprosia={good: oxide, from: b_last, to: smelter, standby: 1}",
    ]
    assert planned(settings, "concentrate", "separator") == pytest.approx(4664 / 0.2)
    assert planned(settings, "concentrate", "a_hub") == pytest.approx(466.4)
    assert planned(settings, "concentrate", "b_last") == pytest.approx(466.4)


def test_thrift_with_heavies_begins_in_the_middle_of_2024():
    """Before it there is none; a year later they are used by that share less."""
    settings = [
        "consumers.motors.thrift_per_year=0.1", "consumers.motors.growth_per_year=0",
        "grades.plain={recipe: {ndpr: 0.3}}", "consumers.motors.grades={plain: 0.5, traction: 0.5}",
        "start=2023-07-01", "end=2026-12-31",
    ]  # fmt: skip
    scenario = sim.load("two-mines", settings)
    days = np.array([0.0, 90.0, 366.0, 366 + 365.25, 366 + 2 * 365.25])
    demand = PlannedDemand(scenario, Values(scenario, Chance(1, 0, 64))).over(days)[:, 0, :, 0]
    heavy = 1  # the first grade takes what the others give up
    shares = demand[:, heavy] / demand.sum(axis=1)
    assert shares == pytest.approx([0.5, 0.5, 0.5, 0.45, 0.405], rel=1e-3)


def test_separation_plants_come_after_those_that_send_them_their_heavies():
    layout = layouts(sim.load("baseline"))["concentrate"]
    order, first = layout.residue_order, layout.seller_rows["separation_plants"].start
    assert sorted(order) == list(range(len(layout.buyers)))
    sent = [
        (int(layout.seller[lane]) - first, int(layout.buyer[lane]))
        for lane in np.flatnonzero(layout.push_split > 0.0)
        if layout.seller[lane] >= first
    ]
    assert sent
    assert all(order.index(sender) < order.index(receiver) for sender, receiver in sent)
