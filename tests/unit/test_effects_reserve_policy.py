"""Who draws on a stockpile, how much, when it stops, and what it loses."""

import numpy as np
import pytest

from tests.unit.effects import BUFFER, LANE_DAYS, run

LOST = 120 - BUFFER
"""Days of demand that the halt of 120 days costs without a reserve, from day 149 to 254."""


def holding(text: str, changes: str = "") -> str:
    """Put a reserve of 60 days beside the one lane, with a policy of release in full."""
    return f"""
stockpiles:
  reserve: {{country: US, members: [motors], fill_days: 60, {text}}}
{changes}"""


FIRST = "release: {trigger: {first_shortage: true}}"


def policy(keys: str) -> str:
    """Release from the first shortage on, by further keys."""
    return f"release: {{trigger: {{first_shortage: true}}, {keys}}}"


def three(terms: str, rule: str, keys: str = "") -> str:
    """Three consumers in the place of one, a third of a tonne a day each; defence among them."""
    blocks = "".join(
        f"  {name}: {{region: US, sector: motors, end_use: {use}, grades: {{plain: 1}}, "
        f"demand_t_per_year: 121.75, stock_days: 14}}\n"
        for name, use in (("fans", "civil"), ("guards", "defence"), ("pumps", "civil"))
    )
    keys = f", {keys}" if keys else ""
    return f"""
consumers:
  motors: null
{blocks}lanes: {{sea: {{to: [fans, guards, pumps]}}}}
stockpiles:
  reserve:
    country: US
    members: {terms}
    fill_t: {{plain: 1000}}
    {rule}
    release: {{trigger: {{first_shortage: true}}, rate_t_per_day: 0.5{keys}}}
"""


def missing(outcome) -> list[float]:
    """List what fans, guards and pumps go without, days of their demand."""
    return [3 * outcome.shortfall(name) for name in ("fans", "guards", "pumps")]


@pytest.mark.parametrize(
    ("rule", "terms", "part"),
    [
        ("allocation: pro_rata", "[US]", (0.5, 0.5, 0.5)),
        ("allocation: defence_first", "[US]", (0.25, 1, 0.25)),
        ("allocation: value", "{fans: {value_musd_per_t: 1}, guards: {value_musd_per_t: 3}, "
         "pumps: {value_musd_per_t: 2}}", (0, 1, 0.5)),
        ("allocation: value", "{US: {value_musd_per_t: 1}, pumps: {value_musd_per_t: 2}}",
         (0.25, 0.25, 1)),
    ],
)  # fmt: skip
def test_half_a_tonne_a_day_goes_to_whom_the_rule_puts_first(tmp_path, rule, terms, part):
    """The members use a tonne a day; so many parts of the days short each of them is served."""
    outcome = run(tmp_path, "one_lane", three(terms, rule))
    expected = [LOST * (1 - served) for served in part]
    assert missing(outcome) == pytest.approx(expected, abs=1e-6)


def test_each_history_ranks_members_by_its_own_values(tmp_path):
    """Fans are worth 1 or 4 million a tonne, pumps 2: who has the higher value comes first."""
    terms = "{fans: {value_musd_per_t: {choice: {1: 0.5, 4: 0.5}}}, pumps: {value_musd_per_t: 2}}"
    outcome = run(tmp_path, "one_lane", three(terms, "allocation: value"), n=64)
    unmet = outcome.record.unmet_t
    fans, pumps = (3 * unmet[outcome.row(name)].sum(axis=0) for name in ("fans", "pumps"))
    first, second = LOST * (1 - 1.0), LOST * (1 - 0.5)
    worth_more = fans < pumps
    assert 16 < worth_more.sum() < 48
    np.testing.assert_allclose(np.where(worth_more, fans, pumps), first, atol=1e-6)
    np.testing.assert_allclose(np.where(worth_more, pumps, fans), second, atol=1e-6)


def test_only_members_draw(tmp_path):
    outcome = run(tmp_path, "one_lane", three("[fans]", "allocation: pro_rata"))
    assert missing(outcome) == pytest.approx([0, LOST, LOST], abs=1e-6)


