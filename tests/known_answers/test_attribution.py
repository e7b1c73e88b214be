"""Which cause a shortfall comes from, where the answer is known.

One lane, a buffer of 14 days, 1 t a day: a halt of T days costs max(0, T - 14) days.
"""

from pathlib import Path

import pytest

from sim.attribute.attribution import Attribution
from sim.attribute.cause import causes_of
from sim.attribute.question import Question, chosen_groups
from sim.attribute.run_attribution import run_attribution
from sim.output.run_request import RunRequest
from sim.scenario.load import load
from sim.study.pool import Here

CASES = Path(__file__).parent
ROUNDED = 1e-4
"""Daily series have seven digits."""


def attributed(
    *settings: str, case: str = "one_lane", n: int = 1, with_stockpiles: bool = False
) -> Attribution:
    loaded = load(CASES / f"{case}.yaml", settings)
    causes = causes_of(loaded.scenario, with_stockpiles=with_stockpiles)
    groups = chosen_groups(loaded.scenario, ["consumer.motors"])
    return run_attribution(Question(RunRequest(loaded, n, 1), causes, groups), Here())


def days(answer: Attribution) -> tuple[float, dict[str, float], dict[str, float], list[float]]:
    """All of it, and by cause: shares, what each costs alone, and what pairs do."""
    (shares,) = answer.shares
    names = [cause.name for cause in answer.question.causes]
    run = shares.whole_run
    return (
        run(shares.total),
        dict(zip(names, map(run, shares.by_cause), strict=True)),
        dict(zip(names, map(run, shares.alone), strict=True)),
        [run(pair) for pair in shares.pairs.values()],
    )


def closure(start: int, duration: int, lane: str = "sea") -> str:
    return f"{{kind: lane_closure, lanes: [{lane}], start: {start}, duration_days: {duration}}}"


def test_of_two_halts_at_the_same_time_each_has_half():
    total, shares, alone, pairs = days(attributed(f"disruptions.storm={closure(100, 120)}"))
    assert total == pytest.approx(106, abs=ROUNDED)
    assert shares == pytest.approx({"halt": 53, "storm": 53}, abs=ROUNDED)
    assert alone == pytest.approx({"halt": 106, "storm": 106}, abs=ROUNDED)
    assert pairs == pytest.approx([-106], abs=ROUNDED)


@pytest.mark.parametrize(
    ("first", "second", "alone"), [(10, 12, (0, 0)), (20, 40, (6, 26)), (8, 30, (0, 16))]
)
def test_of_a_halt_upon_a_halt_the_buffer_is_used_up_once(first, second, alone):
    """Alone each has the buffer to itself; together they have it once."""
    total, shares, single, pairs = days(
        attributed(
            f"disruptions.halt.duration_days={first}",
            f"disruptions.storm={closure(100 + first, second)}",
        )
    )
    both = first + second - 14
    extra = both - sum(alone)
    assert total == pytest.approx(both, abs=ROUNDED)
    assert single == pytest.approx(dict(zip(["halt", "storm"], alone, strict=True)), abs=ROUNDED)
    assert pairs == pytest.approx([extra], abs=ROUNDED)
    assert shares == pytest.approx(
        {"halt": alone[0] + extra / 2, "storm": alone[1] + extra / 2}, abs=ROUNDED
    )


def test_of_two_parallel_lanes_either_alone_costs_nothing_and_both_cost_all():
    """What cannot leave on one lane leaves on the other."""
    air = "{good: magnets, from: other, to: motors, share: 0.5, transit_days: 35}"
    total, shares, alone, pairs = days(
        attributed(
            "magnet_makers.other={country: VN, stock_days: 500}",
            "lanes.sea.share=0.5",
            f"lanes.air={air}",
            f"disruptions.strike={closure(100, 120, 'air')}",
        )
    )
    assert total == pytest.approx(106, abs=ROUNDED)
    assert alone == pytest.approx({"halt": 0, "strike": 0}, abs=ROUNDED)
    assert pairs == pytest.approx([106], abs=ROUNDED)
    assert shares == pytest.approx({"halt": 53, "strike": 53}, abs=ROUNDED)


def test_a_reserve_saves_what_it_holds_and_a_halt_costs_the_rest_as_well():
    """120 days less 14 of the buffer cost 106 without the reserve of 60, and 46 with it."""
    total, shares, alone, pairs = days(
        attributed(case="one_lane_with_reserve", with_stockpiles=True)
    )
    assert total == pytest.approx(46, abs=ROUNDED)
    assert alone == pytest.approx({"halt": 106, "reserve": 0}, abs=ROUNDED)
    assert pairs == pytest.approx([-60], abs=ROUNDED)
    assert shares == pytest.approx({"halt": 76, "reserve": -30}, abs=ROUNDED)


def test_what_is_there_without_any_cause_is_nobody_s_and_a_halt_costs_what_was_served():
    """A source of nine tenths leaves a tenth of 640 days; the halt of day 600 is felt for 5 more."""
    (shares,) = attributed(
        "magnet_makers.source.capacity_t_blanks_per_year=328.725",
        "magnet_makers.source.stock_days=0",
        "warm_up_days=365",
        "disruptions.halt.start=600",
        "disruptions.halt.duration_days=30",
    ).shares
    assert shares.whole_run(shares.none) == pytest.approx(64, abs=ROUNDED)
    assert shares.whole_run(shares.by_cause[0]) == pytest.approx(5 * 0.9, abs=ROUNDED)
    assert shares.whole_run(shares.total) == pytest.approx(68.5, abs=ROUNDED)


def test_days_fall_into_the_months_in_which_they_are_lost():
    """The halt begins on 11 April; 35 days at sea and 14 in the buffer last until 29 May."""
    (shares,) = attributed().shares
    by_month = shares.by_cause[0, :, 0]
    assert by_month[:4] == pytest.approx([0] * 4, abs=ROUNDED)
    # From 30 May (day 149) to 12 September (day 254).
    assert by_month[4:9] == pytest.approx([2, 30, 31, 31, 12], abs=ROUNDED)
    assert by_month[9:] == pytest.approx([0] * 13, abs=ROUNDED)


def test_shares_sum_to_the_whole_in_every_history_and_month():
    """Of three disruptions with chance in them, one of which may not happen."""
    (shares,) = attributed(
        "disruptions.halt.duration_days={uniform: [20, 160]}",
        f"disruptions.storm={closure(150, 60)}",
        "disruptions.storm.probability=0.5",
        f"disruptions.strike={closure(240, 90)}",
        "disruptions.strike.start={uniform: [150, 260]}",
        n=24,
    ).shares
    assert shares.total.shape == (22, 24)
    whole = shares.none + shares.by_cause.sum(axis=0)
    assert whole == pytest.approx(shares.total, abs=1e-9)
    whole = shares.none + shares.alone.sum(axis=0) + sum(shares.pairs.values())
    assert whole == pytest.approx(shares.total, abs=1e-9)
    storm = shares.by_cause[1].any(axis=0)
    assert 4 < storm.sum() < 20, "it has a share only where it happens"
