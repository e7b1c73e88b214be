"""When licences lapse, when the orders behind them vanish, and when their terms change."""

import numpy as np
import pytest

from tests.unit.licensed import START, exports, ledger, licensed


def test_what_expires_is_filed_again_after_the_longest_time_and_not_before(tmp_path):
    """The sea is closed from day 150 on, for 30 days, in which licences are granted at once.

    Those valid for 100 days all hold. Of those valid for ten the last ten do, and the others are
    filed again forty days after their end.
    """
    stop = """
disruptions:
  stop: {kind: lane_closure, lanes: [sea], start: 150, duration_days: 30, orders_when_closed: keep}
"""
    terms = "decision_days: 0, validity_days: {choice: {10: 0.5, 100: 0.5}}, refile_days: 40"
    outcome = licensed(tmp_path, f"licence: {{{terms}}}", stop, buffer=300, n=64)
    left = outcome.record.flow_t[150:240, 0].T.astype(float)
    is_long = left[:, 30] > 20
    assert 16 < is_long.sum() < 48
    lasting, lapsing = np.ones(90), np.ones(90)
    lasting[:30] = lapsing[:30] = 0.0
    lasting[30], lapsing[30], lapsing[50:71] = 31.0, 10.0, 2.0
    np.testing.assert_allclose(left[is_long], np.tile(lasting, (is_long.sum(), 1)), atol=1e-4)
    np.testing.assert_allclose(left[~is_long], np.tile(lapsing, ((~is_long).sum(), 1)), atol=1e-4)


def test_applications_are_withdrawn_with_the_orders_behind_them(tmp_path):
    """A closure cancels the orders of thirty days; what is ordered when it is over waits anew."""
    stop = """
disruptions:
  stop: {kind: lane_closure, lanes: [sea], start: 130, duration_days: 10, orders_when_closed: cancel}
"""
    outcome = licensed(tmp_path, "licence: {decision_days: 60}", stop, buffer=300)
    left = exports(outcome)
    assert ledger(outcome, "withdrawn").sum() == pytest.approx(30.0, abs=1e-4)
    np.testing.assert_allclose(left[START : 140 + 60], 0.0, atol=1e-6)
    assert left[140 + 60] == pytest.approx(41.0, abs=1e-4)
    np.testing.assert_allclose(left[140 + 61 :], 1.0, atol=1e-5)


def test_of_two_changes_the_one_expected_later_holds_though_it_follows_a_slip(tmp_path):
    """A project that slips from day 90 comes three months later, 92 days; thirty days are decided
    then that another change has kept waiting from day 150 on.
    """
    changes = """
magnet_makers: {other: {country: JP, capacity_t_blanks_per_year: 0}}
lanes: {air: {good: magnets, from: other, to: motors, standby: 1}}
projects: {other: {facility: other, adds_per_year: 1, first_product: 2026-04-01}}
disruptions:
  slip: {kind: project_slip, projects: [other], months: 3}
  eases: {kind: control_change, control: halt, trigger: {after: slip, of: end, lag_days: 0},
          licence: {capacity_of_normal: 100}}
  holds: {kind: control_change, control: halt, start: 150, licence: {capacity_of_normal: 0}}
"""
    outcome = licensed(tmp_path, "licence: {decision_days: 0}", changes, buffer=300)
    left = exports(outcome)
    assert left[149] == pytest.approx(1.0, abs=1e-6)
    np.testing.assert_allclose(left[150:182], 0.0, atol=1e-6)
    assert left[182] == pytest.approx(33.0, abs=1e-4)
