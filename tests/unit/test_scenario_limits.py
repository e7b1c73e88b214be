"""What would exhaust the machine is refused, with the key that says it; tails are cut."""

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
        ("end=9999-12-31", "2,912,443 days; it may have 36,525"),
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


def test_the_tail_of_a_time_is_cut():
    scenario = load("two-mines", ["lanes.sea.transit_days={exponential: {mean: 1e9}}"]).scenario
    drawn = Values(scenario, Chance(1, 0, 64)).at("lanes", "sea", "transit_days")
    assert drawn.max() == 3653
