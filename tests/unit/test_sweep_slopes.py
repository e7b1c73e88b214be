"""Slopes: a line is found exactly, histories are paired, and the interval covers."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.output.groups import Group
from sim.output.outcomes import Outcome
from sim.sweep.design import grid
from sim.sweep.latin import latin
from sim.sweep.measured import Sample
from sim.sweep.results import Result, Results
from sim.sweep.slope_table import slopes_csv
from sim.sweep.slopes import find_input, slope_in, slopes, told
from sim.sweep.vary import VaryError, read_axis
from tests.sweeps import sweep

KEY = "region", "US", "shortfall_days"
US = Group("region", "US", "US", (0,))
SLIP = "projects.tenx_1.slip_months+projects.independence_2.slip_months=0,6,24"
YEARS = "disruptions.halt.start=2027-11-01,2028-11-01"


def axes(*texts):
    return [read_axis(text) for text in texts]


def found(values, *varied, per=0, replicates=None):
    """Slopes of points with some values, each a value a history; none for a point that failed."""
    design = grid(axes(*varied))
    of = []
    for given in values:
        sample = None
        if given is not None:
            outcome = Outcome(US, KEY[2], "d", np.asarray(given, dtype=np.float64))
            sample = Sample({KEY: outcome}, replicates, len(given) > 1)
        status = "failed" if sample is None else "complete"
        measured = {} if sample is None else {KEY: None}
        of.append(Result(status, "", measured, 0, sample))
    return slopes(Results(sweep(design), tuple(of)), per)


def test_a_line_is_found_exactly():
    x = np.array([0.0, 6.0, 24.0])
    y = 1e6 + np.array([0.5, -2.0, 0.0]) * x[:, None]
    assert slope_in(x, y) == pytest.approx([0.5, -2.0, 0.0], abs=1e-9)


def test_least_squares_of_what_bends():
    """Anscombe's first set (1973) has a slope of 0.500."""
    x = np.array([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], dtype=float)
    y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    assert slope_in(x, np.array(y)[:, None]) == pytest.approx([0.5001], abs=5e-5)


def test_what_chance_does_to_a_history_is_not_in_its_slope():
    """Levels spread over a hundred days, slopes over a tenth of a day a month."""
    luck, each = np.array([0.0, 100.0, 30.0]), np.array([0.4, 0.5, 0.6])
    whole, first, last = found([luck + each * months for months in (0, 6, 24)], SLIP)
    for one in (whole, first, last):
        assert one.statistics.mean == pytest.approx(0.5)
        # 4.303 standard errors of three values a tenth apart
        assert one.statistics.half_width95 == pytest.approx(4.303 * 0.1 / math.sqrt(3), rel=0.03)
    assert (whole.first, whole.last, whole.points, whole.is_whole) == ("0", "24", 3, True)
    assert [(one.first, one.last) for one in (first, last)] == [("0", "6"), ("6", "24")]


def test_steps_between_neighbours_show_where_it_bends():
    whole, first, last = found([[0.0], [0.0], [9.0]], SLIP)
    assert [one.statistics.mean for one in (first, last)] == [0.0, 0.5]
    assert 0.0 < whole.statistics.mean < 0.5


def test_each_row_of_the_other_input_has_its_own():
    """Whichever of the two comes first."""
    values = {
        (months, year): [months * (year - 2026.0)] for months in (0, 6, 24) for year in (2027, 2028)
    }
    slip_first = [values[months, year] for months in (0, 6, 24) for year in (2027, 2028)]
    years_first = [values[months, year] for year in (2027, 2028) for months in (0, 6, 24)]
    for some in (found(slip_first, SLIP, YEARS), found(years_first, YEARS, SLIP, per=1)):
        whole = [one for one in some if one.is_whole]
        assert [one.others for one in whole] == [("2027-11-01",), ("2028-11-01",)]
        assert [one.statistics.mean for one in whole] == pytest.approx([1.0, 2.0])


def test_values_are_taken_in_their_order():
    """However they are written on the command line, and though one stands there twice."""
    whole, *steps = found([[12.0], [0.0], [3.0], [3.0]], "a.b_days=24,0,6,6.0")
    assert (whole.first, whole.last, whole.points) == ("0", "24", 3)
    assert whole.statistics.mean == pytest.approx(0.5)
    assert [(one.first, one.last) for one in steps] == [("0", "6.0"), ("6.0", "24")]


