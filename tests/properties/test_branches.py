"""What must hold of branches, whatever they are: neutral ones change nothing, weights are parts."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.design.design import Design
from sim.design.run_design import run_design
from sim.design.study import study_of
from sim.output.onset import reference_window
from sim.scenario.dump import dump
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.scenario.undisrupted import undisrupted
from sim.study.pool import Here
from tests.properties.test_design import alone, differing, everything

ONE_LANE = Path(__file__).resolve().parents[1] / "known_answers" / "one_lane.yaml"
SHORT = "end=2026-08-31"
RANDOM = "disruptions.halt.duration_days={uniform: [20, 60]}"
STORM = "disruptions.storm={kind: lane_closure, lanes: [sea], start: 60, duration_days: 30}"
FUTURES = "branches.november={weights: {halted: 3, lapsed: 6, none: 11}}"
HALTED = "disruptions.halt.branch=november.halted"
LAPSED = "disruptions.storm.branch=november.lapsed"


def scenario(*settings: str) -> Scenario:
    return load(ONE_LANE, [SHORT, RANDOM, STORM, *settings]).scenario


def same_but_for_the_branch(found: Scenario, plain: Scenario) -> bool:
    """Tell whether two scenarios give the same, to the bit."""
    one, other = alone(found), alone(plain)
    more = {name.partition("[")[0] for name in one.keys() - other.keys()}
    return differing(one, other) == [] and more == {"branch_taken"}


def places(found: Scenario, n: int = 64, **options: str) -> np.ndarray:
    """Give the place of the branch that each history takes."""
    (taken,) = sim.run(found, n=n, seed=1, workers=1, **options).record.branch_taken  # type: ignore[arg-type]
    return np.asarray(taken)


def test_a_branching_with_one_branch_changes_nothing():
    """Whatever its weight."""
    only = scenario("branches.november={weights: {halted: 0.3}}", HALTED)
    assert same_but_for_the_branch(only, scenario())


def test_what_has_the_weight_zero_is_as_if_its_probability_were():
    """And what has all the weight is as if there were no branches."""
    sure = scenario("branches.november={weights: {halted: 2, lapsed: 0, none: 0}}", HALTED, LAPSED)
    assert same_but_for_the_branch(sure, scenario("disruptions.storm.probability=0"))
    never = scenario("branches.november={weights: {halted: 0, none: 1}}", HALTED)
    assert same_but_for_the_branch(never, scenario("disruptions.halt.probability=0"))


def test_a_start_of_a_branching_is_as_if_each_disruption_had_it():
    """But those that say when they begin, or wait for it."""
    given = "branches.november={start: 100, weights: {halted: 1}}"
    found = scenario(given, HALTED, "disruptions.halt.start=null")
    assert found.disruptions["halt"].start == 100
    assert same_but_for_the_branch(found, scenario())
    kept = scenario(given, HALTED, "disruptions.storm.branch=november.halted")
    assert kept.disruptions["storm"].start == 60


def test_only_what_weights_are_of_their_sum_matters():
    assert np.array_equal(
        places(scenario(FUTURES, HALTED, LAPSED)),
        places(
            scenario(
                "branches.november={weights: {none: 55, halted: 15, lapsed: 30}}", HALTED, LAPSED
            )
        ),
    )


@pytest.mark.parametrize("branch", ["halted", "lapsed", "none"])
def test_a_higher_weight_takes_no_history_from_its_branch(branch):
    at = sorted(("halted", "lapsed", "none")).index(branch)
    taken = [
        places(scenario(FUTURES, HALTED, LAPSED, f"branches.november.weights.{branch}={weight}"))
        == at
        for weight in (1, 4, 20, 200)
    ]
    for fewer, more in pairwise(taken):
        assert (more >= fewer).all()
        assert more.sum() > fewer.sum()


def test_a_hypercube_takes_each_branch_as_often_as_its_weight_says():
    """To the history, where weights are whole slices of its replicates."""
    quarters = "branches.november={weights: {halted: 1, lapsed: 2, none: 1}}"
    taken = places(scenario(quarters, HALTED, LAPSED), sampling="latin")
    assert np.bincount(taken).tolist() == [16, 32, 16]


def test_points_with_other_weights_share_a_world_and_are_as_if_alone():
    """So do points without the disruptions of a branch, and without any."""
    base = scenario(FUTURES, HALTED, LAPSED)
    points = [
        base,
        scenario(FUTURES, HALTED, LAPSED, "branches.november.weights.halted=0"),
        scenario(FUTURES, HALTED, LAPSED, "branches.november.weights.halted=40"),
        base.model_copy(update={"disruptions": {"halt": base.disruptions["halt"]}}),
        scenario(FUTURES, HALTED, LAPSED, "disruptions.storm.probability=0.5"),
        undisrupted(base),
    ]
    design = Design(points, 3, base.seed, measured=True)
    assert len(study_of(design).worlds) == 1
    for point, one in zip(points, run_design(design, everything, Here()), strict=True):
        assert differing(one, alone(point)) == []


def test_a_response_in_another_branch_is_no_onset():
    """Measures count from the start of the branching there, as where nothing happens at all."""
    found = load(
        ONE_LANE.with_name("one_lane_with_reserve.yaml"),
        [
            "branches.november={start: 90, weights: {halted: 1, none: 1}}",
            HALTED,
            "disruptions.aid={kind: stockpile_order, stockpile: reserve, branch: november.none, "
            "start: 95, duration_days: 9}",
            "measures.reference=november",
        ],
    ).scenario
    result = sim.run(found, n=64, seed=1, workers=1)
    onset = reference_window(found, result.record).onset
    (taken,) = result.record.branch_taken
    assert set(onset[taken == 0]) == {100.0}
    assert set(onset[taken == 1]) == {90.0}


def test_what_is_stored_of_a_run_gives_the_same_scenario(tmp_path):
    """Though starts are written into the disruptions there."""
    found = scenario("branches.november={start: 100, weights: {halted: 1, none: 2}}", HALTED,
                     "disruptions.halt.start=null")  # fmt: skip
    file = tmp_path / "stored.yaml"
    file.write_text(dump(found), encoding="utf-8")
    assert load(file).scenario == found
