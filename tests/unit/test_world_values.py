"""A number is drawn by its path in the scenario: once, within the format's bounds."""

import numpy as np
import pytest

import sim
from sim.scenario.value import value_at
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values
from sim.world.world import World

DRAWN = "{uniform: [0.1, 0.9]}"


def values(scenario, histories: int = 64) -> Values:
    return Values(scenario, Chance(1, 0, histories))


def of(name: str, *settings: str) -> Values:
    return values(sim.load(name, settings))


def inputs(scenario) -> set[str]:
    """List the streams of all that a world draws once a history."""
    chance = Chance(1, 0, 64)
    World(scenario, chance)
    return set(chance.inputs)


def test_a_plain_number_is_itself():
    assert of("two-mines").at("consumers", "motors", "stock_days").shape == (1,)


def test_a_stream_is_named_after_the_path_of_its_value():
    settings = [
        "consumers.motors.stock_days={uniform: [10, 20]}",
        "disruptions.halt.duration_days={triangular: [60, 120, 240]}",
        "disruptions.halt.probability=0.5",
    ]
    found = inputs(sim.load("two-mines", settings))
    assert found == {
        "consumers.motors.stock_days",
        "disruptions.halt.duration_days",
        "disruptions.halt.happens",
    }


@pytest.mark.parametrize("name", ["licences-2025", "japan-ban-2026", "vault-bought-high"])
def test_every_stream_of_a_shipped_scenario_is_the_path_of_a_distribution(name):
    scenario = sim.load(name)
    for stream in inputs(scenario):
        path = tuple(stream.removesuffix(".happens").split("."))
        found = value_at(scenario, path)
        assert found.value is not None, stream
        if stream.endswith(".happens"):
            assert found.value.probability not in {0.0, 1.0}, stream
        else:
            assert hasattr(found.value, "form"), stream


def test_the_same_value_is_drawn_once_whatever_it_is_spread_over():
    """Ageing, budget and targets are the stockpile's, not of each form that it holds."""
    changes = [
        f"stockpiles.vault.ageing_per_year={DRAWN}",
        "stockpiles.vault.fill={target_days: {uniform: [30, 90]}, budget_musd: {uniform: [10, 20]}}",
    ]
    found = {name for name in inputs(sim.load("vault-bought-high", changes)) if "vault" in name}
    assert found == {
        "stockpiles.vault.ageing_per_year",
        "stockpiles.vault.fill.target_days",
        "stockpiles.vault.fill.budget_musd",
    }


def test_the_consumers_of_a_place_share_the_terms_that_are_written_for_it():
    members = f"stockpiles.vault.members={{US: {{need_share: {DRAWN}}}}}"
    scenario = sim.load("no-stockpile", [f"stockpiles.vault={VAULT}", members])
    assert {n for n in inputs(scenario) if "need_share" in n} == {
        "stockpiles.vault.members.US.need_share"
    }


VAULT = "{country: US, good: magnets, members: [US], fill_days: 60}"


def test_a_good_is_paired_with_the_same_form_among_those_held():
    fill = "fill_days: {uniform: [30, 90]}, fill: {target_days: {uniform: [90, 120]}}"
    one = "{country: US, members: [US], good: magnets, " + fill + "}"
    several = "{country: US, members: [US], holds: {magnets: {" + fill + "}}}"
    lane = "lanes.to_vault={good: magnets, from: jl_mag, to: vault, share: 1}"
    plain, held = (of("no-stockpile", f"stockpiles.vault={text}", lane) for text in (one, several))
    there = "stockpiles", "vault"
    np.testing.assert_array_equal(
        plain.at(*there, "fill", "target_days"),
        held.at(*there, "holds", "magnets", "fill", "target_days"),
    )
    np.testing.assert_array_equal(
        plain.at(*there, "fill_days"), held.at(*there, "holds", "magnets", "fill_days")
    )


def test_what_is_drawn_does_not_depend_on_what_else_is():
    alone = of("two-mines", "consumers.motors.stock_days={uniform: [10, 20]}")
    among = of(
        "two-mines",
        "consumers.motors.stock_days={uniform: [10, 20]}",
        "consumers.motors.demand_t_per_year={uniform: [300, 400]}",
    )
    for each in (alone, among):
        each.at("consumers", "motors", "stock_days")
    np.testing.assert_array_equal(
        alone.at("consumers", "motors", "stock_days"), among.at("consumers", "motors", "stock_days")
    )


def test_the_format_bounds_what_is_drawn():
    """Of two kinds of disruption with a key of the same name, the bounds of its own kind count."""
    closure = "disruptions.shut={kind: lane_closure, lanes: [magnets], start: 10, factor: {normal: [0.9, 0.07]}}"
    surge = "disruptions.surge={kind: demand_shock, consumers: [US], start: 10, factor: {normal: [0.9, 0.07]}}"
    name = next(iter(sim.load("two-mines").lanes))
    drawn = values(sim.load("two-mines", [closure.replace("magnets", name), surge]), 512)
    narrowed = drawn.at("disruptions", "shut", "factor")
    wide = drawn.at("disruptions", "surge", "factor")
    assert 0.98 < narrowed.max() < 1.0
    assert wide.max() > 1.0


def test_a_path_that_leads_nowhere_is_an_error():
    known = of("two-mines")
    with pytest.raises(KeyError, match=r"the format knows no consumers\.motors\.shelf"):
        known.at("consumers", "motors", "shelf")
    with pytest.raises(KeyError, match=r"there is no number at consumers\.nobody\.stock_days"):
        known.at("consumers", "nobody", "stock_days")
    assert known.at("consumers", "nobody", "stock_days", default=3.0).tolist() == [3.0]
