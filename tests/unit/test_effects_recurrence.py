"""What occurs again: on which days, how long, and what it does each time."""

import numpy as np
import pytest

import sim
from sim.output.rows import occurrences_csv
from sim.output.tables import tabulate
from sim.plots.strip import bars_of
from tests.unit.effects import BUFFER, KNOWN_ANSWERS, LANE_DAYS, run

CLOSURE = "kind: lane_closure, lanes: [sea]"
THRICE = "start: 100, duration_days: 30, recurs: {after_days: 90, times: 3}"
STARTS, LASTS = (100, 220, 340), 30
FIELDS = ("served_t", "on_hand_t", "unmet_t", "supply_t")


def only(**disruptions):
    """Write the disruptions of a world in place of its halt."""
    rows = "".join(f"\n  {name}: {{{block}}}" for name, block in disruptions.items())
    return f"disruptions:\n  halt: null{rows}\n"


def one_by_one(block, **others):
    """Write each of three occurrences as a disruption of its own."""
    times = {f"x{at}": f"{block}, start: {at}, duration_days: {LASTS}" for at in STARTS}
    return only(**times, **others)


def found(record, name=None):
    """Give the occurrences of the first history, as (first day, first day after it)."""
    row = 0 if name is None else record.recurring.index(name)
    days = record.occurrence_days[:, row, 0]
    return [(int(day), int(day + days[day])) for day in np.flatnonzero(~np.isnan(days))]


def same(first, second):
    """Assert that all that happens is the same to the bit."""
    for field in FIELDS:
        np.testing.assert_array_equal(getattr(first.record, field), getattr(second.record, field))


PLANT = """
magnet_makers: {source: {stock_days: 5, capacity_t_blanks_per_year: 365.25, processing_days: 9}}
"""
"""A maker who makes no more than is needed: what is lost is felt, after some weeks."""
CHAIN = """
metal_makers: {smelter: {feed_days: 3, stock_days: 0}}
magnet_makers: {maker: {feed_days: 3, stock_days: 0}}
"""


@pytest.mark.parametrize(
    ("base", "world", "block"),
    [
        ("one_lane", "", CLOSURE),
        ("one_lane", "", "kind: export_control, exporter: CN, goods: [magnets]"),
        ("one_lane", "", "kind: export_control, exporter: CN, goods: [magnets], mode: quota, quota_share: 0.4"),
        ("one_lane", "", "kind: demand_shock, consumers: [motors], factor: 3"),
        ("one_lane", PLANT, "kind: outage, facilities: [source]"),
        ("one_lane", PLANT, "kind: outage, facilities: [source], capacity_factor: 0.3, recovery: {days: 40}"),
        ("one_lane", PLANT, "kind: outage, facilities: [source], recovery: {days: 120, curve: convex}"),
        ("one_lane", PLANT, "kind: outage, facilities: [source], stock_lost: 0.5, work_in_process: lost"),
        ("one_lane", PLANT, "kind: outage, facilities: [source], work_in_process: freezes"),
        ("stoichiometry", CHAIN, "kind: feed_loss, plants: [smelter]"),
        ("one_lane_with_reserve", "stockpiles: {reserve: {lag_days: 600}}\n",
         "kind: stockpile_order, stockpile: reserve"),
    ],
)  # fmt: skip
def test_what_recurs_is_the_same_as_each_occurrence_written_out(base, world, block, tmp_path):
    """To the last bit, recoveries that reach into the next occurrence included."""
    halt = {"closed": f"{CLOSURE}, start: 60"} if "order" in block else {}
    again = run(tmp_path, base, world, only(x=f"{block}, {THRICE}", **halt))
    written = run(tmp_path, base, world, one_by_one(block, **halt))
    assert found(again.record) == [(at, at + LASTS) for at in STARTS]
    same(again, written)
    alone = f"{block}, start: 100, duration_days: 30"
    once = run(tmp_path, base, world, only(x=alone, **halt))
    assert any((getattr(again.record, f) != getattr(once.record, f)).any() for f in FIELDS)


