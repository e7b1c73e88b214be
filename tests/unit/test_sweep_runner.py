"""Running points: failures are recorded, lost workers forgiven once, equal points run once."""

import concurrent.futures
import threading
from dataclasses import replace

import numpy as np
import pytest

import sim.sweep.runner
from sim.output.groups import Group
from sim.output.outcomes import Outcome
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


class Two(Here):
    """A pool that takes two tasks at once."""

    width = 2


class Stored:
    """What a run leaves, as far as a sweep reads it: its shortfall days are its buffer."""

    def __init__(self, request):
        stock = request.loaded.scenario.consumers["motors"].stock_days
        group = Group("all", "all", "All consumers", (0,))
        self.outcomes = (Outcome(group, KEY[2], "d", np.full(request.histories, stock)),)
        self.numbers = np.arange(request.histories)
        self.replicates = None


@pytest.fixture
def sweep(tmp_path):
    return planned("consumers.motors.stock_days=10,20,30,40", out=tmp_path)


def planned(*varied, out, settings=()):
    request = RunRequest(load("two-mines", settings), 3, 1, out=out)
    return plan(request, grid([read_axis(text) for text in varied]))


def run(sweep, monkeypatch, ensure_run, pool=None):
    monkeypatch.setattr(sim.sweep.runner, "ensure_run", ensure_run)
    saved = []
    results = run_sweep(sweep, pool or Two(), saved.append)
    assert saved[-1] == results
    return results


def test_results_are_in_the_order_of_the_points(sweep, monkeypatch):
    """Even if the first is done last, and differences count from it."""
    others = threading.Barrier(2)

    def ensure_run(request, pool, progress):
        if request.loaded.scenario.consumers["motors"].stock_days in {10, 40}:
            others.wait(timeout=20)  # the first is not done before the last
        return Stored(request)

    results = run(sweep, monkeypatch, ensure_run)
    assert [result.measured[KEY].mean for result in results.of] == [10, 20, 30, 40]
    assert [result.measured[KEY].diff_mean for result in results.of] == [0, 10, 20, 30]


@pytest.mark.parametrize("pool", [Here(), Two()])
def test_a_point_that_fails_is_recorded_and_the_rest_goes_on(sweep, monkeypatch, pool):
    def ensure_run(request, pool, progress):
        if request.loaded.scenario.consumers["motors"].stock_days == 20:
            raise ZeroDivisionError('of something, or "so"')
        return Stored(request)

    results = run(sweep, monkeypatch, ensure_run, pool)
    assert [result.status for result in results.of] == [
        "complete",
        "failed",
        "complete",
        "complete",
    ]
    assert 'ZeroDivisionError: of something, or ""so""' in failures_csv(results)
    assert "1,20,failed,0,,,,,,,," in sweep_csv(results)


def test_without_the_first_point_there_are_no_differences(sweep, monkeypatch):
    def ensure_run(request, pool, progress):
        if request.loaded.scenario.consumers["motors"].stock_days == 10:
            raise ZeroDivisionError
        return Stored(request)

    results = run(sweep, monkeypatch, ensure_run)
    assert [result.status for result in results.of].count("complete") == 3
    assert np.isnan(results.of[1].measured[KEY].diff_mean)
    assert results.of[1].measured[KEY].mean == 20


def test_a_point_whose_worker_is_lost_is_tried_again_alone(sweep, monkeypatch):
    """It may have been lost for what ran beside it; if it is lost again, it is to blame."""
    tries, alone = {}, []

    def ensure_run(request, pool, progress):
        stock = request.loaded.scenario.consumers["motors"].stock_days
        tries[stock] = tries.get(stock, 0) + 1
        if tries[stock] > 1:
            alone.append(threading.current_thread() is threading.main_thread())
        if stock == 30 or (stock == 20 and tries[stock] == 1):
            raise WorkersLostError
        return Stored(request)

    results = run(sweep, monkeypatch, ensure_run)
    assert [result.status for result in results.of] == [
        "complete",
        "complete",
        "failed",
        "complete",
    ]
    assert tries == {10: 1, 20: 2, 30: 2, 40: 1}
    assert alone == [True, True]


def test_equal_points_are_run_once(tmp_path, monkeypatch):
    """10 and 10.0 are the same scenario: the same folder."""
    requests = []

    def ensure_run(request, pool, progress):
        requests.append(request)
        return Stored(request)

    sweep = planned("consumers.motors.stock_days=10,10.0,20", out=tmp_path)
    results = run(sweep, monkeypatch, ensure_run)
    assert len(requests) == 2
    assert [result.measured[KEY].mean for result in results.of] == [10, 10, 20]


def test_an_interrupt_stops_the_others_and_saves(sweep, monkeypatch):
    """Orders under way hear of it where they report their progress."""
    heard, saved = [], []
    under_way = threading.Event()

    def ensure_run(request, pool, progress):
        if request.loaded.scenario.consumers["motors"].stock_days == 10:
            return Stored(request)
        under_way.set()
        try:
            while True:
                progress(0, 1)
                threading.Event().wait(0.01)
        except BaseException as broken_off:
            heard.append(broken_off)
            raise

    def waiting(futures, *_):
        """Give the first result; then Ctrl-C is pressed."""
        if len(futures) < 4:
            under_way.wait(20)
            raise KeyboardInterrupt
        return concurrent.futures.wait(futures, 20, concurrent.futures.FIRST_COMPLETED)

    monkeypatch.setattr(sim.sweep.runner, "ensure_run", ensure_run)
    monkeypatch.setattr(sim.sweep.runner, "wait", waiting)
    with pytest.raises(KeyboardInterrupt):
        run_sweep(sweep, Two(), saved.append)
    assert heard
    assert not any(isinstance(one, KeyboardInterrupt) for one in heard)  # which asks for a report
    assert [result.status for result in saved[-1].of] == ["complete"] + 3 * ["pending"]


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
