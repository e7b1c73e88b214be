"""What holds for rules of origin whatever the world."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.design.design import Design
from sim.design.run_design import run_design
from sim.scenario.undisrupted import undisrupted
from sim.study.pool import Here
from sim.world.record.record import Record
from tests.known_answers.cases import run
from tests.known_answers.test_origin_rule import buys, rule
from tests.properties.test_design import alone, differing, everything

CASE = Path(__file__).parents[1] / "known_answers" / "origin_rule.yaml"
ECHO = {"usable_part"}
"""What tells of the rule, whether or not anybody feels it."""


def assert_same(one: Record, other: Record, days: int | None = None) -> None:
    """Make sure that all that happens is the same to the bit, in the first so many days."""
    assert {*one.series} - ECHO == {*other.series} - ECHO
    for name in {*one.series} - ECHO if days is None else ("demand_t", "served_t", "on_hand_t"):
        mine, theirs = one.series[name].values, other.series[name].values
        np.testing.assert_array_equal(mine[:days], theirs[:days], err_msg=name)


@pytest.mark.parametrize(
    "told",
    [
        "{not_from: EU, start: 2026-04-11}",  # nothing was ever there
        "{not_from: CN, start: 2026-04-11, content_threshold: 0.6}",
        "{not_from: CN, stages: [made], start: 2026-04-11, stock: lost}",
        "{not_from: CN, start: 2027-06-01}",  # after the end
        "{not_from: CN, start: 2027-06-01, stock: lost}",
    ],
)
def test_a_rule_that_nobody_breaks_changes_no_bit(told):
    plain, ruled = (
        run("origin_rule", *buys(west=0.4, both=0.6), *some).record
        for some in ((), (f"consumers.arms.origin_rule={told}",))
    )
    assert_same(plain, ruled)


@pytest.mark.parametrize("stock", ["used_up", "lost"])
@pytest.mark.parametrize("days", [1, 23])
def test_a_rule_and_a_run_that_begin_later_give_the_same_later(stock, days):
    def of(later: int) -> Record:
        dates = ("2026-01-01", "2026-06-30", "2026-04-11")
        start, end, ruled = (dt.date.fromisoformat(d) + dt.timedelta(days=later) for d in dates)
        told = rule(f"stock: {stock}", start=str(ruled))
        return run("origin_rule", *buys(both=1), told, f"start={start}", f"end={end}").record

    now, then = of(0), of(days)
    assert now.unmet_t.sum() > 1.0
    for name in ("served_t", "on_hand_t", "unmet_t"):
        one, other = now.series[name].values, then.series[name].values
        np.testing.assert_allclose(other, one, rtol=1e-6, atol=1e-6, err_msg=name)


def test_what_is_yet_to_come_does_not_change_what_was():
    """Neither a later end nor a later rule is known of before it matters."""
    told = *buys(east=0.5, both=0.5), rule()
    whole, part = (run("origin_rule", *told, *more).record for more in ((), ("end=2026-05-31",)))
    days = len(part.served_t)
    assert_same(whole, part, days)
    later = run("origin_rule", *told[:-1], rule(start="2026-05-11")).record
    assert_same(whole, later, 100)
    assert (whole.served_t[100:] != later.served_t[100:]).any()


@pytest.mark.parametrize("passes", [True, False])
def test_points_of_a_sweep_over_a_rule_are_as_runs_of_their_own(passes):
    clean = "metal_makers.metal_there.capacity_t_metal_per_year=365"
    both = *buys(both=1, passes=passes), clean
    points = [
        sim.load(CASE, [*both, rule(f"content_threshold: {threshold}", start=start)])
        for threshold, start in ((0.0, "2026-04-11"), (0.2, "2026-04-11"), (0.2, "2026-03-02"))
    ]
    design = Design([*points, undisrupted(points[0])], 1, points[0].seed)
    first, *others, calm = run_design(design, everything, Here())
    for point, found in zip(points, (first, *others), strict=True):
        assert differing(found, {name: one[..., :1] for name, one in alone(point).items()}) == []
    served = {f"served_t[{name}]" for name in points[0].consumers}
    assert all(served & {*differing(first, other)} for other in others)
    assert differing(first, calm) == []  # a rule is no disruption
