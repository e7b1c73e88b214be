"""`shortfall constrain`: worlds are tried on an episode, kept, and told of."""

import json

import pytest

from sim.scenario.uncertainty.world_file import WorldFile
from tests.constrain import written

FEW = ("-n", 512, "--judge", 64, "--workers", 1)


def test_worlds_and_report_are_written(call, tmp_path):
    file, out = written(tmp_path), tmp_path / "results"
    copy = tmp_path / "copy.json"
    asked = ("constrain", file, "--root", tmp_path, "--out", out, "--write", copy, *FEW)
    shown = call(*asked)
    assert shown.exit_code == 0, shown.output
    (folder,) = out.glob("constrain-lane-*")
    worlds = WorldFile.model_validate_json((folder / "worlds.json").read_bytes())
    assert worlds.prior == 512
    assert sum(weight for _, weight, _ in worlds.worlds) == pytest.approx(1.0, abs=1e-4)
    assert max(largest for *_, largest in worlds.worlds) <= worlds.cutoff
    assert copy.read_bytes() == (folder / "worlds.json").read_bytes()
    content = json.loads((folder / "constrain.json").read_text())
    assert content["learned"]["numbers"][0]["path"] == "consumers.motors.demand_t_per_year"
    assert content["judged"]["kinds"].keys() >= {"prior", "persistence"}
    assert "Numbers learned about most" in shown.output
    assert "## Judged outside" in (folder / "report.md").read_text()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert call(*asked).exit_code == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_too_few_worlds_make_no_file(call, tmp_path):
    file, out = written(tmp_path, ("2026-02: 29", "2026-02: 290")), tmp_path / "results"
    shown = call("constrain", file, "--root", tmp_path, "--out", out, *FEW)
    assert shown.exit_code == 1
    assert "None of 512 worlds agrees" in shown.output
    assert "No world meets leaving, 2026-02" in shown.output
    assert "too few for a file" in shown.output
    (folder,) = out.glob("constrain-lane-*")
    assert not (folder / "worlds.json").exists()


@pytest.mark.parametrize(
    ("replaced", "says"),
    [
        (("discrepancy: {leaving: 0}", "discrepancy: {leavin: 0}"), "Did you mean 'leaving'"),
        (("discrepancy: {leaving: 0}", "stops: {motor: 1}"), "There is no stop 'motor'"),
        (("  discrepancy: {leaving: 0}\n", ""), "Nothing tells worlds apart"),
        (("in_sample: [2026-02, 2026-03]\n", ""), "No month was fitted to"),
        (("{recorded: 0.05}", "{estimate: 0.05}"), "of months of grade recorded"),
        (("in_sample: [2026-02, 2026-03]", "in_sample: [2026-05, 2026-06]"), "is recorded"),
    ],
)
def test_what_tells_no_worlds_apart_is_refused(call, tmp_path, replaced, says):
    shown = call("constrain", written(tmp_path, replaced), "--root", tmp_path, *FEW)
    assert shown.exit_code == 2
    assert says in shown.output


def test_an_episode_that_does_not_say_how_is_refused(call, tmp_path):
    shown = call("constrain", "senkaku-2010", "--out", tmp_path, *FEW)
    assert shown.exit_code == 2
    assert "it has no constrain" in shown.output
    says = "Episodes with constrain: licences-2025. Without: senkaku-2010."
    assert says in shown.output
    assert says in call("constrain", "senkak-2010", *FEW).output


def test_a_scenario_of_which_nothing_is_uncertain_is_refused(call, tmp_path):
    asked = ("constrain", written(tmp_path), "--root", tmp_path, "--set", "worlds=central")
    shown = call(*asked, *FEW)
    assert shown.exit_code == 2
    assert "no number of its scenario is uncertain" in shown.output
