"""Running points: failures are found and recorded, equal points run once."""

from dataclasses import replace

import numpy as np
import pytest

import sim.sweep.runner
from sim.output.run_request import RunRequest
from sim.scenario.errors import ScenarioError
from sim.scenario.load import load
from sim.study.pool import Here, WorkersLostError
from sim.sweep.design import grid
from sim.sweep.plan import plan
from sim.sweep.runner import run_sweep
from sim.sweep.tables import failures_csv, sweep_csv
from sim.sweep.vary import VaryError, read_axis

KEY = ("all", "all", "shortfall_days")
CHANCE = ["disruptions.halt.probability=0.5"]


@pytest.fixture
def sweep(tmp_path):
    return planned("consumers.motors.stock_days=10,20,30,40", out=tmp_path, settings=CHANCE)


def planned(*varied, out, settings=()):
    request = RunRequest(load("two-mines", settings), 3, 1, out=out)
    return plan(request, grid([read_axis(text) for text in varied]))


def stock(point):
    return point.consumers["motors"].stock_days


def run(sweep, monkeypatch, check=lambda design: None):
    """Run it where the shortfall days of a point are its buffer; *check* hears of each design."""
    saved = []

    def run_group_measures(design, measures, pool, store, progress):
        check(design)
        progress(1, 2)
        return [
            {"all.all.shortfall_days": np.full(design.histories, float(stock(point)))}
            for point in design.points
        ]

    monkeypatch.setattr(sim.sweep.runner, "run_group_measures", run_group_measures)
    results = run_sweep(sweep, Here(), saved.append)
    assert saved[-1] == results
    return results


def failing(error, *stocks):
    """Give what refuses a design with a point of some buffers."""

    def check(design):
        if any(stock(point) in stocks for point in design.points):
            raise error

    return check


def statuses(results):
    return [result.status for result in results.of]


def test_differences_count_from_the_first_point(sweep, monkeypatch):
    results = run(sweep, monkeypatch)
    assert [result.measured[KEY].mean for result in results.of] == [10, 20, 30, 40]
    assert [result.measured[KEY].diff_mean for result in results.of] == [0, 10, 20, 30]
    assert [result.histories for result in results.of] == [3] * 4


@pytest.mark.parametrize(
    "error", [ZeroDivisionError('of something, or "so"'), WorkersLostError()], ids=["fault", "lost"]
)
def test_a_point_that_fails_is_found_and_the_rest_goes_on(sweep, monkeypatch, error):
    results = run(sweep, monkeypatch, failing(error, 20))
    assert statuses(results) == ["complete", "failed", "complete", "complete"]
    assert str(error).replace('"', '""') in failures_csv(results)
    assert "1,20,failed,0,,,,,,,," in sweep_csv(results)


def test_without_the_first_point_there_are_no_differences(sweep, monkeypatch):
    results = run(sweep, monkeypatch, failing(ZeroDivisionError(), 10))
    assert statuses(results).count("complete") == 3
    assert np.isnan(results.of[1].measured[KEY].diff_mean)
    assert results.of[1].measured[KEY].mean == 20


def test_equal_points_are_run_once(tmp_path, monkeypatch):
    """10 and 10.0 are the same scenario."""
    designs = []
    varied = "consumers.motors.stock_days=10,10.0,20"
    sweep = planned(varied, out=tmp_path, settings=CHANCE)
    results = run(sweep, monkeypatch, designs.append)
    assert [list(map(stock, design.points)) for design in designs] == [[10, 20]]
    assert [result.measured[KEY].mean for result in results.of] == [10, 10, 20]


def test_a_long_sweep_is_saved_part_by_part(sweep, monkeypatch):
    """And what is done is there when it is broken off."""
    monkeypatch.setattr(sim.sweep.runner, "block_width", lambda scenario: 1)
    saved, designs = [], []

    def run_group_measures(design, measures, pool, store, progress):
        designs.append(design)
        if len(designs) == 3:
            raise KeyboardInterrupt
        progress(3, 3)
        return [{"all.all.shortfall_days": np.zeros(3)} for _ in design.points]

    monkeypatch.setattr(sim.sweep.runner, "run_group_measures", run_group_measures)
    told = []
    with pytest.raises(KeyboardInterrupt):
        run_sweep(sweep, Here(), saved.append, lambda done, total: told.append((done, total)))
    assert [len(design.points) for design in designs] == [1, 1, 1]
    assert told == [(3, 12), (6, 12)]
    assert statuses(saved[-1]) == ["complete", "complete", "pending", "pending"]


def test_without_chance_there_is_one_history_and_no_interval(tmp_path, monkeypatch):
    sweep = planned("consumers.motors.stock_days=10,20", out=tmp_path)
    assert sweep.histories == 3, "the length of its halt is drawn"
    sweep = planned(
        "consumers.motors.stock_days=10,20",
        out=tmp_path,
        settings=["disruptions.halt.duration_days=100"],
    )
    assert sweep.histories == 1
    found = run(sweep, monkeypatch).of[1]
    assert (found.histories, found.measured[KEY].half_width95) == (1, 0.0)
    assert (found.measured[KEY].diff_mean, found.measured[KEY].diff_half_width95) == (10.0, 0.0)


def test_one_history_stands_for_all_beside_points_with_chance(tmp_path, monkeypatch):
    sweep = planned(
        "disruptions.halt.probability=1,0.5",
        out=tmp_path,
        settings=["disruptions.halt.duration_days=100"],
    )
    results = run(sweep, monkeypatch)
    assert [result.histories for result in results.of] == [1, 3]
    assert results.of[1].measured[KEY].diff_mean == 0.0


def test_only_some_points_may_be_invalid(tmp_path):
    sweep = planned("disruptions.halt.duration_days=-5,5", out=tmp_path)
    assert [point.request is None for point in sweep.points] == [True, False]
    assert "-5 must be at least 0" in sweep.points[0].error
    with pytest.raises(ScenarioError) as found:
        planned("disruptions.halt.durration_days=1,2", "policy.hoardings=1,2", out=tmp_path)
    assert [problem.path for problem in found.value.problems] == [
        "disruptions.halt.durration_days",
        "policy.hoardings",
    ]


def test_a_range_that_misses_whole_numbers_is_refused(tmp_path):
    with pytest.raises(VaryError, match=r"5\.5 is not a whole number.*come out whole"):
        planned("policy.review_days=1:10:3", out=tmp_path)
    assert len(planned("policy.review_days=1:9:3", out=tmp_path).points) == 3


def test_the_name_depends_on_all_but_the_number_of_histories(tmp_path):
    one = planned("policy.hoarding=1,2", out=tmp_path)
    assert one.digest == planned("policy.hoarding=1,2", out=tmp_path / "b").digest
    more = replace(one.request, histories=99)
    assert plan(more, one.design).digest == one.digest
    for other in (
        planned("policy.hoarding=1,3", out=tmp_path),
        planned("policy.hoarding=2,1", out=tmp_path),
        planned("policy.hoarding=1,2", out=tmp_path, settings=["warm_up_days=30"]),
        plan(replace(one.request, seed=2), one.design),
    ):
        assert other.digest != one.digest
