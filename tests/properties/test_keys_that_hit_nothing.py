"""A key that can hit or make nothing is told, and the same key is not where it can."""

import pytest

from tests.properties.keys.evidence import told

LISTED = "{kind: entity_listing, exporter: CN, entities: [us_ev], third_party: true, goods: %s}"
BANNED = "{kind: export_control, exporter: CN, extraterritorial: 0.001, goods: %s}"
NO_RECIPES = "grades={standard: {recipe: null}, high_dy: {recipe: null}}"
CLOSED = "magnet_makers.spare.capacity_t_blanks_per_year=0"
HIT = {"list": LISTED, "ban": BANNED}


def findings(*settings):
    return "\n".join(told("chain", settings))


@pytest.mark.parametrize(("name", "key"), [("list", "third_party"), ("ban", "extraterritorial")])
def test_a_reach_abroad_for_material_that_nothing_there_holds(name, key):
    hit = f"disruptions.{name}={HIT[name] % '[magnets]'}"
    says = f"disruptions.{name}.{key}: {key} has no effect: what others sell of magnets holds none"
    assert says in findings(hit, NO_RECIPES)
    assert f"{name}.{key}" not in findings(hit)


@pytest.mark.parametrize("name", HIT)
def test_goods_of_which_no_element_is_hit(name):
    hit = f"disruptions.{name}={HIT[name]}"
    says = f"disruptions.{name}.goods.oxide: The list is empty: nothing of oxide is hit"
    assert says in findings(hit % "{magnets: all, oxide: []}")
    assert f"{name}.goods" not in findings(hit % "{magnets: all, oxide: [dy]}")


def test_a_plant_without_capacity_that_nobody_adds_to():
    says = "spare.capacity_t_blanks_per_year: It makes nothing: its capacity is 0, and no project"
    assert says in findings(CLOSED, "projects=null")
    assert says not in findings(CLOSED)
