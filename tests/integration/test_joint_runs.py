"""Whole runs in worlds that they share: their folders hold, to the byte, what each gives alone."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from sim.design.joint_runs import joint_runs, run_joint
from sim.output.ensure_run import ensure_run
from sim.output.lots import lot_path
from sim.output.run_request import RunRequest
from sim.scenario.load import Loaded, load
from sim.scenario.schema import Scenario
from sim.study.pool import Here
from sim.study.replicate import run_blocks
from tests.integration.random_worlds import WORLDS
from tests.properties.test_design import with_numbers_changed

DAYS = 60


def requested(scenario: Scenario, out: Path, histories: int = 1) -> RunRequest:
    """Ask for a run of a scenario that stands in no file."""
    return RunRequest(Loaded(scenario, {}, (), ()), histories, 7, out=out)


def contents(folder: Path) -> dict[str, bytes]:
    """Read all that a folder holds, but how long it took."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.log"
    }


def variants(scenario: Scenario) -> list[Scenario]:
    """Give it with other numbers, and with fewer disruptions: names and questions differ, too."""
    most = dict(list(scenario.disruptions.items())[:-1])
    found = [
        *with_numbers_changed(scenario)[:2],
        scenario.model_copy(update={"disruptions": most}),
        scenario.model_copy(update={"disruptions": {}}),
    ]
    return [
        one.model_copy(update={"name": f"{one.name}-{at}", "question": f"What of {at}?"})
        for at, one in enumerate(found)
    ]


@pytest.mark.parametrize(
    "world", ["recurring", "licences", "stockpiles", "money", "prices", "all_of_a_chain"]
)
def test_runs_side_by_side_are_those_of_each_alone(world, tmp_path):
    """Whatever differs, and whatever is recorded that only others have."""
    scenario = WORLDS[world](tmp_path)
    end = min(scenario.end, scenario.start + dt.timedelta(days=DAYS))
    scenario = scenario.model_copy(update={"end": end, "warm_up_days": 30})
    requests = [requested(one, tmp_path / "joint") for one in variants(scenario)]
    joint = joint_runs(requests)
    assert joint
    for some in joint:
        run_joint(some, Here())
        for request in some.requests:
            alone = ensure_run(replace(request, out=tmp_path / "alone"), Here())
            ensure_run(request, _Nowhere())
            assert contents(request.folder) == contents(alone.folder)


def test_what_is_there_is_not_run_again(tmp_path, monkeypatch):
    """Of one run a lot is missing, of the other none."""
    mines = load("two-mines")
    requests = [
        RunRequest(mines.changed([f"consumers.motors.stock_days={days}"]), 128, 1, out=tmp_path)
        for days in (30, 40)
    ]
    (joint,) = joint_runs(requests)
    run_joint(joint, Here())
    lost = lot_path(requests[1].folder, 0, 64)
    before = lost.read_bytes()
    lost.unlink()
    ran = []

    def noted(run, todo, *others):
        ran.extend(todo)
        run_blocks(run, todo, *others)

    monkeypatch.setattr("sim.design.joint_runs.run_blocks", noted)
    run_joint(joint, Here())
    assert [(block.points, block.first, block.count) for block in ran] == [((1,), 0, 128)]
    assert lost.read_bytes() == before


def test_runs_that_gain_nothing_are_left_alone(tmp_path):
    """Of other seeds, sampling or worlds; or so many histories that each fills its blocks."""
    mines = load("two-mines")
    more = mines.changed(["consumers.motors.stock_days=40"])
    longer = mines.changed(["end=2027-03-31"])

    def joined(*others: RunRequest) -> bool:
        return bool(joint_runs([RunRequest(mines, 64, 1, out=tmp_path), *others]))

    assert joined(RunRequest(more, 64, 1, out=tmp_path))
    assert not joined(RunRequest(mines, 64, 1, out=tmp_path))
    assert not joined(RunRequest(more, 64, 2, out=tmp_path))
    assert not joined(RunRequest(more, 64, 1, "latin", out=tmp_path))
    assert not joined(RunRequest(longer, 64, 1, out=tmp_path))
    many = [RunRequest(one, 4096, 1, out=tmp_path) for one in (mines, more)]
    assert joint_runs(many) == []


class _Nowhere(Here):
    """A pool in which nothing may be run."""

    def submit(self, task, *arguments):
        raise AssertionError("this was to be there already")
