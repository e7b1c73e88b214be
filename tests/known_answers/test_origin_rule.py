"""A consumer that must not use what was in a place: when it goes short, and how much it gets."""

import numpy as np
import pytest

from sim.measures import fill_rate
from tests.known_answers.cases import SHORT_BELOW, run

DAY = 100
"""First day of the rule."""
SHELF, SEA = 14, 10
"""Days of use on the shelf, and on the way."""


def rule(*keys: str, start: str = "2026-04-11") -> str:
    """Write the rule of the consumer."""
    return f"consumers.arms.origin_rule={{{', '.join(['not_from: CN', f'start: {start}', *keys])}}}"


def buys(
    east: float = 0.0, west: float = 0.0, both: float = 0.0, *, passes: bool = False
) -> tuple[str, ...]:
    """Set from whom it buys; of what the one in the middle makes it then buys all.

    That one buys its metal as ever, unless it passes the rule on.
    """
    shares = {"east": east, "west": west, "both": both}
    return (
        *(f"lanes.arms_{name}.share={share}" for name, share in shares.items()),
        "lanes.others.from={east: 0.4, west: 0.6, both: null}",
        f"magnet_makers.both.passes_rules_on={str(passes).lower()}",
    )


def short_from(*settings: str) -> tuple[int | None, float]:
    """Give the first day on which it is short, and what it lacks on the last day."""
    record = run("origin_rule", *settings).record
    short = 1.0 - fill_rate(record.demand_t, record.served_t)[:, 0, 0]
    days = np.flatnonzero(short > 1.0 - SHORT_BELOW)
    assert record.served_t[:, 1].min() == pytest.approx(4.0)  # others have no rule
    return (int(days[0]) if days.size else None), pytest.approx(float(short[-1]), abs=1e-6)


def test_without_a_source_the_shelf_is_used_up():
    """What is ordered up to the day before arrives, and is used."""
    assert short_from(*buys(east=1), rule()) == (DAY + SEA + SHELF, 1.0)


@pytest.mark.parametrize(
    "level", ["stock_days=14", f"order_up_to_t={SHELF + SEA}"], ids=["by days", "by level"]
)
def test_a_stock_that_is_lost_ends_on_the_day(level):
    """Nobody orders what would not be used by then, so that nothing is left to be lost."""
    held = f"consumers.arms.{level}"
    assert short_from(*buys(east=1), held, rule("stock: lost")) == (DAY, 1.0)
    of = short_from(*buys(east=0.5, both=0.5), held, rule("stock: lost"))
    assert of == short_from(*buys(east=0.5, both=0.5), rule("stock: lost"))


def test_a_shelf_beyond_what_can_be_used_by_the_day_is_lost():
    """The rule comes within the first days, before the shelf of the first day can be used."""
    soon = rule("stock: lost", start="2026-01-06")
    assert short_from(*buys(east=1), soon) == (5, 1.0)


def test_who_has_another_source_orders_from_it():
    assert short_from(*buys(east=0.5, west=0.5), rule()) == (None, 0.0)
    assert short_from(*buys(east=0.5, west=0.5), rule("stock: lost")) == (None, 0.0)


@pytest.mark.parametrize(
    ("stock", "first"),
    [
        # Half of the use comes in, so that the shelf lasts twice as long.
        ("used_up", DAY + SEA + 2 * SHELF),
        # Nothing is ordered that would be lost: half of the use comes in so much earlier.
        ("lost", DAY - SHELF + 2 * SHELF),
    ],
)
def test_a_maker_that_keeps_batches_apart_sells_its_free_part(stock, first):
    """Half of its metal is from the place, so it gives half of the use for ever."""
    assert short_from(*buys(both=1), rule(f"stock: {stock}")) == (first, 0.5)


def test_the_threshold_is_blended_in():
    """Half of the output is free: with a quarter from the place in them, two thirds can be sold."""
    first = DAY + SEA + 3 * SHELF
    assert short_from(*buys(both=1), rule("content_threshold: 0.25")) == (first, 1 / 3)
    assert short_from(*buys(both=1), rule("content_threshold: 0.5")) == (None, 0.0)


@pytest.mark.parametrize(("threshold", "lacks"), [(0.49, 1.0), (0.51, 0.0)])
def test_of_a_mixture_all_may_be_sold_or_nothing(threshold, lacks):
    mixes = "magnet_makers.both.batches_apart=false"
    told = rule(f"content_threshold: {threshold}")
    first = DAY + SEA + SHELF if lacks else None
    assert short_from(*buys(both=1), mixes, told) == (first, lacks)


@pytest.mark.parametrize(
    ("stages", "lacks"),
    [("[made]", 0.0), ("[reduced]", 0.5), ("[separated, made]", 0.5), ("[mined]", 0.5)],
)
def test_a_rule_counts_the_stages_that_it_names(stages, lacks):
    """The maker stands elsewhere; half of its metal was mined, separated and reduced there."""
    assert short_from(*buys(both=1), rule(f"stages: {stages}"))[1] == lacks


