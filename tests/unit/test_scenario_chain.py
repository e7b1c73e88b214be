"""The table of stages: all that is read from it fits the file format and the world."""

from sim.scenario.chain import (
    BUYERS,
    FORMS,
    GOODS,
    MADE_OF,
    SELLERS,
    STAGE,
    STAGES,
    STANDING_BLOCKS,
    TURNS,
    Feed,
    between,
    upward,
)
from sim.scenario.schema import Scenario
from sim.world.facility.kinds import KINDS
from sim.world.time.clock import orders_phase


def entry_of(block):
    """The class of an entry of a block of the scenario."""
    return Scenario.model_fields[block].annotation.__args__[1]


def test_the_goods_of_the_format_are_those_that_stages_take_and_give():
    named = {good for stage in STAGES for good in (stage.takes, stage.gives, stage.leaves)}
    assert set(GOODS) == named - {None}
    assert set(FORMS) < set(GOODS)


def test_every_stage_is_a_block_of_the_format_and_its_keys_stand_there():
    for stage in STAGES:
        keys = {stage.capacity, stage.yields} - {""}
        assert keys <= set(entry_of(stage.block).model_fields), stage.block
        assert bool(stage.yields) == (stage.feed is Feed.YIELD)


def test_all_that_stands_somewhere_says_where():
    for block in STANDING_BLOCKS:
        assert {"country", "region"} & set(entry_of(block).model_fields), block


def test_every_stage_that_converts_has_its_kind_of_plant_in_the_order_of_the_chain():
    assert [kind.block for kind in KINDS] == [s.block for s in STAGES if s.converts]


def test_sellers_and_buyers_of_a_good_stand_in_the_order_of_the_chain():
    assert SELLERS["concentrate"] == ("mines", "separation_plants")
    assert SELLERS["oxide"] == ("separation_plants", "recyclers", "depots")
    assert BUYERS["metal"] == ("magnet_makers", "consumers", "depots", "stockpiles")
    assert BUYERS["magnets"] == ("motor_makers", "consumers", "depots", "stockpiles")
    assert BUYERS["motors"] == ("consumers",)
    assert BUYERS["scrap"] == ("recyclers",)


def test_what_is_left_over_is_made_of_what_was_taken_in():
    assert MADE_OF["concentrate"] == (("separation_plants", "concentrate"),)
    assert MADE_OF["scrap"] == (("magnet_makers", "metal"),)
    assert MADE_OF["oxide"] == (("separation_plants", "concentrate"), ("recyclers", "scrap"))


def test_the_way_up_from_motors_ends_at_the_mines():
    assert [good for good, _ in upward()] == ["motors", "magnets", "metal", "oxide", "concentrate"]
    assert [stage.block for _, stage in upward()][-1] == "mines"


def test_a_form_comes_to_consumers_through_the_stages_that_take_it_and_what_follows():
    assert [stage.block for stage in between("oxide")] == ["metal_makers", "magnet_makers"]
    assert [stage.block for stage in between("metal")] == ["magnet_makers"]
    assert between("magnets") == []


def test_orders_run_from_the_consumers_up_each_good_past_its_depots():
    users = [("consumers", good) for good in ("oxide", "metal", "magnets", "motors")]
    assert list(TURNS) == [
        *users,
        ("motor_makers", "magnets"),
        ("depots", "magnets"),
        ("magnet_makers", "metal"),
        ("depots", "metal"),
        ("metal_makers", "oxide"),
        ("depots", "oxide"),
        ("separation_plants", "concentrate"),
    ]
    assert {orders_phase(*who).name for who in users} == {"ORDERS_CONSUMERS"}
    phases = [orders_phase(*who) for who in TURNS if who not in users]
    assert phases == sorted(set(phases))
    assert [phase.name for phase in phases[:3]] == [
        "ORDERS_MOTOR_MAKERS",
        "ORDERS_MAGNETS_DEPOTS",
        "ORDERS_MAGNET_MAKERS",
    ]


def test_who_takes_what_comes_orders_in_no_phase():
    assert orders_phase("recyclers") is None
    assert orders_phase("mines") is None
    assert not STAGE["recyclers"].orders
