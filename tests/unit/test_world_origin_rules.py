"""Where goods have been that consumers with and without a rule of origin use."""

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.rules.origin import allowed_part, told_apart
from sim.scenario.provenance import Origin
from sim.world.chance.chance import Chance
from sim.world.world import World, prepare

CASE = Path(__file__).parents[1] / "known_answers" / "origin_rule.yaml"
FROM_BOTH = "lanes.arms_east.share=0", "lanes.arms_both.share=1", "end=2026-12-31"
LEFT = 1e-3
"""What is left after months of a shelf that mixes with what comes."""


def used_from(place: str, *settings: str) -> list[float]:
    """Give the part of what arms and others used in the last month that was ever in a place."""
    scenario = sim.load(CASE, [*FROM_BOTH, f"measures.exposure=[{place}]", *settings])
    world = World(scenario, Chance(1, 0, 64))
    world.run(prepare(scenario))
    assert world.provenance is not None
    label = world.provenance.label(Origin(place))
    used = world.provenance.used[:, 0, :, 0]
    return (used[:, label] / used[:, 0]).tolist()


def test_what_one_under_a_rule_does_not_take_goes_to_the_others():
    """Of 2.2 t a day of one maker, half of it from the place, one of 1 t takes what is free."""
    assert used_from("CN") == pytest.approx([0.5, (1.6 + 0.6) / 4.0], abs=1e-6)
    rule = "consumers.arms.origin_rule={not_from: CN, start: 2026-03-01}"
    assert used_from("CN", rule) == pytest.approx([0.0, (1.6 + 1.1) / 4.0], abs=LEFT)


def test_the_threshold_may_have_been_there():
    """Two thirds are free of it up to a quarter: all that is wanted can be sold so."""
    rule = "consumers.arms.origin_rule={not_from: CN, content_threshold: 0.25}"
    assert used_from("CN", rule) == pytest.approx([0.25, (1.6 + 0.85) / 4.0], abs=LEFT)


def test_what_is_free_of_one_place_is_of_the_others():
    """All that was never in one country has been in the other."""
    rule = "consumers.arms.origin_rule={not_from: CN}"
    assert used_from("AU") == pytest.approx([0.5, (1.2 + 0.6) / 4.0], abs=1e-6)
    assert used_from("AU", rule) == pytest.approx([1.0, (1.2 + 0.1) / 4.0], abs=LEFT)


def test_what_no_other_takes_comes_all_the_same():
    """Nothing is lost: where all are under the rule, all get what there is."""
    sent, most = np.full((2, 1, 1), 3.0), np.zeros((2, 1, 1))
    assert told_apart(np.array([[0.4]]), sent, most) == pytest.approx(np.full((2, 1, 1), 0.4))


def test_the_element_that_is_least_free_decides():
    share = np.array([0.1, 0.6]).reshape(1, 1, 2, 1)
    assert allowed_part(share, np.array([True]), 0.0).item() == pytest.approx(0.4)
    assert allowed_part(share, np.array([False]), 0.5).item() == 0.0
    assert allowed_part(share, np.array([False]), 0.6).item() == 1.0


def test_a_trace_counts_as_none():
    """Perfect mixing never quite loses what was in a stock once."""
    share = np.array([0.0005, 0.9995]).reshape(2, 1, 1, 1)
    assert allowed_part(share, np.full(2, True), 0.0).ravel().tolist() == [1.0, 0.0]
    assert allowed_part(share, np.full(2, False), 0.0).ravel().tolist() == [1.0, 0.0]
