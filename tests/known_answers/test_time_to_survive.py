"""Known answer: the model of time to survive (Simchi-Levi, Schmidt, Wei et al. 2015, Interfaces 45).

A node that takes T days to recover costs its customers max(0, T - S) days, where S is what is held
after it, in days of use; what is on its way puts that off and saves nothing.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.output.run_request import RunRequest
from sim.scenario.load import load
from sim.stress.findings import Findings
from sim.stress.pair import worst_pairs
from sim.stress.plan import Asked, stress_test
from sim.stress.reason import reason
from sim.stress.run_stress import run_stress
from sim.stress.words import sentences
from sim.study.pool import Here

CASE = Path(__file__).with_name("two_makers.yaml")
DAYS = (20, 60)
MOTORS = 1 / 1.01
"""Share of the motors in all demand; the rest are the pumps."""


@cache
def found() -> Findings:
    asked = Asked(days=DAYS, kinds=("facility", "country", "stage"), pairs=3)
    return run_stress(stress_test(RunRequest(load(CASE), 1, 1), asked), Here())


def node(name):
    return next(one for one in found().test.nodes if one.name == name)


def group(name):
    return next(one for one in found().test.groups if one.name == name)


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize(
    ("out", "consumer", "held"),
    [
        ("apart", "pumps", 20 + 10),  # the maker sells what it holds
        ("JP", "pumps", 10),  # nothing leaves a country, its stocks neither
        ("magnet_makers", "pumps", 20 + 10),
        ("magnet_makers", "motors", 14),
    ],
)
def test_an_outage_costs_its_length_less_what_is_held(days, out, consumer, held):
    lost = found().lost(node(out), days, group(consumer))
    assert lost == pytest.approx(max(0, days - held), abs=1e-3)


@pytest.mark.parametrize(
    ("out", "consumer", "days"),
    [
        ("apart", "pumps", 20 + 7 + 10),
        ("JP", "pumps", 7 + 10),
        ("magnet_makers", "motors", 35 + 14),
    ],
)
def test_consumers_survive_on_what_is_held_and_on_its_way(out, consumer, days):
    assert found().survives(node(out), group(consumer)) == days


def test_they_are_served_again_when_the_first_goods_arrive():
    assert found().recovers(node("JP"), 60, group("pumps")) == 7
    assert found().recovers(node("magnet_makers"), 60, group("motors")) == 35
    assert np.isnan(found().recovers(node("apart"), 20, group("pumps")))  # from nothing


@pytest.mark.parametrize("out", ["east", "west", "CN", "VN"])
def test_one_of_two_nodes_in_parallel_with_slack_costs_nothing(out):
    for days in DAYS:
        assert found().is_nothing(node(out), days, group("all"))
        assert reason(found(), node(out), days, group("motors")) == "others make up for it"


def test_both_in_parallel_cost_what_neither_costs_by_itself():
    pairs = {(pair.one.name, pair.other.name): pair for pair in worst_pairs(found())}
    both = pairs["east", "west"]
    assert both.lost == pytest.approx((60 - 14) * MOTORS, abs=1e-3)
    assert both.beyond == pytest.approx(both.lost)
    assert pairs["apart", "east"].beyond == pytest.approx(0, abs=1e-6)
    assert (
        "east and west make up for each other: out together for 60 days they cost All consumers "
        "45.5 days, 45.5 more than the two by themselves."
    ) in sentences(found(), worst_pairs(found()))


def test_a_zero_says_why():
    out = node("apart")
    assert reason(found(), out, 20, group("pumps")) == "what is held and on its way lasts 37 days"
    assert reason(found(), out, 20, group("all")) == "what is held and on its way lasts 37 days"
    assert reason(found(), out, 20, group("motors")) == "it is not on the way to them"
    assert reason(found(), out, 60, group("pumps")) == ""


def test_a_small_node_with_a_large_loss_is_named():
    """A hundredth of all magnets, and all that the pumps get."""
    assert sentences(found())[0] == (
        "Small with a large loss: apart makes or carries 0.99 % of its good, yet 60 days without "
        "it cost pumps 30.0 days (All consumers: 0.3), number 1 of 3 facilities by the "
        "loss of whoever is hit most."
    )
