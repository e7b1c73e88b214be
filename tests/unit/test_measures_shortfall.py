"""Fill rates and shortfall days against answers worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim import measures

DAYS, HISTORIES = 40, 3
some = st.just(0.0) | st.floats(1e-3, 50.0)
tonnes = arrays(np.float64, (DAYS, HISTORIES), elements=some)
shares = arrays(np.float64, (DAYS, HISTORIES), elements=st.floats(0.0, 1.0))


def column(*values):
    return np.array(values, dtype=float)[:, None]


def test_a_day_without_demand_is_filled():
    assert measures.fill_rate([0.0, 2.0], [0.0, 1.0]).tolist() == [1.0, 0.5]


def test_demand_of_one_history_serves_for_all():
    fill = measures.fill_rate(np.full((2, 1), 4.0), np.array([[4.0, 2.0], [1.0, 0.0]]))
    assert fill.tolist() == [[1.0, 0.5], [0.25, 0.0]]


def test_halt_of_120_days_with_a_buffer_of_14_costs_106_days():
    """Case A of the known answers: nothing is served from day 149 to 254."""
    fill = np.ones((365, 1))
    fill[149:255] = 0.0
    assert measures.shortfall_days(fill).tolist() == [106.0]


def test_partial_cut_has_more_short_days_than_shortfall_days():
    """Case A, half of the flow cut for 120 days: 46 days are lost over 92 short days."""
    fill = np.ones((365, 1))
    fill[163:255] = 0.5
    assert measures.shortfall_days(fill).tolist() == [46.0]
    assert (fill < 1 - 1e-9).sum() == 92
    assert measures.line_down_days(fill, 0.5, 0.9).tolist() == [0.0]
    assert measures.line_down_days(fill, 0.51, 0.9).tolist() == [92.0]


def test_a_line_is_up_again_only_above_the_upper_threshold():
    fill = column(1.0, 0.4, 0.6, 0.89, 0.9, 0.6, 0.49, 0.95)
    down = measures.line_down(fill, 0.5, 0.9)[:, 0]
    assert down.tolist() == [False, True, True, True, False, False, True, False]
    assert measures.line_down_days(fill, 0.5, 0.9).tolist() == [4.0]


def test_equal_thresholds_count_the_days_below():
    fill = column(0.4, 0.5, 0.6, 0.4)
    assert measures.line_down_days(fill, 0.5, 0.5).tolist() == [2.0]


def test_backlog_below_the_tolerance_is_none():
    assert measures.backlog_days(column(0.0, 1e-10, 1e-8, 5.0)).tolist() == [2.0]


def test_what_is_caught_up_is_not_lost():
    unmet, caught_up = np.array([100.0, 100.0, 0.0]), np.array([25.0, 100.0, 0.0])
    days = np.array([8.0, 8.0, 0.0])
    assert measures.lost_tonnes(unmet, caught_up).tolist() == [75.0, 0.0, 0.0]
    assert measures.lost_days(days, unmet, caught_up).tolist() == [6.0, 0.0, 0.0]


def test_a_pulse_after_a_stop_takes_lost_flow_days_back():
    lost = measures.net_lost_flow_days(column(0.0, 0.5, 2.5), column(1.0, 1.0, 1.0))
    assert lost[:, 0].tolist() == [1.0, 1.5, 0.0]


def test_first_quarter_of_2025_as_normal_gives_the_published_lost_days():
    """Case K: exports of 15,267 t in a quarter are normal; half a month's flow in April lost."""
    normal = np.full((30, 1), 5089.0 / 30)
    lost = measures.net_lost_flow_days(normal * (1 - 14.7 / 30), normal)
    assert lost[-1, 0] == pytest.approx(14.7)


@given(demand=tonnes, part=shares)
def test_shortfall_lies_between_nothing_and_every_day(demand, part):
    total = measures.shortfall_days(measures.fill_rate(demand, demand * part))
    assert (total >= -1e-9).all()
    assert (total <= DAYS + 1e-9).all()


@given(demand=tonnes, part=shares, scale=st.floats(0.5, 100.0))
def test_shortfall_days_do_not_depend_on_the_unit(demand, part, scale):
    once = measures.shortfall_days(measures.fill_rate(demand, demand * part))
    scaled = measures.shortfall_days(measures.fill_rate(demand * scale, demand * part * scale))
    np.testing.assert_allclose(once, scaled, rtol=1e-9, atol=1e-9)


@given(demand=tonnes, part=shares)
def test_pro_rata_cuts_give_every_member_the_rate_of_the_group(demand, part):
    members = demand[:, None] * np.array([0.5, 0.3, 0.2])[None, :, None]
    served = members * part[:, None]
    group = measures.fill_rate(members.sum(axis=1), served.sum(axis=1))
    busy = demand > 1e-6
    for member in range(3):
        own = measures.fill_rate(members[:, member], served[:, member])
        np.testing.assert_allclose(own[busy], group[busy], rtol=1e-9, atol=1e-12)


@given(fill=shares)
def test_a_history_alone_gives_the_same_bits_as_among_others(fill):
    together = measures.shortfall_days(fill)
    alone = measures.shortfall_days(np.ascontiguousarray(fill[:, 1:2]))
    assert together[1] == alone[0]


@given(fill=shares, low=st.floats(0.0, 0.5), high=st.floats(0.5, 1.0))
def test_a_line_is_down_at_least_on_the_days_below_the_lower_threshold(fill, low, high):
    down = measures.line_down(fill, low, high)
    assert down[fill < low].all()
    assert not down[(fill >= high) & (fill >= low)].any()
