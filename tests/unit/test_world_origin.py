"""Whose material is in whose goods, worked out by hand, and what a control abroad hits."""

import numpy as np
import pytest

from sim.scenario.load import load
from sim.scenario.network import Network
from sim.world.chance.chance import Chance
from sim.world.control.lanes_hit import lanes_hit
from sim.world.network.origin import exporters_material
from sim.world.world import World
from tests.unit.effects import run

CHAIN = """\
schema: 1
name: chain
start: 2026-01-01
end: 2026-12-31
policy: {review_days: 1}
elements:
  ndpr: {oxide_t_per_t_element: 1.17}
  dy: {oxide_t_per_t_element: 1.15, heavy: true}
grades:
  standard: {recipe: {ndpr: 0.3}}
  hot: {recipe: {ndpr: 0.25, dy: 0.04}}
mines:
  cn_pit: {country: CN, basket: {ndpr: 0.2, dy: 0.04}, stock_days: 500}
  au_pit: {country: AU, basket: {ndpr: 0.2, dy: 0.02}, stock_days: 500}
separation_plants:
  cn_plant: {country: CN, recovery: {ndpr: 1, dy: 1}}
  my_plant: {country: MY, recovery: {ndpr: 1, dy: 1}}
metal_makers:
  smelter: {country: JP, metal_yield: 1}
magnet_makers:
  maker: {country: JP}
  idle: {country: DE}
depots:
  store: {country: NL, good: magnets}
consumers:
  motors:
    region: US
    sector: motors
    demand_t_per_year: 365.25
    grades: {standard: 0.5, hot: 0.5}
lanes:
  ore: {good: concentrate, from: {cn_pit: 0.25, au_pit: 0.75}, to: my_plant, share: 1}
  own: {good: concentrate, from: au_pit, to: cn_plant, share: 1}
  oxide: {good: oxide, from: [cn_plant, my_plant], to: smelter, share: 1}
  metal: {good: metal, from: smelter, to: [maker, idle], share: 1}
  stored: {good: magnets, from: maker, to: store, share: 1}
  sea: {good: magnets, from: store, to: motors, share: 1}
  spare: {good: magnets, from: idle, to: motors, standby: 1}
"""
"""A quarter of one plant's ore, and all of what the other makes, is Chinese."""

NDPR, DY = 1, 0
"""Elements stand by their names."""


def content(tmp_path, more="", exporter="CN"):
    """Give the exporter's content by good and seller, ``[item, element]``."""
    file = tmp_path / "chain.yaml"
    file.write_text(CHAIN, encoding="utf-8")
    if more:
        file = tmp_path / "more.yaml"
        file.write_text(
            f"schema: 1\nextends: {tmp_path / 'chain.yaml'}\nname: more\n{more}", encoding="utf-8"
        )
    scenario = load(file).scenario
    context = World(scenario, Chance(1, 0, 64)).context
    found = exporters_material(context, exporter, np.array([100.0]))
    return {
        good: dict(zip(context.layouts[good].sellers, one.content[..., 0], strict=True))
        for good, one in found.items()
    }, context


FROM_MY = {"ndpr": 0.25, "dy": 0.25 * 0.04 / (0.25 * 0.04 + 0.75 * 0.02)}
"""Of each element that the plant in MY separates, the share of the pit in CN."""
IN_METAL = {e: 0.5 * 1 + 0.5 * share for e, share in FROM_MY.items()}


def test_shares_follow_the_planned_flows_down_the_chain(tmp_path):
    found, _ = content(tmp_path)
    ore = found["concentrate"]
    np.testing.assert_allclose(ore["cn_pit"], [[0.04 / 1.15, 0.2 / 1.17]])
    assert not ore["au_pit"].any()
    oxide = found["oxide"]
    np.testing.assert_allclose(oxide["cn_plant"], np.eye(2))
    np.testing.assert_allclose(oxide["my_plant"], np.diag([FROM_MY["dy"], FROM_MY["ndpr"]]))
    metal = found["metal"]["smelter"]
    np.testing.assert_allclose(metal, np.diag([IN_METAL["dy"], IN_METAL["ndpr"]]))
    magnets = [[0, 0.3 * IN_METAL["ndpr"]], [0.04 * IN_METAL["dy"], 0.25 * IN_METAL["ndpr"]]]
    # The depot sells what it buys; nobody plans to buy of the idle maker, but its metal is known.
    for seller in ("maker", "store", "idle"):
        np.testing.assert_allclose(found["magnets"][seller], magnets)


def test_an_ore_holds_nothing_of_what_its_basket_does_not_name(tmp_path):
    found, _ = content(tmp_path, "mines: {cn_pit: {basket: {dy: null}}}")
    np.testing.assert_allclose(found["concentrate"]["cn_pit"], [[0, 0.2 / 1.17]])
    np.testing.assert_allclose(found["oxide"]["my_plant"], np.diag([0, FROM_MY["ndpr"]]))


def test_goods_do_not_become_the_exporters_in_a_depot(tmp_path):
    found, _ = content(tmp_path, "depots: {store: {country: CN}}")
    np.testing.assert_allclose(found["magnets"]["store"], found["magnets"]["maker"])
    assert found["magnets"]["store"].max() < 0.2


def test_another_country_has_only_what_it_mines(tmp_path):
    """Separation in CN and MY makes nothing Australian of Chinese ore, but keeps what there is."""
    found, _ = content(tmp_path, exporter="AU")
    shares = {"ndpr": 0.75, "dy": 1 - FROM_MY["dy"]}
    np.testing.assert_allclose(found["oxide"]["my_plant"], np.diag([shares["dy"], shares["ndpr"]]))
    np.testing.assert_allclose(found["oxide"]["cn_plant"], np.eye(2))


