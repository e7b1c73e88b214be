"""What a list of entities cuts off, from the exporter and from third parties."""

import pytest

from tests.unit.effects import BUFFER, run
from tests.unit.test_world_origin import CHAIN

THREE = """
magnet_makers:
  source: {{stock_days: 500}}
  other: {{country: JP, stock_days: 500}}
consumers:
  arms: {{region: US, sector: arms, end_use: defence, demand_t_per_year: 365.25,
         grades: {{plain: 1}}, stock_days: 14}}
  fans: {{region: JP, sector: fans, demand_t_per_year: 365.25, grades: {{plain: 1}}, stock_days: 14}}
  home: {{region: CN, sector: home, demand_t_per_year: 365.25, grades: {{plain: 1}}, stock_days: 14}}
lanes: {{sea: {{to: [motors, arms, fans, home]}}}}
disruptions:
  halt: null
  listed: {{kind: entity_listing, exporter: CN, start: 100, duration_days: 120, {}}}
"""


@pytest.mark.parametrize(
    ("listing", "short"),
    [
        ("entities: [arms]", {"arms"}),
        ("entities: [arms, fans], goods: [magnets]", {"arms", "fans"}),
        ("entities: [motors, home]", {"motors"}),
    ],
)
def test_a_list_cuts_off_those_on_it_and_nobody_else(tmp_path, listing, short):
    """Whatever their end use; those at home buy no exports."""
    spare = "\nlanes: {air: {good: magnets, from: other, to: motors, standby: 0.0001, qualification_days: 999}}"
    outcome = run(tmp_path, "one_lane", THREE.format(listing), spare)
    names = ("motors", "arms", "fans", "home")
    lost = {name: outcome.shortfall(name) for name in names}
    assert lost == pytest.approx({n: 120 - BUFFER if n in short else 0 for n in names})


def test_a_grey_lane_names_somebody_else(tmp_path):
    side = """
lanes:
  side: {good: magnets, from: source, to: arms, standby: 1, transit_days: 35, grey: {via: VN}}
"""
    outcome = run(tmp_path, "one_lane", THREE.format("entities: [arms, motors]"), side)
    assert outcome.shortfall("arms") == 0
    assert outcome.shortfall("motors") == pytest.approx(120 - BUFFER)


LISTED = """
consumers:
  jets: {{region: US, sector: jets, demand_t_per_year: 36.525, grades: {{hot: 1}}}}
lanes:
  sea: {{to: [motors, jets]}}
disruptions:
  listed: {{kind: entity_listing, exporter: CN, entities: [jets], start: 100, duration_days: 100, {}}}
"""


@pytest.mark.parametrize(
    ("listing", "is_short"),
    [
        ("third_party: true", True),
        ("third_party: true, goods: {magnets: [dy]}", True),
        ("third_party: true, goods: {magnets: [dy]}, content_threshold: 0.029", False),
        ("third_party: true, goods: {magnets: [dy]}, content_threshold: 0.027", True),
    ],
)
def test_third_parties_may_not_sell_on_what_holds_the_exporters_material(
    tmp_path, listing, is_short
):
    """The depot in NL sells magnets with 2.8 % of Chinese dysprosium; nobody else is cut off."""
    base = tmp_path / "chain.yaml"
    base.write_text(CHAIN, encoding="utf-8")
    outcome = run(tmp_path, str(base.with_suffix("")), LISTED.format(listing))
    lost = {
        n: float(outcome.record.unmet_t[outcome.row(n), :, 0].sum()) for n in ("jets", "motors")
    }
    assert (lost["jets"] > 5) == is_short
    assert lost["motors"] < 1e-9


def test_plants_can_be_listed(tmp_path):
    """A maker abroad that may buy no metal lives on its stock."""
    base = tmp_path / "chain.yaml"
    base.write_text(CHAIN, encoding="utf-8")
    plant = """
magnet_makers: {maker: {country: DE}, idle: null}
lanes: {spare: null, metal: {to: maker}}
disruptions:
  listed: {kind: entity_listing, exporter: JP, entities: [maker], goods: [metal], start: 60}
"""
    assert run(tmp_path, str(base.with_suffix("")), plant).shortfall() > 50
    other = plant.replace("[metal]", "[magnets]").replace("maker], goods", "maker, store], goods")
    assert run(tmp_path, str(base.with_suffix("")), other.replace("JP", "DE")).shortfall() > 50
