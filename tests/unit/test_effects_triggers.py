"""What sets a disruption off, and when it then begins and ends."""

import numpy as np
import pytest

from tests.unit.effects import BUFFER, LANE_DAYS, run

SECOND = """
disruptions:
  second: {{kind: lane_closure, lanes: [sea], {}}}
"""
LOW = "consumers: [motors], cover_days_below: 10, lag_days: {}"
FIRST_DAY_BELOW_10 = 100 + LANE_DAYS + (BUFFER - 10) + 1
"""The halt of day 100 is felt from day 135 on; the fifth day without leaves nine."""


def second(tmp_path, *changes, n=1):
    return run(tmp_path, "one_lane", SECOND.format(", ".join(changes)), n=n)


def onset(outcome, name="second"):
    record = outcome.record
    row = record.disruptions.index(name)
    return record.onset_day[row], record.end_day[row]


@pytest.mark.parametrize(
    ("trigger", "start"),
    [
        ("trigger: {after: halt, lag_days: 60}", 160),
        ("trigger: {after: halt, of: start, lag_days: 0}", 100),
        ("trigger: {after: halt, of: end, lag_days: 29.5}", 250),
        ("trigger: {after: halt}", 101),
        (f"trigger: {{{LOW.format(5)}}}", FIRST_DAY_BELOW_10 + 5),
        (f"trigger: {{{LOW.format(1).replace('[motors]', '[US]')}}}", FIRST_DAY_BELOW_10 + 1),
    ],
)
def test_a_disruption_set_off_is_the_one_that_starts_on_that_date(tmp_path, trigger, start):
    """To the last bit of all that happens."""
    found = second(tmp_path, trigger, "duration_days: 130")
    dated = second(tmp_path, f"start: {start}", "duration_days: 130")
    assert [days[0] for days in onset(found)] == [start, start + 130]
    for field in ("served_t", "on_hand_t", "onset_day", "end_day"):
        np.testing.assert_array_equal(getattr(found.record, field), getattr(dated.record, field))
    alone = run(tmp_path, "one_lane")
    assert (found.record.on_hand_t != alone.record.on_hand_t).any()


def test_what_follows_another_happens_only_where_that_does(tmp_path):
    changes = "trigger: {after: halt, lag_days: {uniform: [10, 20]}}", "duration_days: 5"
    halt = "disruptions: {halt: {probability: 0.5, start: {uniform: [50, 90]}}}"
    outcome = run(tmp_path, "one_lane", SECOND.format(", ".join(changes)), halt, n=256)
    first, _ = onset(outcome, "halt")
    start, end = onset(outcome)
    hit = np.isfinite(first)
    assert 64 < hit.sum() < 192
    np.testing.assert_array_equal(np.isfinite(start), hit)
    lag = (start - first)[hit]
    assert set(lag.tolist()) == set(range(11, 21))
    np.testing.assert_array_equal((end - start)[hit], 5)


def test_a_chance_of_its_own_counts_on_top(tmp_path):
    outcome = second(tmp_path, "trigger: {after: halt}", "probability: 0.25", n=256)
    assert 30 < np.isfinite(onset(outcome)[0]).sum() < 100


@pytest.mark.parametrize(
    ("changes", "window"),
    [
        (("trigger: {after: halt, lag_days: 20}", "end: 130"), [120, 130]),
        (("trigger: {after: halt, lag_days: 20}", "end: 2026-05-11"), [120, 130]),
        (("trigger: {after: halt, lag_days: 30}", "end: 130"), [np.nan, np.nan]),
        ((f"trigger: {{{LOW.format(5)}}}", "end: 200"), [FIRST_DAY_BELOW_10 + 5, 200]),
        ((f"trigger: {{{LOW.format(5)}}}", "end: 140"), [np.nan, np.nan]),
        ((f"trigger: {{{LOW.format(5)}}}",), [FIRST_DAY_BELOW_10 + 5, np.inf]),
    ],
)
def test_a_given_end_is_kept_and_nothing_begins_after_it(tmp_path, changes, window):
    outcome = second(tmp_path, *changes)
    np.testing.assert_array_equal([days[0] for days in onset(outcome)], window)


def test_a_state_sets_it_off_once(tmp_path):
    """Cover is under ten days from day 140 to 254; a second closure would be felt on day 176."""
    changes = f"trigger: {{{LOW.format(1)}}}", "duration_days: 10"
    outcome = second(tmp_path, *changes)
    assert [days[0] for days in onset(outcome)] == [141, 151]
    assert outcome.shortfall() == pytest.approx(120 - BUFFER)


def test_a_state_that_never_comes_sets_nothing_off(tmp_path):
    never = f"trigger: {{{LOW.format(1)}}}"
    outcome = run(tmp_path, "one_lane", SECOND.format(never), "disruptions: {halt: null}")
    assert np.isnan(onset(outcome)).all()
    assert outcome.shortfall() == 0


def test_what_follows_from_a_state_is_dated_when_the_state_comes(tmp_path):
    """Retaliation after retaliation."""
    third = """
disruptions:
  athird: {kind: export_control, exporter: CN, goods: [magnets], duration_days: 9,
           trigger: {after: second, of: end, lag_days: 7}}
"""
    state = SECOND.format(f"duration_days: 30, trigger: {{{LOW.format(5)}}}")
    outcome = run(tmp_path, "one_lane", state, third)
    start = FIRST_DAY_BELOW_10 + 5 + 30 + 7
    assert [days[0] for days in onset(outcome, "athird")] == [start, start + 9]


def test_only_those_named_are_watched(tmp_path):
    """Two days of pumps' cover do not set off what watches motors."""
    pumps = """
consumers:
  pumps: {region: JP, sector: pumps, demand_t_per_year: 365.25, grades: {plain: 1}, stock_days: 2}
lanes: {sea: {to: [motors, pumps]}}
"""
    both = second(tmp_path, "trigger: {consumers: [motors], cover_days_below: 14}")
    assert onset(both)[0] == 100 + LANE_DAYS + 2
    for named, start in (("motors", 100 + LANE_DAYS + 2), ("pumps", 1), ("motors, pumps", 1)):
        trigger = f"trigger: {{consumers: [{named}], cover_days_below: 14}}"
        outcome = run(tmp_path, "one_lane", pumps, SECOND.format(trigger))
        assert onset(outcome)[0] == start, named


def test_a_chance_below_one_lets_some_histories_go_without(tmp_path):
    changes = f"trigger: {{{LOW.format(1)}}}", "probability: 0.5"
    start, _ = onset(second(tmp_path, *changes, n=256))
    assert 90 < np.isfinite(start).sum() < 166
    assert set(start[np.isfinite(start)].tolist()) == {FIRST_DAY_BELOW_10 + 1}