@pytest.mark.parametrize("ground", [0.25, 0.5])
def test_a_loop_of_scrap_settles(tmp_path, ground):
    """Recycled metal is as Chinese as the metal it comes from; recycled in CN it is all so."""
    loop = """
magnet_makers: {{maker: {{finished_t_per_t_blank: {finished}, in_house_return: 0, scrap_collected: 1}}}}
recyclers: {{recycler: {{country: {country}, recovery: {{ndpr: 1, dy: 1}}}}}}
lanes:
  scrap: {{good: scrap, from: maker, to: recycler, push: true}}
  back: {{good: oxide, from: recycler, to: smelter, push: true}}
"""
    found, context = content(tmp_path, loop.format(country="JP", finished=1 - ground))
    wanted = np.diag([IN_METAL["dy"], IN_METAL["ndpr"]])
    for good, seller in (("scrap", "maker"), ("oxide", "recycler"), ("metal", "smelter")):
        np.testing.assert_allclose(found[good][seller], wanted)
    layout = context.layouts["oxide"]
    flow = context.plan.at("oxide", "lane", 0)[..., 0]
    back = [route.seller == "recycler" for route in layout.routes]
    part = flow[back].sum(axis=0) / flow.sum(axis=0)
    np.testing.assert_allclose(part, ground)  # so much of the blanks is ground away
    found, _ = content(tmp_path, loop.format(country="CN", finished=1 - ground))
    np.testing.assert_allclose(
        found["metal"]["smelter"], (1 - ground) * wanted + ground * np.eye(2)
    )


def test_heavies_passed_on_hold_the_ores_of_both_pits(tmp_path):
    """The plant in MY keeps its dysprosium for another in JP."""
    residue = """
separation_plants:
  my_plant: {recovery: {dy: null}, residue: {dy: 1}}
  jp_plant: {country: JP, recovery: {dy: 1, ndpr: 1}}
lanes:
  heavies: {good: concentrate, from: my_plant, to: jp_plant, push: true}
  oxide: {from: cn_plant}
  jp: {good: oxide, from: jp_plant, to: smelter, standby: 1}
"""
    found, _ = content(tmp_path, residue)
    share = FROM_MY["dy"]
    np.testing.assert_allclose(found["concentrate"]["my_plant"], [[share / 1.15, 0]])
    np.testing.assert_allclose(found["oxide"]["jp_plant"], np.diag([share, 0]))


def hit(tmp_path, control, good="magnets"):
    """List the seller and item of all lanes that a control hits."""
    more = f"disruptions: {{halt: {{kind: export_control, exporter: CN, {control}}}}}"
    _, context = content(tmp_path, more)
    layout, (halt,) = context.layouts[good], context.timings
    masks = lanes_hit(Network(context.scenario), halt, context).parts
    mask = masks.get(good, np.zeros((0, 0, 1)))[..., 0]
    return {(layout.routes[lane].seller, layout.items[item]) for lane, item in np.argwhere(mask)}


DY_CONTENT = 0.04 * IN_METAL["dy"]


@pytest.mark.parametrize(
    ("control", "sellers", "items"),
    [
        ("goods: {magnets: [dy]}, extraterritorial: 0.001", "maker store idle", "hot"),
        (f"goods: {{magnets: [dy]}}, extraterritorial: {DY_CONTENT - 1e-9}", "maker store idle", "hot"),
        ("goods: [magnets], extraterritorial: 0.186", "maker store idle", "standard"),
        ("goods: [magnets], extraterritorial: 0.18", "maker store idle", "hot standard"),
        ("goods: [magnets], extraterritorial: 0.001, destinations: [US]", "store idle", "hot standard"),
    ],
)  # fmt: skip
def test_a_control_abroad_hits_what_holds_enough(tmp_path, control, sellers, items):
    wanted = {(seller, item) for seller in sellers.split() for item in items.split()}
    assert hit(tmp_path, control) == wanted


@pytest.mark.parametrize(
    "control",
    ["goods: [magnets, oxide]", f"goods: {{magnets: [dy], oxide: [dy]}}, extraterritorial: {DY_CONTENT + 1e-9}"],
)  # fmt: skip
def test_other_countries_magnets_are_free_without_the_rule_or_below_it(tmp_path, control):
    assert hit(tmp_path, control) == set()


def test_goods_that_come_home_to_the_exporter_are_never_hit(tmp_path):
    home = "goods: [concentrate], extraterritorial: 0"
    assert hit(tmp_path, home, "concentrate") == {("cn_pit", "bulk")}


def test_a_halt_abroad_leaves_consumers_without_what_it_covers(tmp_path):
    base = tmp_path / "chain.yaml"
    base.write_text(CHAIN, encoding="utf-8")
    halt = """
disruptions:
  halt: {kind: export_control, exporter: CN, goods: {magnets: [dy]}, extraterritorial: RULE,
         start: 100, duration_days: 100}
"""
    lost = {}
    for rule in ("0.001", "0.03"):
        outcome = run(tmp_path, str(base.with_suffix("")), halt.replace("RULE", rule))
        lost[rule] = dict(zip(outcome.record.grades, outcome.record.unmet_t[0, :, 0], strict=True))
    assert lost["0.001"]["hot"] > 30
    assert lost["0.001"]["standard"] == lost["0.03"]["hot"] == lost["0.03"]["standard"] == 0
