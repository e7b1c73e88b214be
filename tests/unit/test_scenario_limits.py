"""What would exhaust the machine is refused, with the key that says it; tails are left out."""

import numpy as np
import pytest

from sim.scenario.errors import ScenarioError
from sim.scenario.load import load
from sim.world.chance.chance import Chance
from sim.world.chance.values import Values


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("lanes.sea.transit_days=1e300", "1e+300 must be at most 3653"),
        ("magnet_makers.maker.processing_days=1e12", "1e+12 must be at most 3653"),
        ("consumers.motors.growth_per_year=1e300", "1e+300 must be at most 10"),
        ("consumers.motors.growth_per_year={2026-01-01: 0.1, 2027-01-01: 99}", "at most 10"),
        ("warm_up_days=100000000", "3653"),
        ("end=9999-12-31", "9999-12-31 must be no later than 2200-12-31"),
        ("end=2190-12-31", "60,265 days; it may have 36,525"),
        (
            "disruptions.halt={mode: licence, licence: {refile_days: 1e300, granted: 0.5}}",
            "1e+300 must be at most 3653",
        ),
    ],
)
def test_what_is_far_too_much_is_refused(setting, says):
    with pytest.raises(ScenarioError) as refused:
        load("two-mines", [setting])
    text = str(refused.value)
    assert says in text
    assert setting.split("=")[0].split(".")[-1] in text


SEA = "lanes.sea.transit_days={}"


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        (
            SEA.format("{exponential: {mean: 1e9}}"),
            "100% of {exponential: {mean: 1e+09}} lies above",
        ),
        ("consumers.motors.stock_days={normal: [1, 10]}", "46% of {normal: [1, 10]} lies below 0"),
        ("metal_makers.smelter.metal_yield={normal: [0.99, 0.1]}", "46% of {normal: [0.99, 0.1]}"),
        ("consumers.motors.daily_variation={normal: [1, 2]}", "30.9 % of {normal: [1, 2]}"),
    ],
)
def test_a_distribution_much_of_which_is_impossible_is_refused(setting, says):
    with pytest.raises(ScenarioError) as refused:
        load("two-mines", [setting])
    assert says in str(refused.value)


def test_a_tail_that_is_left_out_is_told_and_never_drawn():
    loaded = load("two-mines", [SEA.format("{exponential: {mean: 1200}}")])
    (warning,) = (one for one in loaded.warnings if "left out" in one.message)
    assert warning.path == "lanes.sea.transit_days"
    assert "4.8 % of {exponential: {mean: 1200}} lies above 3653" in warning.message
    drawn = Values(loaded.scenario, Chance(1, 0, 640)).at("lanes", "sea", "transit_days")
    assert drawn.max() < 3653
    assert len(np.unique(drawn)) == 640
