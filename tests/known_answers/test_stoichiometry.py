"""Known answer I: oxide for 10,000 t of magnets with 30 % of rare earth, by the magnet yield."""

from pathlib import Path

import pytest

import sim
from sim.study.flows import flows
from sim.world.chance.chance import Chance
from sim.world.state.state import BATCH
from sim.world.world import World, prepare

CHAIN = Path(__file__).with_name("stoichiometry.yaml")

YEARS = 4


@pytest.mark.parametrize(("magnet_yield", "oxide"), [(0.75, 4664), (0.85, 4115), (0.95, 3682)])
def test_a_year_of_magnets_needs_the_oxide_that_recipe_and_yield_say(magnet_yield, oxide):
    setting = f"magnet_makers.maker.finished_t_per_t_blank={magnet_yield}"
    scenario = sim.load(CHAIN, (setting, "measures.trade=true"))
    warm = prepare(scenario)
    world = World(scenario, Chance(1, 0, BATCH), warm.plan)
    made = flows(world, world.run(warm)).made
    assert made["magnets"]["maker"]["standard"] == pytest.approx(YEARS * 10_000)
    assert made["oxide"]["separator"]["ndpr"] == pytest.approx(YEARS * oxide, abs=YEARS / 2)
