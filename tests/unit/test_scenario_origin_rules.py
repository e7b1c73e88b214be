"""Rules of origin in a scenario file: what is refused, and what is said to have no effect."""

from pathlib import Path

import pytest

from sim.scenario.load import load
from tests.chain import problems

CASE = Path(__file__).parents[1] / "known_answers" / "origin_rule.yaml"
MAKERS = "east", "west", "both"
RULE = "consumers.arms.origin_rule"


def warned(*settings: str) -> dict[str, str]:
    """Give what is warned about, by path."""
    return {one.path: one.message for one in load(CASE, settings).warnings}


@pytest.mark.parametrize(
    ("rule", "path", "says"),
    [
        ("{not_from: XX}", f"{RULE}.not_from", "There is no place 'XX'"),
        ("{not_from: CN, stages: []}", f"{RULE}.stages", "at least 1 entry"),
        ("{not_from: CN, stages: [melted]}", f"{RULE}.stages.0", "'melted' is not one of"),
        ("{not_from: CN, stages: [made, made]}", f"{RULE}.stages.1", "stands here twice"),
        ("{not_from: CN, content_threshold: 2}", f"{RULE}.content_threshold", "at most 1"),
        ("{start: 2026-02-01}", f"{RULE}.not_from", "missing"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(rule, path, says):
    (problem,) = problems(CASE, [f"{RULE}={rule}"])
    assert problem.path == path
    assert says in problem.message


@pytest.mark.parametrize("apart", [True, False])
def test_batches_are_kept_apart_by_few_different_rules(apart):
    """Places and stages tell rules apart; thresholds and dates do not."""
    stages = "[mined]", "[separated]", "[reduced]", "[made]", "[mined, made]"
    keys = "region: US, sector: arms, demand_t_per_year: 1, grades: {plain: 1}, stock_days: 9"
    several = [
        f"consumers.more_{at}={{{keys}, origin_rule: {{not_from: CN, stages: {some}}}}}"
        for at, some in enumerate(stages)
    ]
    again = f"{RULE}={{not_from: CN, stages: [made], content_threshold: 0.1}}"
    lane = "lanes.arms_both.to=[arms, more_0, more_1, more_2, more_3, more_4]"
    mix = [f"magnet_makers.{name}.batches_apart={str(apart).lower()}" for name in MAKERS]
    found = [*several, again, lane, "lanes.arms_both.share=1", "lanes.arms_east.share=0", *mix]
    if not apart:
        load(CASE, found)
        return
    said = {one.path: one.message for one in problems(CASE, found) if one.level == "error"}
    assert list(said) == ["consumers.more_1.origin_rule"]
    assert "There are 5 different rules of origin" in said["consumers.more_1.origin_rule"]


def test_nothing_can_be_pushed_on_a_consumer_with_a_rule():
    """It must be able not to order."""
    push = "lanes.arms_east={share: null, push: true}"
    found = {one.path: one.message for one in problems(CASE, [f"{RULE}={{not_from: CN}}", push])}
    assert "nothing can be pushed" in found["lanes.arms_east.push"]


BOTH = ("lanes.arms_east.share=0", "lanes.arms_both.share=1")


@pytest.mark.parametrize(
    ("settings", "path", "says"),
    [
        ([f"{RULE}={{not_from: AU}}"], RULE, "Nothing that reaches arms is mined or separated"),
        ([f"{RULE}={{not_from: CN, stages: [made]}}", *BOTH], RULE, "is made in CN: it has no"),
        ([f"{RULE}={{not_from: CN, start: 2026-05-01}}"], RULE, "from 2026-05-01 on it gets"),
        ([f"{RULE}={{not_from: CN}}"], RULE, "from the first day on it gets nothing"),
        (
            [f"{RULE}={{not_from: CN, start: 2026-07-01}}"],
            f"{RULE}.start",
            "It begins on 2026-07-01, after the end of the run (2026-06-30)",
        ),
        (
            [f"{RULE}={{not_from: CN, stock: lost, start: 2025-06-01}}", *BOTH],
            f"{RULE}.stock",
            "stock has no effect",
        ),
        (
            [f"{RULE}={{not_from: CN, stock: lost}}", *BOTH],
            f"{RULE}.stock",
            "the rule began before the run (2026-01-01)",
        ),
        (
            [f"{RULE}={{not_from: CN, content_threshold: 1}}", *BOTH],
            f"{RULE}.content_threshold",
            "everything may be used",
        ),
        (
            ["magnet_makers.both.batches_apart=false"],
            "magnet_makers.both.batches_apart",
            "sells no magnets to a consumer with a rule",
        ),
        (
            [
                "depots.store={country: KR, good: metal, batches_apart: true}",
                "lanes.store={good: metal, from: metal_here, to: store, share: 1}",
                "lanes.half_here.from=store",
            ],
            "depots.store.batches_apart",
            "sells no magnets to a consumer with a rule",
        ),
        (
            ["metal_makers.metal_here.passes_rules_on=false"],
            "metal_makers.metal_here.passes_rules_on",
            "makes nothing for such magnets",
        ),
        (
            [
                f"{RULE}={{not_from: CN}}",
                "magnet_makers.both={batches_apart: false, passes_rules_on: false}",
                *BOTH,
            ],
            "magnet_makers.both.passes_rules_on",
            "both keeps no batches apart",
        ),
        (
            ["metal_makers.metal_there.first_feed_from=sep_there"],
            "metal_makers.metal_there.first_feed_from",
            "nobody asks where matter has been",
        ),
    ],
)
def test_a_rule_without_effect_and_one_that_leaves_nothing_are_told(settings, path, says):
    found = warned(*settings)
    assert found.keys() == {path}
    assert says in found[path]


def test_the_first_feed_is_of_who_sells_some():
    said = problems(CASE, ["metal_makers.metal_there.first_feed_from=sep_here"])
    assert [one.message for one in said if one.level == "error"] == [
        "No lane brings metal_there oxide from sep_here."
    ]


@pytest.mark.parametrize(
    "settings",
    [
        [f"{RULE}={{not_from: CN, start: 2026-05-01}}", *BOTH],
        [f"{RULE}={{not_from: CN, stock: lost, start: 2026-05-01}}", *BOTH],
        [f"{RULE}={{not_from: CN, stock: lost, start: 2026-01-01}}", *BOTH],
        [f"{RULE}={{not_from: CN}}", "magnet_makers.both.batches_apart=false", *BOTH],
        [f"{RULE}={{not_from: CN, start: 2026-05-01}}", f"{RULE}=null"],
        ["blocs={COVERED: [CN, RU, IR, KP]}", f"{RULE}={{not_from: COVERED}}", *BOTH],
    ],
)
def test_a_rule_that_leaves_something_is_taken_without_a_word(settings):
    assert warned(*settings) == {}
