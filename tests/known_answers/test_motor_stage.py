"""Known answer: a stage of motor makers between magnets and the consumer.

Magnets halt for D days from day t on. What was on its way arrives L days later; then the plant
lives on F days of magnets, P days in process, S days of motors and the day's output of its review,
and the consumer, L' days further, on s days of shelf. When magnets leave again they need L, P and
L' days. So the consumer goes without D - F - S - s - 1 days. A halt of motors costs it D - s.
"""

from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

import sim
from sim.scenario.balance import Balance
from sim.scenario.errors import ScenarioError
from sim.study import closure
from tests.known_answers.cases import SHORT_BELOW, run

CASE = Path(__file__).with_name("motor_stage.yaml")
HALTED_ON, HALT = 100, 150
TO_THE_PLANT, TO_THE_CONSUMER = 30, 4
FEED, PROCESS, STOCK, SHELF, REVIEW = 25, 6, 10, 15, 1

NO_STOCKS = tuple(
    f"motor_makers.plant.{key}={value}"
    for key, value in {
        "feed_days": 0,
        "stock_days": 0,
        "processing_days": 0,
        "motor_yield": 1,
    }.items()
)
WITHOUT_THE_STAGE = (
    "motor_makers=null",
    "lanes.motors=null",
    "lanes.magnets.to=US",
    f"lanes.magnets.transit_days={TO_THE_PLANT + TO_THE_CONSUMER}",
    "consumers.cars.good=magnets",
)
HALT_OF_MOTORS = ("disruptions.halt.exporter=MX", "disruptions.halt.goods=[motors]")
CHINESE_MOTORS = ("motor_makers.plant.country=CN",)


def short_days(*settings):
    """On which days the consumer gets less than it needs."""
    record = run("motor_stage", *settings).record
    served, demand = record.served_t[:, 0, 0], record.demand_t[:, 0, 0]
    return np.flatnonzero(served < demand * SHORT_BELOW).tolist()


def test_after_a_halt_of_magnets_all_stocks_of_the_stage_are_used_up_first():
    first = HALTED_ON + TO_THE_PLANT + FEED + PROCESS + STOCK + REVIEW + TO_THE_CONSUMER + SHELF
    end = HALTED_ON + HALT + TO_THE_PLANT + PROCESS + TO_THE_CONSUMER
    assert short_days() == list(range(first, end))
    assert end - first == HALT - FEED - STOCK - SHELF - REVIEW


@pytest.mark.parametrize("goods", ["[motors]", "{motors: all}"])
def test_after_a_halt_of_motors_only_the_shelf_helps(goods):
    first = HALTED_ON + TO_THE_CONSUMER + SHELF
    end = HALTED_ON + HALT + TO_THE_CONSUMER
    settings = "disruptions.halt.exporter=MX", f"disruptions.halt.goods={goods}"
    assert short_days(*settings) == list(range(first, end))


def test_a_halt_of_magnets_leaves_motors_free():
    chinese = "motor_makers.plant.country=CN", "magnet_makers.maker.country=DE"
    assert short_days(*chinese, "disruptions.halt.goods=[motors]")
    with pytest.raises(ScenarioError, match="Leaving CN: motors to US"):
        short_days(*chinese)


MADE_ABROAD = (
    "motor_makers={plant: {country: MX}}",
    "lanes.magnets.to=plant",
    "lanes.motors={good: motors, from: plant, to: US, share: 1}",
    "consumers.motors.good=motors",
    "disruptions.shut=null",
    "disruptions.halt={kind: export_control, exporter: CN, goods: {motors: [ndpr]}, start: 100}",
)


@pytest.mark.parametrize(("content", "stops"), [(0.2, True), (0.4, False)])
def test_motors_of_third_countries_stop_for_the_exporters_material_in_their_magnets(content, stops):
    halt = *MADE_ABROAD, f"disruptions.halt.extraterritorial={content}"
    record = run("oxide_consumer", *halt).record
    served = record.served_t[-1, record.consumers.index("motors"), 0]
    assert (served == 0.0) == stops


