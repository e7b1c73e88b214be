"""Measures of points with their differences to undisrupted twins, which equal points share."""

import numpy as np
import pytest

import sim.design.group_measures as module
from sim.design.design import Design
from sim.design.group_measures import GroupMeasures, run_group_measures
from sim.scenario.load import load
from sim.scenario.schema import Distribution
from sim.study.job import Job
from sim.study.pool import Here
from sim.study.replicate import Block, run_block
from tests.chain import CHAIN, write

NAME = "region.US.shortfall_days"
MEETS = "halt_727"
"""A disruption whose start has the dimension that the capacity of the maker would have."""


@pytest.fixture
def ran(monkeypatch):
    """The points that are run; a point has as many shortfall days as its halt lasts and one."""
    seen = []

    def run_design(design, *_):
        seen.extend(design.points)
        halts = [[d.duration_days for d in p.disruptions.values()] for p in design.points]
        return [{NAME: np.full(design.histories, 1.0 + sum(days))} for days in halts]

    monkeypatch.setattr(module, "run_design", run_design)
    return seen


def points(*changed):
    fixed = "disruptions.halt.duration_days=9"
    return [load("two-mines", [fixed, one]).scenario for one in changed]


def measured(points, *measures):
    return run_group_measures(Design(points, 2, 1), GroupMeasures(frozenset(measures)), Here())


def test_points_that_differ_in_disruptions_share_a_twin(ran):
    two = points("disruptions.halt.duration_days=5", "disruptions.halt.duration_days=7")
    found = measured(two, "shortfall_days_caused")
    assert len(ran) == 3
    assert [one[f"{NAME}_caused"].tolist() for one in found] == [[5.0, 5.0], [7.0, 7.0]]


def test_points_of_other_worlds_have_twins_of_their_own(ran):
    measured(points("consumers.motors.stock_days=5", "consumers.motors.stock_days=7"),
             "shortfall_days_caused")  # fmt: skip
    assert len(ran) == 4


def test_no_twin_is_run_where_nothing_is_compared_with_it(ran):
    found = measured(points("disruptions.halt.duration_days=5"), "shortfall_days")
    assert len(ran) == 1
    assert list(found[0]) == [NAME]


def test_a_twin_meets_the_draws_of_its_point(tmp_path):
    """Under Sobol', too: where two names meet, the twin's inputs are laid out as the point's."""
    settings = [
        "end=2026-05-31",
        "warm_up_days=30",
        "stockpiles={}",
        "consumers.us_ev.stock_days=5",
        "magnet_makers.maker.capacity_t_blanks_per_year={uniform: [10, 250]}",
    ]
    calm = load(write(tmp_path, CHAIN), settings).scenario
    start = Distribution(uniform=[20, 60])
    halt = calm.disruptions["halt"].model_copy(update={"start": start})
    points = [calm.model_copy(update={"disruptions": {name: halt}}) for name in ("halt", MEETS)]
    found = run_group_measures(
        Design(points, 64, 1, "sobol"),
        GroupMeasures(frozenset({"shortfall_days", "shortfall_days_caused"})),
        Here(),
    )
    for point, one in zip(points, found, strict=True):
        study = Job(point, 1, "sobol").study()
        twin = run_block(study, Block(1, 0, 64), short)
        assert twin.any()
        assert one[f"{NAME}_caused"].tolist() == (one[NAME] - twin).tolist()


def short(scenario, _, record):
    return GroupMeasures(frozenset({"shortfall_days"}))(scenario, record)[NAME]