@pytest.mark.parametrize(("share", "served"), [(0, 0), (0.25, 0.25), (0.8, 0.8), (1, 1)])
def test_a_member_draws_no_more_than_its_share_of_its_need(tmp_path, share, served):
    """Half a tonne a day would be enough for the one member's third."""
    members = f"{{fans: {{need_share: {share}}}}}"
    outcome = run(tmp_path, "one_lane", three(members, "allocation: pro_rata"))
    assert missing(outcome)[0] == pytest.approx(LOST * (1 - served), abs=1e-6)
    # Of 3,000 days held so much reaches it in the 180 days that count.
    assert outcome.record.usable_days[0].item() == pytest.approx(180 * share, rel=1e-5)


@pytest.mark.parametrize(("kept_for", "guarded"), [("nobody", 20), ("defence", 40)])
def test_what_is_kept_back_is_for_defence_or_for_nobody(tmp_path, kept_for, guarded):
    """Of 20 t half is kept back: 10 t for all alike, 10 t for the guards, who use a third a day."""
    changes = three("[US]", "allocation: pro_rata", f"kept_back: 0.5, kept_for: {kept_for}")
    small = "stockpiles: {reserve: {fill_t: {plain: 20}, release: {rate_t_per_day: null}}}"
    outcome = run(tmp_path, "one_lane", changes, small)
    assert missing(outcome) == pytest.approx([LOST - 10, LOST - 10 - (guarded - 20) * 1.5,
                                              LOST - 10], abs=1e-6)  # fmt: skip
    left = outcome.record.stockpile_t[-1].item()
    assert left == pytest.approx(10 if kept_for == "nobody" else 0, abs=1e-5)


def test_a_stockpile_of_nothing_changes_no_bit(tmp_path):
    """Nor does one that is to be filled to nothing, over lanes of its own."""
    empty = """
stockpiles:
  reserve:
    country: US
    holds: {oxide: {}, metal: {through: [maker]}, magnets: {}}
    members: [motors]
    fill: {target_days: 0}
    release: {trigger: {cover_days_below: 10}}
lanes:
  oxide_in: {good: oxide, from: separator, to: reserve, share: 1}
  metal_in: {good: metal, from: smelter, to: reserve, share: 1}
  magnets_in: {good: magnets, from: maker, to: reserve, share: 1}
"""
    closed = """
metal_makers: {smelter: {country: US}}
disruptions: {closure: {kind: lane_closure, lanes: [oxide], start: 100, duration_days: 150}}
"""
    with_it = run(tmp_path, "stoichiometry", closed, empty).record
    without = run(tmp_path, "stoichiometry", closed).record
    assert float(without.unmet_t.sum()) > 1
    for field in ("served_t", "on_hand_t", "unmet_t", "supply_t", "demand_t"):
        assert np.array_equal(getattr(with_it, field), getattr(without, field)), field


def test_magnets_without_end_at_any_rate_leave_no_shortfall(tmp_path):
    endless = holding(FIRST, "  # as good as infinite\n").replace("fill_days: 60",
                                                                   "fill_t: {plain: 1.0e+12}")  # fmt: skip
    outcome = run(tmp_path, "one_lane", endless)
    assert outcome.short_days() == []
    assert outcome.shortfall() == 0


@pytest.mark.parametrize("parts", [(60,), (30, 30), (10, 20, 30)])
def test_stockpiles_that_share_a_member_add_up_and_give_nothing_twice(tmp_path, parts):
    blocks = "".join(
        f"  part_{k}: {{country: US, members: [motors], fill_days: {days}, {FIRST}}}\n"
        for k, days in enumerate(parts)
    )
    outcome = run(tmp_path, "one_lane", f"stockpiles:\n{blocks}")
    record = outcome.record
    assert outcome.shortfall() == pytest.approx(LOST - 60)
    assert record.released_t[:, 0] == pytest.approx(parts)
    # Nothing is left over at the member: it has no more on hand than without them.
    assert record.on_hand_t[148:255].max() == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize(
    ("stop", "released"),
    [("{end_of: halt}", 71), ("{calm_days: 400}", 106), ("{cover_days_above: 40}", 106)],
)
def test_a_release_stops_with_the_halt_or_with_the_need(tmp_path, stop, released):
    """From day 149 the halt lasts 71 days more, the need 106."""
    changes = holding(policy(f"stop: {stop}")).replace("fill_days: 60", "fill_days: 200")
    assert run(tmp_path, "one_lane", changes).record.released_t.item() == pytest.approx(released)


