"""What others ask a market: prices of today, and what a tonne of a good costs."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.scenario.schema import Scenario
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.market.market import Market
from sim.world.market.price_index import index_of_consumers, index_of_mines, index_of_plants
from sim.world.market.supply_response import SupplyElasticity, SupplyResponse
from sim.world.network.layout import layouts
from sim.world.world import World
from tests.two_blocs import MARKET, world

MORE = """\
  cost_gap: 0.25
  magnet_fee_usd_per_kg: 30
  tariffs: {JP: 0.1}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    file = tmp_path_factory.mktemp("built") / "case.yaml"
    text = (world() + MARKET + MORE).replace("outside: {ndpr: 50", "outside: {ndpr: 60")
    file.write_text(text, encoding="utf-8")
    return World(sim.load(file), Chance(1, 0, 64))


@pytest.fixture(scope="module")
def market(built: World) -> Market:
    assert built.market is not None
    return built.market


def test_today_has_a_price_for_every_element_and_history(market: Market) -> None:
    assert market.elements == ["dy", "ndpr"]
    assert market.price("china").shape == (2, 64)
    assert market.price("china")[:, 0].tolist() == [200.0, 50.0]
    assert market.price("outside")[:, 5].tolist() == [200.0, 60.0]


@pytest.mark.parametrize("good", ["oxide", "metal"])
def test_a_tonne_of_element_costs_what_its_oxide_does(market: Market, good: str) -> None:
    value = market.value(good, ["ndpr", "dy"], "outside")  # type: ignore[arg-type]
    assert value.shape == (2, 64)
    np.testing.assert_allclose(value[:, 0], [60 * 1.17 * 1000, 200 * 1.15 * 1000])


def test_magnets_cost_their_elements_and_a_fee_and_more_outside(market: Market) -> None:
    content = np.array([0.3 * 1.17 * 50, 0.27 * 1.17 * 50 + 0.03 * 1.15 * 200])
    china = market.value("magnets", ["standard", "high_dy"], "china")
    np.testing.assert_allclose(china[:, 0], (content + 30) * 1000)
    outside = market.value("magnets", ["standard"], "outside")
    np.testing.assert_allclose(outside[0, 0], 1.25 * (0.3 * 1.17 * 60 + 30) * 1000)


def test_what_has_no_price_is_refused(market: Market) -> None:
    with pytest.raises(ValueError, match="concentrate has no price"):
        market.value("concentrate", ["bulk"], "china")


def test_an_index_weighs_elements_by_what_they_cost(built: World) -> None:
    """High_dy holds 0.27 t NdPr and 0.03 t Dy, standard 0.3 t NdPr; dysprosium doubles outside."""
    scenario: Scenario = built.scenario
    normal = np.array([[200.0, 50.0], [200.0, 60.0]])[..., None]
    price = normal.copy()
    price[1, 0] *= 2.0
    index = index_of_consumers(scenario).of(price, normal, 0)[:, 0]
    names = built.facilities.consumers.names
    dy = 0.4 * 0.03 * 1.15 * 200
    ndpr = (0.6 * 0.3 + 0.4 * 0.27) * 1.17 * 60
    assert index[names.index("jp_ev")] == pytest.approx((2 * dy + ndpr) / (dy + ndpr))
    assert index[names.index("cn_ev")] == 1.0
    layout = built.trades["concentrate"].layout
    mines = index_of_mines(scenario, built.context.values, layout).of(price, normal, 0)[:, 0]
    reef = (2 * 0.0095 * 200 + 0.2 * 60) / (0.0095 * 200 + 0.2 * 60)
    assert mines.tolist() == pytest.approx([1.0, reef]), "the pit sells in China"
    plants = index_of_plants(scenario, built.context.values, layout).of(price, normal, 0)[:, 0]
    kuantan = (2 * 0.0095 * 0.8 * 200 + 0.2 * 0.9 * 60) / (0.0095 * 0.8 * 200 + 0.2 * 0.9 * 60)
    assert plants.tolist() == pytest.approx([kuantan, 1.0])


@pytest.mark.parametrize(("idle", "long_run"), [(0.2, 0.9), (0.4, 0.4)])
def test_whoever_gets_twice_the_price_for_good_makes_more_by_the_long_run(
    tmp_path: Path, idle: float, long_run: float
) -> None:
    """Which holds what idle capacity gives; Chinese mines follow quotas."""
    file = tmp_path / "case.yaml"
    supply = f"  supply: {{elasticity: {idle}, long_run: {long_run}}}\n"
    file.write_text(world() + MARKET + supply, encoding="utf-8")
    scenario = sim.load(file)
    values = Values(scenario, Chance(1, 0, 64))
    index = index_of_mines(scenario, values, layouts(scenario)["concentrate"])
    names = sorted(scenario.mines)
    mines = SupplyResponse(scenario, names, index, SupplyElasticity(values), [], 64)
    normal = np.array([[200.0, 50.0], [200.0, 60.0]])[..., None]
    for week in range(2000):
        mines.review(7 * week, 2.0 * normal, normal)
    assert names == ["pit", "reef"]
    assert mines.factor[:, 0].tolist() == pytest.approx([1.0, 2.0**long_run], rel=1e-3)