def test_one_time_is_the_plain_entry(tmp_path):
    plain = f"{CLOSURE}, start: {{uniform: [50, 90]}}, duration_days: {{exponential: {{mean: 30}}}}"
    once = f"{plain}, recurs: {{after_days: {{exponential: {{mean: 40}}}}, times: 1}}"
    first, second = (run(tmp_path, "one_lane", only(x=block), n=64) for block in (plain, once))
    same(first, second)
    np.testing.assert_array_equal(first.record.end_day, second.record.end_day)
    assert "recurring" not in dir(second.record)


def test_the_first_occurrence_is_that_of_the_plain_entry(tmp_path):
    """Two scenarios, of which one recurs, meet the same draws."""
    plain = f"{CLOSURE}, start: 50, duration_days: {{exponential: {{mean: 30}}}}"
    again = f"{plain}, recurs: {{after_days: {{exponential: {{mean: 40}}}}}}"
    first, second = (run(tmp_path, "one_lane", only(x=block), n=64) for block in (plain, again))
    np.testing.assert_array_equal(first.record.end_day, second.record.end_day)
    assert np.count_nonzero(~np.isnan(second.record.occurrence_days)) > 64 * 3


@pytest.mark.parametrize(
    ("block", "windows"),
    [
        ("duration_days: 30, recurs: {after_days: 170}", [(170, 200), (370, 400), (570, 600)]),
        ("start: 0, duration_days: 200, recurs: {after_days: 100}", [(0, 200), (300, 500), (600, 800)]),
        ("start: 0, duration_days: 150.5, recurs: {after_days: 99.5}", [(0, 151), (250, 401), (500, 651)]),
        ("start: 600, duration_days: 5, recurs: {after_days: 0.001}",
         [(600, 605), *((at, at + 5) for at in range(606, 640, 5))]),
        ("start: 100, end: 235, duration_days: 30, recurs: {after_days: 90}", [(100, 130), (220, 235)]),
        ("start: 100, end: 220, duration_days: 30, recurs: {after_days: 90}", [(100, 130)]),
        ("start: 100, end: 2026-08-24, duration_days: 30, recurs: {after_days: 90}", [(100, 130), (220, 235)]),
        ("trigger: {after: cause}, duration_days: 30, recurs: {after_days: 270, times: 2}", [(51, 81), (351, 381)]),
    ],
)  # fmt: skip
def test_days_on_which_it_is_in_force(block, windows, tmp_path):
    cause = f"{CLOSURE}, start: 50, duration_days: 1"
    outcome = run(tmp_path, "one_lane", only(x=f"{CLOSURE}, {block}", cause=cause))
    assert found(outcome.record) == windows


def test_all_moves_with_the_start(tmp_path):
    early, late = (
        run(tmp_path, "one_lane", only(x=f"{CLOSURE}, {THRICE.replace('100', start)}"))
        for start in ("100", "117")
    )
    shifted = [day + 17 for day in early.short_days()]
    assert late.short_days() == shifted
    assert early.short_days()[0] == 100 + LANE_DAYS + BUFFER


def test_a_chance_below_one_is_that_of_any_occurrence(tmp_path):
    outcome = run(tmp_path, "one_lane", only(x=f"{CLOSURE}, {THRICE}, probability: 0.5"), n=128)
    times = np.count_nonzero(~np.isnan(outcome.record.occurrence_days[:, 0]), axis=0)
    assert set(times.tolist()) == {0, 3}