def test_what_passed_another_stage_there_goes_with_what_is_told_apart():
    """One must not use what was reduced there, of a maker whose metal is half from there.

    Of the metal reduced there three quarters were mined there, of the other metal two fifths. One
    tonne of what the maker sells goes to the one under the rule, 1.2 t to the others, with 1.6 t
    from a maker that stands there and 1.2 t from one elsewhere.
    """
    record = run(
        "origin_rule",
        *buys(both=1),
        "lanes.others.from={east: 0.4, west: 0.3, both: 0.3}",
        "consumers.arms.origin_rule={not_from: CN, stages: [reduced]}",
        "lanes.oxide_here.share=0.75",
        "lanes.more_here={good: oxide, from: sep_there, to: metal_here, share: 0.25}",
        "lanes.oxide_there.share=0.6",
        "lanes.more_there={good: oxide, from: sep_here, to: metal_there, share: 0.4}",
        "measures.exposure=[CN]",
        "end=2026-12-31",
    ).record
    part = record.exposure_t[-1, :, :, 0, 0] / record.used_content_t[-1, :, 0, 0]
    found = dict(zip(record.exposures, part, strict=True))
    told_apart, other = 1.1, 0.1  # of the 1.2 t that the others get
    mined = (0.75 * (1.6 + told_apart) + 0.4 * (1.2 + other)) / 4
    ever = (1.6 + told_apart + 0.4 * (1.2 + other)) / 4
    for name, known in {
        "reduced": [0.0, (1.6 + told_apart) / 4],
        "mined": [0.4, mined],
        "separated": [0.4, mined],
        "made": [0.0, 1.6 / 4],
        "any": [0.4, ever],
    }.items():
        np.testing.assert_allclose(found[f"CN.{name}"], known, atol=1e-3, err_msg=name)


@pytest.mark.parametrize("other", ["null", "{not_from: AU, content_threshold: 0.45}"])
def test_a_rule_of_others_that_does_not_bind_takes_nothing_from_who_has_one(other):
    """All buy of one maker, whose metal is half from CN, half from AU: 2.5 t of each in 5 t a day.

    One tonne from AU goes to the one that must use nothing of CN, so that of the 4 t of the others
    1.5 t is from AU, of which they might hold 1.8 t.
    """
    record = run(
        "origin_rule",
        *buys(both=1),
        rule(start="2026-01-01"),
        "lanes.others.from={east: null, west: null, both: 1}",
        f"consumers.others.origin_rule={other}",
        "measures.exposure=[CN, AU]",
        "end=2026-12-31",
    ).record
    part = record.exposure_t[-1, :, :, 0, 0] / record.used_content_t[-1, :, 0, 0]
    found = dict(zip(record.exposures, part, strict=True))
    np.testing.assert_allclose(found["CN.any"], [0.0, 2.5 / 4], atol=1e-3)
    np.testing.assert_allclose(found["AU.mined"], [1.0, 1.5 / 4], atol=1e-3)


@pytest.mark.parametrize(
    ("start", "used_of_it"),
    [
        ("2026-04-11", [15.5, 14.0, (SHELF + SEA) / 2, 0.0, 0.0, 0.0]),
        ("2026-01-06", [5.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        ("2026-01-01", [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    ],
)
def test_what_is_lost_is_what_was_in_the_place(start, used_of_it):
    """Half of what lies on the shelf and at sea was there.

    It is used first as soon as nothing of it is ordered, from 18 March in the first case. In the
    others none was ordered, and five days of use come before the day, or none: the rest is lost.
    """
    others = "lanes.arms_east.share=0", "lanes.arms_both.share=1"
    told = rule("stock: lost", start=start)
    record = run("origin_rule", *others, told, "measures.exposure=[CN]").record
    used = record.exposure_t[:, record.exposures.index("CN.any"), 0, 0, 0] / 0.5
    np.testing.assert_allclose(used, used_of_it, atol=1e-5)


def test_those_under_a_rule_share_what_is_free_by_priority():
    """A maker whose output is half free, for one of 1 t a day and another of 1 t a day."""
    second = (
        "consumers.navy={region: US, sector: navy, demand_t_per_year: 365.25, grades: {plain: 1},"
        " stock_days: 14, unmet: lost, priority: %d,"
        " origin_rule: {not_from: CN, start: 2026-04-11}}"
    )
    lane = "lanes.arms_both.to=[arms, navy]"
    for priority, lacks in ((2, [0.0, 1.0]), (1, [0.5, 0.5]), (0, [1.0, 0.0])):
        told = *buys(both=1), rule(), second % priority, lane
        record = run("origin_rule", *told).record
        short = 1.0 - fill_rate(record.demand_t, record.served_t)[-1, :, 0]
        assert short[:2] == pytest.approx(lacks, abs=1e-6)


def test_stand_by_lanes_are_qualified_when_the_rule_begins():
    """All know of it long before."""
    spare = "lanes.arms_west={share: null, standby: 1, qualification_days: 300}"
    assert short_from(*buys(east=1), spare, rule()) == (None, 0.0)
