"""Causes, the points that tell them apart, and the sentence."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.attribute.attribution import Shares
from sim.attribute.cause import CauseError, Present, causes_of
from sim.attribute.game import game_of
from sim.attribute.question import Question, chosen_groups
from sim.attribute.run_attribution import run_attribution
from sim.attribute.words import sentence, sums_to
from sim.cli.attribute_screen import screen
from sim.output.groups import groups_of
from sim.output.run_request import RunRequest
from sim.scenario.load import Loaded, load
from sim.study.pool import Here

CASES = Path(__file__).resolve().parents[1] / "known_answers"
CLOSURE = "{{kind: lane_closure, lanes: [sea], start: {start}, duration_days: 30}}"
FOLLOWS = "{kind: lane_closure, lanes: [sea], duration_days: 30, trigger: {after: halt, of: end}}"


def one_lane(*settings: str, case: str = "one_lane") -> Loaded:
    return load(CASES / f"{case}.yaml", settings)


def many(count: int, *settings: str) -> Loaded:
    """Closures one after the other, none of which lasts beyond the buffer of 14 days by itself."""
    closures = [
        f"disruptions.c{i:02}={{kind: lane_closure, lanes: [sea], start: {100 + 10 * i}, "
        "duration_days: 10}"
        for i in range(count - 1)
    ]
    return one_lane("disruptions.halt.start=90", "disruptions.halt.duration_days=10",
                    *closures, *settings)  # fmt: skip


def names(loaded, *together, with_stockpiles=False):
    causes = causes_of(loaded.scenario, together, with_stockpiles=with_stockpiles)
    return [cause.name for cause in causes]


# -- causes ----------------------------------------------------------------------------------------


def test_each_disruption_is_a_cause_and_stockpiles_are_if_asked_for():
    held = one_lane(case="one_lane_with_reserve")
    assert names(held) == ["halt"]
    assert names(held, with_stockpiles=True) == ["halt", "reserve"]


def test_several_count_as_one_where_the_first_of_them_stands():
    loaded = one_lane(
        f"disruptions.storm={CLOSURE.format(start=10)}",
        f"disruptions.strike={CLOSURE.format(start=20)}",
    )
    assert names(loaded, ["strike", "halt"]) == ["halt+strike", "storm"]


@pytest.mark.parametrize(
    ("together", "says"),
    [
        (["halt", "hlt"], "There is no cause 'hlt'. Did you mean 'halt'?"),
        (["halt", "reserve"], "It is a stockpile: those count with --with-stockpiles."),
        (["halt", "halt"], "'halt' is named twice; a cause counts once."),
    ],
)
def test_what_cannot_count_as_one_is_refused(together, says):
    with pytest.raises(CauseError, match="cause") as error:
        names(one_lane(case="one_lane_with_reserve"), together)
    assert says in str(error.value)


def test_without_disruptions_there_is_nothing_to_find_and_the_remedy_is_told():
    with pytest.raises(CauseError, match=r"has no disruptions.*Write some.*export-halt"):
        names(one_lane("disruptions.halt=null"))


def test_what_the_world_of_an_outlook_knows_of_is_no_cause_unless_asked_for():
    licences = (
        "{kind: export_control, exporter: CN, goods: [magnets], start: DAY, duration_days: 5}"
    )
    old, new = (licences.replace("DAY", day) for day in ("2026-01-10", "2026-03-01"))
    settings = f"disruptions.old={old}", f"disruptions.new={new}", "as_of=2026-01-31"
    ahead = one_lane(*settings, "outlook=true")
    assert names(one_lane(*settings)) == ["halt", "old", "new"]
    assert names(ahead) == ["halt", "new"]
    assert all("old" in present for present in points(ahead))
    every = causes_of(ahead.scenario, with_known=True)
    assert [cause.name for cause in every] == ["halt", "old", "new"]
    with pytest.raises(CauseError, match="a part of the world: --with-known"):
        names(ahead, ["old", "new"])


# -- points ----------------------------------------------------------------------------------------


def points(loaded, *together):
    causes = causes_of(loaded.scenario, together)
    return [set(one.disruptions) for one in game_of(loaded.scenario, causes, 32).points]


def test_every_set_is_a_point_nobody_first_and_all_last():
    found = points(one_lane(f"disruptions.storm={CLOSURE.format(start=10)}"))
    assert found == [set(), {"halt"}, {"storm"}, {"halt", "storm"}]


def test_what_follows_another_one_goes_out_with_it():
    """As if it were not set off; so what is left needs no point of its own."""
    assert points(one_lane(f"disruptions.wave={FOLLOWS}")) == [set(), {"halt"}, {"halt", "wave"}]


def test_what_follows_a_follower_goes_out_as_well():
    loaded = one_lane(
        f"disruptions.wave={FOLLOWS}", f"disruptions.echo={FOLLOWS.replace('halt', 'wave')}"
    )
    assert points(loaded) == [set(), {"halt"}, {"halt", "wave"}, {"halt", "wave", "echo"}]


def test_what_changes_a_control_goes_out_with_it():
    scenario = load("licences-2025").scenario
    causes = causes_of(scenario)
    assert {cause.name for cause in causes} >= {"april_licences", "us_freeze"}
    for one in game_of(scenario, causes, 32).points:
        changes = [scenario.disruptions[name].changes for name in one.disruptions]
        assert {change.control for change in changes if change is not None} <= one.disruptions


def test_more_than_ten_causes_count_in_all_sets_if_these_come_to_few_points():
    """Eleven, nine of which do nothing without the first."""
    scenario = load("october-cliff").scenario
    game = game_of(scenario, causes_of(scenario), 32)
    assert game.is_exact
    assert len(game.points) < 1024


def test_an_order_to_a_stockpile_goes_out_with_it_and_what_waits_for_a_halt_waits():
    loaded = one_lane(
        "stockpiles.reserve.lag_from=halt",
        "disruptions.open={kind: stockpile_order, stockpile: reserve, start: 120}",
        case="one_lane_with_reserve",
    )
    scenario = loaded.scenario
    causes = causes_of(scenario, with_stockpiles=True)
    assert [cause.name for cause in causes] == ["halt", "open", "reserve"]
    without_reserve = Present.of(scenario, causes, 0b011)
    assert without_reserve == Present(frozenset({"halt"}), frozenset())
    without_halt = Present.of(scenario, causes, 0b110)
    assert without_halt == Present(frozenset({"open"}), frozenset({"reserve"}))


def test_a_point_is_the_scenario_with_no_more_than_is_there():
    scenario = one_lane(case="one_lane_with_reserve").scenario
    causes = causes_of(scenario, with_stockpiles=True)
    assert Present.of(scenario, causes, 0b11).point(scenario) == scenario
    calm = Present.of(scenario, causes, 0b00).point(scenario)
    assert calm == scenario.model_copy(update={"disruptions": {}, "stockpiles": {}})


# -- many causes -----------------------------------------------------------------------------------


def answer_of(loaded, orders=32, n=1):
    groups = chosen_groups(loaded.scenario, ["consumer.motors"])
    question = Question(RunRequest(loaded, n, 1), causes_of(loaded.scenario), groups, orders=orders)
    return run_attribution(question, Here())


def test_of_more_than_ten_causes_orders_are_drawn_and_shares_still_sum_to_the_whole():
    """Eleven halts in a row: 110 days less 14 are short; by symmetry about 96 / 11 each."""
    loaded = many(11, "end=2026-10-31", "warm_up_days=30")
    answer = answer_of(loaded, orders=4)
    assert not answer.question.game.is_exact
    (shares,) = answer.shares
    assert shares.pairs == {}
    assert shares.whole_run(shares.total) == pytest.approx(96, abs=1e-3)
    whole = shares.none + shares.by_cause.sum(axis=0)
    assert whole == pytest.approx(shares.total, abs=1e-9)
    assert (
        sentence(answer.question, shares)
        == "motors: of 96 shortfall days what they do together 96."
    )


def test_the_error_of_drawn_orders_covers_the_exact_shares(monkeypatch):
    """Five causes both ways: exact, and by the orders that more of them would take."""
    loaded = many(5, "end=2026-08-31", "warm_up_days=30")
    (exact,) = answer_of(loaded).shares
    monkeypatch.setattr("sim.attribute.game.MOST_POINTS", 31)
    (shares,) = answer_of(loaded).shares
    assert shares.sampling_error is not None
    for own, other, error in zip(
        shares.by_cause, exact.by_cause, shares.sampling_error[:, -1], strict=True
    ):
        assert error > 0.0
        assert abs(shares.whole_run(own) - shares.whole_run(other)) < 2 * error


# -- why not ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ((f"disruptions.x={CLOSURE.format(start=300)}", "disruptions.x.probability=0"),
         "it does not begin before the run ends on 2026-12-31"),
        ((f"disruptions.x={FOLLOWS}", "disruptions.halt.duration_days=400"),
         "nothing sets it off before the run ends on 2026-12-31"),
        ((f"disruptions.x={CLOSURE.format(start=350)}",),
         "consumers hold the same without it: what it hits is not in use, is stopped anyway, or is "
         "missed by nobody before 2026-12-31"),
        (("disruptions.x={kind: lane_closure, lanes: [sea], start: 300, duration_days: 5}",),
         "stocks and other lanes make up for all of it"),
    ],
)  # fmt: skip
def test_a_cause_without_a_share_says_why(settings, why):
    assert answer_of(one_lane("end=2026-12-31", *settings)).reasons == {"x": why}


def test_a_share_that_is_too_small_to_show_is_told():
    late = f"disruptions.x={CLOSURE.format(start=350)}"
    answer = replace(answer_of(one_lane("end=2026-12-31", late)), reasons={})
    assert "x: a share, but of less than 0.05 d." in screen(answer).splitlines()


def test_a_group_that_loses_nothing_is_named_where_others_lose_some():
    answer = answer_of(one_lane("end=2026-12-31"))
    (felt,) = answer.shares
    calm = replace(
        felt,
        group=replace(felt.group, label="Calm"),
        total=0.0 * felt.total,
        none=0.0 * felt.none,
        by_cause=0.0 * felt.by_cause,
    )
    said = screen(replace(answer, shares=(felt, calm))).splitlines()
    assert said[0].split() == ["motors"]
    assert "With these causes or without, less than 0.05 d: Calm." in said


def test_a_stockpile_that_releases_nothing_says_so():
    loaded = one_lane("disruptions.halt.duration_days=10", case="one_lane_with_reserve")
    causes = causes_of(loaded.scenario, with_stockpiles=True)
    groups = chosen_groups(loaded.scenario, ())
    answer = run_attribution(Question(RunRequest(loaded, 1, 1), causes, groups), Here())
    assert answer.reasons["reserve"] == "nothing that it holds reaches consumers"


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "parts", "digits", "shown"),
    [
        (97.4, [0.0, 88.45, 2.5, 6.45], 0, [0, 88, 3, 6]),
        (10.0, [3.333, 3.333, 3.333], 0, [4, 3, 3]),
        (40.2, [100.4, -60.2], 0, [100, -60]),
        (0.3, [0.14, 0.16], 1, [0.1, 0.2]),
        (5.0, [5.0, 0.0], 1, [5.0, 0.0]),
    ],
)
def test_what_is_shown_sums_to_what_is_shown(total, parts, digits, shown):
    found = sums_to(total, parts, digits)
    assert found == shown
    assert sum(found) == pytest.approx(round(total, digits))


def told(none, alone, pairs, loaded=None):
    """What is said of one history of one month."""
    loaded = loaded or one_lane(f"disruptions.storm={CLOSURE.format(start=10)}")
    causes = causes_of(loaded.scenario, with_stockpiles=True)
    group = groups_of(loaded.scenario, ("motors",))[0]
    question = Question(RunRequest(loaded, 1, 1), causes, (group,))
    month = np.ones((1, 1))
    halves = {0: 0.0, 1: 0.0}
    for pair, value in pairs.items():
        for cause in pair:
            halves[cause] += value / 2
    shares = Shares(
        group=group,
        total=(none + sum(alone) + sum(pairs.values())) * month,
        none=none * month,
        by_cause=np.stack([(own + halves[i]) * month for i, own in enumerate(alone)]),
        alone=np.stack([own * month for own in alone]),
        pairs={pair: value * month for pair, value in pairs.items()},
        sampling_error=None,
    )
    return sentence(question, shares)


def test_the_sentence_says_what_each_costs_alone_and_the_two_together():
    assert told(0.0, [88.0, 3.0], {(0, 1): 6.0}) == (
        "motors: of 97 shortfall days halt alone 88, storm alone 3, the two together 6."
    )


def test_what_both_cost_counts_once_and_what_is_there_anyway_comes_first():
    assert told(5.0, [20.0, 10.0], {(0, 1): -8.0}) == (
        "motors: of 27 shortfall days none of these 5, halt alone 20, storm alone 10, "
        "less 8 that the two both cost."
    )


def test_what_is_there_anyway_is_rounded_as_in_the_table():
    """Others take what rounding leaves, so that all sum to what is shown."""
    assert told(1.348, [1.142, 0.0], {(0, 1): 0.441}) == (
        "motors: of 2.9 shortfall days none of these 1.3, halt alone 1.2, the two together 0.4."
    )


def test_a_stockpile_saves_of_what_a_halt_costs():
    held = one_lane(case="one_lane_with_reserve")
    assert told(0.0, [106.0, 0.0], {(0, 1): -60.0}, held) == (
        "motors: of 46 shortfall days halt alone 106, less 60 that reserve saves of halt."
    )


def test_where_nobody_goes_short_that_is_said():
    assert told(0.0, [0.0, 0.0], {(0, 1): 0.0}) == (
        "motors: no shortfall days, with these causes or without."
    )


def test_groups_of_the_same_consumers_are_told_once():
    scenario = one_lane().scenario
    assert [group.kind for group in chosen_groups(scenario, ())] == ["region"]
