"""Runs whose undisrupted twins are equal share them, and nothing else."""

from pathlib import Path

import pytest

import sim.output.ensure_run
from sim.output.ensure_run import ensure_run
from sim.output.run_request import RunRequest
from sim.scenario.load import load
from sim.study.pool import local_pool

VARYING = "consumers.motors.demand_t_per_year={uniform: [90, 110]}"


def request(out: Path, *settings: str, twins: Path | None = None, sampling="random") -> RunRequest:
    loaded = load("two-mines", ["warm_up_days=30", "end=2026-06-30", *settings])
    return RunRequest(loaded, 70, 1, sampling, out, twins=twins)


@pytest.fixture
def ran(monkeypatch):
    """The scenarios (0 the run, 1 its twin) of all blocks that were run."""
    seen = []
    replicate = sim.output.ensure_run.replicate

    def watched(study, todo, *others):
        seen.extend(block.scenario for block in todo)
        replicate(study, todo, *others)

    monkeypatch.setattr(sim.output.ensure_run, "replicate", watched)
    return seen


def made(one: RunRequest) -> dict[str, bytes]:
    """Run it, and read all that it writes."""
    with local_pool(1) as pool:
        folder = ensure_run(one, pool).folder
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "run.log"
    }


@pytest.mark.parametrize("settings", [(), (VARYING,)], ids=["one for all", "one a history"])
@pytest.mark.parametrize("sampling", ["random", "latin"])
def test_other_disruptions_share_the_twin_and_change_no_byte(settings, sampling, ran, tmp_path):
    twins, longer = tmp_path / "twins", (*settings, "disruptions.halt.duration_days=99")
    made(request(tmp_path, *settings, twins=twins, sampling=sampling))
    assert 1 in ran
    ran.clear()
    shared = made(request(tmp_path, *longer, twins=twins, sampling=sampling))
    assert 0 in ran
    assert 1 not in ran
    assert shared == made(request(tmp_path / "alone", *longer, sampling=sampling))


def test_another_world_has_a_twin_of_its_own(ran, tmp_path):
    twins = tmp_path / "twins"
    made(request(tmp_path, twins=twins))
    ran.clear()
    made(request(tmp_path, "consumers.motors.stock_days=40", twins=twins))
    assert 1 in ran
    assert len(list(twins.iterdir())) == 2


def test_sobol_points_depend_on_all_inputs_so_their_twins_are_not_shared(ran, tmp_path):
    twins = tmp_path / "twins"
    for days in (50, 99):
        ran.clear()
        made(request(tmp_path, f"disruptions.halt.duration_days={days}", VARYING,
                   twins=twins, sampling="sobol"))  # fmt: skip
        assert 1 in ran
    assert not twins.exists()
