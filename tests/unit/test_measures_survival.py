"""First short day, time to survive and time to recover."""

import numpy as np
import pytest

from sim import measures

INF, NAN = np.inf, np.nan
EXACT = 1 - 1e-9


def cut(days, first, last):
    """A fill rate of 1 but for the days from first to last."""
    fill = np.ones((days, 1))
    fill[first : last + 1] = 0.0
    return fill


def test_halt_on_day_100_is_felt_on_day_149():
    """Case A of the known answers: transit 35 and buffer 14 days give 49 days to survive."""
    first = measures.first_short_day(cut(365, 149, 254), 100, EXACT)
    assert first.tolist() == [149.0]
    assert measures.time_to_survive(first, 100).tolist() == [49.0]


def test_a_reserve_of_60_days_moves_it_to_day_209():
    first = measures.first_short_day(cut(365, 209, 254), 100, EXACT)
    assert measures.time_to_survive(first, 100).tolist() == [109.0]


def test_a_shortage_before_the_onset_is_not_its_doing():
    fill = cut(50, 5, 20)
    assert measures.first_short_day(fill, 10, EXACT).tolist() == [10.0]
    assert measures.first_short_day(fill, 30, EXACT).tolist() == [INF]


def test_the_onset_day_itself_counts():
    assert measures.first_short_day(cut(50, 7, 9), 7, EXACT).tolist() == [7.0]


def test_a_history_that_is_never_short_survives_for_ever():
    first = measures.first_short_day(np.ones((50, 2)), np.array([3.0, 4.0]), EXACT)
    assert measures.time_to_survive(first, np.array([3.0, 4.0])).tolist() == [INF, INF]


@pytest.mark.parametrize("onset", [NAN, INF])
def test_a_disruption_that_does_not_happen_shortens_nothing(onset):
    first = measures.first_short_day(cut(50, 7, 9), onset, EXACT)
    assert first.tolist() == [INF]
    assert measures.time_to_survive(first, onset).tolist() == [INF]


def test_each_history_has_its_own_onset():
    fill = np.hstack([cut(60, 20, 30), cut(60, 20, 30)])
    first = measures.first_short_day(fill, np.array([10.0, 25.0]), EXACT)
    assert first.tolist() == [20.0, 25.0]


def test_groups_are_measured_at_once():
    fill = np.stack([cut(60, 20, 30), cut(60, 40, 50)], axis=1)
    assert measures.first_short_day(fill, np.array([10.0]), EXACT).tolist() == [[20.0], [40.0]]


def test_recovery_counts_from_the_end_to_the_first_day_that_holds():
    assert measures.time_to_recover(cut(365, 149, 254), 220, 0.9, 28).tolist() == [35.0]


def test_a_relapse_starts_the_wait_anew():
    fill = cut(200, 100, 120)
    fill[130:135] = 0.0
    assert measures.time_to_recover(fill, 110, 0.9, 28).tolist() == [25.0]
    assert measures.time_to_recover(fill, 110, 0.9, 9).tolist() == [11.0]


def test_who_is_not_hurt_has_recovered_at_once():
    assert measures.time_to_recover(np.ones((100, 1)), 40, 0.9, 28).tolist() == [0.0]


def test_recovery_must_hold_within_the_run():
    assert measures.time_to_recover(cut(100, 10, 80), 50, 0.9, 28).tolist() == [INF]
    assert measures.time_to_recover(cut(100, 10, 71), 50, 0.9, 28).tolist() == [22.0]
    assert measures.time_to_recover(np.ones((10, 1)), 0, 0.9, 28).tolist() == [INF]


def test_no_end_means_no_recovery_and_no_disruption_nothing_to_recover_from():
    fill = cut(100, 10, 20)
    assert measures.time_to_recover(fill, INF, 0.9, 28).tolist() == [INF]
    assert measures.time_to_recover(fill, NAN, 0.9, 28).tolist() == [0.0]


def test_a_fill_rate_at_a_threshold_is_neither_short_nor_down():
    fill = np.full((60, 1), 0.75)
    assert measures.first_short_day(fill, 0, 0.75).tolist() == [INF]
    assert measures.time_to_recover(fill, 20, 0.75, 28).tolist() == [0.0]


def test_what_lacks_next_to_nothing_is_no_first_short_day_until_enough_is_lost():
    fill = np.ones((60, 1))
    fill[5], fill[20:40] = 0.58, 0.75
    assert measures.first_short_day(fill, 0, 0.99).tolist() == [5.0]
    assert measures.first_short_day(fill, 0, 0.99, 1.0).tolist() == [
        22.0
    ]  # 0.42 and three quarters
    assert measures.first_short_day(fill, 6, 0.99, 1.0).tolist() == [23.0]  # what was before is not
    assert measures.first_short_day(fill, 0, 0.99, 5.5).tolist() == [INF]


def test_a_whole_stop_is_short_on_its_first_day():
    fill = cut(60, 20, 30).astype(np.float32)
    assert measures.first_short_day(fill, 0, 0.99, 1.0).tolist() == [20.0]


def test_parts_of_demand_stand_still_one_after_the_other():
    fill = np.linspace(1.0, 0.0, 101)[:, None]  # one per cent more each day
    for part in (0.01, 0.1, 0.5):
        assert measures.first_stop_day(fill, 0, part).tolist() == [100 * part]
    assert measures.first_stop_day(fill[:40], 0, 0.5).tolist() == [INF]
    assert measures.first_stop_day(fill, 1000, 0.01).tolist() == [INF]


def test_what_stood_still_before_the_onset_is_no_stop_of_its_own():
    """A tenth lacks before; of the event are what comes on top, and all where it begins later."""
    before = np.full((30, 3), 0.9)
    before[20:, :] = 0.85
    onset = np.array([10.0, 25.0, np.nan])
    assert measures.first_stop_day(before, onset, 0.05).tolist() == [20.0, INF, INF]
    assert measures.first_stop_day(before, onset, 0.1).tolist() == [INF] * 3
    assert measures.first_stop_day(before, 0, 0.1).tolist() == [0.0] * 3  # nothing is known before
    assert measures.first_stop_day(before, -5, 0.1).tolist() == [0.0] * 3