def test_a_history_meets_the_same_occurrences_whatever_else_there_is(tmp_path):
    """Neither more histories, nor other entries, nor a longer run change those that there are."""
    random = (
        f"{CLOSURE}, duration_days: {{exponential: {{mean: 9}}}}, "
        "recurs: {after_days: {lognormal: {median: 40, sigma: 0.8}}}"
    )
    plain = run(tmp_path, "one_lane", only(x=random), n=64).record
    more = run(tmp_path, "one_lane", only(x=random, a=random, y=random), n=128).record
    at = more.recurring.index("x")
    np.testing.assert_array_equal(plain.occurrence_days[:, 0], more.occurrence_days[:, at, :64])
    longer = run(tmp_path, "one_lane", "end: 2028-06-30\n" + only(x=random), n=64).record
    days = len(plain.occurrence_days)
    np.testing.assert_array_equal(plain.occurrence_days[:, 0], longer.occurrence_days[:days, 0])
    assert len(np.unique(plain.occurrence_days[:, 0])) > 20


def test_an_outage_is_the_same_in_a_wider_block(tmp_path):
    """Where others have recovered long since does not matter."""
    random = (
        "kind: outage, facilities: [source], capacity_factor: {uniform: [0, 0.9]}, "
        "recovery: {days: {uniform: [0, 60]}}, duration_days: {exponential: {mean: 9}}, "
        "recurs: {after_days: {exponential: {mean: 20}}}"
    )
    few, many = (run(tmp_path, "one_lane", PLANT, only(x=random), n=n).record for n in (64, 192))
    for field in ("served_t", "on_hand_t", "unmet_t"):
        np.testing.assert_array_equal(getattr(few, field), getattr(many, field)[..., :64])


def test_a_drawn_time_that_is_always_the_same_is_the_fixed_one(tmp_path):
    drawn = THRICE.replace("30", "{choice: {30: 1}}").replace("90", "{uniform: [90, 90]}")
    fixed, always = (
        run(tmp_path, "one_lane", only(x=f"{CLOSURE}, {block}"), n=2) for block in (THRICE, drawn)
    )
    for field in FIELDS:
        np.testing.assert_array_equal(
            getattr(always.record, field)[..., :1], getattr(fixed.record, field)[..., :1]
        )
    assert found(always.record) == found(fixed.record)


LOW = "consumers: [motors], cover_days_below: 10, lag_days: 1"


@pytest.mark.parametrize(
    ("trigger", "lasts", "windows"),
    [
        ("{after: cause, times: all}", 30, [(101, 131), (221, 251), (341, 371)]),
        ("{after: cause, times: 2}", 30, [(101, 131), (221, 251)]),
        ("{after: cause}", 30, [(101, 131)]),
        ("{after: cause, of: end, lag_days: 9, times: all}", 30, [(139, 169), (259, 289), (379, 409)]),
        # What comes while it is in force, or on its way, is passed over.
        ("{after: cause, times: all}", 150, [(101, 251), (341, 491)]),
        ("{after: cause, lag_days: 130, times: all}", 30, [(230, 260), (470, 500)]),
        ("{after: cause, lag_days: 0, times: all}", 120, [(100, 220), (220, 340), (340, 460)]),
    ],
)  # fmt: skip
def test_what_follows_another_does_so_each_time(trigger, lasts, windows, tmp_path):
    follows = f"{CLOSURE}, trigger: {trigger}, duration_days: {lasts}"
    outcome = run(tmp_path, "one_lane", only(cause=f"{CLOSURE}, {THRICE}", second=follows))
    name = "second" if "times" in trigger else None
    if name is not None:
        assert found(outcome.record, name) == windows
    at = outcome.record.disruptions.index("second")
    first = outcome.record.onset_day[at, 0], outcome.record.end_day[at, 0]
    assert first == windows[0]


def test_a_state_sets_it_off_again_once_cover_has_been_up(tmp_path):
    """Halts of 60 days are felt from 35 days on; each runs a buffer of 14 days down once."""
    halts = (
        "kind: export_control, exporter: CN, goods: [magnets], start: 100, duration_days: 60, "
        "recurs: {after_days: 140, times: 2}"
    )
    closure = f"{CLOSURE}, trigger: {{{LOW}, times: all}}, duration_days: 10"
    low = 100 + LANE_DAYS + (BUFFER - 10) + 1
    outcome = run(tmp_path, "one_lane", only(halts=halts, x=closure))
    assert found(outcome.record, "x") == [(low + 1, low + 11), (low + 201, low + 211)]