def test_who_holds_just_what_a_day_needs_is_not_short(tmp_path):
    """Goods come on the day of their use; twenty days after the first day without help comes."""
    changes = holding(policy("lag_days: 20"), "consumers: {motors: {stock_days: 0}}")
    outcome = run(tmp_path, "one_lane", changes)
    first, last = 100 + LANE_DAYS, 219 + LANE_DAYS
    assert outcome.short_days() == [*range(first, first + 20), *range(first + 80, last + 1)]


@pytest.mark.parametrize("calm_days", [0.5, 5])
def test_there_is_no_calm_while_anything_is_lacking(tmp_path, calm_days):
    keys = f"lag_days: 20, stop: {{calm_days: {calm_days}}}"
    changes = holding(policy(keys)).replace("fill_days: 60", "fill_days: 200")
    outcome = run(tmp_path, "one_lane", changes)
    assert outcome.record.released_t.item() == pytest.approx(LOST - 20)


def test_members_stop_drawing_when_they_hold_enough(tmp_path):
    """They may fill up to 30 days, but the order ends on the day after they hold more than 20."""
    keys = "lift_to_days: 30, rate_t_per_day: 2, stop: {cover_days_above: 20}"
    changes = holding(f"release: {{trigger: {{control: halt}}, {keys}}}")
    record = run(tmp_path, "one_lane", changes).record
    # They hold 15 days on day 100, today's use included, and as the sea brings one day a day, they
    # gain two days a day: 17, 19, and 21 on day 103.
    assert record.released_t.item() == pytest.approx(2 * 3)


@pytest.mark.parametrize(
    ("order", "when", "released", "first"),
    [("pause", "start: 149, duration_days: 6", 60, 149), ("pause", "start: 0", 0, 149),
     ("release", "start: 0", 60, 209), ("release", "start: 203, duration_days: 10", 10, 149)],
)  # fmt: skip
def test_an_order_opens_or_closes_a_stockpile(tmp_path, order, when, released, first):
    """A stockpile that would release never does so by order, one that would releases not."""
    trigger = "{first_shortage: true}" if order == "pause" else "{date: 2027-09-30}"
    word = f"{{kind: stockpile_order, stockpile: reserve, order: {order}, {when}}}"
    changes = holding(f"release: {{trigger: {trigger}}}", f"disruptions: {{word: {word}}}")
    outcome = run(tmp_path, "one_lane", changes)
    assert outcome.record.released_t.item() == pytest.approx(released)
    assert outcome.short_days()[0] == first


def test_ageing_takes_its_share_of_what_is_held_and_the_books_say_so(tmp_path):
    record = run(tmp_path, "one_lane", holding(f"{FIRST}, ageing_per_year: 0.5")).record
    assert record.stockpile_account is not None
    stock, bought, released, aged, paid = record.stockpile_account[:, 0, :, 0].T
    assert record.stockpile_t[365].item() < 60
    assert float(record.stockpile_t[100].item()) == pytest.approx(60 * 0.5 ** (101 / 365.25))
    assert stock[-1] + released.sum() + aged.sum() == pytest.approx(60)
    assert aged.sum() > 5
    assert bought.sum() == paid.sum() == 0


@pytest.mark.parametrize("stop", ["calm_days: 28", "cover_days_above: 10"])
def test_an_order_given_at_the_halt_outlasts_the_time_in_which_nothing_is_lacking(tmp_path, stop):
    """The first need comes 49 days after the halt; an order that ends before would save nothing."""
    text = f"release: {{trigger: {{control: halt}}, stop: {{{stop}}}}}"
    outcome = run(tmp_path, "one_lane", holding(text))
    assert outcome.shortfall() == pytest.approx(LOST - 60, abs=1e-6)
