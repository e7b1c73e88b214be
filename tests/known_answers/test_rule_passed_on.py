"""A maker that orders its metal by the rule of origin of those it sells to.

It sells 1 t a day to the one under the rule, of half a tonne of metal, and more to others who have no
rule. As ever it would buy half of its metal in the place, and half elsewhere.
"""

import numpy as np
import pytest

from sim.measures import fill_rate
from tests.known_answers.cases import run
from tests.known_answers.test_origin_rule import buys, rule
from tests.properties.test_origin_rules import assert_same

OTHERS = {
    0.0: "{east: 1, west: null, both: null}",
    1.2: "{east: 0.7, west: null, both: 0.3}",
    4.0: "{east: null, west: null, both: 1}",
}
"""From whom the others buy, by the tonnes a day that they buy of the maker in the middle."""
ANY = 1.0
"""All of what is used may have been in the place."""


def of(others: float, *settings: str, passes: bool = True):
    """Run a year and a half with a rule of the hundredth day."""
    return run(
        "origin_rule",
        *buys(both=1, passes=passes),
        f"lanes.others.from={OTHERS[others]}",
        rule(),
        "end=2027-06-30",
        "measures.exposure=[CN]",
        *settings,
    ).record


def lacks(others: float, *settings: str, most: float = 0.0, passes: bool = True) -> float:
    """Give what the consumer under the rule lacks in the last two hundred days.

    Of what it uses then so much at most has been in the place.
    """
    record = of(others, *settings, passes=passes)
    assert record.served_t[:, 1].min() == pytest.approx(4.0)  # the others lack nothing
    place, used = record.exposures.index("CN.any"), record.used_content_t[-3:, 0, 0].sum()
    assert record.exposure_t[-3:, place, 0, 0].sum() <= (most + 2e-3) * used
    return float(np.mean(1.0 - fill_rate(record.demand_t, record.served_t)[-200:, 0, 0]))


def clean(tonnes: float) -> str:
    """Let there be metal from elsewhere for so many tonnes of magnets a day."""
    return f"metal_makers.metal_there.capacity_t_metal_per_year={tonnes * 0.5 * 365.25}"


@pytest.mark.parametrize("others", OTHERS)
def test_bound_demand_is_met_where_there_is_enough_free_metal(others):
    """Whatever part of the maker's output it is: it is all, or more or less than half of it."""
    assert lacks(others) == 0.0
    assert lacks(others, clean(1.2)) == 0.0


@pytest.mark.parametrize("others", OTHERS)
@pytest.mark.parametrize("there_is", [0.6, 0.8])
def test_it_lacks_what_there_is_too_little_of(others, there_is):
    """All free metal goes to it, and of what was in the place a little, as stocks mix."""
    found = lacks(others, clean(there_is), most=0.07)
    assert found == pytest.approx(1.0 - there_is, abs=0.04)


@pytest.mark.parametrize("there_is", [0.5, 1.0])
def test_a_part_that_may_have_been_there_is_blended_in(there_is):
    """With a quarter of it from there, free metal for three quarters of its use is enough."""
    threshold = "consumers.arms.origin_rule.content_threshold=0.25"
    found = lacks(1.2, threshold, clean(there_is), most=0.3)
    assert found == pytest.approx(max(1.0 - there_is / 0.75, 0.0), abs=0.03)


HALF = (
    "lanes.half_here.share=0",
    "lanes.half_there.share=1",
    "lanes.oxide_there.share=0.3",
    "lanes.more={good: oxide, from: sep_here, to: metal_there, share: 0.7}",
)
"""All metal of the maker is of one who buys seven tenths of its oxide in the place."""
WEST = "lanes.others.from={east: 0.4, west: 0.3, both: 0.3}"
"""It sells to another maker, too, who sells to others alone."""
AS_EVER, MIXES = (
    f"metal_makers.metal_there.{key}=false" for key in ("passes_rules_on", "batches_apart")
)


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ((), 0.0),
        # It has three tenths of what both buy, 2.2 t a day, or of 3.4 t: of a mixture each its part.
        ((AS_EVER,), 1 - 0.3 * 2.2),
        ((MIXES,), 1 - 0.3 * 2.2),
        ((AS_EVER, WEST), 0.0),
        ((MIXES, WEST), 1 - 0.3 * 2.2),
    ],
)
def test_makers_of_metal_pass_it_on_to_those_who_separate(settings, found):
    """The metal maker sells the magnet maker of what it has apart, and orders more of it."""
    assert lacks(1.2, *HALF, *settings, most=ANY) == pytest.approx(found, abs=0.01)


@pytest.mark.parametrize(("others", "found"), [(0.0, 0.5), (1.2, 0.0), (4.0, 0.0)])
def test_of_a_mixture_so_much_is_ordered_that_enough_of_it_is_free(others, found):
    """Half of the metal elsewhere is free: a maker of 2.2 t or 5 t finds 1 t in it, one of 1 t half.

    Else it would buy half of that, and have a quarter of its metal free.
    """
    metal = "lanes.oxide_there.share=0.5", HALF[-1].replace("0.7", "0.5"), MIXES
    assert lacks(others, *metal, most=ANY) == pytest.approx(found, abs=0.01)
    as_ever = max(1.0 - (1.0 + others) / 4, 0.0)
    assert lacks(others, *metal, most=ANY, passes=False) == pytest.approx(as_ever, abs=0.01)


@pytest.mark.parametrize(("passes", "found"), [("true", 0.0), ("false", 0.5)])
def test_depots_pass_it_on(passes, found):
    stored = (
        f"depots.store={{country: KR, stock_days: 5, passes_rules_on: {passes}}}",
        "lanes.stored={good: magnets, from: both, to: store, share: 1, transit_days: 1}",
        "lanes.arms_both.from=store",
    )
    assert lacks(0.0, *stored, most=ANY) == pytest.approx(found, abs=0.01)


def test_stocks_are_ready_on_the_day():
    """The shelf is for half a day: the maker has ordered before the rule begins."""
    soon = "consumers.arms={stock_days: 0.5, origin_rule: {not_from: CN, start: 2026-05-11}}"
    record = of(1.2, soon)
    assert fill_rate(record.demand_t, record.served_t)[:, 0, 0].min() == 1.0


RULES = "null", "{not_from: EU, start: 2026-04-11}"


@pytest.mark.parametrize("others", [1.2, 4.0])
def test_a_rule_that_nobody_breaks_is_passed_on_and_changes_no_bit(others):
    """Nothing was ever in the place; everybody passes it on."""
    key = "magnet_makers.both.passes_rules_on=null"
    exposure = "measures.exposure=[AU]"
    assert_same(
        *(of(others, f"consumers.arms.origin_rule={told}", key, exposure) for told in RULES)
    )