def test_a_stage_without_stocks_or_losses_changes_nothing_but_for_its_review():
    plain, with_stage = short_days(*WITHOUT_THE_STAGE), short_days(*NO_STOCKS)
    assert len(plain) == HALT - SHELF
    assert with_stage == [day for day in plain if day >= plain[0] + REVIEW]


def test_what_is_lost_in_making_motors_is_made_in_magnets():
    made = run("motor_stage", "disruptions=null", "measures.trade=true").record
    by_block = {name.split(".")[0]: made.made_t[3, at, 0] for at, name in enumerate(made.makers)}
    assert by_block["motor_makers"] == pytest.approx(300)
    assert by_block["magnet_makers"] == pytest.approx(300 / 0.96)


def test_a_plant_short_of_capacity_makes_what_it_can():
    record = run(
        "motor_stage", "disruptions=null", "motor_makers.plant.capacity_t_magnets_per_year=1826.25"
    )
    assert record.record.served_t[-100:, 0, 0] == pytest.approx(5.0)


def test_where_the_magnets_in_motors_were_made_is_known_to_who_uses_these():
    two_makers = (
        *MADE_ABROAD,
        "disruptions.halt=null",
        "magnet_makers.jp={country: JP}",
        "lanes.metal.to=[maker, jp]",
        "lanes.magnets.share=0.75",
        "lanes.japanese={good: magnets, from: jp, to: plant, share: 0.25}",
        "measures.exposure=[CN, JP]",
    )
    record = run("oxide_consumer", *two_makers).record
    at = record.consumers.index("motors"), 0
    used = record.used_content_t[-1][at][0]
    of = {name: record.exposure_t[-1, k][at][0] / used for k, name in enumerate(record.exposures)}
    assert used == pytest.approx(10 * 31 * 0.3)
    assert of["CN.mined"] == of["CN.any"] == pytest.approx(1.0)
    assert of["CN.made"] == pytest.approx(0.75)
    assert of["JP.any"] == pytest.approx(0.25)


def test_a_place_where_only_motors_are_made_is_no_origin():
    with pytest.raises(ScenarioError, match="no mine, plant or maker of metal or magnets stands"):
        run("oxide_consumer", *MADE_ABROAD, "measures.exposure=[MX]")


@pytest.mark.parametrize("members", ["[MX]", "[plant]"])
def test_a_stockpile_of_magnets_serves_the_motor_maker_that_is_its_member(members):
    pile = f"stockpiles.tons={{country: MX, members: {members}, fill_t: {{plain: 250}}}}"
    assert len(short_days(pile)) == len(short_days()) - 250 * 0.96 / 10


def test_a_plant_that_is_a_member_has_no_value_of_lost_production():
    pile = "stockpiles.tons={country: MX, members: [plant], fill_t: {plain: 9}, allocation: value}"
    with pytest.raises(ScenarioError, match="plant is a plant: what it loses has none"):
        short_days(pile)


BALANCE = """\
year: 2025
source: this test
rows:
  - {stage: motors, item: made, made: motors, by: [plant], says: 3650}
  - {stage: trade, item: magnets to Mexico, shipped: [CN, MX], says: 3802.0833}
  - {stage: trade, item: motors to the US, shipped: [MX, US], good: motors, says: 3650}
  - {stage: use, item: motors in the US, used: US, good: motors, says: 3650}
"""


def test_the_balance_of_a_year_closes_for_motors(monkeypatch):
    balance = Balance.model_validate(YAML(typ="safe", pure=True).load(BALANCE))
    monkeypatch.setattr(closure, "shipped_balance", lambda: balance)
    found = closure.closure_table(sim.load(CASE))
    assert len(found) == 4
    assert [row["difference_percent"] for row in found] == pytest.approx([0.0] * 4, abs=1e-4)
