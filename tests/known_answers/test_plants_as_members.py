"""Known answers: a plant that is a member of a stockpile of what it takes in.

It plans every few days and draws the feed of all of them at once, so that it lacks nothing beside a
full stockpile only if it gets the use of all these days in between, whatever the rhythm.
"""

import pytest

from tests.known_answers.cases import run, shortage

FULL = "fill_days: 4000"
MOTORS = "motor_stage", "country: MX, members: [plant]", "motor_makers.plant"
MAGNETS = "push_plant", "country: US, good: metal, members: [maker]", "magnet_makers.maker"
SHUT = "disruptions.halt={kind: lane_closure, lanes: [metal], start: 100}"
ORE = "separation_plants.plant"
STEADY_FEED = {
    "motor_stage": (),
    "push_plant": (
        *(f"{ORE}.{key}=null" for key in ("mode", "surplus_above_days", "capacity_t_reo_per_year")),
        f"{ORE}.feed_days=10",
        "metal_makers.smelter.feed_days=10",
    ),
}

of_each_stage = pytest.mark.parametrize("stage", [MOTORS, MAGNETS])
at_each_rhythm = pytest.mark.parametrize("review", [1, 7, 10])


def beside(stage, review, fill, *settings):
    """Run a plant beside a stockpile of what it takes in."""
    case, pile, _ = stage
    rhythm = f"policy.review_days={review}"
    pile = f"stockpiles.pile={{{pile}, {fill}}}"
    return run(case, pile, rhythm, *STEADY_FEED[case], *settings)


@of_each_stage
@at_each_rhythm
def test_beside_a_full_stockpile_it_lacks_nothing_without_its_feed(stage, review):
    shut = () if stage is MOTORS else (SHUT,)
    assert shortage(beside(stage, review, FULL, *shut)).short_days == 0
    assert shortage(beside(stage, review, "fill_days: 0", *shut)).short_days > 50


@of_each_stage
@at_each_rhythm
def test_it_draws_nothing_while_its_feed_comes(stage, review):
    """Also when it never has more than a day's feed left after it has made something."""
    calm = beside(stage, review, FULL, "disruptions=null", f"{stage[2]}.feed_days=1")
    assert calm.record.released_t.sum() == pytest.approx(0.0, abs=1e-6)


@at_each_rhythm
def test_a_policy_in_full_lifts_it_by_the_same_rule(review):
    policy = "release: {trigger: {control: halt}, lift_to_days: 1}"
    assert shortage(beside(MOTORS, review, f"{FULL}, {policy}")).short_days == 0