def test_strips_draw_every_window_that_half_of_the_histories_share(tmp_path):
    late = THRICE.replace("100", "{choice: {100: 0.6, 110: 0.4}}")
    for block, half, some in (
        (THRICE, [(at, at + 30) for at in STARTS], [(at, at + 30) for at in STARTS]),
        (late, [(at, at + 30) for at in STARTS], [(at, at + 40) for at in STARTS]),
    ):
        outcome = run(tmp_path, "one_lane", only(x=f"{CLOSURE}, {block}"), n=64)
        (bar,) = bars_of(outcome.result.condensed)
        assert bar.windows(640) == half
        assert bar.spread(640) == some
        moved = bar.later(-300)
        assert moved.windows(50) == [(40, 50)]  # those before the axis begins are left out


def test_every_time_has_a_row_in_the_table_of_occurrences(tmp_path):
    end = "start: 100, duration_days: {choice: {30: 1}}, recurs: {after_days: 500}, probability: 1"
    outcome = run(tmp_path, "one_lane", only(x=f"{CLOSURE}, {THRICE}", y=f"{CLOSURE}, {end}"))
    rows = "".join(occurrences_csv(tabulate(outcome.result.condensed))).splitlines()
    assert rows[1:] == [
        "0,x,1,100,2026-04-11,130,2026-05-11",
        "0,x,2,220,2026-08-09,250,2026-09-08",
        "0,x,3,340,2026-12-07,370,2027-01-06",
        "0,y,1,100,2026-04-11,130,2026-05-11",
        "0,y,2,630,2027-09-23,660,2027-10-23",
    ]


def test_a_release_by_the_onset_of_what_recurs_begins_and_ends_each_time(tmp_path):
    release = "release: {trigger: {control: x}, stop: {end_of: x}, lag_days: 1, lift_to_days: 10}"
    reserve = f"stockpiles: {{reserve: {{trigger_days: null, {release}}}}}\n"
    block = f"{CLOSURE}, start: 100, duration_days: 60, recurs: {{after_days: 140, times: 2}}"
    outcome = run(tmp_path, "one_lane_with_reserve", reserve, only(x=block))
    halves = [outcome.missing()[days].sum() for days in (slice(0, 300), slice(300, 640))]
    alone = run(tmp_path, "one_lane", only(x=block))
    without = [alone.missing()[days].sum() for days in (slice(0, 300), slice(300, 640))]
    assert without[0] == pytest.approx(without[1], abs=1e-4)
    assert halves[0] == pytest.approx(halves[1], abs=1e-4)
    assert halves[0] < without[0] - 1


@pytest.mark.parametrize("scheme", ["sobol", "latin"])
def test_schemes_of_sampling_spread_the_first_time_alone(scheme, tmp_path):
    random = (
        f"{CLOSURE}, duration_days: {{exponential: {{mean: 9}}}}, "
        "recurs: {after_days: {uniform: [1e-9, 320]}}"
    )
    file = tmp_path / "case.yaml"
    parent = KNOWN_ANSWERS / "one_lane.yaml"
    file.write_text(f"schema: 1\nextends: {parent}\nname: case\n{only(x=random)}")
    scenario = sim.load(file, root="/")
    found = sim.run(scenario, n=256, seed=1, workers=1, sampling=scheme).record
    of_replicate = np.sort((found.onset_day[0].reshape(32, 8) - 1) // 10, axis=0)
    np.testing.assert_array_equal(of_replicate, np.broadcast_to(np.arange(32)[:, None], (32, 8)))
    assert len(np.unique(found.occurrence_days[:, 0])) > 20
