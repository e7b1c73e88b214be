"""Known answers of yields by date: what is made of a tonne of feed follows straight lines."""

import datetime as dt

import numpy as np
import pytest

import sim
from sim.foresight.bound import bound_of
from sim.foresight.past import Past, run_lot
from sim.study.job import Job
from sim.world.chance.chance import Chance
from sim.world.facility.metal_maker import MetalMakers
from sim.world.facility.separation_plant import SeparationPlants
from sim.world.world import World, prepare
from tests.known_answers.test_stoichiometry import CHAIN

A_DAY = 10_000 / 365.25
"""Magnets used a day, t."""
START = dt.date(2024, 1, 1)
FALLS = "{2024-12-01: 0.9, 2025-03-01: 0.45}"
"""On a straight line of 90 days from day 335 to day 425."""


def world_of(*settings):
    scenario = sim.load(CHAIN, ("end=2025-12-31", "warm_up_days=60", *settings))
    return World(scenario, Chance(1, 0, 64)), prepare(scenario)


def falling(day):
    return 0.9 - 0.45 * np.clip((np.asarray(day) - 335) / 90, 0.0, 1.0)


def noted(monkeypatch, kind, key):
    """Note what a plant draws and starts, day by day: lists of totals, t."""
    log = {"draw": [], "start": []}
    for name in log:
        method = getattr(kind, name)

        def noting(self, amount, name=name, method=method):
            log[name].append(float(amount[0, key, 0]))
            method(self, amount)

        monkeypatch.setattr(kind, name, noting)
    return log


def test_a_yield_that_falls_to_half_halves_what_is_made_of_the_feed(monkeypatch):
    """From its date on, and on the line before; nobody goes short, as more feed is bought ahead."""
    world, warm = world_of(f"metal_makers.smelter.metal_yield={FALLS}")
    log = noted(monkeypatch, MetalMakers, 0)
    record = world.run(warm)
    drawn, made = np.array(log["draw"]), np.array(log["start"])
    np.testing.assert_allclose(made, drawn * falling(np.arange(731)), rtol=1e-12)
    assert drawn[600:].mean() == pytest.approx(2 * drawn[:200].mean(), rel=1e-9)
    assert record.unmet_t.sum() == 0


def test_a_recovery_that_falls_to_half_halves_the_oxide_of_the_ore(monkeypatch):
    world, warm = world_of(f"separation_plants.separator.recovery.ndpr={FALLS}")
    log = noted(monkeypatch, SeparationPlants, -1)
    world.run(warm)
    np.testing.assert_allclose(log["start"], log["draw"] * falling(np.arange(731)), rtol=1e-12)


def test_magnets_take_the_metal_that_each_days_yield_asks_for():
    """Ten thousand tonnes a year with 30 %, over the yield of the day on which they are started."""
    world, warm = world_of(f"magnet_makers.maker.finished_t_per_t_blank={FALLS}")
    world.run(warm)
    (maker,) = [plants for plants in world.facilities.plants if plants.block == "magnet_makers"]
    expected = sum(A_DAY * 0.3 / falling(day) for day in range(731))
    assert maker.used[0, 0, 0] == pytest.approx(expected, rel=1e-9)


def test_a_recipe_factor_follows_its_line():
    """By the mean of the line over 90 days, then by its end."""
    world, warm = world_of(
        "magnet_makers.maker.finished_t_per_t_blank=1",
        "magnet_makers.maker.recipe_factor={ndpr: {2024-12-01: 1, 2025-03-01: 0.8}}",
    )
    world.run(warm)
    (maker,) = [plants for plants in world.facilities.plants if plants.block == "magnet_makers"]
    factors = 1.0 - 0.2 * np.clip((np.arange(731) - 335) / 90, 0.0, 1.0)
    assert maker.used[0, 0, 0] == pytest.approx(A_DAY * 0.3 * factors.sum(), rel=1e-9)


def test_ore_of_another_basket_mixes_with_what_is_on_hand():
    """A plant takes q t a day from a stock of S: what is old of it goes by S / (S + q) a day."""
    step = "{2025-01-01: 0.2, 2025-01-02: 0.1}"  # day 366, and day 367
    days = 20
    world, warm = world_of(
        "separation_plants.separator.mode=push",
        "separation_plants.separator.capacity_t_reo_per_year=36525",
        f"mines.mine.basket.ndpr={step}",
        "mines.mine.stock_days=10",
        f"end={START + dt.timedelta(days=366 + days)}",
    )
    world.run(warm)
    trade = world.trades["concentrate"]
    stock, q = 10.0 * 100 + 100 - 100, 100.0
    assert trade.stock[0, 0, 0] == pytest.approx(stock)
    left = (stock / (stock + q)) ** days
    held = (0.1 + (0.2 - 0.1) * left) / 1.166
    assert trade.stock[0, 1, 0] / stock == pytest.approx(held, rel=1e-9)
    assert trade.content is not None
    assert trade.content[0, 1, 0] == pytest.approx(held, rel=1e-9)
    # What is on order is known to the element: all of it is on its way.
    np.testing.assert_allclose(trade.book.on_order, trade.transport.in_transit.total(), atol=1e-6)


def test_scrap_goes_out_by_the_days_yield():
    """A tonne of magnets leaves (1 - y) / y of its elements as scrap, half of it collected."""
    world, warm = world_of(
        f"magnet_makers.maker.finished_t_per_t_blank={FALLS}",
        "magnet_makers.maker.scrap_collected={2025-06-30: 0.5, 2025-07-01: 0}",
        "recyclers={again: {country: CN, recovery: {ndpr: 1}}}",
        "lanes.scrap={good: scrap, from: maker, to: again, push: true}",
        "lanes.back={good: oxide, from: again, to: smelter, push: true}",
    )
    world.run(warm)
    last = (dt.date(2025, 7, 1) - START).days
    sent = sum(A_DAY * 0.3 * (1 / falling(day) - 1) * 0.5 for day in range(last))
    assert world.trades["scrap"].made[0, 0, 0] == pytest.approx(sent, rel=1e-9)


def test_a_shift_of_the_dates_shifts_the_answer():
    """By four weeks, the step of the plan."""

    def used(dates):
        setting = f"metal_makers.smelter.metal_yield={{{dates[0]}: 0.9, {dates[1]}: 0.45}}"
        world, warm = world_of(setting)
        log = []
        place = world.trades["oxide"].book.place
        world.trades["oxide"].book.place = lambda rows, need: (
            log.append(float(need[0, 0, 0])),
            place(rows, need),
        )
        world.run(warm)
        return np.array(log)

    early = used(("2024-12-01", "2025-01-20"))
    late = used(("2024-12-29", "2025-02-17"))
    np.testing.assert_allclose(late[128:], early[100:-28], rtol=1e-9)
    assert not np.allclose(late, early)


def test_perfect_foresight_knows_the_yields_of_every_day():
    """With the mines shut, what is in the chain makes less where the yield falls."""
    lost = []
    for metal_yield in ("0.95", "{2026-01-02: 0.95, 2026-02-01: 0.2}"):
        settings = [
            f"metal_makers.{name}.metal_yield={metal_yield}"
            for name in sim.load("two-mines").metal_makers
        ]
        settings.append("disruptions.shut={kind: outage, facilities: [rock, clay], start: 0}")
        scenario = sim.load("two-mines", ["disruptions.halt=null", *settings])
        bound = bound_of(Past(run_lot(Job(scenario, seed=1).study(), 0), 0))
        assert bound.least_t <= bound.unmet_t + 1e-6
        lost.append(bound.least_t)
    assert lost[1] > lost[0] + 1.0
