"""Scores of a replayed episode: known answers."""

import datetime as dt
import math

import numpy as np
import pytest

from sim.hindcast import score
from sim.hindcast.episode import PlantStop
from sim.hindcast.line import Line, not_judged, summary, verdict
from sim.hindcast.lines import of_stop
from sim.hindcast.month import month_of, number_of, span, whole_months
from sim.hindcast.replay import Stop

WORLD = {
    "2025-01": 6357, "2025-02": 3588, "2025-03": 5323, "2025-04": 2626, "2025-05": 1238,
    "2025-06": 3188, "2025-07": 5577, "2025-08": 6146, "2025-09": 5774, "2025-10": 5473,
    "2025-11": 6150,
}  # fmt: skip
"""Chinese exports of magnets to the world, t a month, as recorded."""


def test_lost_days_of_the_recorded_exports_of_magnets():
    usual, later = np.split(np.array(list(WORLD.values()), float), [3])
    normal = usual.mean()
    assert normal == pytest.approx(5089, abs=0.5)
    lost = dict(zip(list(WORLD)[3:], score.lost_days(later, normal), strict=True))
    assert lost["2025-04"] == pytest.approx(14.7, abs=0.1)
    assert lost["2025-05"] == pytest.approx(37.7, abs=0.1)
    assert lost["2025-06"] == pytest.approx(49.1, abs=0.1)
    assert lost["2025-11"] == pytest.approx(27.1, abs=0.1)


def test_lost_days_are_not_known_from_the_first_gap_on():
    lost = score.lost_days([0.5, math.nan, 1.0], 1.0)
    assert lost[0] == pytest.approx(30.4375 / 2)
    assert np.isnan(lost[1:]).all()


def test_lost_days_of_histories_each_against_its_own_normal():
    flow = np.array([[1.0, 1.0], [1.0, 3.0]])
    lost = score.lost_days(flow, np.array([1.0, 2.0]))
    assert lost.tolist() == [[0.0, 30.4375 / 2], [0.0, 0.0]]


def test_wape_weighs_by_what_is_recorded():
    recorded = np.array([100.0, math.nan, 50.0])
    assert score.wape(np.array([90.0, 5.0, 60.0]), recorded) == pytest.approx(20 / 150)
    assert math.isnan(score.wape(np.ones(2), np.array([math.nan, math.nan])))
    assert math.isnan(score.wape(np.ones(2), np.zeros(2)))


def test_a_total_bridges_a_gap_that_it_fits():
    nan = math.nan
    recorded = np.array([4.0, nan, nan, nan, 2.0])
    filled, inside = score.bridged(recorded, [(1, 3, 6.0)])
    assert filled.tolist() == [4.0, 2.0, 2.0, 2.0, 2.0]
    assert inside.tolist() == [False, True, True, False, False]


@pytest.mark.parametrize("total", [(0, 3, 6.0), (-1, 2, 6.0), (1, 5, 6.0)])
def test_a_total_that_does_not_fit_bridges_nothing(total):
    recorded = np.array([4.0, math.nan, math.nan, math.nan, 2.0])
    filled, inside = score.bridged(recorded, [total])
    assert np.isnan(filled[1:4]).all()
    assert not inside.any()


def test_trough_and_rebound():
    recorded = np.array([math.nan, 3.0, 1.0, math.nan, 2.0, 5.0, 4.0])
    assert score.trough(recorded) == 2
    assert score.rebound(recorded, 2) == 5
    assert score.rebound(recorded, 6) is None


def line(value, limit, *, at_least=False, of="a"):
    return Line(of, "A", "wape", "", "", "", "", value, limit, "1", at_least)


@pytest.mark.parametrize(
    ("value", "limit", "at_least", "says"),
    [
        (-0.2, 0.2, False, "ok"),
        (-0.21, 0.2, False, "outside"),
        (0.5, 0.5, True, "ok"),
        (0.4, 0.5, True, "outside"),
        (math.nan, 0.5, False, "outside"),
        (math.inf, 0.5, False, "outside"),
        (9.0, None, False, "not judged"),
    ],
)
def test_a_limit_is_kept_or_not(value, limit, at_least, says):
    assert line(value, limit, at_least=at_least).verdict == says


def test_one_missed_limit_is_enough():
    kept, missed, free = line(0.1, 0.2), line(0.3, 0.2), line(0.3, None)
    assert verdict([kept, free]) == "ok"
    assert verdict([kept, missed, free]) == "outside"
    assert verdict([free]) == "not judged"


def test_a_series_without_any_limit_is_not_judged_and_not_counted_as_kept():
    kept, missed, free = line(0.1, 0.2), line(0.3, 0.2), line(0.3, None, of="b")
    assert not_judged([kept, line(0.3, None), free, free]) == ["b"]
    assert verdict([kept, free]) == "ok as far as judged"
    assert verdict([missed, free]) == "outside"
    assert summary([kept, missed, free]) == "outside, 1 of 2 limits kept"
    assert summary([free]) == "not judged"


@pytest.mark.parametrize(
    ("judged_by", "window", "miss"),
    [
        ("median", [30, 45], 15.0),
        ("median", [70, 80], -10.0),
        ("band", [30, 45], 0.0),
        ("band", [30, 38], 2.0),
        ("band", [70, 80], 0.0),
    ],
)
def test_a_stop_is_judged_by_the_median_or_by_the_band(judged_by, window, miss):
    """Of which 5 % of histories never stop."""
    stop = PlantStop(who="us", days=window, judged_by=judged_by, within=1)
    days = np.array([40.0, 60.0, math.inf])
    found = of_stop(Stop("one", "One", stop, days))
    assert found.value == miss
    assert found.ok == (abs(miss) <= 1)


def test_months_are_counted_across_years():
    assert span("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert month_of(number_of("2025-12") + 1) == "2026-01"


def test_only_whole_months_count():
    assert whole_months(
        dt.date.fromisoformat("2025-01-02"), dt.date.fromisoformat("2025-04-30")
    ) == {"2025-02", "2025-03", "2025-04"}
    assert whole_months(
        dt.date.fromisoformat("2025-01-01"), dt.date.fromisoformat("2025-02-27")
    ) == {"2025-01"}
