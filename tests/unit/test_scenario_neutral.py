"""What consumers and sellers are told to do, and which changes nothing, is told with a remedy."""

from pathlib import Path

import pytest

from sim.scenario.load import load
from tests.known_answers import cases
from tests.properties.keys.case import HERE

TWO = str(Path(cases.__file__).with_name("two_makers.yaml"))
"""Of two makers, in China and Vietnam, for one consumer in the US, and a third for one in the EU."""
CHAIN = str(HERE / "worlds" / "chain.yaml")
BUYS_AT_HOME = ("lanes.from_apart.to=[pumps, kitchens]", "blocs.PACT=[JP, EU]")
KITCHENS = "consumers.kitchens={region: JP, sector: fans, demand_t_per_year: 1, grades: {plain: 1}}"

NEUTRAL = [
    (["consumers.motors.output={}"], "It says nothing of what is built"),
    (
        ["consumers.motors.output={curve: [{served: 0.5, built: 0.5}]}"],
        "curve has no effect: so much is built as is served",
    ),
    (["consumers.motors.goods_for={EU: 0}"], "It has no effect: no part of what it makes"),
    (["consumers.motors.qualification={days: 0}"], "It has no effect: with 0 days all is accepted"),
    (
        [KITCHENS, *BUYS_AT_HOME, "policy.home_first=[PACT, JP]"],
        "JP has no effect: who sells there serves PACT first",
    ),
]


@pytest.mark.parametrize(("settings", "says"), NEUTRAL)
def test_what_changes_nothing_is_told(settings, says):
    assert any(says in one.message for one in load(TWO, settings).warnings)


@pytest.mark.parametrize(
    "setting",
    [
        "consumers.motors.output={musd_per_t: 1}",
        "consumers.motors.output={curve: [{served: 0.5, built: 0.5}, {served: 0.7, built: 0.9}]}",
        "consumers.motors.goods_for={EU: 0.1}",
        "consumers.motors.qualification={days: {uniform: [0, 9]}}",
    ],
)
def test_what_may_change_something_is_not(setting):
    assert not load(TWO, [setting]).warnings


def test_a_country_before_its_bloc_is_served_first():
    found = load(TWO, [KITCHENS, *BUYS_AT_HOME, "policy.home_first=[JP, PACT]"]).warnings
    assert not any("JP has no effect" in one.message for one in found)


@pytest.mark.parametrize(
    "key", ["thrift_per_year=0.1", "emergency={after_days: 9, downshift: 0.1}"]
)
@pytest.mark.parametrize(("dy", "told"), [(0.0005, False), (0.03, False), (0.05, True)])
def test_demand_that_moves_to_more_heavies_is_told(key, dy, told):
    """The other grade holds 0.03 of them."""
    settings = [f"consumers.us_ev.{key}", f"grades.standard.recipe={{ndpr: 0.2, dy: {dy}}}"]
    found = [one.message for one in load(CHAIN, settings).warnings]
    says = "It moves demand to standard, which holds more heavies than high_dy."
    assert (says in found) == told
