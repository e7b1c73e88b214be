"""From a desk that decides too little, or never, buyers turn in the end; if they can."""

import numpy as np
import pytest

from tests.unit.effects import run
from tests.unit.licensed import START, exports

PATIENCE = 182
LATER = 500
"""Day on which the desk begins to decide."""

CASE = """
end: 2027-12-31
policy: {licence_learning_days: 1.0e+9}
measures: {flows: {exports: {good: magnets, from: CN}}}
magnet_makers:
  spare: {country: JP, stock_days: 500}
consumers: {motors: {stock_days: 14, unmet: lost}}
disruptions:
  halt: {mode: licence, start: 100, duration_days: null, licence: LICENCE}
"""
BEGINS = f"""
disruptions:
  desk:
    kind: control_change
    control: halt
    start: {LATER}
    licence: {{decision_days: 20, capacity_of_normal: 2}}
"""
SPARE = """
lanes:
  air: {good: magnets, from: spare, to: motors, standby: 1, transit_days: 5, QUALIFIED}
"""


def held_up(folder, licence, *layers, qualified="qualification_days: 0"):
    """Run one lane under a desk, with a stand-by lane beside it."""
    case = CASE.replace("LICENCE", licence)
    return run(folder, "one_lane", case, SPARE.replace("QUALIFIED", qualified), *layers)


def short_days(outcome):
    """List the days on which demand is not met in full."""
    return np.flatnonzero(outcome.missing() > 1e-6)


def test_a_desk_that_never_decides_holds_buyers_for_as_long_as_their_patience(tmp_path):
    """What is at sea and on the shelf lasts 49 days; air brings goods 5 days after they turn."""
    days = short_days(held_up(tmp_path, "{decision_days: 0, capacity_of_normal: 0}"))
    assert days[0] == pytest.approx(START + 35 + 14, abs=1)
    assert days[-1] == pytest.approx(START + PATIENCE + 5, abs=2)
    assert len(days) == days[-1] - days[0] + 1


def test_a_lane_that_qualifies_later_frees_the_orders_then(tmp_path):
    days = short_days(
        held_up(
            tmp_path,
            "{decision_days: 0, capacity_of_normal: 0}",
            qualified="qualification_days: 60",
        )
    )
    assert days[-1] == pytest.approx(START + PATIENCE + 60 + 5, abs=2)


def test_who_has_no_other_lane_goes_on_waiting_and_keeps_its_place(tmp_path):
    """Decisions after 300 days come on their day, though buyers are long tired of waiting."""
    outcome = run(
        tmp_path,
        "one_lane",
        CASE.replace("LICENCE", "{decision_days: 300}").replace("2027", "2028"),
    )
    left = exports(outcome)
    assert left[START : START + 300].max() < 1e-6
    assert left[START + 300 : START + 310].min() > 0.9


def test_a_desk_that_decides_in_time_tries_nobodys_patience(tmp_path):
    with_spare = held_up(tmp_path, "{decision_days: 45}")
    without = run(tmp_path, "one_lane", CASE.replace("LICENCE", "{decision_days: 45}"))
    np.testing.assert_array_equal(with_spare.record.served_t, without.record.served_t)


def test_more_patience_costs_more_days(tmp_path):
    never = "{decision_days: 0, capacity_of_normal: 0}"
    found = [
        len(short_days(held_up(tmp_path, never, f"policy: {{licence_patience_days: {days}}}")))
        for days in (60, 120, 182, 300)
    ]
    assert np.diff(found).tolist() == pytest.approx([60, 62, 118], abs=2)


@pytest.mark.parametrize("duration", ["60", "null"])
def test_a_halt_makes_nobody_forget_a_desk_that_never_decides(tmp_path, duration):
    """Who has turned away orders no more there when the halt is over than before it."""
    never, start = "{decision_days: 0, capacity_of_normal: 0}", START + PATIENCE + 30
    halt = f"""
disruptions:
  total:
    kind: export_control
    exporter: CN
    goods: [magnets]
    mode: halt
    start: {start}
    duration_days: {duration}
"""
    days = short_days(held_up(tmp_path, never, halt))
    assert days[-1] == pytest.approx(START + PATIENCE + 5, abs=2)


def test_buyers_come_back_to_a_desk_that_grants_most_of_a_probe(tmp_path):
    """What is refused of a probe and filed again, less each time, holds nobody off for years."""
    never = "{decision_days: 0, capacity_of_normal: 0, granted: 0.9, refiled: 0.9}"
    left = exports(held_up(tmp_path, never, BEGINS))
    assert left[START + PATIENCE + 1 : LATER].max() < 1e-6
    assert left[LATER + 60 :].mean() > 0.8


def test_buyers_do_not_come_back_to_a_desk_that_refuses_most_of_a_probe(tmp_path):
    """What they give up of the probe has not left; only a part of it is granted."""
    never = "{decision_days: 0, capacity_of_normal: 0, granted: 0.1, refiled: 0.5}"
    outcome = held_up(tmp_path, never, BEGINS)
    assert short_days(outcome)[-1] < LATER
    assert exports(outcome)[LATER:].mean() < 0.1
