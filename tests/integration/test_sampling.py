"""``--sampling``: what is said and run, and that the first histories stay what they are."""

import json
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.output.stored import StoredRun
from sim.study import replicate
from sim.study.job import Job, SamplingError, job
from sim.world.chance.sampling import REPLICATES
from tests.cli.conftest import call
from tests.integration.shell import RANDOM, files, folder_in, made

pytest.importorskip("scipy")

__all__ = ["call"]

EXTENDING = ("random", "sobol")


def summary_in(out: Path) -> dict:
    """Read the summary of the only run."""
    return json.loads((folder_in(out) / "summary.json").read_text())


def outcomes_in(out: Path) -> dict[tuple, np.ndarray]:
    """Read every outcome of the only run, one value a history."""
    found = StoredRun.open(folder_in(out)).outcomes
    return {(o.group.kind, o.group.name, o.measure, o.item): o.values for o in found}


@pytest.mark.parametrize("scheme", EXTENDING)
def test_seventy_histories_are_the_first_of_a_hundred_and_thirty(scheme, call, tmp_path):
    command = ("run", *RANDOM, "--sampling", scheme, "--workers", 1, "--no-figures", "-q")
    for n in ("70", "130"):
        assert call(*command, "-n", n, "--out", n).exit_code == 0
    few, many = (tmp_path / n for n in ("70", "130"))
    lots = {name: content for name, content in files(few).items() if name.startswith("histories/")}
    assert len(lots) == 4
    assert lots == {name: files(many)[name] for name in lots}
    some, more = outcomes_in(few), outcomes_in(many)
    assert some.keys() == more.keys()
    count = summary_in(few)["histories"]
    assert count == (70 if scheme == "random" else 128)
    for key, values in some.items():
        assert np.array_equal(values, more[key][:count], equal_nan=True)
    assert len(np.unique(some["all", "all", "shortfall_days", None])) > 60
    # The same folder extended is the same as one that was run at once.
    assert call(*command, "-n", "130", "--out", "70").exit_code == 0
    assert files(few) == files(many)


@pytest.mark.parametrize("scheme", ["sobol", "latin"])
def test_neither_processes_nor_blocks_change_a_byte(scheme, call, tmp_path, monkeypatch):
    command = (*RANDOM, "--sampling", scheme, "-n", "192", "--no-figures", "-q")
    wide = made(tmp_path / "wide", *command, "--workers", "2")
    monkeypatch.setattr(replicate, "CELLS_PER_BLOCK", 1)
    result = call("run", *command, "--workers", 1, "--out", "narrow")
    assert result.exit_code == 0, result.stderr
    assert files(tmp_path / "narrow") == wide


def test_sobol_points_come_in_lots_and_that_is_said(call, tmp_path):
    result = call("run", *RANDOM, "--sampling", "sobol", "-n", 100, "--workers", 1, "--no-figures")
    assert "sobol sampling, 128 to fill lots of 64" in result.stderr
    assert "two-mines  128 histories" in result.stdout
    found = summary_in(tmp_path / "results")
    assert found["histories"] == 128
    assert found["sampling"]["scheme"] == "sobol"
    assert list(found["sampling"]["inputs"]) == ["disruptions.halt.duration_days"]


def test_a_hypercube_has_just_the_histories_asked_for(call, tmp_path):
    command = ("run", *RANDOM, "--sampling", "latin", "--workers", 1, "--no-figures")
    result = call(*command, "-n", 70)
    assert "latin sampling" in result.stderr
    assert "to fill lots" not in result.stderr
    assert summary_in(tmp_path / "results")["numbers"] == [[0, 69]]


def test_a_hypercube_of_too_few_histories_is_refused(call):
    result = call("run", "two-mines", "--sampling", "latin", "-n", 15)
    assert result.exit_code == 2
    assert "needs at least 16 histories" in result.stderr


def test_a_scheme_is_part_of_what_is_run():
    scenario = sim.load("two-mines")

    def digest(scheme, histories):
        found, _ = job(scenario, 1, scheme, histories)
        return found.digest

    assert digest("random", 64) == digest("random", 128) == Job(scenario, 1).digest
    assert digest("sobol", 64) == digest("sobol", 128)
    assert digest("latin", 64) != digest("latin", 128)
    assert len({digest(s, 64) for s in ("random", "sobol", "latin")}) == 3


def test_the_inputs_of_a_scenario_keep_their_dimensions_when_one_is_added():
    before = Job(sim.load("two-mines"), 1, "sobol").study().sampling
    added = "magnet_makers.maker.processing_days={uniform: [10, 20]}"
    after = Job(sim.load("two-mines", [added]), 1, "sobol").study().sampling
    assert len(after.inputs) == len(before.inputs) + 1
    assert before.inputs.items() <= after.inputs.items()
    assert before.paired_with(after)


@pytest.mark.parametrize("scheme", ["sobol", "latin"])
def test_the_inputs_of_the_world_are_spread_evenly(scheme):
    """The halts of a replicate have each of its slices of durations, in the simulation itself."""
    setting = "disruptions.halt.duration_days={uniform: [60, 252]}"
    result = sim.run(sim.load("two-mines", [setting]), n=512, sampling=scheme)
    (days,) = result.record.end_day - result.record.onset_day
    of_it = days[result.sampling.replicates(np.arange(512)) == 3]
    assert len(of_it) == 512 // REPLICATES
    # 64 slices of three days each; ends are whole days.
    assert sorted(((of_it - 60 - 0.5) // 3).clip(0, 63).astype(int)) == pytest.approx(
        range(64), abs=1
    )
    assert result.condensed.replicates.tolist() == (np.arange(512) % REPLICATES).tolist()


def test_even_schemes_narrow_the_interval_of_a_mean():
    scenario = sim.load("two-mines")
    error = {}
    for scheme in ("random", "sobol", "latin"):
        result = sim.run(scenario, n=512, sampling=scheme)
        (row,) = (
            row
            for row in result.summary()
            if (row["group"], row["measure"]) == ("all", "shortfall_days")
        )
        error[scheme] = row["half_width95"]
    assert error["sobol"] < error["random"] / 3
    assert error["latin"] < error["random"] / 3


def test_a_scheme_that_is_not_there_is_refused(call):
    assert call("run", "two-mines", "--sampling", "grid").exit_code == 2
    with pytest.raises(SamplingError, match="at least 16"):
        sim.run(sim.load("two-mines"), n=15, sampling="latin")