def test_along_dates_it_is_per_year():
    """Ten days a year of 365.25 days."""
    (whole,) = found([[0.0], [20.04]], "disruptions.halt.start=2027-11-01,2029-11-01")
    assert whole.statistics.mean == pytest.approx(20.04 / (731 / 365.25))


def test_failed_points_are_left_out_and_one_alone_has_no_slope():
    (whole,) = found([[0.0], None, [12.0]], SLIP)
    assert (whole.points, whole.statistics.mean) == (2, 0.5)
    assert found([[0.0], None, None], SLIP) == []


def test_only_histories_with_a_number_at_each_point_count():
    whole, first, last = found([[0, 0], [6, math.inf], [24, 24]], SLIP)
    assert (whole.statistics.n, whole.statistics.mean) == (1, 1.0)
    assert (first.statistics.n, last.statistics.n) == (1, 1)
    assert found([[math.inf], [math.inf], [1.0]], SLIP) == []


def test_the_one_history_of_a_point_without_chance_stands_for_all():
    whole, *_ = found([[0.0], [6.0, 3.0], [24.0, 12.0]], SLIP)
    assert whole.statistics.n == 2
    assert whole.statistics.mean == pytest.approx(0.75)
    sure, *_ = found([[0.0], [6.0], [24.0]], SLIP)
    assert sure.statistics.half_width95 == 0.0


def test_replicates_decide_the_interval():
    """Within a replicate histories are alike: two replicates, two slopes."""
    values = [np.array([1.0, 1.0, 3.0, 3.0]) * months for months in (0, 6, 24)]
    plain, *_ = found(values, SLIP)
    grouped, *_ = found(values, SLIP, replicates=np.array([0, 0, 1, 1]))
    assert grouped.statistics.half_width95 > 3 * plain.statistics.half_width95


def test_the_interval_of_the_mean_slope_covers_in_95_of_100_studies():
    rng = np.random.default_rng(3)
    x = np.array([0.0, 12.0, 24.0, 60.0])
    covered = 0
    for _ in range(400):
        true = rng.normal(0.5, 0.2, 12)
        y = rng.normal(0.0, 50.0, 12) + true * x[:, None] + rng.normal(0.0, 1.0, (4, 12))
        whole, *_ = found(list(y), "a.slip_months=0,12,24,60")
        covered += abs(whole.statistics.mean - 0.5) <= whole.statistics.half_width95
    assert 0.92 <= covered / 400 <= 0.98


@pytest.mark.parametrize("name", [
    "slip_months", "projects.tenx_1.slip_months", "tenx_1.slip_months", SLIP.partition("=")[0],
])  # fmt: skip
def test_an_input_is_found_by_what_tells_it_apart(name):
    assert find_input(grid(axes(YEARS, SLIP)), name) == 1


@pytest.mark.parametrize(
    ("varied", "name", "says"),
    [
        ((YEARS, SLIP), "months", "None of the inputs"),
        (("a.days=1,2", "b.days=1,2"), "days", "More than one of the inputs"),
        (("a.mode=halt,quota",), "mode", "no slope"),
        (("a.b=1,2026-01-01",), "b", "no slope"),
    ],
)
def test_what_has_no_slope_is_refused(varied, name, says):
    with pytest.raises(VaryError, match=f"--per {name}: .*{says}"):
        find_input(grid(axes(*varied)), name)


def test_drawn_points_have_no_rows():
    with pytest.raises(VaryError, match="Leave --lhs out"):
        find_input(latin(axes("a.days=1:2"), 4, seed=1), "days")


def test_the_file_says_what_is_counted():
    """A header, though nothing is there."""
    some = found([[0.0], [3.0], [12.0]], SLIP)
    design = replace(sweep(grid(axes(SLIP))), points=())
    header, whole, *steps = slopes_csv(Results(design, ()), 0, some).splitlines()
    assert header.startswith("per,over,from,to,points,kind,group,label,measure,unit,histories,mean")
    assert whole.endswith("shortfall_days,shortfall days per month of slip,1,0.5,0,0.5,0.5,0.5")
    assert len(steps) == 2
    assert slopes_csv(Results(design, ()), 0, []).splitlines() == [header]


def test_a_slope_of_a_share_is_told_in_points_of_per_cent():
    """Of shortfall in days; what comes to nothing over all values is nothing."""
    luck = np.array([0.0014, 0.0015, 0.0016])
    whole, *_ = found([luck * months for months in (0, 6, 24)], SLIP)
    assert told(whole) == "0"
    share = replace(whole, key=("region", "US", "dependence[CN]"))
    assert told(share) == "0.150 ± 0.025"
